"""Monthly evaluation of contractors: figures, scores, confirmation; and the end of a suspension (R112)."""

import frappe

from fangxiu_app.contractors import service_suspensions
from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.quality import service_evaluations


@frappe.whitelist(methods=["POST"])
def refresh(evaluation: str) -> None:
	"""Take the figures of a draft anew."""
	right.check("Contractor Evaluation", "write", evaluation)
	service_evaluations.refresh(_locked(evaluation))


@frappe.whitelist(methods=["POST"])
def score(evaluation: str, lines: list | str) -> None:
	"""Give scores and veto marks: ``lines`` of {name, score, vetoed, note}."""
	right.check("Contractor Evaluation", "write", evaluation)
	service_evaluations.score(_locked(evaluation), incoming.rows(lines))


@frappe.whitelist(methods=["POST"])
def confirm(evaluation: str) -> bool:
	"""Confirm as the manager; returns whether the contractor is suspended by it."""
	right.check("Contractor Evaluation", "write", evaluation)
	doc = _locked(evaluation)
	service_evaluations.confirm(doc)
	return bool(doc.suspends)


@frappe.whitelist(methods=["POST"])
def reopen(evaluation: str, reason: str) -> None:
	"""Take a confirmation back, with a reason."""
	right.check("Contractor Evaluation", "write", evaluation)
	service_evaluations.reopen(_locked(evaluation), reason)


@frappe.whitelist(methods=["POST"])
def lift_suspension(contractor: str, reason: str) -> None:
	"""End the suspension of a contractor, with a reason; managers only."""
	right.check("Contractor Register", "write", contractor)
	service_suspensions.lift(contractor, reason)


def _locked(evaluation: str):
	snapshot.renew()
	return frappe.get_doc("Contractor Evaluation", evaluation, for_update=True)
