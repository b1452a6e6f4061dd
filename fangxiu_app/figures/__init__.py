"""Figures: what each means, how it is counted, what a click on it lists."""
