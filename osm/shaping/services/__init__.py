"""What shaping writes."""
