"""Review, issue and sign a repair plan; the ticket moves with it (R94-R97)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.access.roles import MANAGER
from fangxiu_app.messages import RefusedError
from fangxiu_app.repair import transitions


def review(plan) -> None:
	"""The manager's review of an important plan (R96). Raises PermissionError for anybody else."""
	frappe.only_for(MANAGER, message=True)
	_expect(plan, ("Draft",))
	_write(plan, state="Reviewed", reviewed_by=frappe.session.user, reviewed_at=_now())


def issue(plan, at: datetime | str | None = None, reason: str = "") -> None:
	"""Hand the plan card to the owner: stops the plan clock; an earlier issued plan of the ticket is superseded (R94, R95)."""
	_expect(plan, ("Draft", "Reviewed"))
	at = get_datetime(at) if at else _now()
	previous = frappe.db.get_value("Repair Ticket", plan.ticket, "plan")
	transitions.perform(plan.ticket, "issue_plan", {"plan": plan.name}, at=at, reason=reason)
	if previous and previous != plan.name:
		_write(frappe.get_doc("Repair Plan", previous), state="Superseded")
	_write(plan, state="Issued", issued_by=frappe.session.user, issued_at=at)


def sign(
	plan,
	signed_by: str,
	signature: str,
	owner_opinion: str = "",
	at: datetime | str | None = None,
	reason: str = "",
) -> None:
	"""The owner's signature (R97): locks the plan and starts the agreed-completion clock (R106)."""
	_expect(plan, ("Issued",))
	if not signed_by.strip() or not signature:
		frappe.throw(
			_("Enter the name of the person who signs and let them sign in the field."),
			RefusedError,
			title=_("Signature Missing"),
		)
	at = get_datetime(at) if at else _now()
	transitions.perform(
		plan.ticket, "sign_plan", {"agreed_completion": plan.completion_at}, at=at, reason=reason
	)
	_write(
		plan,
		state="Signed",
		signed_by=signed_by,
		signature=signature,
		owner_opinion=owner_opinion,
		signed_at=at,
	)


def _expect(plan, states: tuple[str, ...]) -> None:
	if plan.state not in states:
		frappe.throw(
			_(
				"Plan {0} is {1}; this needs a plan that is {2}. Make a new version of the plan if it has to change."
			).format(frappe.bold(plan.name), _(plan.state), ", ".join(map(_, states))),
			RefusedError,
			title=_("Refused"),
		)


def _write(plan, **values) -> None:
	plan.update(values)
	plan.write_by_action()


def _now() -> datetime:
	return now_datetime().replace(microsecond=0)
