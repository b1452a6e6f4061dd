"""Mutation tests of the rules: small faults are put in, one at a time, and the unit tests have to notice (``./fx mutants``).

mutmut makes the faults; pytest collects the unit tests once, and each fault is tried in a forked process by the tests that
reach its function. Runs in a copy of the checkout, whose rules are overwritten.
"""
