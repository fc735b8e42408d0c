"""What the office does for local authorities: visit support, research, fairs. Nothing is built here yet."""
