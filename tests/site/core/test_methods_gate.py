"""Closed by default: a method no list names for a role is refused, whatever route leads to it."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from inspect import isfunction
from pkgutil import walk_packages

import frappe
import pytest
from frappe.utils import add_days, now_datetime

import fangxiu_app
from fangxiu_app.core.access import gate, methods, roles
from fangxiu_app.core.access.methods.allowed import ALLOWED, GUESTS
from fangxiu_app.core.access.methods.denied import DENIED
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
SETTINGS = "Fangxiu Settings"
#: Asks for no right: which documents link to a supplier, and how much is owed to it.
OPEN = "erpnext.accounts.utils.get_balance_on"
MAPPED = "frappe.utils.file_manager.add_attachments"


@pytest.fixture
def enforced(estate):
	def put(value: str) -> None:
		frappe.db.set_single_value(SETTINGS, "method_gate", value)
		frappe.db.commit()
		frappe.clear_document_cache(SETTINGS, SETTINGS)

	put("Enforced")
	yield
	put("Watched")


@pytest.fixture(scope="module")
def guest(estate):
	api = Api(estate.nobody)
	del api.headers["Authorization"]
	return api


@pytest.fixture(scope="module")
def engineer(estate):
	return Api(estate.users[roles.ENGINEER])


@pytest.fixture(scope="module")
def no_role(estate):
	user = f"nothing@{make.DOMAIN}"
	if not frappe.db.exists("User", user):
		frappe.local.conf.throttle_user_limit = 1000
		frappe.get_doc({"doctype": "User", "email": user, "first_name": "x", "send_welcome_email": 0}).insert()
		frappe.db.commit()
	return Api(user)


def test_the_gate_is_closed_as_delivered():
	assert frappe.get_meta(SETTINGS).get_field("method_gate").default == "Enforced"


def routes(api: Api, method: str):
	"""Every way to call a method."""
	for version in ("", "v1/", "v2/"):
		yield version, api.post(f"/api/{version}method/{method}")
	yield "with a tail", api.post(f"{METHOD}{method}/x")
	yield "cmd", api.post("/", cmd=method)
	yield "cmd at a resource", api.post("/api/resource/User", cmd=method)
	yield "upload", api.post(f"{METHOD}upload_file", method=method)


def test_no_route_calls_what_is_not_listed(enforced, engineer, no_role, guest):
	for method in (OPEN, MAPPED, "erpnext.selling.page.point_of_sale.point_of_sale.set_customer_info"):
		for who in (engineer, no_role, guest):
			for route, (code, body) in routes(who, method):
				assert code == 403, (method, route, code, messages(body)[:200])
		code, body = engineer.post(f"{METHOD}{method}")
		assert method in messages(body) and "您的角色" in messages(body)


def aliases() -> dict[str, str]:
	"""Every other name, of a module that imports it, for what is closed or wrapped, and for what our modules import."""
	_load_everything()
	shut = {*DENIED, *frappe.get_hooks("override_whitelisted_methods")}
	for module in walk_packages(fangxiu_app.__path__, "fangxiu_app."):
		if not module.name.startswith(("fangxiu_app.patches", "fangxiu_app.tests")):
			import_module(module.name)
	found = {}
	for place, module in list(sys.modules.items()):
		for name, function in list(vars(module).items()) if place.split(".")[0] in ("frappe", "erpnext", "fangxiu_app") else ():
			if isfunction(function) and function in frappe.whitelisted:
				own = f"{function.__module__}.{function.__name__}"
				if own != f"{place}.{name}" and (place.startswith("fangxiu_app.") or own in shut):
					found[f"{place}.{name}"] = own
	return found


def test_no_other_name_opens_what_is_closed(enforced, estate, engineer, no_role, guest):
	"""A method is known by the name of each module that imports it, also of ours, whose names are open to everybody."""
	found = aliases()
	assert "fangxiu_app.money.payments.service_repair_payments.make_payment_request" in found
	finance = Api(estate.users[roles.FINANCE])
	for alias, own in found.items():
		shut = [no_role, engineer, guest] if own not in ALLOWED or ALLOWED[own] else [guest]
		wrapped = own in DENIED or frappe.get_hooks("override_whitelisted_methods").get(own)
		for who in [*shut, finance] if wrapped else shut:
			if not methods.listed(alias):
				assert who.post(f"{METHOD}{alias}")[0] == 403, (alias, own)


def test_no_method_of_a_document_is_called_past_the_list(enforced, engineer):
	forged = json.dumps({"doctype": "Payroll Entry" if frappe.db.exists("DocType", "Payroll Entry") else "Bank Reconciliation Tool"})
	assert engineer.post(f"{METHOD}run_doc_method", docs=forged, method="get_account_balance")[0] == 403
	assert engineer.post("/api/v2/method/run_doc_method", document=forged, method="x")[0] == 403
	assert engineer.post("/api/v2/document/Role/All/method/x")[0] == 403
	assert engineer.post("/api/resource/Role/All", run_method="x")[0] == 403
	assert engineer.post("/api/v2/method/Payment%20Request/make_payment_request")[0] == 403


def test_a_decoy_does_not_stand_for_the_document_that_runs(enforced, engineer):
	"""Each version of the interface takes the document from another argument."""
	forged = json.dumps({"doctype": "Purchase Invoice", "supplier": "x"})
	for decoy in ({"dt": "Repair Ticket"}, {"docs": '{"doctype": "Repair Ticket"}'}, {}):
		given = {**decoy, "method": "set_advances", "document": forged, "kwargs": "{}"}
		for send in (engineer.get, engineer.post):
			assert send("/api/v2/method/run_doc_method", **given)[0] == 403, decoy
			assert send("/api/v2/method/run_doc_method/", **given)[0] == 403, decoy
	other = {"document": '{"doctype": "Repair Ticket"}', "method": "set_advances"}
	for path in ("/api/method/run_doc_method", "/api/v1/method/run_doc_method", "/api/method/runserverobj"):
		for real in ({"docs": forged}, {"dt": "Purchase Invoice", "dn": "x"}):
			assert engineer.post(path, **other, **real)[0] == 403, (path, real)
	both = {"dt": "Repair Ticket", "docs": forged, "method": "set_advances"}
	assert engineer.post("/", cmd="run_doc_method", **both)[0] == 403
	assert engineer.post("/api/v2/method/run_doc_method", cmd="run_doc_method", document='{"doctype": "Repair Ticket"}', **both)[0] == 403


def test_guests_call_nothing_but_the_list(enforced, guest):
	"""Every method of every app that is open to guests."""
	found = {f"{fn.__module__}.{fn.__name__}" for fn in frappe.guest_methods}
	_load_everything()
	found |= {f"{fn.__module__}.{fn.__name__}" for fn in frappe.guest_methods}
	shut = sorted(found - GUESTS)
	assert "erpnext.accounts.doctype.payment_request.payment_request.make_payment_request" in shut
	assert len(shut) > 30
	for method in shut:
		code, body = guest.post(f"{METHOD}{method}")
		assert code == 403, (method, code, messages(body)[:200])


def _load_everything() -> None:
	"""Methods are known once their module is: the ones that matter here are of ERPNext's vouchers and Frappe's pages."""
	for name in (*ALLOWED, *DENIED, *GUESTS):
		if name.count(".") > 1:
			frappe.get_attr(name)


def test_every_name_of_the_lists_is_a_method(estate):
	gone = []
	for name in (*ALLOWED, *DENIED, *GUESTS):
		if name.count(".") < 1 or name == "frappe.integrations.oauth2_logins.custom":
			continue
		try:
			function = frappe.get_attr(name)
		except (AttributeError, ImportError, frappe.AppNotInstalledError):
			gone.append(name)
			continue
		if function not in frappe.whitelisted and function is not frappe.ping:
			gone.append(name)
	assert gone == []
	assert not set(ALLOWED) & set(DENIED)


def test_work_goes_on_with_the_list_enforced(enforced, estate, engineer):
	finance = Api(estate.users[roles.FINANCE])
	assert engineer.get(f"{METHOD}frappe.desk.reportview.get", doctype="Repair Ticket", fields='["name"]')[0] == 200
	assert engineer.get(f"{METHOD}fangxiu_app.overview.api_desk.next_ten")[0] == 200
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	# the printer's button on a form: the page of the print begins with the first, its PDF with the second
	printed = f"{METHOD}frappe.printing.page.print.print.get_print_settings_to_show"
	assert engineer.post(printed, doctype="Repair Ticket", docname=ticket) == (200, {"message": []})
	assert engineer.post(printed, doctype="Role", docname="Administrator")[0] == 403
	assert engineer.post(f"{METHOD}frappe.utils.pdf.is_wkhtmltopdf_valid")[0] == 200
	remind = f"{METHOD}frappe.automation.doctype.reminder.reminder.create_new_reminder"
	when = str(add_days(now_datetime(), 1))
	assert engineer.post(remind, remind_at=when, description="回电", reminder_doctype="Repair Ticket", reminder_docname=ticket)[0] == 200
	given = {"reference_doctype": "Repair Ticket", "reference_name": ticket, "content": "x"}
	forged = {"comment_email": "Administrator", "comment_by": "总经理"}
	code, body = engineer.post(f"{METHOD}frappe.desk.form.utils.add_comment", **given, **forged)
	assert (code, body["message"]["comment_email"]) == (200, estate.users[roles.ENGINEER]), "nobody writes as another"
	assert body["message"]["comment_by"] != "总经理"
	assert finance.get(f"{METHOD}{OPEN}", account="x")[0] != 403, "accountants keep what their modules offer"
	buying = "erpnext.setup.utils.get_exchange_rate"
	assert methods.open_to(buying, "x", {roles.FINANCE, "All"}), "also what the list names for others"
	assert methods.open_to(buying, "x", {roles.BUYER}) and not methods.open_to(buying, "x", {roles.ENGINEER})
	for method in DENIED:
		assert finance.post(f"{METHOD}{method}")[0] == 403, method


def test_watching_lets_pass_and_says_so(estate, engineer):
	frappe.cache.delete_value(gate.SEEN)
	assert engineer.get(f"{METHOD}{OPEN}", account="x")[0] != 403
	user = estate.users[roles.ENGINEER]
	assert frappe.cache.hexists(gate.SEEN, f"{user} {OPEN}")


MADE_UP = {
	"name": "x",
	"chart_type": "Count",
	"type": "Heatmap",
	"document_type": "Unit Owner",
	"based_on": "creation",
	"value_based_on": "phone",
	"timespan": "Last Year",
}


def test_a_figure_made_up_in_the_request_is_not_counted(estate, engineer, no_role):
	"""Also while the gate only watches."""
	for api in (engineer, no_role):
		path = f"{METHOD}frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
		code, _body = api.post(path, chart=json.dumps(MADE_UP), no_cache=1, refresh=1)
		assert code == 403
		card = {"name": "x", "function": "Sum", "aggregate_function_based_on": "phone", "document_type": "Unit Owner"}
		path = f"{METHOD}frappe.desk.doctype.number_card.number_card.get_result"
		assert api.post(path, doc=json.dumps(card), filters="[]")[0] == 403


@pytest.mark.parametrize(
	("path", "form", "called"),
	[
		("/api/method/a.b", {}, ["a.b"]),
		("/api/v1/method/a.b/c", {}, ["a.b"]),
		("/api/v2/method/a.b", {}, ["a.b"]),
		("/api/v2/method/Role/x", {}, ["doctype:Role.x"]),
		("/api/resource/Role/All", {}, []),
		("/api/resource/Role/All", {"run_method": "x"}, ["document:Role.x"]),
		("/api/v2/document/Role/All/method/x/", {}, ["document:Role.x"]),
		("/app/repair-desk", {"cmd": "a.b"}, ["a.b"]),
		("/api/method/run_doc_method", {"dt": "Repair Ticket", "method": "x"}, ["document:fangxiu:Repair Ticket.x"]),
		("/api/v2/method/run_doc_method", {"dt": "Repair Ticket", "document": {"doctype": "Role"}, "method": "x"}, ["document:Role.x"]),
		("/api/v2/method/run_doc_method", {"dt": "Repair Ticket", "method": "x"}, ["document:.x"]),
		("/api/method/run_doc_method", {"document": {"doctype": "Repair Ticket"}, "method": "x"}, ["document:.x"]),
		("/api/method/upload_file", {"method": "a.b"}, ["upload_file", "a.b"]),
		("/", {"cmd": "frappe.desk.search.search_link", "query": "a.b"}, ["frappe.desk.search.search_link", "a.b"]),
	],
)
def test_what_a_request_calls(estate, path, form, called):
	assert list(gate.called(path, form)) == called


def test_the_question_costs_less_than_a_tenth_of_a_millisecond(estate):
	held, form = frappe.get_roles(estate.users[roles.ENGINEER]), {}
	times = []
	for _turn in range(2000):
		began = time.perf_counter()
		for method in gate.called("/api/method/frappe.desk.form.save.savedocs", form):
			assert methods.open_to(method, "x@example.com", held)
		times.append(time.perf_counter() - began)
	assert sorted(times)[1000] < 0.0001


#: What mails, runs or shows for others what its writer set up, or lets somebody in.
SETTING_UP = (
	"Auto Email Report",
	"Auto Repeat",
	"Assignment Rule",
	"Client Script",
	"Custom Field",
	"Dashboard Chart",
	"Data Import",
	"Email Account",
	"Email Template",
	"Newsletter",
	"Notification",
	"Number Card",
	"OAuth Client",
	"Prepared Report",
	"Print Format",
	"Property Setter",
	"Report",
	"Server Script",
	"Web Form",
	"Web Page",
	"Webhook",
)


def test_nobody_of_ours_sets_up_what_works_for_others(estate):
	"""An Auto Email Report mails figures to any address, with the rights of the user it names: not by REST, form or method."""
	wrong = []
	for role in roles.ROLES:
		user = estate.users.get(role)
		wrong += [
			(role, doctype, right)
			for doctype in SETTING_UP
			if user and doctype != "Data Import"
			for right in ("create", "write")
			if frappe.db.exists("DocType", doctype) and frappe.has_permission(doctype, right, user=user)
		]
	assert wrong == []
	for method in ("document:Auto Email Report.send", "frappe.email.doctype.auto_email_report.auto_email_report.send_now"):
		for role in roles.ROLES:
			assert not methods.open_to(method, "x@example.com", [role, "Desk User", "All"]), (method, role)
	keeper = Api(estate.users[roles.ADMINISTRATOR])
	mine = {"report": "Intake Ledger", "user": "Administrator", "email_to": "x@example.com", "format": "CSV", "frequency": "Daily"}
	for path in ("/api/resource/Auto Email Report", "/api/v2/document/Auto Email Report"):
		assert keeper.post(path, **mine)[0] == 403
	assert keeper.post(f"{METHOD}frappe.client.insert", doc={"doctype": "Auto Email Report", **mine})[0] == 403


def test_the_desks_own_buttons_work_or_are_not_there(enforced, estate, engineer):
	"""Several assignments given up at once; addresses for an e-mail: what stands on the screen is not refused by the gate."""
	ticket, other = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	frappe.db.commit()  # requests read by a connection of their own
	clear = f"{METHOD}frappe.desk.form.assign_to.remove_multiple"
	assert engineer.post(clear, doctype="Repair Ticket", names=json.dumps([ticket]))[0] == 200
	assert engineer.post(clear, doctype="Repair Ticket", names=json.dumps([ticket, other]), ignore_permissions=1)[0] == 403
	code, body = engineer.post(f"{METHOD}frappe.email.get_contact_list", txt="a")
	assert code == 200, messages(body)
