"""What systems of firms and hospitals ask, in JSON."""
