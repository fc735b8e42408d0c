"""Every write of the accounts: sign-ups, users, roles."""
