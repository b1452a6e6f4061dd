"""Measurements side by side with stock ERPNext, on data of their own (design 9). They run inside a bench: see docs/benchmarks.md."""
