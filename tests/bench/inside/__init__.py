"""What has to run inside a Django process of the measured database: filling it, and counting statements."""
