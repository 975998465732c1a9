"""Programs that act for people."""
