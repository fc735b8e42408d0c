"""Every write of this package: jobs, private files, signs of life."""
