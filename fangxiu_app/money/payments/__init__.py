"""Repair bills, meter charges, compensations and what they cost in the end (R16, R18, R48, R110)."""
