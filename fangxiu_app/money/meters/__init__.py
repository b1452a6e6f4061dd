"""Meter charges: what a contractor used of an owner's water and electricity (R48)."""
