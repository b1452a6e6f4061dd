"""Rows of a document stay its own: none vanishes by a name that nobody has, none is written over where its table is locked."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.access.rows import RowAloneError
from tests.site.helpers import factories as make
from tests.site.helpers import money, samples
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api

#: Documents of every kind are made once in a pair of projects.
OWN_ESTATE = True
#: Kinds of documents of which the samples have rows.
LEAST = 12
FORGED = {
	"invented": lambda rows: [{**row, "name": "zz-none"} for row in rows],
	"in capitals": lambda rows: [{**row, "name": row["name"].upper() + ("" if row["name"].upper() != row["name"] else "Z")} for row in rows],
	"twice": lambda rows: [rows[0], {**rows[-1], "name": rows[0]["name"]}],
}


def rows_of(name: str, df) -> list[dict]:
	return frappe.get_all(df.options, {"parent": name, "parentfield": df.fieldname}, ["*"], order_by="idx")


def kept(rows: list[dict]) -> list[dict]:
	"""Rows without the time of their last save."""
	return [{key: value for key, value in row.items() if key not in ("modified", "modified_by")} for row in rows]


@pytest.fixture(scope="module")
def documents(estate):
	made = samples.documents(estate)
	signed = money.agreement(estate, deduction_terms=[{"clause_no": "7.2", "breach": "Late Completion", "penalty": 500}])
	frappe.db.commit()  # each attempt is undone after it was made
	return {**made, "Warranty Agreement": signed.name}


@pytest.mark.parametrize("kind", FORGED)
def test_no_row_vanishes_by_a_name_that_is_not_its_own(documents, kind):
	"""Frappe deletes the row whose name is missing, and updates none of the new name: a document under lock lost its lines."""
	tried = set()
	for doctype, name in documents.items():
		for df in frappe.get_meta(doctype).get_table_fields():
			before = rows_of(name, df)
			if not before or frappe.get_meta(df.options).is_virtual:
				continue
			doc = frappe.get_doc(doctype, name)
			doc.update({df.fieldname: FORGED[kind]([dict(row) for row in before])})
			try:
				doc.save()
			except (frappe.ValidationError, frappe.PermissionError):
				pass  # or the second of two was taken out before it was looked at
			assert kept(rows_of(name, df)) == kept(before), (doctype, df.fieldname)
			frappe.db.rollback()
			tried.add(doctype)
	assert len(tried & set(PROJECT_DOCTYPES)) >= LEAST, sorted(tried)


def test_the_row_and_the_way_out_are_named(documents):
	agreement = frappe.get_doc("Warranty Agreement", documents["Warranty Agreement"])
	row = agreement.deduction_terms[0].as_dict()
	agreement.update({"deduction_terms": [{**row, "name": "zz-none"}]})
	with pytest.raises(RowAloneError, match="row 1: this row is not one of"):
		agreement.save()
	frappe.db.rollback()


@pytest.mark.clause("R107")
def test_a_proof_of_service_is_not_written_over(estate, documents):
	letter = money.notice(make.make_ticket(estate.unit_a).name)
	doc = frappe.get_doc("Correspondence", letter)
	doc.services[0].at = make.ago(days=90)
	with acting(estate.users[roles.MANAGER]), pytest.raises(LockedFieldError, match="cannot be changed directly"):
		doc.save()
	frappe.db.rollback()


def test_a_form_that_was_open_while_a_job_marked_its_clocks_is_saved(estate):
	"""The sweep marks steps without touching the ticket: the form's older rows are no change of it, and lose no mark."""
	ticket = frappe.get_doc("Repair Ticket", make.make_ticket(estate.unit_a).name)
	clock = ticket.clocks[0].name
	frappe.db.set_value("Ticket Clock", clock, {"fired": "50", "next_step_at": make.ago(days=1)}, update_modified=False)
	ticket.special_requests = "周末上门"
	ticket.save()
	assert frappe.db.get_value("Ticket Clock", clock, "fired") == "50"
	ticket.reload().clocks[0].due_at = make.ago(days=9)
	with pytest.raises(LockedFieldError, match="cannot be changed directly"):
		ticket.save()
	frappe.db.rollback()


@pytest.mark.clause("R80")
def test_what_a_caller_said_stays_once_it_is_a_ticket(estate, documents):
	request = frappe.get_doc("Repair Request", frappe.db.get_value("Repair Ticket", make.make_ticket(estate.unit_a).name, "request"))
	for field, value in {"description": "另一件事", "emergency": 1, "owner_says_repaired": 1, "staff_remembers": 1, "unclear": 1}.items():
		request.reload().items[0].set(field, value if value != request.items[0].get(field) else 0)
		with pytest.raises(frappe.ValidationError, match="became ticket"):
			request.save()
	frappe.db.rollback()


def test_the_name_of_another_document_does_not_come_with_the_right_to_an_own_one(estate):
	own, foreign = (frappe.db.get_value("Repair Ticket", make.make_ticket(unit).name, "request") for unit in (estate.unit_b, estate.unit_a))
	modified = str(frappe.db.get_value("Repair Request", foreign, "modified"))
	frappe.db.commit()  # the request has a connection of its own
	api = Api(estate.engineer_b)
	for given in ({}, {"modified": modified}, {"docstatus": 2, "modified": modified}):
		code, body = api.put(f"/api/resource/Repair Request/{own}", name=foreign, **given)
		assert code == 403 and modified not in str(body), body
	frappe.db.rollback()
	assert str(frappe.db.get_value("Repair Request", foreign, "modified")) == modified


def test_since_when_an_amount_is_held_is_not_entered(estate):
	agreement = money.agreement(estate)
	with pytest.raises(LockedFieldError, match="cannot be changed directly"):
		money.entry(agreement, "Cash In", 100, held_since="2020-02-03")


def test_nobody_is_given_a_document_that_its_project_keeps_from_them(estate):
	"""Shares pass by the rules of projects, also those that Frappe makes for a task."""
	agreement = money.agreement(estate)
	journal = money.entry(agreement, "Cash In", 100).journal_entry
	bill = money.invoice(agreement, 100)
	name = bill if isinstance(bill, str) else bill.name
	frappe.db.set_value("Purchase Invoice", name, "project", estate.a)
	ticket = make.make_ticket(estate.unit_a).name
	for share in (
		{"user": estate.engineer_b},
		{"everyone": 1},
	):
		for kind, document in (("Purchase Invoice", name), ("Repair Ticket", ticket), ("Journal Entry", journal)):
			shared = {"doctype": "DocShare", "share_doctype": kind, "share_name": document, "read": 1, **share}
			with pytest.raises(frappe.PermissionError, match="is not shared"):
				# as Frappe itself shares what somebody gets a task about
				frappe.get_doc(shared).insert(ignore_permissions=True)
	with pytest.raises(frappe.PermissionError, match="is not shared"):
		frappe.desk.form.assign_to.add({"doctype": "Purchase Invoice", "name": name, "assign_to": [estate.engineer_b]})
