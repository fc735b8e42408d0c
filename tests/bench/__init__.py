"""Measures the portal against yardsticks on the same machine in the same minutes: `script/bench` (performance.md)."""
