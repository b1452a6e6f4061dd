"""Files that others signed or relied on stay as they are: no bytes are exchanged under an address that is sealed (R109)."""

from __future__ import annotations

import frappe

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access import files
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES

#: Files that become an Evidence Item when their document is saved, or when the step is taken that rests on them.
EVIDENCE = {
	("Complaint Step", "file"),
	("Delivery Milestone", "manual_file"),
	("Expiry Briefing", "paper"),
	("Expiry Posting", "photo"),
	("Inspection Item", "photo"),
	("Inspection Item", "after_photo"),
	("Meeting Record", "minutes_file"),
	("Meter Reading", "photo"),
	("Stage Report Photo", "file"),
	("Store Check", "photo"),
	("Ticket Part", "fitted_photo"),
	("Ticket Part", "removed_photo"),
	("Visit Check", "photo"),
}
#: A list that is read once and says what came in.
READ_ONCE = {("Unit Import", "file")}


def test_every_field_that_names_a_file_is_held_or_says_why_not():
	"""A new field fails here until somebody decides who relies on its file."""
	decided = {*files.HELD, *EVIDENCE, *READ_ONCE}
	decided |= {field for doctype in files.FILLED_IN for field in files.attach_fields(doctype)}
	known = {field for doctype in PROJECT_DOCTYPES for field in files.attach_fields(doctype)}
	assert known - decided == set()
	assert (EVIDENCE | READ_ONCE | set(files.HELD)) - known == set(), "no list outlives its field"


def test_whatever_is_approved_holds_its_files():
	under = {one for one in PROJECT_DOCTYPES if issubclass(frappe.get_meta(one) and frappe.get_doc({"doctype": one}).__class__, ApprovalGuard)}
	assert under and under <= set(files.FILLED_IN)
	for doctype, (state, open_states) in files.FILLED_IN.items():
		options = (frappe.get_meta(doctype).get_field(state).options or "").split("\n")
		assert options == [""] or set(open_states) - {""} <= set(options), doctype
