"""Repair bills, compensations and what they cost in the end (R16, R18, R110)."""
