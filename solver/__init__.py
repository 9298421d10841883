"""Allocation of regional volumes among winners: whole numbers in, whole numbers out."""
