"""Rows are written with their document: every child table, every way in, over HTTP, also by who may do everything."""

from __future__ import annotations

import io
import json

import frappe
import pytest

from fangxiu_app.core.access import roles, rows
from fangxiu_app.core.access.doctypes import VOUCHER_ROWS
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
#: Vouchers and documents of ERPNext and Frappe whose rows this app, or anybody's rights, rest on.
FOREIGN = (
	"Journal Entry",
	"Payment Entry",
	"Payment Order",
	"Purchase Invoice",
	"Purchase Order",
	"Purchase Receipt",
	"Material Request",
	"Sales Invoice",
	"Stock Entry",
	"Unreconcile Payment",
	"Supplier",
	"Customer",
	"Item",
	"User",
	"Role Profile",
	"DocType",
)
SAYS = "不能单独"


@pytest.fixture(scope="module")
def tables(estate) -> dict[str, tuple[str, str]]:
	"""Every table of rows → a document that has it, and the field it stands in."""
	ours = frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0}, pluck="name")
	return {
		df.options: (doctype, df.fieldname)
		for doctype in (*ours, *FOREIGN)
		for df in frappe.get_meta(doctype).get_table_fields()
	}


@pytest.fixture(scope="module")
def anybody(estate):
	"""Who may do everything: what is refused to him is refused by the rule, not by a missing right."""
	return Api("Administrator")


def committed(doctype: str, parent: tuple[str, str]) -> str:
	"""A row as it stands in the database, without its document: no other rule looks at it."""
	row = frappe.get_doc({"doctype": doctype, "parent": "nowhere", "parenttype": parent[0], "parentfield": parent[1]})
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def test_no_table_is_forgotten(tables):
	ours = set(frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 1}, pluck="name"))
	assert ours <= set(tables), "a table without a document"
	assert set(VOUCHER_ROWS) <= set(tables)
	assert not rows.ALONE & set(tables)


def test_no_row_of_any_table_is_written_alone(tables, anybody):
	stored = {doctype: committed(doctype, parent) for doctype, parent in tables.items()}
	frappe.db.commit()
	through = []
	for doctype, name in stored.items():
		parenttype, field = tables[doctype]
		body = {"parent": "nowhere", "parenttype": parenttype, "parentfield": field}
		path = f"/api/resource/{doctype}"
		for way, (code, answer) in (
			("PUT", anybody.put(f"{path}/{name}", idx=7)),
			("POST", anybody.post(path, **body)),
			("DELETE", anybody("DELETE", f"{path}/{name}")),
		):
			own_rule = (doctype, way) == ("Has Role", "POST") and code == 417  # Frappe's own rule comes first
			if not own_rule and (code != 403 or SAYS not in messages(answer)):
				through.append((doctype, way, code, messages(answer)[:200]))
	frappe.db.rollback()
	kept = {doctype: frappe.db.get_value(doctype, name, "idx") for doctype, name in stored.items()}
	for doctype, name in stored.items():
		frappe.db.delete(doctype, {"name": name})
	frappe.db.commit()
	assert through == []
	assert set(kept.values()) == {0}


def ways(api: Api, doctype: str, name: str, parent: dict):
	"""Every way Frappe offers to write one document."""
	doc = {**frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True), "idx": 7}
	new, local = {"doctype": doctype, **parent}, {"doctype": doctype, "__islocal": 1, "name": "new-1", **parent}
	v2, one = f"/api/v2/document/{doctype}", {"doctype": doctype, "name": name}
	yield "v1 PUT", api.put(f"/api/v1/resource/{doctype}/{name}", idx=7)
	yield "v2 POST", api.post(v2, **parent)
	yield "v2 PATCH", api("PATCH", f"{v2}/{name}", idx=7)
	yield "v2 DELETE", api("DELETE", f"{v2}/{name}")
	yield "v2 method", api.post(f"{v2}/{name}/method/submit")
	memory = {"method": "submit", "document": doc}
	yield "v2 run_doc_method", api.post("/api/v2/method/run_doc_method", **memory)
	yield "run_method", api.post(f"/api/resource/{doctype}/{name}", run_method="submit")
	yield "run_doc_method", api.post(f"{METHOD}run_doc_method", method="submit", docs=json.dumps(doc))
	yield "save", api.post(f"{METHOD}frappe.client.save", doc=json.dumps(doc))
	yield "submit", api.post(f"{METHOD}frappe.client.submit", doc=json.dumps(doc))
	yield "cancel", api.post(f"{METHOD}frappe.client.cancel", **one)
	yield "delete", api.post(f"{METHOD}frappe.client.delete", **one)
	yield "cmd", api.post("/", cmd="frappe.client.delete", **one)
	yield "rename", api.post(f"{METHOD}frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="x-1")
	yield "savedocs", api.post(f"{METHOD}frappe.desk.form.save.savedocs", doc=json.dumps(local), action="Save")
	changed = json.dumps([{"doctype": doctype, "docname": name, "idx": 7}])
	yield "bulk_update", api.post(f"{METHOD}frappe.client.bulk_update", docs=changed)
	bulk = f"{METHOD}frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	many = {"doctype": doctype, "docnames": json.dumps([name]), "action": "update", "data": '{"idx": 7}'}
	yield "bulk edit", api.post(bulk, **many)
	yield "list", api.post(f"{METHOD}frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([name]))
	# Frappe adds this one to its document and saves that: the document's own rules answer
	yield "insert_many", api.post(f"{METHOD}frappe.client.insert_many", docs=json.dumps([new]))


@pytest.mark.parametrize("table", ["Deduction Item", "Ticket Clock", "Journal Entry Account", "Stock Entry Detail"])
def test_no_way_in_writes_a_row(tables, anybody, table):
	name, (parenttype, field) = committed(table, tables[table]), tables[table]
	frappe.db.commit()
	parent = {"parent": "nowhere", "parenttype": parenttype, "parentfield": field}
	count = frappe.db.count(table)
	for way, (code, answer) in ways(anybody, table, name, parent):
		assert code in (200, 202, 403, 404, 417), (way, code, messages(answer)[:300])  # bulk actions answer with what failed
		frappe.db.rollback()
		assert frappe.db.get_value(table, name, ["idx", "docstatus"]) == (0, 0), way
		assert frappe.db.count(table) == count, way
	frappe.db.delete(table, {"name": name})
	frappe.db.commit()


def test_nobody_moves_a_deadline_by_its_row(estate):
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	clock = frappe.get_all("Ticket Clock", {"parent": ticket}, ["name", "due_at", "state"], limit=1)[0]
	for user in (estate.users[roles.ENGINEER], estate.users[roles.MANAGER], estate.engineer_b):
		api = Api(user)
		forged = {"due_at": "2031-01-01 00:00:00", "state": "Met"}
		assert api.put(f"/api/resource/Ticket Clock/{clock.name}", **forged)[0] == 403
		given = {"doctype": "Ticket Clock", "name": clock.name, "fieldname": json.dumps(forged)}
		assert api.post(f"{METHOD}frappe.client.set_value", **given)[0] in (403, 417)
		assert api("DELETE", f"/api/resource/Ticket Clock/{clock.name}")[0] == 403
	frappe.db.rollback()
	assert frappe.get_all("Ticket Clock", {"name": clock.name}, ["name", "due_at", "state"]) == [clock]


def test_no_row_is_added_to_what_is_posted(scene):
	"""A submitted voucher and a posted deduction, by finance itself and by the other project."""
	for doctype, parenttype, name, field in (
		("Journal Entry Account", "Journal Entry", scene.voucher, "accounts"),
		("Deduction Item", "Contractor Deduction", scene.posted, "items"),
		("Purchase Invoice Item", "Purchase Invoice", scene.invoice, "items"),
		("Payment Entry Reference", "Payment Entry", scene.payment, "references"),
	):
		parent = {"parent": name, "parenttype": parenttype, "parentfield": field}
		row = frappe.get_all(doctype, {"parent": name}, pluck="name")[0]
		before = frappe.get_doc(doctype, row).as_dict()
		for api in (scene.finance, scene.cost, scene.stranger):
			assert api.post(f"/api/resource/{doctype}", **parent)[0] == 403, doctype
			assert api.put(f"/api/resource/{doctype}/{row}", idx=9)[0] == 403, doctype
			code, _answer = api.post(f"{METHOD}frappe.client.insert", doc=json.dumps({"doctype": doctype, **parent}))
			assert code in (403, 417), doctype
		frappe.db.rollback()
		assert frappe.db.count(doctype, {"parent": name}) == len(frappe.get_doc(parenttype, name).get(field))
		assert frappe.get_doc(doctype, row).as_dict() == before


def test_a_form_takes_no_row_of_another_document(estate):
	"""Frappe writes the row that a form names, also one of another document, which then has lost it."""
	buildings = (estate.building_a, estate.building_b)
	mine, theirs = (frappe.get_doc("Unit Archive", make.make_unit(one, "2904", "卞一舟", "13800002904")) for one in buildings)
	frappe.db.commit()
	row = theirs.owners[-1]
	stolen = {**row.as_dict(convert_dates_to_str=True), "owner_name": "李四"}
	sent = [*(mine_row.as_dict(convert_dates_to_str=True) for mine_row in mine.owners), stolen]
	for user in ("Administrator", estate.users[roles.MANAGER]):
		code, answer = Api(user).put(f"/api/resource/Unit Archive/{mine.name}", owners=sent)
		assert code == 403, messages(answer)
	frappe.db.rollback()
	assert frappe.db.get_value("Unit Owner", row.name, ["parent", "owner_name"]) == (theirs.name, "卞一舟")


def test_an_import_writes_no_rows_of_others(tables, anybody):
	"""Frappe's import of files takes any DocType it is given."""
	name = committed("Deduction Item", tables["Deduction Item"])
	frappe.db.commit()
	values = {"reference_doctype": "Deduction Item", "import_type": "Update Existing Records"}
	code, made = anybody.post("/api/resource/Data Import", **values)
	if code == 200:
		job = made["data"]["name"]
		file = {"doctype": "Data Import", "docname": job, "fieldname": "import_file", "is_private": 1}
		sheet = io.BytesIO(f"ID,Description\n{name},forged\n".encode())
		_code, kept = anybody("POST", f"{METHOD}upload_file", {"file": (sheet, "rows.csv")}, **file)
		anybody.put(f"/api/resource/Data Import/{job}", import_file=kept["message"]["file_url"])
		frappe.db.rollback()
		frappe.get_doc("Data Import", job).get_importer().import_data()
	assert frappe.db.get_value("Deduction Item", name, "description") != "forged"
	frappe.db.delete("Deduction Item", {"name": name})
	frappe.db.commit()
