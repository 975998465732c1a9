"""What people type, read and checked; nothing is guessed."""
