"""业主变更: one action changes the people of a unit, keeps their days, and takes along what is open; as the clerk who does it."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.archive import api_unit_people as api
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.links import service_access_links
from fangxiu_app.paid_repairs import service_quote_links, service_quotes
from tests.site.helpers import factories as make
from tests.site.helpers import orders, paid
from tests.site.helpers.orders import acting
from tests.site.helpers.workbook import xlsx

NEW = [{"name": "赵强", "phone": "13911110001"}, {"name": "周敏", "phone": "13911110002"}]


@pytest.fixture
def unit(estate) -> str:
	return make.make_unit(estate.building_a, "3301", "王晓明", "13800003301")


@pytest.fixture(params=[roles.CLERK, roles.MANAGER])
def staff(estate, as_user, request):
	as_user(estate.users[request.param])


def rows(unit: str, table: str = "owners") -> list[tuple]:
	doc = frappe.get_doc("Unit Archive", unit)
	return [
		(row.get("owner_name") or row.get("tenant_name"), row.phone, row.to_date) for row in doc.get(table)
	]


def row_of(unit: str, name: str) -> str:
	doc = frappe.get_doc("Unit Archive", unit)
	return next(
		row.name
		for row in (*doc.owners, *doc.tenants)
		if name in (row.get("owner_name"), row.get("tenant_name"))
	)


def handed_out(unit: str) -> tuple:
	"""A quotation that its owner has got a link to."""
	with acting("Administrator"):
		quote = paid.make_quote(paid.make_paid(unit, "厨房"), payer_name="王晓明", payer_phone="13800003301")
		service_quotes.issue(quote)
		return quote, service_quote_links.make(quote)


def sell(unit: str, **values):
	going = [row["row"] for row in api.state(unit)["owners"]]
	return api.change(unit, "Unit Sold", **{"day": getdate(), "coming": NEW, "going": going, **values})


@pytest.mark.clause("R11")
def test_a_sale_keeps_the_former_owner_with_the_day_and_begins_the_new_ones(unit, staff):
	sell(unit)
	doc = frappe.get_doc("Unit Archive", unit)
	assert [
		(row.owner_name, str(row.from_date or ""), str(row.to_date or ""), row.is_primary)
		for row in doc.owners
	] == [
		("王晓明", "", today(), 0),
		("赵强", today(), "", 1),
		("周敏", today(), "", 0),
	]
	assert doc.title == "3-2-3301 赵强"
	assert [row.name for row in search_units("13911110002", project=doc.project)] == [unit]
	said = frappe.get_all("Comment", {"reference_name": unit, "comment_type": "Info"}, pluck="content")
	assert any("赵强 13911110001" in text and "王晓明" in text for text in said)


def test_open_tickets_get_the_new_contact_and_their_engineer_is_told(unit, staff):
	mine = make.make_ticket(unit, caller_name="王 晓明", caller_phone="138 0000 3301")
	neighbour = make.make_ticket(
		unit, "主卧卫生间", "卫生间渗漏", caller_name="物业张管家", caller_phone="13700000000"
	)
	assert [row["of"] != [] for row in api.state(unit)["tickets"]] == [True, False]
	report = sell(unit)
	assert report["tickets"] == [mine.name]
	mine.reload(), neighbour.reload()
	assert (mine.caller_name, mine.caller_phone) == ("赵强", "13911110001")
	assert neighbour.caller_name == "物业张管家"
	assert (
		frappe.get_value("Repair Request", mine.request, "caller_name") == "王 晓明"
	)  # who called stays who called
	told = frappe.get_all(
		"Outbox Message", {"reference_name": mine.name, "subject": ("like", "%赵强%")}, pluck="recipient"
	)
	assert told == [mine.engineer]


def test_a_sale_may_leave_what_is_open_where_it_is(unit, staff):
	mine = make.make_ticket(unit, caller_name="王晓明", caller_phone="13800003301")
	assert sell(unit, take_over=False)["tickets"] == []
	mine.reload()
	assert mine.caller_name == "王晓明"


@pytest.mark.clause("R58")
def test_a_quotation_handed_out_to_the_former_owner_opens_nothing_more(unit, staff):
	quote, link = handed_out(unit)
	token = service_access_links.url(link).split("k=")[1]
	(draft,) = sell(unit)["quotes"]
	new = frappe.get_doc("Paid Repair Quote", draft)
	assert (new.state, new.payer_name, new.payer_phone, new.total) == (
		"Draft",
		"赵强",
		"13911110001",
		quote.total,
	)
	assert frappe.db.get_value("Paid Repair Quote", quote.name, "state") == "Withdrawn"
	with pytest.raises(RefusedError):
		service_quote_links.accept(token, "王晓明", make.SIGNATURE)
	service_quotes.issue(new)
	assert service_quote_links.page(service_access_links.url(service_quote_links.make(new)).split("k=")[1])["standing"] == "open"


def test_an_accepted_quotation_stays_with_who_accepted_it(unit, staff):
	with acting("Administrator"):
		quote = paid.agreed(paid.make_paid(unit), payer_name="王晓明", payer_phone="13800003301")
	report = sell(unit)
	assert report["known"] == [quote.name] and report["quotes"] == []
	assert frappe.db.get_value("Paid Repair Quote", quote.name, "payer_name") == "王晓明"


def test_a_correction_changes_how_a_person_is_written_everywhere_and_no_days(estate, unit, staff):
	store = make.make_unit(estate.building_a, "-3301", "王晓明", "13800003301")
	ticket = make.make_ticket(unit, caller_name="王晓明", caller_phone="13800003301")
	quote, link = handed_out(unit)
	assert [row["unit"] for row in api.state(unit)["other_units"]] == [store]
	right = [{"name": "王晓明", "phone": "13800003310"}]
	report = api.change(unit, "Name or Phone Corrected", None, right, [row_of(unit, "王晓明")], True, [store])
	assert rows(unit) == rows(store) == [("王晓明", "13800003310", None)]
	assert ticket.name in report["tickets"] and report["quotes"] == [quote.name]
	link.reload()
	assert link.state == "Revoked"  # it went to a number that is not the owner's
	assert frappe.db.get_value("Paid Repair Quote", quote.name, ["state", "payer_phone"]) == (
		"Issued",
		"13800003310",
	)


def test_a_corrected_name_reaches_the_customer_of_all_units_only(estate, unit, staff):
	customer = (
		frappe.get_doc({"doctype": "Customer", "customer_name": "王晓朋"})
		.insert(ignore_permissions=True)
		.name
	)
	store = make.make_unit(estate.building_a, "-3302", "王晓朋", "13800003302")
	for name in (unit, store):
		frappe.db.set_value(
			"Unit Owner",
			{"parent": name},
			{"customer": customer, "owner_name": "王晓朋", "phone": "13800003302"},
		)
	right = [{"name": "王晓明", "phone": "13800003302"}]
	api.change(unit, "Name or Phone Corrected", None, right, [row_of(unit, "王晓朋")])
	assert frappe.db.get_value("Customer", customer, "customer_name") == "王晓朋"
	api.change(store, "Name or Phone Corrected", None, right, [row_of(store, "王晓朋")])
	assert frappe.db.get_value("Customer", customer, "customer_name") == "王晓明"


def test_one_sale_of_a_flat_and_its_storage_room(estate, unit, staff):
	store = make.make_unit(estate.building_a, "-3303", "王晓明", "13800003301")
	report = sell(unit, also=[store])
	assert len(report["units"]) == 2
	assert [name for name, _phone, until in rows(store) if not until] == ["赵强", "周敏"]


def test_tenants_come_and_go_and_are_found_while_they_live_there(estate, unit, staff):
	api.change(unit, "Tenant Moves In", getdate(), [{"name": "钱租客", "phone": "13922220001"}], [])
	assert [row.name for row in search_units("13922220001", project=estate.a)] == [unit]
	assert frappe.db.get_value("Unit Archive", unit, "title") == "3-2-3301 王晓明"
	ticket = make.make_ticket(unit, caller_name="钱租客", caller_phone="13922220001", caller_is="Tenant")
	report = api.change(unit, "Tenant Moves Out", getdate(), [], [row_of(unit, "钱租客")])
	assert report["tickets"] == [ticket.name]
	ticket.reload()
	assert ticket.caller_name == "王晓明"
	assert search_units("13922220001", project=estate.a) == []
	assert rows(unit, "tenants") == [("钱租客", "13922220001", getdate())]
	sections = {
		one["code"]: one["rows"] for one in frappe.call("fangxiu_app.archive.api_units.file", unit=unit)["sections"]
	}
	assert sections["tenants"][0]["tenant_name"] == "钱租客"


def test_co_owners_come_and_leave_but_never_the_last_one(unit, staff):
	api.change(unit, "Owner Added", getdate(), [{"name": "李梅", "phone": "13933330001"}], [])
	assert [name for name, _phone, until in rows(unit) if not until] == ["王晓明", "李梅"]
	api.change(unit, "Owner Leaves", getdate(), [], [row_of(unit, "王晓明")])
	assert frappe.db.get_value("Unit Archive", unit, "title") == "3-2-3301 李梅"
	with pytest.raises(RefusedError):
		api.change(unit, "Owner Leaves", getdate(), [], [row_of(unit, "李梅")])


@pytest.mark.parametrize(
	"values",
	[
		{"coming": [{"name": "赵强", "phone": "abc"}]},
		{"coming": [{"name": " ", "phone": "13911110001"}]},
		{"coming": []},
		{"day": None},
		{"day": "tomorrow"},
		{"going": ["no such row"]},
		{"coming": [NEW[0], NEW[0]]},
	],
)
def test_a_wrong_change_is_refused_and_nothing_is_written(unit, estate, as_user, values):
	as_user(estate.users[roles.CLERK])
	before = rows(unit)
	values = {**values, "day": getdate(add_days(today(), 1))} if values.get("day") else values
	with pytest.raises(RefusedError):
		sell(unit, **values)
	assert rows(unit) == before


def test_people_change_only_where_the_user_may_write(estate, unit, as_user):
	for role in (roles.PROPERTY_DESK, roles.CALL_CENTRE, roles.COST_DEPARTMENT):
		as_user(estate.users[role])
		with pytest.raises(frappe.PermissionError):
			api.state(unit)
	as_user(estate.users[roles.CLERK])
	with pytest.raises(frappe.PermissionError):
		api.change(estate.unit_b, "Owner Added", getdate(), NEW, [])
	going = [row["row"] for row in api.state(unit)["owners"]]
	with pytest.raises(frappe.PermissionError):
		api.change(unit, "Unit Sold", getdate(), NEW, going, True, [estate.unit_b])


def test_an_imported_list_leaves_the_tenant_findable(estate, unit):
	doc = frappe.get_doc("Unit Archive", unit)
	doc.append("tenants", {"tenant_name": "钱租客", "phone": "13922220002"})
	doc.write_by_action()
	head = ("楼栋", "单元", "房号", "业主姓名", "联系电话")
	listed = xlsx(head, ("3", "2", "3301", "王晓明", "13800009999"))
	report = import_units(listed, "a.xlsx", estate.a, dry_run=False)
	assert report["written"], report
	assert [row.name for row in search_units("13922220002", project=estate.a)] == [unit]
	assert [row.name for row in search_units("13800009999", project=estate.a)] == [unit]


def days(unit: str) -> list[tuple]:
	doc = frappe.get_doc("Unit Archive", unit)
	return [(row.owner_name, str(row.from_date or ""), str(row.to_date or "")) for row in doc.owners]


@pytest.mark.clause("R11")
def test_a_sale_lies_not_before_the_handover_and_a_wrong_day_is_corrected_for_both_sides(unit, staff):
	frappe.db.set_value("Unit Archive", unit, "handover_date", add_days(today(), -30))
	with pytest.raises(RefusedError, match="handed over to its owners"):
		sell(unit, day=getdate(add_days(today(), -31)))
	wrong, right = add_days(today(), -20), add_days(today(), -10)
	sell(unit, day=getdate(wrong), coming=NEW[:1])
	assert days(unit) == [("王晓明", "", wrong), ("赵强", wrong, "")]
	api.change(unit, "Day Corrected", day=getdate(right), going=[row_of(unit, "赵强")])
	assert days(unit) == [("王晓明", "", right), ("赵强", right, "")]
	with pytest.raises(RefusedError, match="lies ahead"):
		api.change(unit, "Day Corrected", day=getdate(add_days(today(), 1)), going=[row_of(unit, "赵强")])
	frappe.db.set_value("Unit Owner", {"parent": unit, "owner_name": "王晓明"}, "to_date", add_days(today(), -11))
	with pytest.raises(RefusedError, match="handed over to its owners"):  # the owner before left a day earlier
		api.change(unit, "Day Corrected", day=getdate(add_days(today(), -3000)), going=[row_of(unit, "赵强")])


def test_compensations_paid_to_who_goes_are_named(unit, staff):
	with acting("Administrator"):
		mine = orders.make_compensation(make.make_ticket(unit).name, payee_name="王晓明", payee_phone="13800003301")
	report = sell(unit)
	seen = frappe.has_permission("Compensation")
	assert report["owed"] == ([mine.name] if seen else ["1 of them"])
