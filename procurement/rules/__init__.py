"""The law applied: frozen facts and pure functions, one clause each."""
