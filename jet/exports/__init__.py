"""Lists of participants as files that can be imported again without changing anything."""
