"""One factory per model, one module per package: `factories.directory.PersonFactory()`."""
