"""What changes a dashboard."""
