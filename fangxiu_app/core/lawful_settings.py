"""Numbers of Fangxiu Settings that the law bounds: nobody sets them beyond it, and a number stored before is read as the law's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fangxiu_app.core.refusal import Field, Violation

DOCTYPE = "Fangxiu Settings"


@dataclass(frozen=True, slots=True)
class Bound:
	"""The least or the most the law allows (the other is None), and where it says so."""

	source: str
	least: float | None = None
	most: float | None = None


#: Field → bound. Only what a law or an official rule fixes; numbers of the company's own regulation are free.
BOUNDS: Mapping[str, Bound] = {
	# claims may be made for three years; what proves them is kept at least so long (R109)
	"evidence_keep_years": Bound("民法典第188条", least=3),
	# a dwelling's structure is designed for at least fifty years, which is how long it is warranted
	"design_life_years": Bound("GB 50368-2005《住宅建筑规范》第6.1.1条", least=50),
	"deposit_cap_percent": Bound("建质〔2017〕138号第7条", most=3),
	"deemed_acceptance_days": Bound("建质〔2017〕138号第8条", most=90),
	"release_check_days": Bound("建质〔2017〕138号第11条", most=14),
	"release_pay_days": Bound("建质〔2017〕138号第11条", most=14),
}


def violations(values: Mapping[str, float | None]) -> list[Violation]:
	"""What the law forbids of these numbers; an empty one counts as 0."""
	found = []
	for name, bound in BOUNDS.items():
		if name not in values:
			continue
		given = float(values[name] or 0)
		if bound.least is not None and given < bound.least:
			found.append(Violation("setting_below_law", (Field(DOCTYPE, name), given, bound.least, bound.source)))
		if bound.most is not None and given > bound.most:
			found.append(Violation("setting_above_law", (Field(DOCTYPE, name), given, bound.most, bound.source)))
	return found


def lawful(name: str, value: float | None) -> float:
	"""The number itself, or the law's where it lies beyond it: for sites that stored one before it was refused."""
	bound, given = BOUNDS[name], float(value or 0)
	if bound.least is not None:
		given = max(given, bound.least)
	return given if bound.most is None else min(given, bound.most)
