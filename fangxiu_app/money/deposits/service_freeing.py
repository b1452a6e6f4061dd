"""Returning held money to the contractor other than by deduction or release: an entry is taken back or cancelled later (docs/adr/0111).

Both make the money payable again, so both need a reason and a second signature, of a department head or the general manager,
as a release above the safe amount does. Only an entry of the same day may be cancelled by its author alone.
"""

from __future__ import annotations

import frappe
from frappe.utils import cstr, getdate, now_datetime, today

from fangxiu_app.approvals import rules_approval
from fangxiu_app.core.access.roles import HEADS
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.ledger.rules_deposit import second_signature
from fangxiu_app.messaging import outbox

SIGNED = ("freed_signed_by", "freed_signed_at")
#: Written by the actions only; the reason of a draft is typed by its author.
LOCKED = ("freed_asked_by", *SIGNED)
#: What is signed: a draft that says something else is signed anew.
CONTENT = ("agreement", "bucket", "amount", "posting_date", "freed_reason")
#: Kinds whose cancellation makes money payable again.
KINDS = ("Held", "Cash In", "Brought Forward")


def check(doc) -> None:
	"""On saving a draft: taking back needs a reason, and a change of signed content removes the signature."""
	if doc.docstatus:
		return
	if doc.kind != "Taken Back":
		doc.update(dict.fromkeys(("freed_reason", *LOCKED)))
		return
	if not (doc.freed_reason or "").strip():
		refuse([Violation("free_reason")])
	before = doc.get_doc_before_save()
	if not before:
		doc.update(dict.fromkeys(LOCKED))
		doc.freed_asked_by = frappe.session.user
	elif not doc.flags.fx_action and [str(before.get(name)) for name in CONTENT] != [str(doc.get(name)) for name in CONTENT]:
		doc.update(dict.fromkeys(SIGNED))
		doc.freed_asked_by = frappe.session.user  # who changed it does not sign it either


def tell(doc) -> None:
	"""Notify those who may sign."""
	outbox.tell(
		_("{0}, {1}: money of the deposit is to be freed. Open the entry to sign.").format(doc.name, doc.contractor_name),
		project=doc.project,
		to=tuple(map(outbox.role, HEADS)),
		about=doc,
	)


def let_go(doc) -> None:
	"""A deleted draft removes its request to sign."""
	outbox.let_go(doc.doctype, doc.name)


def ask(doc, reason: str) -> None:
	"""The reason to cancel a posted entry of an earlier day. Raises DepositError where none is needed."""
	found = [] if reason.strip() else [Violation("free_reason")]
	if doc.docstatus != 1 or doc.kind not in KINDS:
		found.append(Violation("free_not_asked", (doc.name,)))
	refuse(found)
	doc.db_set({"freed_reason": reason.strip(), "freed_asked_by": frappe.session.user, **dict.fromkeys(SIGNED)})
	tell(doc)


def seen(doc) -> str:
	"""Digest of what the second signature stands under."""
	return rules_approval.digest({name: cstr(doc.get(name)) for name in (*CONTENT, "name", "freed_asked_by")})


def sign(doc, shown: str | None = None) -> None:
	"""The second signature, under what was ``shown`` (see :func:`seen`). Raises DepositError without a reason, or from who wrote or asked."""
	refuse(rules_approval.was_shown(shown, seen(doc)))
	open_ = (doc.docstatus == 0 and doc.kind == "Taken Back") or (doc.docstatus == 1 and doc.kind in KINDS)
	found = second_signature(frappe.session.user, (doc.owner, doc.freed_asked_by), doc.freed_reason or "")
	refuse(found if open_ else [Violation("free_not_asked", (doc.name,))])
	doc.db_set({"freed_signed_by": frappe.session.user, "freed_signed_at": now_datetime().replace(microsecond=0)})


def check_submit(doc) -> None:
	if doc.kind == "Taken Back" and not doc.freed_signed_by:
		refuse([Violation("free_signature")])


def check_cancel(doc) -> None:
	"""Cancelling an entry of an earlier day frees its money like taking it back."""
	if doc.kind in KINDS and getdate(doc.creation) < getdate(today()) and not doc.freed_signed_by:
		refuse([Violation("free_cancel", (getdate(doc.creation),))])
