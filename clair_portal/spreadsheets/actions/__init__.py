"""Every write of this package: imports of files."""
