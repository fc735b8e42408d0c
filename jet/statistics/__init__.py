"""The programme in figures: what the portal counts, and beside it what others have published."""
