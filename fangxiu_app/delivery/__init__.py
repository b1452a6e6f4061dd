"""Handing houses over: milestones counted back from the day, inspections, transfers, papers of two sides (R20-R50)."""
