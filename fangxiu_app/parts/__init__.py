"""Spare parts: planned, bought, handed over, used on tickets (R36-R38)."""
