"""The staff site: how every list and record behaves, the start page "my work", global search, exports."""
