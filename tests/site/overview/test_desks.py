"""What each person sees first: their own desk, every part of it open to them, and what waits for them."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.apps import get_default_path
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card import number_card

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import boot
from fangxiu_app.delivery.rules_two_sided import PAPERS
from fangxiu_app.overview import api_approval, reads_approvals_waiting
from fangxiu_app.setup import module_profiles
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries

OWN_ESTATE = True

FIRST = {
	**dict.fromkeys(
		(*roles.STAFF, roles.PROPERTY_DESK, roles.CUSTOMER_SERVICE, roles.CALL_CENTRE), "Repair Desk"
	),
	roles.COST_DEPARTMENT: "Cost Desk",
	roles.BUYER: "Parts Desk",
	roles.PROJECT_DEPARTMENT: "Delivery Desk",
	roles.GENERAL_MANAGER: "Management Desk",
	roles.CS_HEAD: "Management Desk",
	roles.ADMINISTRATOR: "Administration Desk",
}
#: What the browser opens: accountants keep ERPNext's 会计 at the top of their sidebar and begin on their own desk.
OPENS = {**FIRST, **dict.fromkeys((roles.FINANCE, roles.FINANCE_CLERK), "Deposits and Repair Payments")}
#: Desk → who opens it. ERPNext's accountants find theirs below Accounting.
DESKS = {
	"Delivery Desk": (roles.PROJECT_DEPARTMENT,),
	"Cost Desk": (roles.COST_DEPARTMENT,),
	"Parts Desk": (roles.BUYER,),
	"Administration Desk": (roles.ADMINISTRATOR,),
	"Management Desk": (roles.GENERAL_MANAGER, roles.CS_HEAD),
	"Deposits and Repair Payments": (roles.FINANCE,),
}
OPENED = [(desk, role) for desk, opened in DESKS.items() for role in opened]


def sidebar() -> list[str]:
	return [page.name for page in get_workspace_sidebar_items()["pages"]]


@pytest.mark.parametrize(("role", "desk"), FIRST.items())
def test_everybody_lands_on_their_own_desk(estate, as_user, role, desk):
	as_user(estate.users[role])
	assert sidebar()[0] == desk


@pytest.mark.parametrize(("role", "desk"), OPENS.items())
def test_the_browser_opens_ones_own_desk_unless_another_was_chosen(estate, as_user, role, desk):
	as_user(estate.users[role])
	bootinfo = frappe._dict(user=frappe._dict())
	boot.extend(bootinfo)
	assert bootinfo.user.default_workspace["name"] == desk
	assert bootinfo.user_info["Guest"].fullname != "Guest", "who answered by a link is said in words"
	chosen = frappe._dict(user=frappe._dict(default_workspace={"name": "Buying"}))
	boot.extend(chosen)
	assert chosen.user.default_workspace == {"name": "Buying"}


def test_accountants_without_an_estate_and_the_administrator_begin_where_they_did_without_this_app(estate, as_user):
	for user in (make._user(roles.FINANCE, (), "desk.of_others"), "Administrator"):
		as_user(user)
		bootinfo = frappe._dict(user=frappe._dict(), sysdefaults=frappe._dict(time_format="HH:mm:ss"))
		boot.extend(bootinfo)
		assert "default_workspace" not in bootinfo.user and bootinfo.sysdefaults.time_format == "HH:mm:ss"
		assert not boot.begins_with_us()


def test_times_are_read_to_the_minute_unless_the_site_chose_a_format(estate, as_user):
	def format_of(shipped: str) -> str:
		bootinfo = frappe._dict(sysdefaults=frappe._dict(time_format=shipped))
		boot.extend(bootinfo)
		return bootinfo.sysdefaults.time_format

	as_user(estate.users[roles.CLERK])
	assert [format_of("HH:mm:ss"), format_of("h:mm:ss a")] == ["HH:mm", "h:mm:ss a"]
	as_user("Guest")
	assert format_of("HH:mm:ss") == "HH:mm:ss"


def test_a_print_that_frappe_composes_says_times_to_the_minute_too(estate, as_user, monkeypatch):
	ticket = make.make_ticket(estate.unit_a)
	ticket.db_set("reported_at", "2026-03-04 10:20:33")
	as_user(estate.users[roles.MANAGER])

	default = frappe.db.get_default

	def printed(shipped: str) -> str:
		monkeypatch.setattr(frappe.db, "get_default", lambda key, *rest: shipped if key == "time_format" else default(key, *rest))
		monkeypatch.setattr(frappe.local, "user_time_format", None, raising=False)
		return frappe.get_print("Repair Ticket", ticket.name, "Standard")

	assert "10:20" in printed("HH:mm:ss") and "10:20:33" not in printed("HH:mm:ss")
	assert "10:20:33" in printed("H:mm:ss"), "a format somebody chose stays"


@pytest.mark.parametrize("role", OPENS)
def test_a_login_leads_to_the_desk_and_not_to_the_home_of_erpnext(estate, as_user, role):
	as_user(estate.users[role])
	assert get_default_path() == "/app"


def test_the_way_back_above_a_page_leads_to_ones_own_desk(estate, as_user):
	as_user(estate.users[roles.COST_DEPARTMENT])
	known = {"Fangxiu App": ["Repair Desk", "Cost Desk"], "Buying": ["Buying"]}
	bootinfo = frappe._dict(module_wise_workspaces=known)
	boot.extend(bootinfo)
	assert bootinfo.module_wise_workspaces == {"Fangxiu App": ["Cost Desk"], "Buying": ["Buying"]}


def test_the_desks_that_frappe_has_worked_out_are_not_asked_for_again(estate, as_user, monkeypatch):
	as_user(estate.users[roles.COST_DEPARTMENT])
	bootinfo = frappe._dict(user=frappe._dict(), allowed_workspaces=get_workspace_sidebar_items()["pages"])
	monkeypatch.delattr(boot, "get_workspace_sidebar_items")
	boot.extend(bootinfo)
	assert bootinfo.module_wise_workspaces["Fangxiu App"] == ["Cost Desk"]
	assert bootinfo.user.default_workspace["name"] == "Cost Desk"


def test_the_search_box_is_frappes_for_who_has_no_role_of_ours(rolled_back, estate, as_user, monkeypatch):
	"""Its hint said 房号、工单… to everybody; nor does anybody else see one of our desks."""
	monkeypatch.setitem(frappe.local.conf, "throttle_user_limit", 1000)
	other = frappe.get_doc(
		doctype="User", email=f"store.{frappe.generate_hash(length=8)}@elsewhere.example", first_name="Store",
		send_welcome_email=0, roles=[{"role": "Stock User"}],
	)  # fmt: skip
	other.flags.no_welcome_mail = True
	other.insert()
	for user, mine in ((estate.users[roles.CLERK], True), (other.name, False)):
		as_user(user)
		bootinfo = frappe._dict()
		boot.extend(bootinfo)
		assert bootinfo.fx_ours is mine
		assert bool(bootinfo["module_wise_workspaces"][boot.MODULE]) is mine


def test_a_head_of_department_has_a_guide_beside_that_of_the_department(estate, as_user):
	as_user(estate.users[roles.COST_DEPARTMENT])
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	assert bootinfo.fx_guides["own"] == ["cost", "costhead"]
	assert {"finance", "monthend"} <= {key for key, _title in bootinfo.fx_guides["pages"]}


def test_the_guide_of_the_administrator_opens_first_for_who_has_every_role(estate, as_user):
	as_user("Administrator")
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	assert bootinfo.fx_guides["own"][0] == "admin" and "clerk" in bootinfo.fx_guides["own"]
	as_user(estate.users[roles.CLERK])
	boot.extend(bootinfo)
	assert bootinfo.fx_guides["own"] == ["clerk"]


def test_a_module_profile_leaves_only_our_desks(estate, as_user):
	user = estate.users[roles.COST_DEPARTMENT]
	doc = frappe.get_doc("User", user)
	doc.module_profile = "房修业务"
	doc.save()
	as_user(user)
	assert sidebar() == ["Cost Desk"]
	frappe.set_user("Administrator")
	module_profiles.remove()
	assert not frappe.get_doc("User", user).block_modules
	assert not frappe.db.exists("Module Profile", "房修业务")
	module_profiles.ensure()
	assert {row.module for row in frappe.get_doc("Module Profile", "房修采购").block_modules}.isdisjoint(
		{"Fangxiu App", "Buying", "Stock"}
	)


def opens_report(name: str) -> bool:
	"""As Frappe decides when the report is opened: by its roles, and by the right to reports of what it stands on."""
	report = frappe.get_doc("Report", name)
	return report.is_permitted() and frappe.has_permission(report.ref_doctype, "report")


def closed_to(page) -> set[str]:
	"""What of a desk the session's user may not open: Frappe leaves it out."""
	found = set()
	for link in [*page.shortcuts, *page.links]:
		kind, name = link.get("link_type") or link.type, link.link_to
		permitted = {
			"DocType": lambda name: frappe.has_permission(name, "read"),
			"Report": opens_report,
			"Page": lambda name: frappe.get_doc("Page", name).is_permitted(),
		}
		if kind in permitted and not permitted[kind](name):
			found.add(name)
	return found | {
		row.document_type for row in page.quick_lists if not frappe.has_permission(row.document_type)
	}


@pytest.mark.parametrize("desk", DESKS)
def test_everything_on_a_desk_is_open_to_somebody_who_opens_it(estate, as_user, desk):
	page = frappe.get_doc("Workspace", desk)
	closed = []
	for role in DESKS[desk]:
		as_user(estate.users[role])
		closed.append(closed_to(page))
	assert set.intersection(*closed) == set()


@pytest.mark.parametrize(("desk", "role"), OPENED)
def test_every_number_counts_and_every_quick_list_reads(estate, as_user, desk, role):
	page = frappe.get_doc("Workspace", desk)
	cards = [frappe.get_doc("Number Card", row.number_card_name) for row in page.number_cards]
	as_user(estate.users[role])
	assert len(cards) >= 4
	for card in cards:
		assert frappe.has_permission("Number Card", "read", card.name), card.name
		if card.type == "Document Type":
			filters = json.loads(card.filters_json)
			filters += [[*rule[:3], frappe.utils.nowdate()] for rule in json.loads(card.dynamic_filters_json)]
			found = number_card.get_result(card.as_json(), json.dumps(filters))
			assert found == len(frappe.get_list(card.document_type, filters=filters, limit=0)), card.name
	for row in page.quick_lists:
		filters = json.loads(row.quick_list_filter)
		assert isinstance(frappe.get_list(row.document_type, filters=filters, limit=4), list)


@pytest.fixture
def asked(estate):
	"""An order whose first signature, the manager's, is next; written and asked for by the supervisor."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		doc = orders.make_order(ticket, estate.waterproofer)
		service_approvals.request(doc)
	return doc


def mine(estate) -> list[dict]:
	"""What waits for the session's user in the project of this module: the people may see the others' too."""
	return [row for row in reads_approvals_waiting.rows() if row.project == estate.a]


def waiting_for(estate, as_user, user: str) -> list[str]:
	as_user(user)
	return [row.document for row in mine(estate)]


def test_what_waits_is_shown_to_who_signs_next_and_to_nobody_else(estate, as_user, asked):
	users = estate.users
	others = (roles.SUPERVISOR, roles.COST_DEPARTMENT, roles.PROJECT_DEPARTMENT, roles.FINANCE)
	assert waiting_for(estate, as_user, users[roles.MANAGER]) == [asked.name]
	assert [role for role in others if asked.name in waiting_for(estate, as_user, users[role])] == []
	as_user(users[roles.MANAGER])
	assert api_approval.waiting()["value"] == len(reads_approvals_waiting.rows())
	[row] = mine(estate)
	assert (row.document_type, row.project, row.role) == (asked.doctype, estate.a, roles.MANAGER)
	assert row.amount == asked.total and row.requested_by
	service_approvals.approve(frappe.get_doc(asked.doctype, asked.name), "")
	assert mine(estate) == []
	next_role = frappe.db.get_value(asked.doctype, asked.name, "approval_role")
	assert asked.name in waiting_for(estate, as_user, users[next_role])


def test_whoever_signs_finds_the_list_on_his_desk(estate, as_user):
	"""Each role the report is for: as a shortcut, a link or a number of his own start page."""
	report = "Waiting for My Approval"
	signers = set(frappe.get_all("Has Role", {"parent": report, "parenttype": "Report"}, pluck="role"))
	lost = []
	for role in sorted(signers & estate.users.keys() - {roles.ADMINISTRATOR}):
		as_user(estate.users[role])
		[desk, *_others] = [
			page for page in get_workspace_sidebar_items()["pages"] if page.module == "Fangxiu App"
		]
		shown = get_desktop_page(json.dumps({"name": desk.name, "title": desk.title, "public": 1}))
		targets = {row.get("link_to") for row in shown["shortcuts"]["items"]}
		targets |= {row.get("link_to") for card in shown["cards"]["items"] for row in card["links"]}
		targets |= {row.get("number_card_name") for row in shown["number_cards"]["items"]}
		if report not in targets:
			lost.append(f"{role}: {desk.name}")
	assert lost == []


def test_a_compensation_waits_under_the_owners_name(estate, as_user):
	doc = orders.make_compensation(make.make_ticket(estate.unit_a).name)
	service_approvals.request(doc)
	as_user(estate.users[roles.MANAGER])
	assert [row.party for row in mine(estate) if row.document == doc.name] == [doc.payee_name]


def test_what_waits_is_one_query_and_one_per_kind_of_two_sided_papers(estate, as_user, asked):
	as_user(estate.users[roles.MANAGER])
	reads_approvals_waiting.rows()
	special = 2  # opinions that are asked, decisions of heads
	assert count_queries(reads_approvals_waiting.rows) == 1 + len(PAPERS) + special
	as_user(estate.nobody)
	assert reads_approvals_waiting.rows() == []


def test_who_signed_one_step_is_not_asked_for_another_of_the_same_round(estate, as_user, asked):
	manager = estate.users[roles.MANAGER]
	as_user(manager)
	service_approvals.approve(frappe.get_doc(asked.doctype, asked.name), "")
	frappe.set_user("Administrator")
	next_role = frappe.db.get_value(asked.doctype, asked.name, "approval_role")
	frappe.get_doc("User", manager).add_roles(next_role)
	assert waiting_for(estate, as_user, manager) == []
	frappe.clear_cache(user=manager)  # the role is taken back with the test
