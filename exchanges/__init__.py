"""What the office does for local authorities: it supports visits abroad from the first question to the last letter.

A case begins as a sounding-out by a local authority, goes through its CLAIR branch, and ends with a report. Research
requests and fairs come later.
"""
