"""Pages of the distributor."""
