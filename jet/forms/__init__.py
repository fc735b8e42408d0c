"""What people type in the programme."""
