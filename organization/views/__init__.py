"""Pages about people and their deputies."""
