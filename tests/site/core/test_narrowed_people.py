"""What people see who are narrowed to projects, or to none any more: counts, sums, journals, payments, tasks, notices, own files."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import methods, roles
from fangxiu_app.core.narrowing import figures, projects_seen
from fangxiu_app.setup import project_figures
from tests.site.helpers import factories as make
from tests.site.helpers import money, stock
from tests.site.helpers.rest import Api, messages

#: Frappe counts no more of a kind.
MOST_COUNTED = 100
METHOD = "/api/method/"
COUNT = f"{METHOD}frappe.desk.notifications.get_open_count"
GETDOC = f"{METHOD}frappe.desk.form.load.getdoc"
BOUGHT, GAINED = "total_purchase_cost", "gross_margin"


@pytest.fixture(scope="module")
def books(estate):
	"""Bills of both projects by one contractor, and a deposit of project B, committed: requests have transactions of their own."""
	frappe.set_user("Administrator")  # who sets the scene up
	own = money.invoice(estate.general, 600, project=estate.a, items=money.rows(600, project=estate.a))
	other = money.invoice(estate.general, 800, project=estate.b)
	held = money.agreement(estate, project=estate.b)
	entry = money.entry(held, "Cash In", 500)
	frappe.db.set_value("Project", estate.a, {BOUGHT: 4321, GAINED: -4321})
	frappe.db.commit()  # requests read by a connection of their own
	return {"own": own.name, "other": other.name, "entry": entry.name, "journal": entry.journal_entry}


@pytest.fixture(scope="module")
def finance(estate):
	"""Finance with a right to project A only."""
	return Api(estate.users[roles.FINANCE])


@pytest.fixture(scope="module")
def company_finance(estate):
	"""Finance of the whole company."""
	return Api(make._user(roles.FINANCE, (), "finance.of.all"))


def counted(who: Api, doctype: str, name: str, items: list[str]) -> dict[str, int]:
	code, body = who.post(COUNT, doctype=doctype, name=name, items=json.dumps(items))
	assert code == 200, messages(body)
	found = body["message"]["count"]
	return {row["doctype"]: row["count"] for row in (*found["external_links_found"], *found["internal_links_found"])}


def listed(who: Api, doctype: str, filters: dict, **more) -> list:
	code, body = who.get(f"/api/resource/{doctype}", filters=json.dumps(filters), limit_page_length=0, **more)
	assert code == 200, messages(body)
	return body["data"]


def test_links_of_a_supplier_count_what_his_list_shows(books, estate, finance):
	engineer = Api(estate.users[roles.ENGINEER])
	found = counted(engineer, "Supplier", estate.general, ["Purchase Invoice", "Purchase Order", "Payment Entry"])
	mine = listed(engineer, "Purchase Invoice", {"supplier": estate.general})
	assert found == {"Purchase Invoice": len(mine)}, "what he may not list is left out"
	every = frappe.db.count("Purchase Invoice", {"supplier": estate.general})
	assert 0 < len(mine) < every
	clerk = Api(estate.users[roles.CLERK])
	assert counted(clerk, "Supplier", estate.general, ["Purchase Invoice"]) == {}
	assert 0 < counted(finance, "Supplier", estate.general, ["Purchase Invoice"])["Purchase Invoice"] < every


def test_links_of_a_project_count_what_his_roles_list(books, estate):
	make.make_ticket(estate.unit_a)
	frappe.db.commit()  # requests read by a connection of their own
	desk = Api(estate.users[roles.PROPERTY_DESK])
	items = ["Repair Ticket", "Deposit Release", "Warranty Deposit Entry", "Payment Entry", "Task"]
	assert counted(desk, "Project", estate.a, items) == {"Repair Ticket": min(MOST_COUNTED, len(listed(desk, "Repair Ticket", {"project": estate.a})))}
	assert desk.post(COUNT, doctype="Project", name=estate.b, items="[]")[0] == 403
	assert "timeline_data" not in desk.post(COUNT, doctype="Project", name=estate.a, items="[]")[1]["message"]


def test_a_count_by_filters_tells_nothing_of_other_books(books, estate):
	for who in (Api(estate.users[roles.ENGINEER]), Api(estate.users[roles.CLERK])):
		for doctype in ("GL Entry", "Payment Entry", "Journal Entry Account"):
			assert frappe.db.count(doctype) or doctype == "Payment Entry"
			code, body = who.get(f"{METHOD}frappe.client.get_count", doctype=doctype, filters="[]")
			assert (code, body["message"]) == (200, 0)
	suppliers = Api(estate.users[roles.ENGINEER]).get(f"{METHOD}frappe.client.get_count", doctype="Supplier", filters="[]")[1]["message"]
	assert suppliers == frappe.db.count("Supplier")


def onload(who: Api, doctype: str, name: str) -> dict:
	code, body = who.get(GETDOC, doctype=doctype, name=name)
	assert code == 200, messages(body)
	return next(doc for doc in body["docs"] if doc["doctype"] == doctype)["__onload"]


def test_what_is_owed_to_a_supplier_is_for_who_sees_all_projects(books, estate, finance, company_finance):
	assert "dashboard_info" in onload(company_finance, "Supplier", estate.general)
	for role in (roles.ENGINEER, roles.CLERK, roles.CUSTOMER_SERVICE, roles.COST_DEPARTMENT):
		assert "dashboard_info" not in onload(Api(estate.users[role]), "Supplier", estate.general), role
	assert "dashboard_info" not in onload(finance, "Supplier", estate.general)


@pytest.mark.parametrize(
	("role", "seen"),
	[(roles.ENGINEER, {BOUGHT}), (roles.COST_DEPARTMENT, {BOUGHT}), (roles.PROPERTY_DESK, set()), (roles.CLERK, set()), (roles.CUSTOMER_SERVICE, set())],
)
def test_sums_of_a_project_are_for_who_reads_its_vouchers(books, estate, role, seen):
	who = Api(estate.users[role])
	doc = who.get(f"/api/resource/Project/{estate.a}")[1]["data"]
	assert {name for name in figures.FIELDS if doc.get(name)} == seen
	row = listed(who, "Project", {"name": estate.a}, fields='["*"]')[0]
	assert {name for name in figures.FIELDS if row.get(name)} == seen
	for name in set((BOUGHT, GAINED)) - seen:
		value = who.get(f"{METHOD}frappe.client.get_value", doctype="Project", filters=estate.a, fieldname=name)[1].get("message")
		assert not (value or {}).get(name)
		beside = listed(who, "Repair Ticket", {"project": estate.a}, fields=json.dumps(["name", f"project.{name} as asked"]))
		assert not any(ticket.get("asked") for ticket in beside)
		for asked in ({"filters": json.dumps([[name, "=", doc.get(name) or 4321]])}, {"order_by": f"{name} desc"}):
			code, body = who.get("/api/resource/Project", **asked)
			assert code == 403, messages(body)
			assert "项目" in messages(body)
	assert who.get("/api/resource/Project", order_by="project_name desc")[0] == 200


def test_people_of_erpnext_keep_the_sums(books, estate):
	other = Api(make._user("Projects Manager", (), "projects.manager"))
	doc = other.get(f"/api/resource/Project/{estate.a}")[1]["data"]
	assert (doc[BOUGHT], doc[GAINED]) == (4321, -4321)
	assert other.get("/api/resource/Project", filters=json.dumps([[BOUGHT, "=", 4321]]))[0] == 200


@pytest.fixture(scope="module")
def leaver(estate):
	"""An engineer of project A with a task, a notice and two photos there, who then loses his only right."""
	frappe.set_user("Administrator")  # who sets the scene up
	user = make.make_engineer(estate.a, "leaver")
	ticket = make.make_ticket(estate.unit_a).name
	frappe.set_user(user)  # the reader whose lists are asked for
	photo = make.make_photo()
	photo.db_set({"attached_to_doctype": "Repair Ticket", "attached_to_name": ticket})
	proof = make.add_evidence(ticket)[0].file
	free = make.photo()
	frappe.set_user("Administrator")  # who sets the scene up
	about = {"reference_type": "Repair Ticket", "reference_name": ticket}
	task = frappe.get_doc({"doctype": "ToDo", "allocated_to": user, "description": "看漏水", **about}).insert().name
	notice = {"doctype": "Notification Log", "for_user": user, "subject": "业主说钥匙在门卫", "type": "Mention"}
	told = frappe.get_doc({**notice, "document_type": "Repair Ticket", "document_name": ticket}).insert().name
	plain = frappe.get_doc({**notice, "subject": "与项目无关", "document_type": "User", "document_name": user}).insert().name
	frappe.db.commit()  # requests read by a connection of their own
	who = Api(user)
	assert all(who.get(url)[0] == 200 for url in (photo.file_url, proof, free)), "before"
	assert who.get(f"/api/resource/ToDo/{task}")[0] == who.get(f"/api/resource/Notification Log/{told}")[0] == 200
	assert {row["name"] for row in listed(who, "Notification Log", {})} >= {told, plain}
	assert listed(who, "Project", {}) == [{"name": estate.a}]
	frappe.delete_doc("User Permission", frappe.db.get_value("User Permission", {"user": user}))
	frappe.db.commit()  # requests read by a connection of their own
	return frappe._dict(who=who, files=(photo.file_url, proof), free=free, task=task, told=told, plain=plain)


def test_no_right_is_no_project(leaver, estate):
	who = leaver.who
	assert listed(who, "Project", {}) == []
	assert who.get(f"{METHOD}frappe.client.get_count", doctype="Project", filters="[]")[1]["message"] == 0
	for name in (estate.a, estate.b):
		assert who.get(f"/api/resource/Project/{name}")[0] == 403
		assert who.post(COUNT, doctype="Project", name=name, items="[]")[0] == 403
		link = {"doctype": "Project", "docname": name, "fields": '["project_name"]'}
		assert not who.get(f"{METHOD}frappe.client.validate_link", **link)[1]["message"].get("name")
	found = who.post(f"{METHOD}frappe.desk.search.search_link", doctype="Project", txt="", page_length=100)[1]["message"]
	assert found == []


def test_who_sees_all_projects_still_does(estate, company_finance):
	assert listed(Api(estate.users[roles.ADMINISTRATOR]), "Project", {"name": ("in", [estate.a, estate.b])})
	link = {"doctype": "Project", "docname": estate.b, "fields": "[]"}
	assert company_finance.get(f"{METHOD}frappe.client.validate_link", **link)[1]["message"]["name"] == estate.b
	other = Api(make._user("Projects User", (), "projects.user"))
	assert len(listed(other, "Project", {"name": ("in", [estate.a, estate.b])})) == 2


def test_people_of_a_project_are_not_listed_by_others(leaver, estate):
	doc = frappe.get_doc("Project", estate.b)
	doc.append("users", {"user": estate.engineer_b, "welcome_email_sent": 1})
	doc.save()
	frappe.db.commit()  # requests read by a connection of their own
	engineer = Api(estate.users[roles.ENGINEER])
	for who, seen in ((leaver.who, False), (engineer, False), (Api(estate.engineer_b), True)):
		code, body = who.get(f"{METHOD}frappe.client.get_list", doctype="Project User", parent="Project", filters=json.dumps({"parent": estate.b}))
		assert (code, bool(body.get("message"))) == (200, seen)


def test_own_files_end_with_the_right_to_their_document(leaver):
	for url in leaver.files:
		assert leaver.who.get(url)[0] == 403
		assert leaver.who.get(f"{METHOD}download_file", file_url=url)[0] == 403
	assert leaver.who.get(leaver.free)[0] == 200, "what belongs to nothing yet is his"


def file_names(who: Api) -> list[set[str]]:
	"""Addresses in the REST list, in the folder view and in its search."""
	ways = [listed(who, "File", {"is_folder": 0}, fields='["file_url"]')]
	api = f"{METHOD}frappe.core.api.file."
	ways.append(who.get(f"{api}get_files_in_folder", folder="Home", page_length=500)[1]["message"]["files"])
	ways.append(who.get(f"{api}get_files_by_search_text", text=".")[1]["message"])
	return [{row["file_url"] for row in rows} for rows in ways]


def test_names_of_own_files_end_with_their_bytes(leaver, estate):
	"""Neither the photo of a ticket nor evidence is listed any more; who has the project lists his own as before."""
	for found in file_names(leaver.who):
		assert not found & {*leaver.files}
	assert leaver.free in file_names(leaver.who)[0]
	frappe.set_user(estate.users[roles.ENGINEER])  # who uploads
	ticket = make.make_ticket(estate.unit_a).name
	photo = make.make_photo()
	photo.db_set({"attached_to_doctype": "Repair Ticket", "attached_to_name": ticket})
	proof = make.add_evidence(ticket)[0].file
	frappe.set_user("Administrator")  # who sets the scene up
	frappe.db.commit()  # requests read by a connection of their own
	assert file_names(Api(estate.users[roles.ENGINEER]))[0] >= {photo.file_url, proof}


def test_tasks_and_notices_end_with_the_right_to_the_project(leaver):
	who = leaver.who
	assert leaver.task not in {row["name"] for row in listed(who, "ToDo", {})}
	assert who.get(f"/api/resource/ToDo/{leaver.task}")[0] == 403
	assert {row["name"] for row in listed(who, "Notification Log", {})} & {leaver.told, leaver.plain} == {leaver.plain}
	assert who.get(f"/api/resource/Notification Log/{leaver.told}")[0] == 403
	logs = who.get(f"{METHOD}frappe.desk.doctype.notification_log.notification_log.get_notification_logs")[1]["message"]["notification_logs"]
	assert "业主说钥匙" not in json.dumps(logs, ensure_ascii=False)
	assert "与项目无关" in json.dumps(logs, ensure_ascii=False)


def test_finance_of_a_project_sees_no_journal_of_another(books, finance, company_finance):
	assert listed(company_finance, "Journal Entry", {"name": books["journal"]})
	assert listed(finance, "Journal Entry", {"name": books["journal"]}) == []
	assert finance.get(f"/api/resource/Journal Entry/{books['journal']}")[0] == 403


def test_finance_of_a_project_is_offered_its_vouchers_to_pay(books, estate, finance, company_finance):
	args = {"party_type": "Supplier", "party": estate.general, "company": money.company(), "posting_date": frappe.utils.nowdate()}
	args["party_account"] = frappe.db.get_value("Purchase Invoice", books["own"], "credit_to")
	path = f"{METHOD}erpnext.accounts.doctype.payment_entry.payment_entry.get_outstanding_reference_documents"

	def offered(who):
		code, body = who.post(path, args=json.dumps(args))
		assert code == 200, messages(body)
		return {row["voucher_no"] for row in body["message"]}

	assert offered(company_finance) >= {books["own"], books["other"]}
	assert books["own"] in offered(finance)
	assert books["other"] not in offered(finance)
	assert Api(estate.users[roles.CLERK]).post(path, args=json.dumps(args))[0] == 403


def test_a_voucher_told_in_an_argument_is_asked_for(books, finance, company_finance):
	path = f"{METHOD}erpnext.accounts.doctype.journal_entry.journal_entry.get_outstanding"
	told = {"company": money.company(), "account_currency": "CNY", "doctype": "Purchase Invoice"}
	for who, name, code in ((finance, books["other"], 403), (finance, books["own"], 200), (company_finance, books["other"], 200)):
		got, body = who.post(path, args=json.dumps({**told, "docname": name}))
		assert got == code, (name, messages(body))
	told |= {"doctype": "Journal Entry", "account": "x"}
	assert finance.post(path, args=json.dumps({**told, "docname": books["journal"]}))[0] == 403


def test_what_answers_for_all_projects_is_closed_to_who_sees_some(books, estate, finance, company_finance):
	search = {"doctype": "Purchase Invoice", "txt": "ACC", "query": "erpnext.controllers.queries.get_purchase_invoices", "filters": "{}"}
	for path in ("frappe.desk.search.search_link", "frappe.desk.search.search_widget"):
		code, body = finance.post(METHOD + path, **search)
		assert code == 403
		assert "项目" in messages(body)
		assert company_finance.post(METHOD + path, **search)[0] == 200
	store, item = stock_of(estate)
	balance = {"warehouse": store, "item": item, "date": frappe.utils.nowdate()}
	path = f"{METHOD}erpnext.stock.doctype.quick_stock_balance.quick_stock_balance.get_stock_item_details"
	assert finance.post(path, **balance)[0] == 403
	assert company_finance.post(path, **balance)[1]["message"]["qty"] > 0


def stock_of(estate) -> tuple[str, str]:
	doc, item = stock.stocked(estate.b, estate.general)
	frappe.db.commit()  # requests read by a connection of their own
	return doc.repair_store, item


@pytest.mark.parametrize(
	"method",
	[
		"frappe.core.doctype.sms_settings.sms_settings.send_sms",
		"frappe.core.doctype.sms_settings.sms_settings.get_contact_number",
		"erpnext.utilities.bulk_transaction.transaction_processing",
		"erpnext.utilities.bulk_transaction.retry",
	],
)
def test_methods_that_ask_no_right_are_closed(method):
	for role in (*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK):
		assert not methods.open_to(method, "somebody", [role]), role


def test_nobody_else_is_narrowed(estate):
	frappe.set_user("Administrator")  # who sets the scene up
	assert projects_seen.narrowed_to("Administrator") is None
	assert projects_seen.project_conditions("Administrator", "Project") == ""
	assert projects_seen.narrowed_to(estate.users[roles.ENGINEER]) == [estate.a]
	assert projects_seen.narrowed_to(estate.users[roles.FINANCE]) == [estate.a]
	assert projects_seen.project_conditions(estate.users[roles.FINANCE], "Project") == "", "Frappe's own User Permissions narrow it"


def test_the_removal_of_the_app_takes_the_levels_away():
	def stands() -> tuple:
		setters = frappe.db.count("Property Setter", {"doc_type": "Project", "property": "permlevel", "field_name": ("in", list(figures.FIELDS))})
		return setters, frappe.db.count("Custom DocPerm", {"parent": "Project", "permlevel": ("in", list(figures.LEVELS))})

	before = stands()
	assert before[0] == len(figures.FIELDS)
	project_figures.remove()
	assert stands() == (0, 0)
	project_figures.ensure()
	assert stands() == before
	project_figures.ensure()
	assert stands() == before, "nothing twice"
