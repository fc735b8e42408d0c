"""Between the rows of transfers and the search for swaps."""
