"""Pages of the hospital."""
