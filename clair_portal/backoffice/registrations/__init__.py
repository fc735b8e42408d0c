"""The kernel's records on the staff site, one module per package: the packages themselves stand below this one."""
