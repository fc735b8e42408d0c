"""Sets the portal up on one machine and runs it; standard library only, since it runs before anything is installed."""
