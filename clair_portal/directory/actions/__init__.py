"""Every write to the directory; import the modules and call `people.create(…)`, `organisations.edit(…)`."""
