"""Time limits of tickets: when they run, where they stand, who is told."""
