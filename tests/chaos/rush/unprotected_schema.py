"""What the database itself refuses; the control drops it, in its throw-away database only."""

WITHOUT_CONSTRAINTS = (
    "ALTER TABLE events_quota DROP CONSTRAINT quota_never_oversold",
    "DROP INDEX registration_one_live_per_person",
)
