"""Who may do what with spare parts, and what of ERPNext's vouchers a buyer sees: his own projects, over every door."""

from __future__ import annotations

import json
import math

import frappe
import pytest
from erpnext.stock.reorder_item import reorder_item
from frappe.utils import add_days, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import VOUCHER_ROWS, VOUCHERS
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.parts import reads_spare_parts
from tests.site.helpers import factories as make
from tests.site.helpers import money, stock
from tests.site.helpers.rest import Api, messages


@pytest.fixture(scope="module")
def foreign(estate):
	"""Committed vouchers of project B, by DocType."""
	doc = stock.make_list(estate.b, supplier=estate.general)
	request = doc.request_gap()
	order = frappe.get_doc("Purchase Order", doc.draft_orders()[0])
	order.items[0].rate = 50
	order.save()
	order.submit()
	receipt = stock.receive(order.name)
	handover = stock.hand_over(doc)
	bill = money.invoice(estate.general, 800, project=estate.b)
	frappe.db.commit()
	return {
		"Material Request": request,
		"Purchase Order": order.name,
		"Purchase Receipt": receipt.name,
		"Stock Entry": frappe.db.get_value("Stock Entry", {"fx_parts_handover": handover.name}),
		"Warehouse": doc.repair_store,
		"Purchase Invoice": bill.name,
		"Spare Parts": doc.name,
		"Parts Handover": handover.name,
	}


@pytest.fixture(scope="module")
def drafts(foreign):
	"""The same, not submitted yet."""
	made = {}
	for doctype in ("Material Request", "Purchase Order"):
		copy = frappe.copy_doc(frappe.get_doc(doctype, foreign[doctype]))
		made[doctype] = copy.insert().name
	frappe.db.commit()  # requests read it in a transaction of their own
	return made


@pytest.fixture(scope="module")
def buyer(estate):
	return Api(estate.users[roles.BUYER])


@pytest.fixture(scope="module")
def cost(estate):
	return Api(estate.users[roles.COST_DEPARTMENT])


def _reader(doctype, buyer, cost):
	"""Who of ours sees this kind of voucher at all: bills are the cost department's, everything else the buyer's."""
	return cost if doctype == "Purchase Invoice" else buyer


@pytest.mark.parametrize("doctype", VOUCHERS)
def test_vouchers_of_another_project_are_not_there(buyer, cost, foreign, doctype):
	name, buyer = foreign[doctype], _reader(doctype, buyer, cost)
	assert buyer.get(f"/api/resource/{doctype}/{name}")[0] == 403
	_code, body = buyer.get(f"/api/resource/{doctype}", limit_page_length=0)
	assert name not in {row["name"] for row in body["data"]}
	count = {"doctype": doctype, "filters": json.dumps([["name", "=", name]])}
	assert buyer.get("/api/method/frappe.client.get_count", **count)[1]["message"] == 0
	link = {"doctype": doctype, "docname": name, "fields": json.dumps(["name"])}
	assert not buyer.get("/api/method/frappe.client.validate_link", **link)[1]["message"].get("name")
	assert buyer.get("/api/method/frappe.utils.print_format.download_pdf", doctype=doctype, name=name)[0] in (
		403,
		404,
	)


@pytest.mark.parametrize(("rows", "doctype"), VOUCHER_ROWS.items())
def test_rows_of_foreign_vouchers_are_not_there(buyer, cost, foreign, rows, doctype):
	buyer = _reader(doctype, buyer, cost)
	_code, body = buyer.get(
		f"/api/resource/{rows}", parent=doctype, fields=json.dumps(["parent"]), limit_page_length=0
	)
	assert foreign[doctype] not in {row["parent"] for row in body["data"]}
	count = {"doctype": rows, "filters": json.dumps([["parent", "=", foreign[doctype]]])}
	assert buyer.get("/api/method/frappe.client.get_count", **count)[1]["message"] == 0


def test_vouchers_of_a_foreign_deposit_are_not_offered(estate, cost):
	"""A Journal Entry has no project: it belongs to that of its deposit entry, and others are none of ours."""
	own, foreign = (
		money.entry(money.agreement(estate, project=project), "Cash In", 1000)
		for project in (estate.a, estate.b)
	)
	frappe.db.commit()
	found = cost.get(
		"/api/method/frappe.desk.search.search_link",
		doctype="Journal Entry",
		txt="",
		reference_doctype="Warranty Deposit Entry",
		filters=json.dumps({"docstatus": 1, "fx_deposit_entry": ["in", [own.name, foreign.name]]}),
	)[1]["message"]
	assert [row["value"] for row in found] == [own.journal_entry]
	assert cost.get(f"/api/resource/Journal Entry/{foreign.journal_entry}")[0] == 403


def test_the_buyer_does_not_buy_into_another_project(estate, buyer, foreign):
	item = frappe.get_all("Item", pluck="name", limit=1)[0]
	row = {"item_code": item, "qty": 1, "schedule_date": today(), "warehouse": foreign["Warehouse"]}
	values = {"material_request_type": "Purchase", "schedule_date": today(), "items": [row]}
	for project in (estate.a, estate.b, None):
		code, body = buyer.post("/api/resource/Material Request", fx_project=project, **values)
		assert code in (403, 417), (project, messages(body))


@pytest.mark.parametrize("doctype", ["Material Request", "Purchase Order", "Purchase Receipt", "Stock Entry", "Warehouse", "Purchase Invoice"])
def test_no_voucher_is_taken_over_into_ones_own_project(estate, buyer, cost, foreign, drafts, doctype):
	"""A draft or a posted one of another project, with one's own project written into it: refused, nothing of it told."""
	name = drafts.get(doctype, foreign[doctype])
	own = frappe.db.get_value("Warehouse", {"fx_project": estate.a})
	for api in (buyer, cost, Api(estate.users[roles.PROJECT_DEPARTMENT]), Api(estate.users[roles.MANAGER])):
		doc = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
		doc[VOUCHERS[doctype]] = estate.a
		for row in doc.get("items") or ():
			row.update({"project": estate.a, "warehouse": own})
		for new in ({}, {"__islocal": 1}):
			text = json.dumps({**doc, **new})
			path = "/api/method/frappe."
			answers = [api.post(f"{path}desk.form.save.savedocs", doc=text, action=one) for one in ("Save", "Cancel")]
			answers += [api.post(f"{path}client.save", doc=text), api.post(f"{path}client.insert", doc=text)]
			answers += [api.post(f"{path}www.printview.get_html_and_style", doc=text)]
			assert {code for code, _body in answers} <= {403, 417}, (doctype, new, [messages(body) for _code, body in answers])
		changed = {VOUCHERS[doctype]: estate.a, "items": doc.get("items")}
		code, body = api.put(f"/api/resource/{doctype}/{name}", **changed)
		assert code == 403 and "data" not in body, (doctype, messages(body)[:300])
	frappe.db.rollback()
	assert frappe.db.get_value(doctype, name, VOUCHERS[doctype]) == estate.b


def test_people_without_a_role_of_ours_keep_erpnexts_rights(foreign, site):
	"""Stock Users of the company see all vouchers, as before the app."""
	email = f"stock.user@{make.DOMAIN}"
	user = {
		"doctype": "User",
		"email": email,
		"first_name": "Stock",
		"send_welcome_email": 0,
		"roles": [{"role": "Stock User"}],
	}
	frappe.local.conf.throttle_user_limit = 1000
	frappe.get_doc(user).insert()
	frappe.set_user(email)
	names = frappe.get_list("Stock Entry", {"name": foreign["Stock Entry"]}, pluck="name")
	assert names == [foreign["Stock Entry"]]
	assert frappe.has_permission("Stock Entry", "read", foreign["Stock Entry"])


@pytest.mark.parametrize(
	"method", ["propose", "create_items", "request_gap", "order", "handover", "set_reorder_levels"]
)
def test_actions_on_a_foreign_list_are_refused(buyer, foreign, method):
	code, _body = buyer.post(f"/api/method/fangxiu_app.parts.api_spare_parts.{method}", name=foreign["Spare Parts"])
	assert code == 403


@pytest.mark.parametrize(
	("role", "method", "code"),
	[
		(roles.CLERK, "request_gap", 403),
		(roles.COST_DEPARTMENT, "propose", 403),
		(roles.PROPERTY_DESK, "handover", 403),
		(roles.ENGINEER, "request_gap", 403),
	],
)
def test_who_may_not_buy(estate, role, method, code):
	"""Clerks only read; the engineer may write the list, but ERPNext's request is the buyer's."""
	doc = stock.make_list(estate.a)
	frappe.db.commit()
	answer, _body = Api(estate.users[role]).post(
		f"/api/method/fangxiu_app.parts.api_spare_parts.{method}", name=doc.name
	)
	frappe.db.rollback()
	assert answer == code
	assert not frappe.db.exists("Material Request", {"fx_spare_parts": doc.name})


def test_the_screen_over_rest(estate, buyer):
	doc = stock.make_list(estate.a, supplier=estate.general)
	frappe.db.commit()
	assert buyer.post("/api/method/fangxiu_app.parts.api_spare_parts.request_gap", name=doc.name)[1]["message"]
	code, body = buyer.post("/api/method/fangxiu_app.parts.api_spare_parts.order", name=doc.name)
	assert code == 200
	_code, body = buyer.get("/api/method/fangxiu_app.parts.api_spare_parts.panel", name=doc.name)
	assert body["message"]["drafts"].keys() == {"Purchase Order"}
	assert body["message"]["rows"][0]["requested"] == 10


def test_parts_are_issued_by_the_repair_centre_alone(estate):
	"""A buyer reads them; a user of another project does not even that; an issued quantity is not written by hand."""
	doc, item = stock.stocked(estate.a, estate.general)
	ticket = make.make_ticket(estate.unit_a).name
	part = stock.reserve(ticket, item)
	frappe.db.commit()
	for user, code in (
		(estate.users[roles.BUYER], 403),
		(estate.engineer_b, 403),
		(estate.users[roles.ENGINEER], 200),
	):
		assert Api(user).post("/api/method/fangxiu_app.parts.api_ticket_parts.issue", name=part.name)[0] == code
	engineer = Api(estate.users[roles.ENGINEER])
	assert engineer.put(f"/api/resource/Ticket Part/{part.name}", returned_qty=1)[0] == 417
	assert engineer.put(f"/api/resource/Ticket Part/{part.name}", state="Reserved")[0] == 417
	assert engineer("DELETE", f"/api/resource/Ticket Part/{part.name}")[0] == 403
	assert engineer.post("/api/method/fangxiu_app.parts.api_ticket_parts.issue", name=part.name)[0] == 417
	assert (
		Api(estate.engineer_b).get("/api/method/fangxiu_app.parts.api_ticket_parts.of_ticket", ticket=ticket)[0]
		== 403
	)
	frappe.db.rollback()
	assert stock.in_store(doc.repair_store, item) == 9


def test_engineers_write_no_stock_entries_of_their_own(estate):
	doc, item = stock.stocked(estate.a, estate.general)
	frappe.db.commit()
	line = {"item_code": item, "qty": 1, "s_warehouse": doc.repair_store}
	entry = {
		"stock_entry_type": "Material Issue",
		"purpose": "Material Issue",
		"project": estate.a,
		"items": [line],
	}
	assert Api(estate.users[roles.ENGINEER]).post("/api/resource/Stock Entry", **entry)[0] == 403


@pytest.mark.clause("R38")
def test_a_store_check_judges_keeps_its_photo_and_falls_due(estate, as_user):
	doc = stock.make_list(estate.a)
	as_user(estate.users[roles.CLERK])
	good = stock.check_store(doc.repair_store)
	assert (good.result, str(good.next_due), good.project) == ("Pass", str(add_days(today(), 30)), estate.a)
	assert len(frappe.db.get_value("Evidence Item", good.evidence, "sha256")) == 64
	with pytest.raises(RefusedError, match="its own"):
		stock.check_store(doc.repair_store, photo=good.photo)
	for wrong in ({"dry": 0}, {"ventilated": 0}, {"temperature": 36}):
		with pytest.raises(frappe.ValidationError, match="not in order"):
			stock.check_store(doc.repair_store, **wrong)
		assert stock.check_store(doc.repair_store, measures="加装除湿机", **wrong).result == "Fail"
	assert doc.panel()["stores"][1]["check"].result == "Fail"
	frappe.set_user("Administrator")
	other = frappe.db.get_value("Warehouse", {"fx_project": ("is", "not set"), "is_group": 0})
	with pytest.raises(frappe.ValidationError, match="no spare parts store"):
		stock.check_store(other, project=estate.a)


@pytest.mark.clause("R36")
def test_standards_propose_by_house_type_and_what_was_typed_stays(estate, as_user):
	buildings = [estate.building_b]
	for number in range(1, 41):
		make.make_unit(buildings[0], f"{number + 1}01", house_type="B户型" if number % 4 else "A户型")
	frappe.get_doc({"doctype": "Spare Part Standard", "part_name": "测试地漏", "per_100_units": 20}).insert()
	frappe.get_doc(
		{
			"doctype": "Spare Part Standard",
			"part_name": "测试地漏",
			"house_type": "A户型",
			"per_100_units": 50,
		}
	).insert()
	doc = frappe.get_doc(
		{"doctype": "Spare Parts", "project": estate.b, "delivery_date": add_days(today(), 90)}
	).insert()
	assert len(doc.propose()) > 20
	row = next(row for row in doc.items if row.part_name == "测试地漏")
	# 10 units × 50 and all others, with those the estate has of its own, × 20 per 100
	exact = 5 + 0.2 * (frappe.db.count("Unit Archive", {"project": estate.b}) - 10)
	wanted = math.ceil(round(exact, 3))
	assert exact >= 11.2 and (row.qty_proposed, row.qty_planned) == (wanted, wanted)
	assert "A户型" in row.qty_basis and "50" in row.qty_basis
	assert f"together {exact:g}" in row.qty_basis
	assert wanted == exact or f"rounded up to {wanted}" in row.qty_basis
	row.qty_planned = 3
	doc.save()
	doc.propose()
	row = next(row for row in doc.items if row.part_name == "测试地漏")
	assert (row.qty_proposed, row.qty_planned) == (wanted, 3)


@pytest.mark.clause("R36")
def test_experience_of_the_users_projects_comes_before_standards(estate, as_user):
	frappe.db.set_single_value("Fangxiu Settings", "parts_experience_units", 1)
	_list, item = stock.stocked(estate.a, estate.general)
	stock.reserve(make.make_ticket(estate.unit_a).name, item, 4).issue()
	units = frappe.db.count("Unit Archive", {"project": estate.a, "handover_date": ("is", "set")})
	as_user(estate.users[roles.BUYER])  # the projects of others are no experience of his
	doc = frappe.get_doc(
		{"doctype": "Spare Parts", "project": estate.a, "delivery_date": add_days(today(), 90)}
	).insert()
	row = frappe._dict(next(line for line in doc.proposal() if line["item"] == item))
	everybody = frappe.db.count("Unit Archive", {"project": estate.a})
	wanted = -(-4 * everybody // units)
	assert row.proposed == max(wanted - 6, 0)
	assert "experience" in row.basis
	frappe.db.set_value("Ticket Part", {"item": item}, "project", estate.b)

	assert item not in reads_spare_parts.experience(24)[0]


def test_a_hand_made_reorder_request_gets_its_project(estate):
	doc, item = stock.stocked(estate.a, estate.general)
	row = {"item_code": item, "qty": 1, "schedule_date": today(), "warehouse": doc.repair_store}
	request = {
		"doctype": "Material Request",
		"material_request_type": "Purchase",
		"company": doc.company,
		"schedule_date": today(),
	}
	assert frappe.get_doc({**request, "items": [row]}).insert().fx_project == estate.a


@pytest.mark.clause("R36")
def test_erpnext_asks_for_what_falls_below_the_minimum(estate, as_user):
	"""The minimum of the list becomes ERPNext's level; its nightly job requests the part, and the project's buyer sees it."""
	doc, item = stock.stocked(estate.a, estate.general)
	doc.items[0].min_stock = 4
	doc.save()
	doc.set_reorder_levels()
	frappe.db.set_single_value("Stock Settings", "auto_indent", 1)
	frappe.clear_document_cache("Stock Settings")
	stock.reserve(make.make_ticket(estate.unit_a).name, item, 7).issue()
	reorder_item()
	as_user(estate.users[roles.BUYER])
	found = frappe.get_list(
		"Material Request",
		[["Material Request Item", "item_code", "=", item], ["fx_spare_parts", "is", "not set"]],
	)
	assert len(found) == 1
	request = frappe.get_doc("Material Request", found[0].name)
	assert (request.fx_project, request.items[0].warehouse, request.items[0].qty) == (
		estate.a,
		doc.repair_store,
		4,
	)


def test_a_row_that_claims_another_lists_part_is_refused(estate):
	doc, _item = stock.stocked(estate.a, estate.general)
	_other, item = stock.stocked(estate.a, estate.general)
	row = {
		"item_code": item,
		"qty": 1,
		"schedule_date": today(),
		"warehouse": doc.project_store,
		"fx_spare_parts_row": doc.items[0].name,
	}
	request = {
		"doctype": "Material Request",
		"material_request_type": "Purchase",
		"company": doc.company,
		"schedule_date": today(),
	}
	with pytest.raises(RefusedError, match="not that of the spare parts list"):
		frappe.get_doc({**request, "fx_project": estate.a, "items": [row]}).insert()
