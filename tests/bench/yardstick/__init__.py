"""The yardsticks: what a page and a write cost in Django at the very least, on the same server and database."""
