"""What the pages of one's account show."""
