"""The house rules of docs/architecture.md as tests; every rule is shown to fail on a planted violation."""
