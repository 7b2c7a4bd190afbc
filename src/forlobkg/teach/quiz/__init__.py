"""A quiz from the graph: items, the linter, and what they are exported to."""
