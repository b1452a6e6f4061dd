"""Units, buildings and common parts: their codes, how they are found, and the list they come from (R6, R41)."""
