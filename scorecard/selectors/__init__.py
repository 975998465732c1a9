"""What the pages of the scorecard show: frozen page objects, a fixed number of queries."""
