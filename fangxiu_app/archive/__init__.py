"""One unit, one file: its people, its history, its building on one board (R6, R11, R41)."""
