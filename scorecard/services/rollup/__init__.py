"""The only bridge between rows and engine arrays: sources in, results and scores out."""
