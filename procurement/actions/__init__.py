"""One function for each thing a person can do: load, ask the rules, save, record."""
