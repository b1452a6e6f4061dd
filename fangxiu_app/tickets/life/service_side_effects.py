"""What an action causes besides changing the ticket: proofs kept as evidence, people notified (R107, R108)."""

from __future__ import annotations

from datetime import datetime

from fangxiu_app.core.access.roles import MANAGER, PROJECT_DEPARTMENT, PROPERTY_DESK
from fangxiu_app.core.files import evidence
from fangxiu_app.core.messages import show
from fangxiu_app.core.wording import _
from fangxiu_app.messaging import outbox


def follow(ticket, action: str, inputs: dict, at: datetime) -> None:
	"""Called once the action is saved; a failure here rolls the whole action back."""
	if action in AFTER:
		AFTER[action](ticket, inputs, at)


def _notice_served(ticket, inputs: dict, at: datetime) -> None:
	"""R107: notifies the project department, with the time it has, and keeps the proof of service."""
	if inputs.get("notice_file"):
		evidence.keep(
			ticket.name, inputs["notice_file"], "Delivery Proof", "Repair", _("Written Notice"), taken_at=at
		)
	outbox.tell(
		_("Written notice: {0} {1}, coordinate by {2}").format(
			ticket.unit_code, _(ticket.notice_cause), show(ticket.cure_until)
		),
		project=ticket.project,
		to=[outbox.role(PROJECT_DEPARTMENT)],
		about=ticket,
		key=f"{ticket.name} notice {at}",
	)


def _coordinated(ticket, inputs: dict, at: datetime) -> None:
	"""R107: notifies those who wait for the project department of the result."""
	waiting = [outbox.role(MANAGER)] + ([outbox.user(ticket.engineer)] if ticket.engineer else [])
	outbox.tell(
		_("Coordination of {0}: {1}").format(ticket.unit_code, _(ticket.coordination_result, context="Repair Ticket")),
		project=ticket.project,
		to=waiting,
		text=ticket.coordination_note,
		about=ticket,
		key=f"{ticket.name} coordination {at}",
	)


def _accepted(ticket, inputs: dict, at: datetime) -> None:
	"""The sheet that stands for the owner's signature is kept as evidence, as it was photographed."""
	if inputs.get("substitute_sheet"):
		sheet = inputs["substitute_sheet"]
		evidence.keep(
			ticket.name, sheet, "Signed Form", "Acceptance", _("Substitute acceptance"), taken_at=at
		)


def _transferred(ticket, inputs: dict, at: datetime) -> None:
	"""R74: the property company hears what it is given, and has to confirm."""
	outbox.tell(
		_("Handed over to you: {0} {1} {2}. Confirm that you have taken it over").format(
			ticket.unit_code, ticket.location, ticket.defect_type
		),
		project=ticket.project,
		to=[outbox.role(PROPERTY_DESK)],
		about=ticket,
		key=f"{ticket.name} transfer {at}",
	)


AFTER = {
	"transfer": _transferred,
	"serve_notice": _notice_served,
	"record_coordination": _coordinated,
	"owner_accept": _accepted,
}
