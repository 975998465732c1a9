"""My dashboard: what a person pinned, read in their own name each time."""
