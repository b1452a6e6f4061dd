"""The register of figures (指标口径): for each figure a code, a name, a definition, and the list behind it.

A card, chart, report, sheet or page that shows a figure names its row here; ``figures.reads_figures`` counts it and lists exactly
what was counted. A row says in one sentence what is counted (``words``), which tickets may count at all (``population``)
and at which moment. To show something new: add a row, its facts in ``figures.reads_kpi_facts`` where they are new, and its words
in ``zh.csv``. The parts of the key figures of ``figures.rules_kpi`` are rows of the register by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fangxiu_app.figures.rules_kpi import KPIS, Measure

#: Whom a figure may count: code → words.
POPULATIONS: Mapping[str, str] = {
	"all": "All tickets, also merged and cancelled ones",
	"counted": "All but cancelled and merged tickets",
	"warranty": "Warranty tickets: neither cancelled nor merged, nor caused by the owner or out of warranty",
	"units": "Units handed over",
	"vouchers": "Submitted vouchers of ERPNext, and documents that wait for theirs",
}
#: When it is looked at: code → words.
MOMENTS: Mapping[str, str] = {
	"now": "As it is now",
	"end": "As it was at the end of the period",
	"in": "What happened in the period",
}


@dataclass(frozen=True, slots=True)
class Figure:
	"""One row. ``shown`` names where people meet it; ``source`` is the clause, or ``kpi.PRACTICE``.

	Amounts have no ``measure``: ``money.reads_amounts.AMOUNTS`` adds up a column of the rows that ``report`` lists.
	"""

	code: str
	title: str
	words: str
	measure: Measure | None
	shown: str = ""
	source: str = ""
	part: str = ""
	report: str = "KPI Tickets"

	@property
	def population(self) -> str:
		if self.measure is None:
			return "vouchers"
		if self.measure.source == "unit":
			return "units"
		if self.measure.valid:
			return "warranty"
		return "counted" if {"open", "counted", "in_hand"} & set(self.measure.facts) else "all"

	@property
	def moment(self) -> str:
		if self.measure is None:
			return "in" if self.report == "Repair Cost Vouchers" else "now"
		return {"now": "now", "ever": "end", "delivered": "end"}.get(self.measure.anchor, "in")


def _now(*facts: str) -> Measure:
	return Measure("ticket", "now", facts, valid=False)


# fmt: off
FIGURES: tuple[Figure, ...] = (
	Figure("open", "Open Tickets", "Not closed, merged or cancelled; paid repairs included", _now("open"),
		"Ticket list, board, workload, contractor account"),
	Figure("open_warranty", "Open Warranty Tickets", "Warranty tickets reported by then and not closed, or open again",
		Measure("ticket", "ever", ("open_at_end",)), "Weekly report, KPI sheet"),
	Figure("overdue", "Overdue Tickets", "Open tickets of which a limit has run out", _now("open", "late"),
		"Workload, board, contractor account, defect distribution"),
	Figure("overdue_now", "Limits Run Out Now", "Tickets in any state of which a limit has run out: also closed ones that owe a follow-up",
		_now("late"), "Card of the desk"),
	Figure("follow_up_late", "Follow-ups Overdue", "Closed tickets whose follow-up should have been made", _now("follow_up_owed", "late")),
	Figure("overdue_warranty", "Warranty Tickets Overdue", "Warranty tickets open at the end of the period with a limit that had run out by then",
		Measure("ticket", "ever", ("open_at_end", "late_at_end")), "Weekly report by contractor and defect"),
	Figure("late_clocks", "Limits Overdue", "Running limits past their time: a ticket may have several",
		Measure("clock", "now", ("running", "past_due"), valid=False), "Overdue Clocks"),
	Figure("due_soon", "Due Within 2 Hours", "Tickets whose next limit runs out within two hours", _now("soon"), "Card of the desk"),
	Figure("owners_turn", "Waiting For Owner", "Open tickets whose ball the owner has", _now("open", "owners_turn"), "Card of the desk"),
	Figure("contractors_turn", "Waiting For Contractor", "Open tickets whose ball the contractor has", _now("open", "contractors_turn"),
		"Card of the desk"),
	Figure("propertys_turn", "Waiting For Property Company", "Open tickets whose ball the property company has: transfers to confirm or to settle",
		_now("open", "propertys_turn"), "Card of the desk", "R58, R74"),
	Figure("repeats_unvisited", "Repeats Awaiting Manager", "Open confirmed repeat repairs the manager has not been to",
		_now("open", "repeat", "unvisited"), "Card of the desk", "R84"),
	Figure("open_repeats", "Open Repeat Repairs", "Open tickets confirmed as repeat repair", _now("open", "repeat"), "Board", "R84"),
	Figure("in_hand", "Tickets in Hand", "Open tickets, and closed ones that owe a follow-up", _now("in_hand"), "Giving tickets to somebody else"),
	Figure("in_hand_late", "Late Tickets in Hand", "Tickets in hand of which a limit has run out", _now("in_hand", "late"),
		"Giving tickets to somebody else"),
	Figure("open_long", "Open Over Half a Month", "Warranty tickets open for longer than the set days, from the report",
		Measure("ticket", "ever", ("open_at_end", "long")), "Card of the desk, watch list, long repairs, KPI sheet, weekly report", "R102, R104"),
	Figure("reported", "Reported in Period", "Warranty tickets reported in the period", Measure("ticket", "reported_at"),
		"KPI sheet, weekly report, workload, chart of the desk"),
	Figure("closed", "Closed in Period", "Warranty tickets closed in the period and not open again at its end", Measure("ticket", "closed_at"),
		"KPI sheet, weekly report, workload, chart of the desk"),
	Figure("repeats", "Repeat Repairs Confirmed", "Warranty tickets reported in the period and confirmed as repeat repair",
		Measure("ticket", "reported_at", ("repeat",)), "KPI sheet, weekly report, workload, repeat repairs", "R82"),
	Figure("repeats_suspected", "Repeat Repairs Suspected", "Warranty tickets reported in the period that nobody has judged yet",
		Measure("ticket", "reported_at", ("suspected",)), "Repeat repairs", "R82"),
	Figure("third_party_given", "Given to a Third Party", "Warranty tickets given to a third party in the period, by the day of the order",
		Measure("ticket", "third_party_at"), "Weekly report", "R107"),
	Figure("limits_due", "Limits Due", "Limits that fell due in the period, of all kinds, those running still counted once late",
		Measure("clock", "due_at", ("judged",)), "Workload"),
	Figure("limits_kept", "Limits Kept", "Limits that fell due in the period and were kept", Measure("clock", "due_at", ("judged", "met")), "Workload"),
)
# fmt: on


def _amount(code: str, title: str, words: str, report: str, shown: str, source: str = "R18") -> Figure:
	return Figure(code, title, words, None, shown, source, report=report)


# fmt: off
AMOUNTS: tuple[Figure, ...] = (
	_amount("deposit_held", "Deposited", "What was put into the deposits: held from bills, paid in, brought forward, taken back",
		"Deposit Register", "Deposit register, contractor account, statement"),
	_amount("deposit_deducted", "Deducted", "What deductions took from the deposits, less what reversals gave back",
		"Deposit Register", "Deposit register, contractor account, statement"),
	_amount("deposit_released", "Released", "What was paid back to contractors", "Deposit Register", "Deposit register, contractor account, statement"),
	_amount("deposit_balance", "Deposit Balance", "Deposited less deducted less released, as the ledger has it; approved releases count until they are paid",
		"Deposit Register", "Deposit register, contractor account, release, statement"),
	_amount("deposit_undecided", "Undecided Deductions", "Deductions claimed and not posted yet, disputed ones included",
		"Deposit Register", "Deposit register, contractor account, release"),
	_amount("charges_waiting", "Waiting to Be Deducted", "Verified orders, billed compensations and confirmed meter charges that no deduction names",
		"Deduction Ageing", "Contractor account, ageing, card of the desk", "R111"),
	_amount("cost_spent", "Spent", "Third-party and other repair bills, compensations and parts of tickets, as booked: with tax, unless a voucher books it apart",
		"Repair Cost Vouchers", "Repair costs"),
	_amount("cost_borne", "Borne by Us", "What was spent less what contractors paid; what owners paid lowers nothing here",
		"Repair Cost Vouchers", "Recourse gap"),
	_amount("cost_net", "Net Cost", "What was spent less what contractors and owners paid", "Repair Cost Vouchers", "Repair costs"),
)
# fmt: on


def _parts() -> list[Figure]:
	"""Numerator and denominator of every key figure."""
	found = []
	for row in KPIS:
		for part in ("numerator", "denominator"):
			measure = getattr(row, part)
			if measure:
				code = f"{row.code}.{part}"
				found.append(Figure(code, row.title, row.words, measure, "KPI sheet", row.source, part))
	return found


REGISTER: tuple[Figure, ...] = (*FIGURES, *AMOUNTS, *_parts())
BY_CODE: Mapping[str, Figure] = {row.code: row for row in REGISTER}


def texts() -> list[str]:
	"""Every text of the register that users read, for the translations."""
	rows = [text for row in REGISTER for text in (row.title, row.words, row.shown, row.part.title()) if text]
	return [*POPULATIONS.values(), *MOMENTS.values(), *dict.fromkeys(rows)]
