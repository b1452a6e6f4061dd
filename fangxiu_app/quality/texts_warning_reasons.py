"""Why a rule proposes a warning, in words: the numbers it found and those it compared them with (R113)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from frappe.utils import fmt_money, format_date

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.quality import reads_warning_facts as reads
from fangxiu_app.quality import rules_warning_rules as rules

#: Tickets named in a reason; the rest is counted.
NAMED = 10


def names(about: Iterable[list], scene) -> dict[str, str]:
	"""What people call the buildings, batches, contractors and flats of the findings. A query each, none without findings."""
	rows = [row for listed in about for row in listed]
	if not rows:
		return {}
	batches = set((scene.batches or {}).values())
	return {
		**reads.titles("Estate Building", "building_no", {row.building for row in rows if row.building}),
		**reads.titles("Delivery Batch", "title", batches),
		**reads.titles("Supplier", "supplier_name", {row.contractor for row in rows if row.contractor}),
		**reads.titles("Unit Archive", "unit_code", {row.unit for row in rows if row.unit}),
		**{rain.name: format_date(rain.ended_at, "yyyy-MM-dd") for rain in scene.rains},
	}


def say(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	"""Subject and reason of a warning."""
	return _BY_KIND[raising.rule.kind](raising, rows, known)


def proposed(warning) -> str:
	"""Subject of the message to those who confirm the warning."""
	return _("Risk warning to be confirmed ({0}): {1}").format(_(warning.level), warning.subject)[:140]


def whole_project() -> str:
	"""Place of a warning about a contract."""
	return _("Whole Project")


def _cluster(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding, rule = raising.finding, raising.rule
	_project, location, defect = finding.topic
	place = _("Building {0}").format(known.get(finding.place[0], finding.place[0]))
	if len(finding.place) > 1:
		place = _("{0}, riser {1}").format(place, finding.place[1])
	subject = _("{0}: {1} {2} in {3} units").format(place, location, defect, len(finding.units))
	reason = _(
		"Within {0} days {1} of {2} units of {3} reported {4} {5}; in the whole project {6} of {7} units did."
	).format(
		rule.days,
		len(finding.units),
		finding.size,
		place,
		location,
		defect,
		finding.everywhere,
		finding.project_size,
	)
	if finding.chance is not None:
		chance = _("By chance alone this happens at most {0} times in 1,000; the rule allows {1}.")
		reason += chance.format(f"{float(finding.chance * 1000):.2g}", plain_number(rule.false_alarms))
	return subject, reason


def _batch(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding, rule = raising.finding, raising.rule
	batch, defect = known.get(finding.place[0], finding.place[0]), finding.topic[1]
	subject = _("{0}: {1} in {2} units ({3}%)").format(batch, defect, len(finding.units), finding.percent)
	reason = _("Within {0} days {1} of {2} units of {3} reported {4}: {5}%. The rule warns from {6}%.")
	values = (rule.days, len(finding.units), finding.size, batch, defect, finding.percent, plain_number(rule.share))
	return subject, reason.format(*values)


def _rain(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding, rule = raising.finding, raising.rule
	place = known.get(finding.place[0], finding.place[0])
	if rows and finding.place[0] == rows[0].building:
		place = _("Building {0}").format(place)
	day = known.get(finding.topic[1], "")
	subject = _("{0}: leaks in {1} units ({2}%) after rain").format(
		place, len(finding.units), finding.percent
	)
	reason = _(
		"Within {0} days after the rain of {1}, {2} of {3} units of {4} reported leaks: {5}%. The rule warns from {6}%."
	)
	values = (rule.days, day, len(finding.units), finding.size, place, finding.percent, plain_number(rule.share))
	return subject, reason.format(*values)


def _repeats(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding = raising.finding
	_project, unit, location, defect = finding.topic
	code = known.get(unit, unit)
	subject = _("{0}: {1} {2} came back {3} times").format(code, location, defect, len(finding.tickets))
	reason = _("Within {0} days {1} {2} of unit {3} was confirmed as a repeat {4} times: {5}.")
	values = (raising.rule.days, location, defect, code, len(finding.tickets), _listed(finding))
	return subject, reason.format(*values)


def _long(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding, days = raising.finding, raising.rule.days
	contractor = known.get(finding.place[0], finding.place[0])
	subject = _("{0}: {1} repairs open for more than {2} days").format(contractor, len(finding.tickets), days)
	reason = _("{0} repairs of {1} are open for more than {2} days: {3}.")
	return subject, reason.format(len(finding.tickets), contractor, days, _listed(finding))


def _ending(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	finding = raising.finding
	building, until = finding.place
	place = _("Building {0}").format(known.get(building, building))
	subject = _("{0}: warranty ends on {1} with {2} tickets open").format(place, until, len(finding.tickets))
	reason = _("A warranty of {0} ends on {1}, and {2} tickets are still open: {3}.")
	return subject, reason.format(place, until, len(finding.tickets), _listed(finding))


def _deposit(raising, rows: list, known: Mapping[str, str]) -> tuple[str, str]:
	row = raising.deposit
	balance, liability, short = (
		fmt_money(amount, currency=row.currency) for amount in (row.balance, row.liability, row.short)
	)
	subject = _("{0}: deposit smaller than what is open").format(row.contractor_name)
	reason = _(
		"The deposit of {0} under agreement {1} has {2} left; {3} is open against it in defects, deductions and charges: {4} is missing."
	)
	return subject, reason.format(row.contractor_name, row.name, balance, liability, short)


def _listed(finding) -> str:
	rest = len(finding.tickets) - NAMED
	listed = ", ".join(finding.tickets[:NAMED])
	return _("{0} and {1} more").format(listed, rest) if rest > 0 else listed


_BY_KIND: Mapping[str, Callable[..., tuple[str, str]]] = {
	rules.BUILDING: _cluster,
	rules.RISER: _cluster,
	rules.BATCH: _batch,
	rules.RAIN: _rain,
	rules.REPEATS: _repeats,
	rules.LONG: _long,
	rules.ENDING: _ending,
	rules.DEPOSIT: _deposit,
}
