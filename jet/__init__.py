"""Who is on the JET Programme: participants, placements, terms, allocation. Nothing is built here yet."""
