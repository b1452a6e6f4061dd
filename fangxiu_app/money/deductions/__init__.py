"""Deductions from contractors: what may be charged, its evidence, objections, recovery (R107, R111)."""
