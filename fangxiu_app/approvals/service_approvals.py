"""Request, sign, send back and cancel documents under approval: the only code that submits or cancels them (docs/adr/0045)."""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import cstr, now_datetime

from fangxiu_app.approvals import approval_news, rules_approval
from fangxiu_app.approvals.rules_approval import APPROVED, CANCELLED, REQUESTED, SENT_BACK, Entry, Rule
from fangxiu_app.core.access import incoming, reads_people
from fangxiu_app.core.access.roles import HEADS, MANAGER
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import money, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _


def request(doc, comment: str = ""):
	"""Ask for approval of ``doc``: freezes its content and begins a round by the rule of its amount, and of what belongs to it.

	Raises RefusedError when no rule covers the amount or a round runs already; the document's own ``check_ready`` may
	refuse what is not complete.
	"""
	doc = _locked(doc)
	amount = amount_together(doc)
	rule = rules_approval.choose(rules(doc.doctype), amount, doc.approval_level())
	refuse(rules_approval.check_request(progress(doc), doc.docstatus, rule, amount))
	steps, found = staffed(doc, rule)
	refuse(found)
	doc.check_ready()
	state = {
		"approval_state": rules_approval.IN_APPROVAL,
		"approval_rule": rule.name,
		"approval_role": steps[0],
		"requested_by": frappe.session.user,
		"requested_at": _now(),
	}
	doc.update(state)
	_write(doc)
	_log(doc, REQUESTED, comment, digest=doc.approval_digest(steps), steps="\n".join(steps))
	doc.round_begun()
	return doc


def amount_together(doc) -> Decimal:
	"""What chooses the rule: the amount of ``doc`` and of what is about the same matter, in company currency."""
	return total((doc.approval_amount(), *doc.approval_beside().values()))


def staffed(doc, rule: Rule) -> tuple[tuple[str, ...], list[Violation]]:
	"""The steps of a round that the session's user would begin, and the steps that nobody could sign. Two queries."""
	roles = {*rule.steps, *rule.substitutes.values()}
	holders = reads_people.in_project(doc.project, roles)
	return rules_approval.staffed(rule, holders, {*doc.approval_barred(), frappe.session.user})


def ahead(doc) -> tuple[tuple[str, ...], list[Violation]]:
	"""The same for a draft, shown on its form before approval is requested."""
	amount = amount_together(doc)
	rule = rules_approval.choose(rules(doc.doctype), amount, doc.approval_level())
	return staffed(doc, rule) if rule else ((), [Violation("approval_no_rule", (amount,))])


def approve(doc, comment: str = "", values: dict | None = None, seen: str | None = None):
	"""Sign the next step as the session's user; the last signature submits the document. Raises RefusedError.

	``values`` are what the step fills in (see :func:`open_fields`), written together with the signature. ``seen`` is the digest
	of what was shown: a round that was withdrawn, changed and begun anew meanwhile is not signed unseen.
	"""
	doc = _locked(doc)
	refuse(rules_approval.was_shown(seen, doc.approval_digest(())))
	state = progress(doc)
	digest = doc.approval_digest(state.ahead)
	refuse(
		rules_approval.check_approve(state, frappe.session.user, frappe.get_roles(), doc.approval_barred(), digest)
	)
	_fill_in(doc, state.role, values or {})
	doc.check_step(state.role)
	seal = doc.approval_seal() if state.is_last else ""
	_log(doc, APPROVED, comment, state.role, len(state.signed) + 1, doc.approval_digest(state.ahead[1:]), seal=seal)
	if not state.is_last:
		doc.approval_role = state.ahead[1]
		_write(doc)
		return doc
	doc.update({"approval_state": rules_approval.DONE, "approval_role": None})
	_submit(doc)
	approval_news.approved(doc, (doc.owner, doc.requested_by))
	return doc


def open_fields(doc, role: str) -> list:
	"""Fields of ``doc`` itself that ``role`` fills in with its signature, as DocFields; what stands in rows needs the form."""
	return [field for name in doc.step_fields.get(role, ()) if (field := doc.meta.get_field(name))]


def _fill_in(doc, role: str, values: dict) -> None:
	labels = {field.fieldname: _(field.label) for field in open_fields(doc, role)}
	for name, value in values.items():
		if name not in labels:
			refuse([Violation("approval_not_yours", (doc.name, name))])
		doc.set(name, incoming.text(value, labels[name]))


def send_back(doc, reason: str):
	"""Return the document to its author with a reason: its signatures lapse, the log keeps them. Raises RefusedError."""
	doc = _locked(doc)
	state = progress(doc) if doc.docstatus == 0 else rules_approval.Progress()
	user, roles = frappe.session.user, frappe.get_roles()
	refuse(rules_approval.check_send_back(state, user, roles, cstr(reason), doc.signers_beside()))
	_clear(doc, rules_approval.DRAFT)
	_write(doc)
	_log(doc, SENT_BACK, reason, state.role, len(state.signed))
	doc.round_ended(cstr(reason))
	if user != state.requested_by:
		approval_news.sent_back(doc, (doc.owner, state.requested_by), cstr(reason))
	return doc


def interrupt(doc, reason: str) -> None:
	"""End the round of ``doc`` because of something outside it; nothing where none runs. The caller checked who may."""
	if doc.approval_state != rules_approval.IN_APPROVAL:
		return
	asked_by = doc.requested_by
	_clear(doc, rules_approval.DRAFT)
	_write(doc)
	_log(doc, SENT_BACK, reason)
	doc.round_ended(reason)
	approval_news.sent_back(doc, (doc.owner, asked_by), reason)


def cancel(doc, reason: str):
	"""Cancel an approved document: allowed to the role that signed last, with a reason. Raises RefusedError."""
	doc = _locked(doc)
	refuse(cancel_violations(doc, cstr(reason)))
	note_broken(doc)
	_log(doc, CANCELLED, reason)
	doc.flags.fx_cancelling = True
	# roles of the approval decide who may, checked above; nobody holds the right to cancel on the form
	doc.flags.ignore_permissions = True
	doc.cancel()
	approval_news.cancelled(doc, (doc.owner, doc.requested_by), cstr(reason))
	return doc


def amend(doc):
	"""A new draft with the content of a cancelled document, or the draft that exists. Raises RefusedError while it is not cancelled."""
	doc.check_permission("read")
	doc = _locked(doc)
	if doc.docstatus != 2:
		refuse([Violation("approval_not_cancelled")])
	there = approval_news.newer(doc)
	if there:
		return frappe.get_doc(doc.doctype, there)
	draft = frappe.copy_doc(doc, ignore_no_copy=False)
	draft.amended_from = doc.name
	return draft.insert()


def cancel_violations(doc, reason: str) -> list[Violation]:
	"""What stands against cancelling ``doc`` by the session's user."""
	if doc.docstatus != 1:
		return [Violation("approval_not_done")]
	steps = progress(doc).steps
	if steps and steps[-1] not in frappe.get_roles():
		return [Violation("approval_role", (steps[-1],))]
	return [] if reason.strip() else [Violation("approval_reason")]


def may_look(doc) -> bool:
	"""Whether the session's user signs ``doc`` next, or has signed it, and therefore may see the records it rests on.

	The right follows from the approval alone and ends with it; the document itself must be readable by role and project.
	"""
	roles, user = frappe.get_roles(), frappe.session.user
	if doc.doctype == "Repair Plan":
		return MANAGER in roles
	if doc.doctype == "Warranty Agreement":
		head = doc.change_asked_at and user != doc.change_asked_by and set(HEADS) & set(roles)
		return bool(head)
	known = entries(doc)
	state = rules_approval.progress(known)
	if any(entry.action == APPROVED and entry.user == user for entry in known):
		return True
	if doc.get("above_reason"):
		asked = state.running and not doc.above_signed_by and set(HEADS) & set(roles)
		if asked or doc.above_signed_by == user:
			return True
	return doc.docstatus == 0 and bool(state.role) and state.role in roles


def may_sign(doc) -> bool:
	"""Whether the round of ``doc`` leaves the session's user a signature, if it is the turn of a role they hold. One query and the document's own."""
	return not rules_approval.kept_out(progress(doc), frappe.session.user, doc.approval_barred())


def progress(doc) -> rules_approval.Progress:
	"""The running round of ``doc``, from its log."""
	return rules_approval.progress(entries(doc))


def is_intact(doc) -> bool:
	"""Whether an approved document still equals what was signed. One query; true where it has no seal yet."""
	seal = progress(doc).seal if doc.docstatus == 1 else ""
	return not seal or doc.is_sealed_by(seal)


def broken(doc) -> list[Violation]:
	"""The violation of an approved document that no longer equals what was signed."""
	return [] if is_intact(doc) else [Violation("approval_broken", (_(doc.doctype), doc.name))]


def check_intact(doctype: str, name: str) -> None:
	"""Refuse to continue with a document that is :func:`broken`. Raises RefusedError."""
	refuse(broken(frappe.get_doc(doctype, name)))


def note_broken(doc) -> None:
	"""Records on a document that it no longer equals what was signed; cancelling and reversing stay possible."""
	if not is_intact(doc):
		doc.add_comment("Info", _("When this was taken back it did not say any more what had been signed."))


def entries(doc) -> list[Entry]:
	"""The log of ``doc``, oldest first. One query.

	Under the lock of an action it is read as it is now: a transaction that waited for the lock would otherwise read an old
	snapshot without the other signatures, and one user could sign several steps with repeated clicks.
	"""
	log = frappe.qb.DocType("Approval Log")
	query = (
		frappe.qb.from_(log)
		.select(log.action, log.user, log.digest, log.steps, log.seal)
		.where((log.document_type == doc.doctype) & (log.document == (doc.name or "")))
		.orderby(log.creation)
		.orderby(log.step)
	)
	rows = (query.for_update() if doc.flags.fx_locked else query).run(as_dict=True)
	return [
		Entry(row.action, row.user, row.digest or "", tuple((row.steps or "").split("\n")), row.seal or "")
		for row in rows
	]


def rules(doctype: str) -> list[Rule]:
	"""The enabled rules for ``doctype``, lowest amount first."""
	names = frappe.get_all(
		"Approval Rule", {"document_type": doctype, "enabled": 1}, pluck="name", order_by="amount_from asc"
	)
	return [as_rule(frappe.get_cached_doc("Approval Rule", name)) for name in names]


def as_rule(doc) -> Rule:
	"""An Approval Rule document as plain values."""
	low, high = (money(doc.get(field)) for field in ("amount_from", "amount_to"))
	substitutes = {row.role: row.substitute for row in doc.steps if row.substitute}
	return Rule(doc.name or "", tuple(row.role for row in doc.steps), low, high, substitutes, doc.level or "")


def _locked(doc):
	"""The document as it is stored, its row locked until the request ends; two signatures at once cannot both pass."""
	doc.lock_first()
	stored = frappe.get_doc(doc.doctype, doc.name, for_update=True)
	stored.flags.fx_locked = True
	check_project(stored.project, stored.doctype)
	return stored


def _clear(doc, state: str) -> None:
	for field in ("approval_rule", "approval_role", "requested_by", "requested_at"):
		doc.set(field, None)
	doc.approval_state = state


def _write(doc) -> None:
	# who may sign is decided by the round, not by write rights on the form
	doc.write_by_action(ignore_permissions=True)


def _submit(doc) -> None:
	doc.flags.fx_action = doc.flags.fx_approved = True
	# nobody holds the right to submit: the last signature, checked above, is that right
	doc.flags.ignore_permissions = True
	# read under lock a moment ago: no row of it is to be removed
	doc.flags.ignore_children_type = [df.options for df in doc.meta.get_table_fields()]
	try:
		doc.submit()
	finally:
		doc.flags.fx_action = doc.flags.fx_approved = doc.flags.ignore_permissions = False


def _log(
	doc, action: str, comment: str, role: str = "", step: int = 0, digest: str = "", steps: str = "", seal: str = ""
):
	line = frappe.new_doc("Approval Log")
	line.update(
		{
			"document_type": doc.doctype,
			"document": doc.name,
			"project": doc.project,
			"action": action,
			"role": role or None,
			"step": step,
			"user": frappe.session.user,
			"at": _now(),
			"amount": doc.approval_amount(),
			"digest": digest,
			"seal": seal,
			"comment": cstr(comment),
			"steps": steps,
		}
	)
	# the log is written for every role that may sign, none of which may create log lines by hand
	line.write_by_action(ignore_permissions=True)


def _now():
	return now_datetime().replace(microsecond=0)
