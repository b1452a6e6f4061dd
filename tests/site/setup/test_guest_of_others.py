"""Installing the app on a site used by others for years changes nothing for its users."""

from __future__ import annotations

import sys

import frappe
import pytest
from frappe.model.workflow import get_workflow_name
from frappe.test_runner import get_dependencies

from fangxiu_app.ledger import reads_site_rules
from fangxiu_app.setup import controllers, custom_fields
from tests.site.helpers import form, money, stock
from tests.site.helpers.counting import queries
from tests.site.helpers.dollar import dollars
from tests.site.helpers.orders import acting


@pytest.fixture
def storekeeper(estate):
	"""Somebody without a role of ours, limited to one project by ERPNext's own means; strictly, as the site has it."""
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": f"store.{frappe.generate_hash(length=8)}@elsewhere.example",
			"first_name": "Store",
			"send_welcome_email": 0,
			"roles": [{"role": "Stock User"}, {"role": "Purchase User"}],
		}
	)
	user.flags.no_welcome_mail = True
	frappe.local.conf.throttle_user_limit = 1000
	user.insert()
	frappe.get_doc(doctype="User Permission", user=user.name, allow="Project", for_value=estate.b).insert()
	frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
	frappe.clear_cache()
	yield user.name
	frappe.db.rollback()
	frappe.clear_cache()


def test_strict_user_permissions_hide_no_store_that_was_seen_before(storekeeper, estate):
	company = frappe.db.get_single_value("Fangxiu Settings", "company")
	group = frappe.db.get_value("Warehouse", {"is_group": 1, "company": company}, "name")
	store = frappe.get_doc(
		doctype="Warehouse", warehouse_name=f"他人仓 {frappe.generate_hash(length=6)}", company=company, parent_warehouse=group
	).insert()
	with acting(storekeeper):
		assert store.name in frappe.get_list("Warehouse", pluck="name", limit=0)
		assert frappe.get_doc("Warehouse", store.name).has_permission("read")


def test_every_link_of_ours_on_documents_of_others_stays_out_of_user_permissions(estate):
	ours = frappe.get_all(
		"Custom Field", {"module": custom_fields.MODULE, "fieldtype": "Link"}, ["name", "ignore_user_permissions"]
	)
	assert len(ours) > 10 and not [row.name for row in ours if not row.ignore_user_permissions]


def test_a_deposit_in_another_currency_than_the_suppliers_books_is_refused_with_the_agreement(estate):
	"""ERPNext would refuse the first deposit, after everybody has signed."""
	in_dollars, _payable = dollars(estate)
	money.entry(money.agreement(estate), "Cash In", 1000)
	with pytest.raises(frappe.ValidationError, match="has entries in CNY"):
		money.agreement(estate, deposit_account=in_dollars.deposit_account)
	draft = money.agreement(estate, contractor=in_dollars.contractor, deposit_account=in_dollars.deposit_account, status="Draft")
	with pytest.raises(frappe.ValidationError, match="has entries in CNY"):
		draft.update({"contractor": estate.general}).save()


@pytest.fixture
def own_dimension(estate):
	"""Every amount on a balance sheet account names a department, as this company wants it."""
	company = money.company()
	there = frappe.get_all("Accounting Dimension", {"document_type": "Department"}, pluck="name")
	if there:
		row = frappe.get_doc("Accounting Dimension Detail", {"parent": ("in", there), "company": company})
		department = row.default_dimension
		row.db_set("default_dimension", None)
		frappe.local.request_cache.clear()
		yield row.name, department
		frappe.local.request_cache.clear()
		return
	parent = frappe.db.get_value("Department", {"is_group": 1}, "name")
	department = frappe.get_doc(doctype="Department", department_name="房修中心", company=company, parent_department=parent).insert().name
	dimension = frappe.get_doc({"doctype": "Accounting Dimension", "document_type": "Department", "label": "部门核算"})
	dimension.append("dimension_defaults", {"company": company, "reference_document": "Department", "mandatory_for_bs": 1})
	dimension.set("__islocal", True)
	dimension.set_fieldname_and_label()
	dimension.set_new_name()
	dimension.db_insert()
	dimension.dimension_defaults[0].update({"parent": dimension.name, "parenttype": dimension.doctype, "parentfield": "dimension_defaults"}).db_insert()
	frappe.local.request_cache.clear()
	yield dimension.dimension_defaults[0].name, department
	frappe.local.request_cache.clear()


def test_a_mandatory_dimension_without_a_default_is_said_before_anything_is_posted(estate, own_dimension):
	row, department = own_dimension
	agreement = money.agreement(estate)
	with pytest.raises(frappe.ValidationError, match="has no default"):
		money.entry(agreement, "Cash In", 1000, submit=False)
	frappe.db.set_value("Accounting Dimension Detail", row, "default_dimension", department)
	frappe.local.request_cache.clear()
	assert money.entry(agreement, "Cash In", 1000, submit=False).name


def test_defaults_of_the_sites_dimensions_are_passed_on(monkeypatch):
	"""To the voucher and its rows, where nothing stands."""
	asked = frappe._dict(fieldname="cost_center", default_dimension="房修中心")
	monkeypatch.setattr(reads_site_rules, "dimensions", lambda company: [asked] if company == money.company() else [])
	voucher = frappe.get_doc(
		{"doctype": "Purchase Invoice", "company": money.company(), "items": [{}, {"cost_center": "总部"}]}
	)
	reads_site_rules.fill(voucher)
	assert (voucher.cost_center, [row.cost_center for row in voucher.items]) == ("房修中心", ["房修中心", "总部"])
	voucher.company = "Another"
	voucher.cost_center = None
	reads_site_rules.fill(voucher)
	assert not voucher.cost_center


def test_requests_and_orders_of_parts_take_the_defaults_too(estate, monkeypatch):
	"""What is received and billed of them goes to the ledger with what stands there."""
	asked = frappe._dict(fieldname="terms", default_dimension="房修中心")
	monkeypatch.setattr(reads_site_rules, "dimensions", lambda company: [asked] if company == money.company() else [])
	doc = stock.make_list(estate.a, supplier=estate.general)
	doc.request_gap()
	[order] = doc.draft_orders()
	request = frappe.db.get_value("Material Request", {"fx_spare_parts": doc.name})
	assert frappe.db.get_value("Material Request", request, "terms") == "房修中心"
	assert frappe.db.get_value("Purchase Order", order, "terms") == "房修中心"


def test_an_own_mandatory_field_is_named_with_the_way_out(estate):
	frappe.get_doc(
		{"doctype": "Custom Field", "dt": "Journal Entry", "fieldname": "own_file_no", "label": "档号", "fieldtype": "Data", "reqd": 1, "name": "Journal Entry-own_file_no"}
	).db_insert()
	frappe.clear_cache(doctype="Journal Entry")
	try:
		with pytest.raises(frappe.ValidationError, match="档号"):
			money.entry(money.agreement(estate), "Cash In", 1000, submit=False)
	finally:
		frappe.db.rollback()
		frappe.clear_cache(doctype="Journal Entry")


@pytest.fixture
def workflow(estate):
	"""The site lets a chief accountant look at each journal before it counts."""
	frappe.db.set_single_value("Fangxiu Settings", "stands_for_workflows", 0)
	if there := get_workflow_name("Journal Entry"):
		yield there
		return
	for name in ("待复核", "已复核"):
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": name}).insert(ignore_if_duplicate=True)
	frappe.get_doc({"doctype": "Workflow Action Master", "workflow_action_name": "复核"}).insert(ignore_if_duplicate=True)
	states = [{"state": "待复核", "doc_status": "0", "allow_edit": "Accounts User"}, {"state": "已复核", "doc_status": "1", "allow_edit": "Accounts Manager"}]
	step = {"state": "待复核", "action": "复核", "next_state": "已复核", "allowed": "Accounts Manager"}
	values = {"workflow_name": "凭证复核", "document_type": "Journal Entry", "is_active": 1, "workflow_state_field": "workflow_state"}
	doc = frappe.get_doc({"doctype": "Workflow", **values, "states": states, "transitions": [step]})
	doc.update_modified()
	doc.db_insert()
	for row in doc.get_all_children():
		row.update({"parent": doc.name, "parenttype": "Workflow"}).db_insert()
	frappe.cache.delete_value("workflow")
	yield doc.name
	frappe.db.rollback()
	frappe.cache.delete_value("workflow")
	frappe.clear_cache(doctype="Journal Entry")


def test_a_workflow_of_the_site_is_gone_round_only_where_the_site_says_so(estate, workflow):
	"""Before anything is posted: Frappe sets a workflow's last state on what server code submits, and nobody has looked."""
	agreement = money.agreement(estate)
	with pytest.raises(frappe.ValidationError, match=workflow):
		money.entry(agreement, "Cash In", 1000, submit=False)
	frappe.db.set_single_value("Fangxiu Settings", "stands_for_workflows", 1)
	assert money.entry(agreement, "Cash In", 1000, submit=False).name


def test_a_migrate_stops_before_anything_where_code_of_ours_cannot_be_loaded(monkeypatch):
	"""Frappe would take such a document for one that is gone, and delete it with the site's fields and rights on it."""
	assert frappe.get_hooks("before_migrate", app_name="fangxiu_app") == ["fangxiu_app.setup.controllers.before_migrate"]
	controllers.before_migrate()
	monkeypatch.setitem(sys.modules, "fangxiu_app.fangxiu_app.doctype.evidence_item.evidence_item", None)
	with pytest.raises(frappe.ValidationError, match="Evidence Item"):
		controllers.before_migrate()


def plain_bill(supplier: str):
	money.invoice(supplier, 100, set_posting_time=0)


def plain_journal(_supplier: str):
	money.journal([{"account": money.account("Cash"), "debit_in_account_currency": 9}, {"account": money.account("Sales"), "credit_in_account_currency": 9}])


def plain_payment(supplier: str):
	of_company = {"company": money.company(), "posting_date": frappe.utils.nowdate(), "party_type": "Supplier", "party": supplier}
	sums = {"paid_from": money.account("Cash"), "paid_to": money.account("Creditors"), "paid_amount": 9, "received_amount": 9}
	rates = {"source_exchange_rate": 1, "target_exchange_rate": 1}
	form.saved(frappe.get_doc({"doctype": "Payment Entry", "payment_type": "Pay", **of_company, **sums, **rates}))


@pytest.mark.parametrize("make_voucher", [plain_bill, plain_journal, plain_payment])
def test_a_voucher_of_others_asks_nothing_of_ours(estate, make_voucher):
	"""Its rows carry our columns; no statement is added to what ERPNext asks without us."""
	supplier = frappe.get_doc({"doctype": "Supplier", "supplier_name": f"他人 {frappe.generate_hash(length=6)}", "supplier_group": "All Supplier Groups"})
	supplier.insert()
	make_voucher(supplier.name)  # what is cached is read once
	ours = [f"`tab{name}`" for name in frappe.get_all("DocType", {"module": custom_fields.MODULE}, pluck="name")]
	asked = [one for one in queries(lambda: make_voucher(supplier.name)) if one.lstrip().upper().startswith(("SELECT", "UPDATE"))]
	written = ("UPDATE `tabJournal Entry", "UPDATE `tabPurchase Invoice", "UPDATE `tabPayment Entry")
	assert len(asked) > 20
	assert [one for one in asked if not one.startswith(written) and ("fx_" in one or any(table in one for table in ours))] == []


def test_test_records_of_other_apps_are_not_made_by_way_of_ours():
	"""Frappe walks the links of a document before its tests: through ours, ERPNext's customers are wanted before they are made."""
	ours = frappe.get_all("DocType", {"module": custom_fields.MODULE}, pluck="name")
	linked = frappe.get_all("Custom Field", {"fieldtype": "Link", "options": ("in", ours)}, ["dt", "options"])
	met = {row.options for row in linked if row.dt not in ours}
	assert "Warranty Agreement" in met
	assert {doctype: set(get_dependencies(doctype)) - {doctype} for doctype in met} == {doctype: set() for doctype in met}
