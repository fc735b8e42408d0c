"""What people type into the pages of visit support."""
