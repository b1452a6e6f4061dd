"""Documents that take effect by approval: every way past the signatures is tried over HTTP and refused."""

from __future__ import annotations

import json
import threading

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.overview import api_approval
from tests.site.helpers import factories as make
from tests.site.helpers import orders, signing
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages

ORDER = "Third Party Order"


@pytest.fixture(scope="module")
def api(estate):
	"""`api(role)`: REST access of the user with that role, made once."""
	made: dict[str, Api] = {}

	def access(role: str) -> Api:
		if role not in made:
			made[role] = Api(estate.users[role])
		return made[role]

	return access


@pytest.fixture
def order(estate):
	"""A committed draft, written by the supervisor."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		doc = orders.make_order(ticket, estate.waterproofer)
	frappe.db.commit()
	return doc


@pytest.fixture
def asked(estate, order):
	"""The same with approval requested: the manager's turn."""
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)
	frappe.db.commit()
	return order


def stored(order, field: str = "docstatus"):
	frappe.db.rollback()
	return frappe.db.get_value(ORDER, order.name, field)


def call(api, action: str, order, **data):
	if action == "approve" and "seen" not in data:
		frappe.db.rollback()  # what the requests before wrote is read
		data["seen"] = signing.shown(ORDER, order.name)
	return api.post(f"/api/method/fangxiu_app.overview.api_approval.{action}", doctype=ORDER, name=order.name, **data)


def submit_ways(api, name: str):
	"""Every way Frappe offers to submit a document over HTTP: (what, status)."""
	doc = frappe.get_doc(ORDER, name).as_dict(convert_dates_to_str=True)
	method = "/api/method/frappe."
	yield "PUT docstatus", api.put(f"/api/resource/{ORDER}/{name}", docstatus=1)[0]
	yield "client.submit", api.post(f"{method}client.submit", doc=json.dumps(doc))[0]
	value = {"doctype": ORDER, "name": name, "fieldname": "docstatus", "value": 1}
	yield "client.set_value", api.post(f"{method}client.set_value", **value)[0]
	form = {"doc": json.dumps({**doc, "docstatus": 1}), "action": "Submit"}
	yield "savedocs", api.post(f"{method}desk.form.save.savedocs", **form)[0]
	bulk = {"doctype": ORDER, "docnames": json.dumps([name]), "action": "submit"}
	api.post(f"{method}desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", **bulk)
	yield "run_method", api.post(f"/api/resource/{ORDER}/{name}?run_method=submit")[0]


@pytest.mark.parametrize("role", [roles.SUPERVISOR, roles.MANAGER, roles.COST_DEPARTMENT, roles.FINANCE])
def test_no_way_to_submit_past_the_signatures(api, asked, role):
	for what, code in submit_ways(api(role), asked.name):
		assert code in (403, 404, 417, 500), what
		assert stored(asked) == 0, what


def test_even_the_administrator_does_not_submit_past_the_signatures(asked):
	"""Server code, bulk submit and Data Import all call submit(): the guard is in the document."""
	with pytest.raises(RefusedError):
		frappe.get_doc(ORDER, asked.name).submit()
	doc = frappe.get_doc(ORDER, asked.name)
	doc.docstatus = 1
	with pytest.raises(RefusedError):
		doc.save()
	assert stored(asked) == 0


def test_data_import_does_not_submit(estate, asked):
	"""The importer with "submit after import" inserts at docstatus 1."""
	values = frappe.copy_doc(asked).as_dict()
	with pytest.raises(RefusedError):
		frappe.get_doc({**values, "docstatus": 1, "approval_state": "Approved"}).insert()


@pytest.mark.parametrize(
	"values",
	[
		{"approval_state": "Approved"},
		{"approval_role": roles.FINANCE},
		{"requested_by": "Administrator"},
		{"approval_rule": ""},
		{"status": "Ordered"},
		{"total": 1, "items": [{"description": "x", "uom": "项", "qty": 1, "rate": 99999}]},
		{"third_party": "anybody"},
		{"scope_text": "more"},
		{"flags": {"fx_action": 1, "fx_approved": 1}, "approval_state": "Approved"},
	],
)
@pytest.mark.parametrize("way", ["put", "set_value"])
def test_state_and_content_are_frozen_while_it_is_approved(api, asked, way, values):
	before = stored(asked, ["approval_state", "approval_role", "total", "scope_text", "status"])
	for role in (roles.SUPERVISOR, roles.MANAGER):
		if way == "put":
			code = api(role).put(f"/api/resource/{ORDER}/{asked.name}", **values)[0]
		else:
			data = {"doctype": ORDER, "name": asked.name, "fieldname": json.dumps(values)}
			code = api(role).post("/api/method/frappe.client.set_value", **data)[0]
		assert code in (403, 417)
	assert stored(asked, ["approval_state", "approval_role", "total", "scope_text", "status"]) == before


def test_a_new_document_brings_no_signatures_along(api, estate, order):
	values = {**frappe.copy_doc(order).as_dict(convert_dates_to_str=True), "approval_state": "Approved"}
	code, body = api(roles.SUPERVISOR).post(f"/api/resource/{ORDER}", **values)
	assert code == 200
	assert (body["data"]["approval_state"], body["data"]["docstatus"]) == ("Draft", 0)


def test_the_straight_way_over_http(api, estate, order):
	assert call(api(roles.SUPERVISOR), "request", order)[0] == 200
	assert call(api(roles.MANAGER), "approve", order, comment="同意")[0] == 200
	assert stored(order, ["docstatus", "approval_role"]) == (0, roles.COST_DEPARTMENT)
	code, body = call(api(roles.COST_DEPARTMENT), "approve", order)
	assert code == 417 and "价格依据" in messages(body)
	# the cost department's own part is open on its turn, nothing else is
	assert api(roles.COST_DEPARTMENT).put(f"/api/resource/{ORDER}/{order.name}", scope_text="x")[0] == 417
	assert api(roles.SUPERVISOR).put(f"/api/resource/{ORDER}/{order.name}", price_basis="Quotation")[0] == 417
	basis = {"price_basis": "Market Price"}
	assert api(roles.COST_DEPARTMENT).put(f"/api/resource/{ORDER}/{order.name}", **basis)[0] == 200
	assert call(api(roles.COST_DEPARTMENT), "approve", order)[0] == 200
	assert stored(order, ["docstatus", "approval_state"]) == (1, "Approved")
	log = frappe.get_all("Approval Log", {"document": order.name}, ["action", "user"], order_by="creation")
	assert [row.action for row in log] == ["Requested", "Approved", "Approved"]
	assert len({row.user for row in log}) == 3


def test_the_author_does_not_approve(api, estate, asked):
	"""Also when somebody else asked, and when the author holds the role."""
	with orders.extra_role(estate.users[roles.SUPERVISOR], roles.MANAGER):
		code, body = call(api(roles.SUPERVISOR), "approve", asked)
	assert code == 417 and "经办人" in messages(body)
	assert stored(asked, "approval_role") == roles.MANAGER


def test_nobody_signs_two_steps(api, estate, asked):
	with orders.extra_role(estate.users[roles.MANAGER], roles.COST_DEPARTMENT):
		assert call(api(roles.MANAGER), "approve", asked)[0] == 200
		code, body = call(api(roles.MANAGER), "approve", asked)
	assert code == 417 and "不同的人" in messages(body)
	assert stored(asked) == 0


@pytest.mark.clause("R16")
def test_the_tickets_engineer_does_not_approve(estate, asked):
	"""The lot's engineer verified the work: another person approves it."""
	engineer = estate.users[roles.ENGINEER]
	with orders.extra_role(engineer, roles.MANAGER), orders.acting(engineer):
		with pytest.raises(RefusedError) as refused:
			service_approvals.approve(asked)
	assert "engineer" in str(refused.value)


@pytest.mark.parametrize("role", [roles.ENGINEER, roles.COST_DEPARTMENT, roles.CLERK, roles.FINANCE])
def test_only_the_role_whose_turn_it_is_signs(api, asked, role):
	code, body = call(api(role), "approve", asked)
	assert code == 417 and "房修经理" in messages(body)
	assert stored(asked, "approval_role") == roles.MANAGER


def test_six_clicks_at_once_make_one_signature(api, asked):
	"""Each request that waits for the document's lock reads the log as it is after it, not as it was before."""
	manager, seen, codes = api(roles.MANAGER), signing.shown(ORDER, asked.name), []

	def press():
		codes.append(call(manager, "approve", asked, seen=seen)[0])

	clicks = [threading.Thread(target=press) for _click in range(6)]
	for click in clicks:
		click.start()
	for click in clicks:
		click.join()
	frappe.db.rollback()
	assert sorted(codes) == [200, *[417] * 5]
	assert frappe.db.count("Approval Log", {"document": asked.name, "action": "Approved"}) == 1
	assert stored(asked, "approval_role") == roles.COST_DEPARTMENT


def test_tampering_below_the_app_is_noticed(estate, asked):
	"""Somebody with the database at hand raises an amount between two signatures."""
	frappe.db.set_value("Work Item", {"parent": asked.name}, "rate", 99999)
	with orders.acting(estate.users[roles.MANAGER]), pytest.raises(RefusedError):
		service_approvals.approve(asked)


def test_sent_back_with_a_reason_and_approved_anew(api, estate, asked):
	assert call(api(roles.MANAGER), "send_back", asked, reason="")[0] == 417
	assert call(api(roles.COST_DEPARTMENT), "send_back", asked, reason="x")[0] == 417
	assert call(api(roles.MANAGER), "send_back", asked, reason="数量有误")[0] == 200
	assert stored(asked, "approval_state") == "Draft"
	assert told(asked, estate.users[roles.SUPERVISOR]) == ["数量有误"]
	[note] = panel(api(roles.SUPERVISOR), asked)["notes"]
	assert "数量有误" in note, "the reason stands above the form, not only in the log"
	row = {"description": "墙面", "uom": "平方米", "qty": 6, "rate": 100}
	assert api(roles.SUPERVISOR).put(f"/api/resource/{ORDER}/{asked.name}", items=[row])[0] == 200
	assert call(api(roles.SUPERVISOR), "request", asked)[0] == 200
	assert panel(api(roles.SUPERVISOR), asked)["frozen"], "no field invites to type what is then refused"
	assert call(api(roles.MANAGER), "approve", asked)[0] == 200
	assert not panel(api(roles.COST_DEPARTMENT), asked)["frozen"], "its step fills in where the price comes from"
	frappe.db.rollback()
	assert frappe.get_all(
		"Approval Log", {"document": asked.name, "action": "Sent Back"}, pluck="comment"
	) == ["数量有误"]


def test_the_log_is_never_changed(api, asked):
	line = frappe.db.get_value("Approval Log", {"document": asked.name})
	manager = api(roles.MANAGER)
	assert manager.put(f"/api/resource/Approval Log/{line}", user="x")[0] == 403
	assert manager("DELETE", f"/api/resource/Approval Log/{line}")[0] == 403
	row = {"document_type": ORDER, "document": asked.name, "project": asked.project, "action": "Approved"}
	row |= {"user": "Administrator", "at": "2026-01-01"}
	assert manager.post("/api/resource/Approval Log", **row)[0] == 403
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc({"doctype": "Approval Log", **row}).insert()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc("Approval Log", line)


def test_cancel_with_a_reason_and_a_new_version(api, estate, asked):
	asked.reload()
	orders.sign(asked, estate.users[roles.MANAGER])
	frappe.db.set_value(ORDER, asked.name, "price_basis", "Quotation")
	orders.sign(asked, estate.users[roles.COST_DEPARTMENT])
	frappe.db.commit()
	assert stored(asked) == 1
	with pytest.raises(RefusedError):
		frappe.get_doc(ORDER, asked.name).cancel()
	assert stored(asked) == 1
	assert api(roles.MANAGER).put(f"/api/resource/{ORDER}/{asked.name}", docstatus=2)[0] in (403, 417)
	assert call(api(roles.MANAGER), "cancel", asked, reason="x")[0] == 417
	assert call(api(roles.SUPERVISOR), "amend", asked)[0] == 417
	assert call(api(roles.COST_DEPARTMENT), "cancel", asked, reason="")[0] == 417
	assert call(api(roles.COST_DEPARTMENT), "cancel", asked, reason="委托有误")[0] == 200
	assert stored(asked, ["docstatus", "approval_state"]) == (2, "Cancelled")
	code, body = call(api(roles.SUPERVISOR), "amend", asked)
	assert code == 200
	frappe.db.rollback()
	draft = frappe.get_doc(ORDER, body["message"])
	assert (draft.amended_from, draft.approval_state, draft.requested_by) == (asked.name, "Draft", None)
	assert service_approvals.entries(draft) == []
	assert call(api(roles.SUPERVISOR), "amend", asked)[1]["message"] == draft.name, "one new version, however often"
	assert told(asked, estate.users[roles.SUPERVISOR]) == ["", "委托有误"], "that it was approved, and why it was voided"
	[old] = panel(api(roles.SUPERVISOR), asked)["notes"]
	[new] = panel(api(roles.SUPERVISOR), draft)["notes"]
	assert "委托有误" in old and draft.name in old, "the old one leads to the new one"
	assert "委托有误" in new and asked.name in new, "the new one says what it replaces, and why"


def told(order, user: str) -> list[str]:
	"""The reasons in the messages about ``order`` to ``user``, and nobody else got one."""
	frappe.db.rollback()
	rows = frappe.get_all("Outbox Message", {"reference_name": order.name}, ["subject", "recipient"], order_by="creation, subject")
	assert {row.recipient for row in rows} <= {user}
	return sorted(next((word for word in ("数量有误", "委托有误") if word in row.subject), "") for row in rows)


def panel(api, order) -> dict:
	return api.get("/api/method/fangxiu_app.overview.api_approval.panel", doctype=ORDER, name=order.name)[1]["message"]


def test_amounts_without_a_rule_and_rules_that_overlap(estate, order):
	frappe.db.set_value("Approval Rule", {"document_type": ORDER}, "enabled", 0)
	with pytest.raises(RefusedError) as refused:
		service_approvals.request(order)
	assert "800" in str(refused.value)
	rule = frappe.get_doc("Approval Rule", {"document_type": ORDER, "amount_from": 0})
	rule.enabled = 1
	rule.save()
	twin = frappe.copy_doc(rule)
	twin.update({"rule_name": "twin", "amount_from": 100, "amount_to": 200})
	with pytest.raises(frappe.ValidationError) as refused:
		twin.insert()
	assert rule.name in str(refused.value)


def test_the_panel_says_what_is_possible(api, asked):
	path = "/api/method/fangxiu_app.overview.api_approval.panel"
	shown = api(roles.MANAGER).get(path, doctype=ORDER, name=asked.name)[1]["message"]
	assert [row["state"] for row in shown["steps"]] == ["now", "todo"]
	assert (shown["can_approve"], shown["can_send_back"], shown["can_request"]) == (True, True, False)
	own = api(roles.SUPERVISOR).get(path, doctype=ORDER, name=asked.name)[1]["message"]
	assert (own["can_approve"], own["withdraws"], own["can_send_back"]) == (False, True, True)
	assert api(roles.MANAGER).get(path, doctype="Repair Plan", name="x")[0] in (403, 404)


def test_who_only_reads_a_draft_sees_no_refusal(api, order):
	path = "/api/method/fangxiu_app.overview.api_approval.panel"
	code, body = api(roles.CLERK).get(path, doctype=ORDER, name=order.name)
	assert (code, body["message"]["can_request"]) == (200, False)
	assert "_server_messages" not in body


def test_a_signature_costs_little(estate, asked):
	with orders.acting(estate.users[roles.MANAGER]):
		assert count_queries(lambda: service_approvals.approve(asked)) <= 40


def test_whose_card_is_old_hears_who_did_what(estate, asked):
	"""The list of what waits may show a document that somebody else has sent back meanwhile."""
	manager = estate.users[roles.MANAGER]
	with orders.acting(manager):
		assert api_approval.standing(ORDER, asked.name)["waits"] is True
		service_approvals.send_back(asked, "价格依据不足")
		said = api_approval.standing(ORDER, asked.name)
	assert (said["waits"], said["what"]) == (False, "Sent Back")
	assert said["who"] == frappe.db.get_value("User", manager, "full_name") and said["at"]


def test_a_paper_without_a_log_tells_its_last_change(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "survey")
	with orders.acting(estate.users[roles.ENGINEER]):
		plan = make.make_plan(ticket)
	with orders.acting(estate.users[roles.MANAGER]):
		said = api_approval.standing("Repair Plan", plan.name)
	assert (said["waits"], said["what"]) == (False, "Draft")
	assert said["who"] == frappe.db.get_value("User", estate.users[roles.ENGINEER], "full_name")
