"""Pages of the firm."""
