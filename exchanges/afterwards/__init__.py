"""What follows a visit: the letters of thanks and the report, put into words and printed."""
