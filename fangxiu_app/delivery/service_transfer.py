"""Transfer of a unit from the project department to the repair centre, also on the owner's behalf (R46, R49, R50)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_handover as reads
from fangxiu_app.delivery import rules_handover as rules
from fangxiu_app.delivery import service_entered_days, service_handover
from fangxiu_app.delivery.rules_handover import Attempt, Problem, Proxy

#: Read-only fields that a save computes anew.
DERIVED = ("unit_code", "rectified_on", "open_items")


def prepare(transfer) -> None:
	"""Before a save: when the last problem was rectified, and what is still open, from the unit's inspections."""
	if transfer.state == "Handed Over":
		return
	service_entered_days.stamp_attempts(transfer)
	inspections = inspections_of(transfer.unit)
	problems = [problem for inspection in inspections for problem in service_handover.problems_of(inspection)]
	transfer.rectified_on = rules.rectified_on(problems)
	transfer.open_items = "\n".join(
		f"{row.location}：{row.description}（{_(row.responsible)}，{_(row.state, context='Inspection Item')}）"
		for row in reads.open_problems(transfer.unit)
	)
	with_owner = [doc.name for doc in inspections if doc.round != rules.PRE]
	if not transfer.inspection and with_owner:
		transfer.inspection = with_owner[-1]


def complete(transfer) -> None:
	"""Both sides have signed: the repair centre is responsible for the unit, and rectified problems are closed."""
	transfer.handed_over_at = now_datetime().replace(microsecond=0)
	close_rectified(transfer)
	# the side that signed last was asked; write rights differ between them
	transfer.write_by_action(ignore_permissions=True)
	service_handover.hand_over(transfer, rules.STATE_AFTER[transfer.kind], getdate(transfer.handed_over_at))


def close_rectified(transfer) -> None:
	"""Close what was rectified: the repair centre's signature says that nothing is wrong with it (R46)."""
	for inspection in inspections_of(transfer.unit):
		rows = [row for row in inspection.items if row.state == rules.RECTIFIED]
		for row in rows:
			row.update(
				{
					"state": rules.CLOSED,
					"rechecked_by": transfer.repair_user,
					"rechecked_at": transfer.repair_signed_at,
				}
			)
		if rows:
			inspection.write_by_action(ignore_permissions=True)


def problems(transfer) -> list[Violation]:
	"""Everything in this transfer that stands against its signatures."""
	inspections = inspections_of(transfer.unit)
	open_ = [problem for inspection in inspections for problem in service_handover.problems_of(inspection)]
	with_owner = [doc for doc in inspections if doc.round != rules.PRE]
	signed = [doc.opinion for doc in with_owner if doc.state == "Owner Signed"]
	opinion = rules.ACCEPT if rules.finally_accepted(signed) else (signed or [""])[-1]
	checked = bool(transfer.self_checked_on and (transfer.self_check_note or "").strip())
	found = rules.check_transfer(transfer.kind, opinion, checked, open_)
	found += rules.untrue(transfer.kind, *_facts(transfer.unit))
	if transfer.kind == rules.PROXY:
		found += rules.check_proxy(_proxy(transfer, open_))
	return found


def check_kind(transfer) -> None:
	"""Refuse to save a draft whose kind cannot be true for its unit, and a second one of it. Raises RefusedError."""
	if transfer.state == "Draft" and not transfer.flags.fx_action:
		begun = transfer.is_new() and reads.open_transfer(transfer.unit)
		refuse([*([Violation("transfer_begun", (begun,))] if begun else []), *rules.untrue(transfer.kind, *_facts(transfer.unit))])


def kinds(unit: str) -> dict[str, str]:
	"""Each kind of a transfer → why it cannot be true for the unit, empty where it can."""
	facts = _facts(unit)
	return {kind: "<br>".join(map(describe, rules.untrue(kind, *facts))) for kind in rules.STATE_AFTER}


def _facts(unit: str) -> tuple[str, bool, str]:
	"""The unit's last inspection with an owner, whether an owner has it, and the present owner's name."""
	rounds = reads.rounds_with_owner(unit)
	return (rounds[-1] if rounds else "", reads.given(unit), reads.owner(unit).owner_name or "")


def next_transfer(unit: str) -> str:
	"""The kind of transfer that the unit's inspections offer, empty for none (R45, R46)."""
	return rules.next_transfer(reads.opinions(unit), reads.handed_over(unit), reads.problems(unit))


def inspections_of(unit: str) -> list:
	"""All inspections of a unit, oldest first."""
	names = frappe.get_all("Handover Inspection", {"unit": unit}, pluck="name", order_by="inspected_at asc")
	return [frappe.get_doc("Handover Inspection", name) for name in names]


def _proxy(transfer, found: list[Problem]) -> Proxy:
	return Proxy(
		today=now_datetime().date(),
		rectified_on=rules.rectified_on(found),
		counted_from=rules.counted_from(found),
		reason=transfer.owner_reason or "",
		attempts=tuple(Attempt(getdate(row.counts_on or row.tried_on), row.result) for row in transfer.attempts),
		witnesses=(transfer.witness_1 or "", transfer.witness_2 or ""),
		photos=reads.own_photos(transfer.name, transfer.unit),
		problems=tuple(found),
		attempts_needed=settings.load().contact_attempts,
		months=reads.months(),
	)
