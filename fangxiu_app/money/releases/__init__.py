"""Giving deposits back: how much is safe, by when, and the payment (R18)."""
