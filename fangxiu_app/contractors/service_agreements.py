"""An agreement begins as a draft, is signed once for what it covers, and stays once it is signed (docs/adr/0159)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from fangxiu_app.contractors import reads_agreements as reads
from fangxiu_app.contractors import rules_agreement as rules
from fangxiu_app.core.access import kept
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _


def begin(doc) -> None:
	"""A new agreement, also a copy of a signed one, is a draft whatever was sent; who sent more is told what comes next."""
	if doc.status and doc.status != "Draft":
		frappe.msgprint(
			_("The agreement is kept as a draft. Check it, then set Status and save it once more."), indicator="orange", title=_("Draft")
		)
	doc.status = "Draft"


def check_signed(doc) -> None:
	"""Raise RefusedError for a signature without its day, and for a second signed agreement about the same.

	Looked at when it is signed, and when a signed one changes what it covers or when.
	"""
	before = doc.get_doc_before_save()
	if doc.status != "Signed":
		return
	if not before or before.status != "Signed":
		refuse([] if doc.signed_on else [Violation("agreement_no_day")])
	elif _cover(before) == _cover(doc):
		return
	check_covers(doc)


def check_covers(doc) -> None:
	"""Raise RefusedError where another signed agreement of the contractor covers the same at the same time."""
	if doc.status != "Signed":
		return
	refuse(rules.signed_twice(_cover(doc), reads.signed_beside(doc.project, doc.contractor, doc.name)))


def check_trash(doc) -> None:
	"""Raise LockedFieldError where the agreement is signed, or was before it ended."""
	if rules.was_signed(doc.status or "", doc.signed_on):
		kept.refuse_deletion(doc)


def _cover(doc) -> rules.Cover:
	days = [getdate(day) if day else None for day in (doc.valid_from, doc.valid_to)]
	return rules.Cover(doc.name, frozenset(map(reads.row_of, doc.scope)), *days)
