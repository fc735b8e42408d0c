"""Every write of the accounts: sign-ups, consents, users, roles."""
