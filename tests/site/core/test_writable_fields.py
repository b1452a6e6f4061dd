"""What a request (PUT) may still change of a document that was issued, signed or is in approval: the table docs/writable.csv.

Each field is sent alone, by the strongest role that may write the document, and of each table every field of its first row
(``table.field``), one row more (``table+``) and one row less (``table-``). A field that becomes writable, or a new DocType, is noticed
here and gets its row with a reason, or a lock.
"""

from __future__ import annotations

import csv
from pathlib import Path

import frappe
from frappe.model import no_value_fields

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ProjectDocument
from tests.site.helpers import samples, signing

#: Documents of every kind are made once in a pair of projects.
OWN_ESTATE = True
TABLE = Path(__file__).resolve().parents[3] / "docs" / "writable.csv"
#: Who writes most, in this order.
STRONGEST = (roles.MANAGER, roles.ADMINISTRATOR, roles.COST_DEPARTMENT, roles.SUPERVISOR, roles.PROJECT_DEPARTMENT, roles.ENGINEER, roles.CLERK)
#: The state a document is put into: beyond its draft. Others are tried as they are made.
STATES = {
	"Correction Notice": ("state", "Served"),
	"Contractor Deduction": ("state", "Notified"),
	"Correspondence": ("state", "Issued"),
	"Repair Plan": ("state", "Issued"),
	"Handover Inspection": ("state", "Owner Signed"),
	"Warranty Agreement": ("status", "Signed"),
	"Stage Report": ("state", "Issued"),
	"Paid Repair Quote": ("state", "Agreed"),
	"Unit Transfer": ("state", "Handed Over"),
}
APPROVAL = ("approval_state", "In Approval")
#: One value of a kind, other than what the samples have.
VALUES = {"Date": "2020-01-02", "Datetime": "2020-01-02 08:00:00", "Time": "08:08:08"}
#: Documents that a link is set to, one after another, until one is taken.
TRIED = 4
NUMBERS = ("Int", "Float", "Currency", "Percent")


def others(df, value, project: str) -> list:
	"""Other values for a field; none where there is nothing to choose. Of documents the newest, which are those of this estate."""
	if df.fieldtype == "Check":
		return [int(not value)]
	if df.fieldtype in VALUES:
		return [VALUES[df.fieldtype]]
	if df.fieldtype in NUMBERS:
		return [(value or 0) + 1]
	if df.fieldtype == "Select":
		return [one for one in (df.options or "").split("\n") if one and one != value][:1]
	if df.fieldtype == "Link":
		scope = {"project": project} if frappe.get_meta(df.options).has_field("project") else {}
		wanted = {"name": ("!=", value or ""), **scope}
		return frappe.get_all(df.options, wanted, pluck="name", order_by="creation desc, name", limit=TRIED)
	return [f"{value or ''}改"[-60:]]


def writable(doctype: str, name: str, project: str) -> set[str]:
	"""Fields that are stored otherwise after a save that sends them alone, with one of the values that are tried; the same of tables."""
	now = frappe.get_doc(doctype, name)
	found = {df.fieldname for df, value in trials(now, project) if stores(now, change(df, value), stands(now, df, value))}
	for table in now.meta.get_table_fields():
		rows = now.get(table.fieldname)
		for df, value in trials(rows[0], project) if rows else ():
			if stores(now, change(df, value, table.fieldname), stands(rows[0], df, value)):
				found.add(f"{table.fieldname}.{df.fieldname}")
		wanted = new_row(rows, table.options, project)
		if stores(now, lambda doc, to=table.fieldname, row=wanted: doc.append(to, row), counts(now, table, len(rows) + 1)):
			found.add(f"{table.fieldname}+")
		if rows and stores(now, lambda doc, of=table.fieldname: doc.remove(doc.get(of)[-1]), counts(now, table, len(rows) - 1)):
			found.add(f"{table.fieldname}-")
		for df, value in filled(table.options, project):
			row = {**wanted, df.fieldname: value}
			if stores(now, lambda doc, to=table.fieldname, row=row: doc.append(to, row), holds(now, table, df, value)):
				found.add(f"{table.fieldname}+{df.fieldname}")
	return found


def filled(doctype: str, project: str):
	"""What a form shows only, of a row: nobody types it, so nothing takes it from a request."""
	for df, value in trials(frappe.new_doc(doctype), project):
		if df.read_only and not df.fetch_from:
			yield df, value


def holds(doc, table, df, value):
	rows = {"parent": doc.name, "parenttype": doc.doctype, "parentfield": table.fieldname}
	more = counts(doc, table, len(doc.get(table.fieldname)) + 1)
	last = {"order_by": "idx desc"}
	return lambda: more() and not ProjectDocument._differs(df, frappe.db.get_value(table.options, rows, df.fieldname, **last), value)


def trials(doc, project: str):
	"""Each field of a document or of a row that holds a value, with other values for it."""
	for df in doc.meta.fields:
		if df.fieldtype not in no_value_fields and not df.is_virtual:
			for value in others(df, doc.get(df.fieldname), project):
				yield df, value


def new_row(rows: list, doctype: str, project: str) -> dict:
	"""One row more: what has to be filled in, as in the last row or, where a value stands once, as nowhere."""
	last = rows[-1] if rows else frappe._dict()
	needed = [df for df in frappe.get_meta(doctype).fields if df.reqd and df.fieldtype not in no_value_fields]
	return {df.fieldname: next(iter(others(df, last.get(df.fieldname), project)), last.get(df.fieldname)) for df in needed}


def change(df, value, table: str | None = None):
	return lambda doc: (doc.get(table)[0] if table else doc).set(df.fieldname, value)


def stands(row, df, value):
	return lambda: not ProjectDocument._differs(df, frappe.db.get_value(row.doctype, row.name, df.fieldname), value)


def counts(doc, table, wanted: int):
	rows = {"parent": doc.name, "parenttype": doc.doctype, "parentfield": table.fieldname}
	return lambda: frappe.db.count(table.options, rows) == wanted


def stores(now, send, stored) -> bool:
	"""Whether what ``send`` does to the document stands there after a save; nothing of it stays."""
	frappe.db.savepoint("field")
	doc = frappe.get_doc(now.doctype, now.name)
	try:
		send(doc)
		doc.save()
		return stored()
	except Exception as error:
		assert isinstance(error, frappe.ValidationError | frappe.PermissionError), (now.doctype, now.name, error)
		return False
	finally:
		frappe.db.rollback(save_point="field")
		frappe.clear_messages()


def is_shown_only(doctype: str, one: str) -> bool:
	"""Whether ``table.field`` or ``table+field`` is a field that the form shows only."""
	table, _dot, field = one.replace("+", ".").rstrip("-").partition(".")
	df = frappe.get_meta(doctype).get_field(table)
	return bool(field or df.fieldtype == "Table") and bool(df.read_only or (field and frappe.get_meta(df.options).get_field(field).read_only))


def written() -> dict[str, set[str]]:
	with TABLE.open(encoding="utf-8", newline="") as file:
		rows = list(csv.DictReader(file))
	assert [row for row in rows if len(row["why"].split()) < 4] == []
	found: dict[str, set[str]] = {}
	for row in rows:
		found.setdefault(row["document"], set()).update(row["fields"].split())
	return found


def writer(doctype: str, project: str) -> str | None:
	allowed = {row.role for row in frappe.get_meta(doctype).permissions if row.write}
	role = next((one for one in STRONGEST if one in allowed), None)
	return signing.side_user(role, project) if role else None


def test_what_a_request_still_changes_is_written_down(estate, as_user):
	documents = samples.documents(estate)
	people = {doctype: writer(doctype, estate.b) for doctype in documents}
	frappe.db.commit()  # each field is undone after it was tried; the documents stay
	found = {}
	for doctype, name in documents.items():
		meta = frappe.get_meta(doctype)
		field, state = STATES.get(doctype) or (APPROVAL if meta.has_field(APPROVAL[0]) else (None, None))
		if not people[doctype] or frappe.db.get_value(doctype, name, "docstatus"):
			continue
		as_user(people[doctype])
		if field:
			assert state in meta.get_field(field).options.split("\n"), doctype
			frappe.db.set_value(doctype, name, field, state, update_modified=False)
		changed = writable(doctype, name, estate.b)
		frappe.db.rollback()
		if changed:
			found[doctype] = changed
	shown = [f"{doctype}.{one}" for doctype, fields in found.items() for one in fields if is_shown_only(doctype, one)]
	assert not shown, f"a form shows it only, a request writes it: {sorted(shown)}"
	table = written()
	lines = [
		f"{doctype}: writable, not in docs/writable.csv: {new}; in it, not writable: {gone}"
		for doctype in sorted(found.keys() | table.keys())
		for new in [sorted(found.get(doctype, set()) - table.get(doctype, set()))]
		for gone in [sorted(table.get(doctype, set()) - found.get(doctype, set()))]
		if new or gone
	]
	assert not lines, "\n".join(lines)
