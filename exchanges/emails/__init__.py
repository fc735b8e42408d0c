"""The mails of visit support: each function returns one Message and sends nothing."""
