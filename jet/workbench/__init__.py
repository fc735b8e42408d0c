"""What the pages of the allocation show: counted and put into words, as plain data."""
