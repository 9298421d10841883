"""A believable country and a real round, told through actions only."""
