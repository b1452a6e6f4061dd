"""How likely a cluster is by chance: an exact binomial bound against the project's own rate (R113). Pure.

``K`` of the ``N`` units of a project have a defect; ``k`` of them stand in a place (a building, a riser) of ``n`` units. If no place
were worse than another, each of the ``K`` would stand in the place with chance ``n / N``, the place's share of the units: the
project's own rate ``K / N`` says how many ``n`` units may be expected to have. A place is looked at only because a unit in it was reported,
so that one is given, and the question is about the others:

	P(at least k - 1 of the other K - 1 stand in the place) = sum over j from k - 1 to K - 1 of C(K - 1, j) (n/N)^j (1 - n/N)^(K - 1 - j)

Units are counted once each, which makes large clusters rarer than this sum says, never more frequent (Uhlmann 1966): the bound
holds without a model. Because the rate is that of the project itself, a defect that is everywhere is no cluster anywhere.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

PER = 1000


def tail(least: int, tries: int, share: Fraction) -> Fraction:
	"""Chance of at least ``least`` successes in ``tries`` independent tries of chance ``share``: exact, no rounding."""
	if least <= 0:
		return Fraction(1)
	part, whole = share.numerator, share.denominator
	sums = sum(comb(tries, j) * part**j * (whole - part) ** (tries - j) for j in range(least, tries + 1))
	return Fraction(sums, whole**tries)


def chance(here: int, everywhere: int, units_here: int, units_everywhere: int) -> Fraction:
	"""The bound above: ``here`` (k) of ``everywhere`` (K) units in a place of ``units_here`` (n) of ``units_everywhere`` (N).

	1 where nothing can be compared: the place is the whole project, or its units are not known.
	"""
	if not 0 < units_here < units_everywhere or here < 1:
		return Fraction(1)
	return tail(here - 1, max(everywhere, here) - 1, Fraction(units_here, units_everywhere))


def is_no_chance(found: Fraction, false_alarms: float) -> bool:
	"""Whether ``found`` lies within the ``false_alarms`` allowed in a thousand looks."""
	return found * PER <= Fraction(str(false_alarms))
