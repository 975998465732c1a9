"""What other programs read: results and scores, line by line."""
