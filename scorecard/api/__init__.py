"""The scorecard for programs."""
