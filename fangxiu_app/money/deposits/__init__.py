"""Warranty deposits: held, moved, changed, reconciled with the contractor (R18)."""
