"""How any event is run: events, ticket types and quotas, registrations, tickets, calendar feeds."""
