"""Signing documents of two departments: each side from its own login; after the first signature the other side is waited for (docs/adr/0090)."""

from __future__ import annotations

import frappe
from frappe.utils import cstr, now_datetime

from fangxiu_app.approvals import rules_approval
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_two_sided as reads
from fangxiu_app.delivery import rules_two_sided as rules
from fangxiu_app.delivery.rules_handover import PROJECT_DEPARTMENT, REPAIR_CENTRE
from fangxiu_app.messaging.outbox import role, tell, user

#: Who sent the paper back the last time, and why; empty once somebody has signed it again.
SENT_BACK = ("sent_back_by", "sent_back_reason")


def locked(doctype: str) -> tuple[str, ...]:
	"""Fields of the signatures and the state: only signing writes them."""
	return ("state", *SENT_BACK, *(name for side in rules.PAPERS[doctype] for name in side.fields))


def check_kept(doc) -> None:
	"""Refuse a change of what one side has signed already. Raises LockedFieldError."""
	before = doc.get_doc_before_save()
	if doc.flags.fx_action or not before or before.state != rules.AWAITING or before.docstatus:
		return
	if doc.docstatus < 2 and _content(before) != _content(doc):
		frappe.throw(
			_(
				"{0} is signed by one side and stays as it is until the other one has signed. Use Send Back to change it: the signature is taken off."
			).format(frappe.bold(doc.name)),
			LockedFieldError,
			title=_("Signed"),
		)


def seen(doc) -> str:
	"""Digest of everything a side is shown and signs."""
	return rules_approval.digest({"name": doc.name, "content": _content(doc)})


def sign(doctype: str, name: str, signed_by: str, signature: str, shown: str | None = None) -> str:
	"""The session's user signs for its side; the second signature completes the paper. Returns the new state.

	``shown`` is the digest of what was shown (:func:`seen`): a paper that was sent back and changed meanwhile is not signed unseen.

	Raises RefusedError with everything that is missing, also where this login has signed for the other side.
	"""
	doc = _open(doctype, name)
	refuse(rules_approval.was_shown(shown, seen(doc)))
	sides = reads.signed(doc)
	side, found = rules.open_side(sides, reads.my_sides(), frappe.session.user)
	if not signed_by.strip() or not is_drawn(signature):
		found.append(Violation("drawn_signature_missing"))
	others = [cstr(doc.get(one.side.by)).strip() for one in sides if one.user]
	if signed_by.strip() in others:
		found.append(Violation("transfer_signatures_missing"))
	refuse([*found, *doc.missing_for_signature()])
	at = now_datetime().replace(microsecond=0)
	doc.update(dict(zip(side.fields, (signed_by.strip(), signature, frappe.session.user, at), strict=True)))
	doc.update(dict.fromkeys(SENT_BACK))
	waits = [one.side for one in sides if not one.user and one.side != side]
	if waits:
		doc.state = rules.AWAITING
		# the side that may sign was asked above; rights to write differ between the sides
		doc.write_by_action(ignore_permissions=True)
		_tell(doc, waits[0], signed_by)
	else:
		doc.state = rules.DONE[doctype]
		_complete(doc)
	return doc.state


def send_back(doctype: str, name: str, reason: str) -> None:
	"""Remove the one signature, so that the document can be changed; its signer is notified. Raises RefusedError."""
	doc = _open(doctype, name)
	given = [one for one in reads.signed(doc) if one.user]
	found = [] if doc.state == rules.AWAITING else [Violation("paper_not_waiting")]
	if not reads.my_sides():
		found.append(Violation("paper_other_side", (given[0].side.name if given else REPAIR_CENTRE,)))
	refuse(found if reason.strip() else [*found, Violation("approval_reason")])
	signer = given[0].user
	doc.update(dict.fromkeys(given[0].side.fields))
	doc.state = rules.DRAFT
	doc.update(dict(zip(SENT_BACK, (frappe.utils.get_fullname(), reason.strip()), strict=True)))
	doc.write_by_action(ignore_permissions=True)
	doc.add_comment("Info", _("Sent back, the signature is taken off: {0}").format(frappe.utils.escape_html(reason)))
	if signer != frappe.session.user:
		text = _("{0} {1} came back unsigned: {2}").format(_(doctype), doc.title_in_words(), reason)
		tell(text[:140], project=doc.project, to=[user(signer)], text=reason, about=doc)


def check_complete(doc) -> None:
	"""Refuse to submit a paper that two logins have not signed. Raises RefusedError."""
	users = [one.user for one in reads.signed(doc)]
	refuse([] if all(users) and len(set(users)) == len(users) else [Violation("paper_unsigned")])


def _complete(doc) -> None:
	doc.flags.fx_action = True
	try:
		doc.complete()
	finally:
		doc.flags.fx_action = False


def _open(doctype: str, name: str):
	if doctype not in rules.PAPERS:
		refuse([Violation("paper_unknown", (doctype,))])
	doc = frappe.get_doc(doctype, name, for_update=True)
	check_project(doc.project, doc.doctype)
	return doc


def _tell(doc, waiting: rules.Side, signed_by: str) -> None:
	"""Notify the other side that the document waits for its signature; once per signature."""
	people = roles.PROJECT_DEPARTMENT if waiting.name == PROJECT_DEPARTMENT else roles.MANAGER
	to = [role(people)] if people == roles.PROJECT_DEPARTMENT else [role(people), role(roles.ENGINEER)]
	tell(
		_("{0} {1} is signed by {2} and waits for your side").format(
			_(doc.doctype), doc.title_in_words(), signed_by
		)[:140],
		project=doc.project,
		to=to,
		text=_("Open it, check it against what you see, then sign, or send it back with a reason."),
		about=doc,
	)


def _content(doc) -> list:
	"""Everything people fill in, comparable: what both sides sign."""
	found = []
	for df in doc.meta.fields:
		if df.fieldtype == "Table":
			columns = [column for column in frappe.get_meta(df.options).fields if not column.read_only]
			found.append([[_plain(column, row) for column in columns] for row in doc.get(df.fieldname)])
		elif not df.read_only and df.fieldtype not in frappe.model.no_value_fields:
			found.append(_plain(df, doc))
	return found


def _plain(df, row) -> str:
	value = row.get(df.fieldname)
	if df.fieldtype in frappe.model.numeric_fieldtypes:
		return plain_number(frappe.utils.flt(value))
	return cstr(frappe.utils.get_datetime(value) if value and df.fieldtype == "Datetime" else value)
