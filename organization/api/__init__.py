"""The organisation for programs."""
