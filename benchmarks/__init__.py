"""Measurements beside stock ERPNext on the same machine, with data of their own. They run inside a bench: see docs/benchmarks.md."""
