"""From a report to its tickets: what is asked, what is known already, whom it concerns (R65-R85)."""
