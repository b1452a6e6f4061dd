"""Approval of documents: what the form shows, and the four actions (docs/adr/0045)."""

import frappe

from fangxiu_app.approvals import approval_news, reads_approval_log, service_approvals
from fangxiu_app.approvals import rules_approval as rules
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.overview import reads_approval_basis, reads_approvals_waiting, reads_seen


@frappe.whitelist(methods=["GET"])
def panel(doctype: str, name: str) -> dict:
	"""Steps with their signatures, what this user may do and why not, and the log."""
	right.check(doctype or "DocType", "read", name)
	doc = _document(doctype, name)
	state = service_approvals.progress(doc)
	user, roles = frappe.session.user, frappe.get_roles()
	approve = rules.check_approve(state, user, roles, doc.approval_barred(), doc.approval_digest(state.ahead))
	turn = state.role in roles
	beside = bool(set(doc.signers_beside()) & set(roles))
	can_request = doc.docstatus == 0 and not state.running and _may_write(doc)
	steps, stuck = service_approvals.ahead(doc) if can_request else ((), [])
	log = reads_approval_log.rows(doctype, name)
	return {
		"state": doc.approval_state,
		"steps": _steps(state) or [{"role": _(role), "state": "todo"} for role in steps],
		"can_request": can_request,
		"lacks": doc.lacks() if can_request else [],
		"must_wait": can_request and doc.must_wait(),
		"comes_later": can_request and doc.comes_later(),
		"can_approve": bool(state.role) and not approve,
		"why_not": [describe(found) for found in (approve if state.role and turn else [*stuck, *service_approvals.broken(doc)])],
		"can_send_back": doc.docstatus == 0 and state.running and (turn or beside or user == state.requested_by),
		"withdraws": user == state.requested_by,
		"can_cancel": not service_approvals.cancel_violations(doc, "x") and doc.can_be_cancelled(),
		"can_amend": doc.docstatus == 2 and frappe.has_permission(doctype or "DocType", "create"),
		"newer": approval_news.newer(doc) if doc.docstatus == 2 else None,
		"notes": approval_news.notes(doc, log),
		"frozen": doc.docstatus == 0 and state.running and not doc.open_fields(state.role),
		"seen": reads_seen.of(doc),
		"may_look": service_approvals.may_look(doc),
		"log": log,
	}


@frappe.whitelist(methods=["GET", "POST"])
def waiting(filters: dict | str | None = None) -> dict:
	"""The number card of what the user may sign now, and the report behind it. ``filters`` are the card's own: none."""
	frappe.has_permission("Approval Log", "read", throw=True)
	return {
		"value": len(reads_approvals_waiting.rows()),
		"fieldtype": "Int",
		"route": ["query-report", "Waiting for My Approval"],
	}


@frappe.whitelist(methods=["GET"])
def standing(doctype: str, name: str) -> dict:
	"""Whether a document still waits for this user's signature (``waits``), and who did what to it last, and when."""
	right.check(doctype or "DocType", "read", name)
	waits = any((row.document_type, row.document) == (doctype, name) for row in reads_approvals_waiting.rows())
	return {"waits": waits, **reads_approval_log.latest(doctype, name)}


@frappe.whitelist(methods=["GET"])
def look(doctype: str, name: str) -> dict:
	"""What a signature rests on, for who signs next or has signed (docs/adr/0092), with the digest that goes with the signature.

	Raises PermissionError for others."""
	right.check(doctype or "DocType", "read", name)
	doc = _looked_at(doctype, name)
	return {"sections": reads_approval_basis.sections(doc), "fields": _to_fill_in(doc), "seen": reads_seen.of(doc)}


def _to_fill_in(doc) -> list[dict]:
	"""What the user's own step writes beside the signature; nothing for who only looks."""
	role = isinstance(doc, ApprovalGuard) and doc.docstatus == 0 and service_approvals.progress(doc).role
	if not role or not doc.open_fields(role):
		return []
	return [
		{
			"fieldname": field.fieldname,
			"label": _(field.label, context=field.parent),
			"kind": field.fieldtype,
			"choices": [[one, _(one, context=field.parent)] for one in (field.options or "").split("\n")] if field.fieldtype == "Select" else [],
			"value": str(doc.get(field.fieldname) or ""),
		}
		for field in service_approvals.open_fields(doc, role)
	]


@frappe.whitelist(methods=["GET"])
def photo(doctype: str, name: str, evidence: str) -> None:
	"""A photo of the tickets a signature rests on, under the same right."""
	right.check(doctype or "DocType", "read", name)
	found = reads_approval_basis.photo(_looked_at(doctype, name), evidence)
	if not found:
		frappe.throw(_("This photo does not belong to what you sign."), frappe.PermissionError)
	response = frappe.local.response
	response.filename, response.filecontent = found
	response.type, response.display_content_as = "download", "inline"


def _looked_at(doctype: str, name: str):
	doc = frappe.get_doc(doctype, name)
	if doctype not in reads_approval_basis.OWN or not service_approvals.may_look(doc):
		frappe.throw(
			_(
				"What {0} rests on is shown to who signs it next or has signed it. Ask them, or the administrator for the right to its tickets."
			).format(frappe.bold(name)),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)
	return doc


@frappe.whitelist(methods=["POST"])
def request(doctype: str, name: str, comment: str | None = None) -> str:
	"""Ask for approval; returns the new state. Raises PermissionError without write rights."""
	right.check(doctype or "DocType", "write", name)
	return service_approvals.request(_to_write(doctype, name), comment or "").approval_state


@frappe.whitelist(methods=["POST"])
def approve(doctype: str, name: str, seen: str, comment: str | None = None, values: dict | str | None = None) -> str:
	"""Sign the next step; the last signature submits. The round's rules decide who may.

	``seen`` is the digest that :func:`look` or :func:`panel` gave; ``values`` are the fields of the step (see :func:`look`), written together with the signature.
	"""
	right.check(doctype or "DocType", "read", name)
	doc = _to_write(doctype, name)
	return service_approvals.approve(doc, comment or "", incoming.mapping(values), seen).approval_state


@frappe.whitelist(methods=["POST"])
def send_back(doctype: str, name: str, reason: str) -> str:
	"""Back to the author with a reason, or withdrawn by who asked."""
	right.check(doctype or "DocType", "read", name)
	return service_approvals.send_back(_to_write(doctype, name), reason).approval_state


@frappe.whitelist(methods=["POST"])
def cancel(doctype: str, name: str, reason: str) -> str:
	"""Take an approved document back, with a reason."""
	right.check(doctype or "DocType", "read", name)
	return service_approvals.cancel(_to_write(doctype, name), reason).approval_state


@frappe.whitelist(methods=["POST"])
def amend(doctype: str, name: str) -> str:
	"""A new draft from a cancelled document, to be approved anew; returns its name."""
	frappe.has_permission(doctype or "DocType", "create", throw=True)
	return service_approvals.amend(_to_write(doctype, name)).name


def _document(doctype: str, name: str):
	doc = frappe.get_doc(doctype, name)
	if not isinstance(doc, ApprovalGuard):
		refuse([Violation("approval_none", (doctype,))])
	return doc


def _to_write(doctype: str, name: str):
	doc = _document(doctype, name)
	snapshot.renew()
	return doc


def _may_write(doc) -> bool:
	"""Quietly: ``doc.has_permission`` tells every reader that he may not."""
	return frappe.has_permission(doc.doctype, "write", doc)


def _steps(state: rules.Progress) -> list[dict]:
	rows = []
	for number, role in enumerate(state.steps):
		signed = number < len(state.signed)
		now = number == len(state.signed)
		rows.append({"role": _(role), "state": "done" if signed else "now" if now else "todo"})
	return rows
