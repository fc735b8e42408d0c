"""The mails of the programme."""
