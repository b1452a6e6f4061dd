"""Owners of imported units as ERPNext Customers."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.estate import import_customers
from fangxiu_app.estate.import_units import import_units
from tests.site.helpers.workbook import empty_project, xlsx


@pytest.fixture
def project(estate) -> str:
	return empty_project(estate)


def test_one_customer_per_name_and_number(project):
	headers = ["楼栋", "房间号", "业主姓名", "业主电话"]
	content = xlsx(
		headers,
		["1", "101", "张伟", "13800000001"],
		["1", "102", "张伟", "138 0000 0001"],
		["1", "103", "张伟", "13800000002"],
		["1", "104", "张伟", None],
		["1", "105", "张伟", None],
	)
	import_units(content, "a.xlsx", project, dry_run=False)
	names = [f"{project}-1-{room}" for room in range(101, 106)]
	rows = frappe.get_all("Unit Owner", {"parent": ("in", names)}, ["parent", "customer"])
	found = {row.parent[-3:]: row.customer for row in rows}
	assert all(frappe.db.exists("Customer", customer) for customer in found.values())
	assert found["101"] == found["102"]
	assert len({found[room] for room in ("101", "103", "104", "105")}) == 4


def test_a_known_customer_is_found_again(project):
	key = import_customers.key_of("赵小云", "13811112222", "")
	first, new = import_customers.ensure([key])
	assert new == 1
	import_units(
		xlsx(["楼栋", "房间号", "业主姓名", "业主电话"], ["1", "101", "赵小云", "13811112222"]),
		"a.xlsx",
		project,
		dry_run=False,
	)
	owner = frappe.get_all("Unit Owner", {"parent": f"{project}-1-101"}, pluck="customer")
	assert owner == [first[key]]


def test_customers_are_named_by_series_where_the_site_does_so(project):
	frappe.db.set_default("cust_master_name", "Naming Series")
	frappe.clear_cache()
	try:
		first, _new = import_customers.ensure([("钱一", "13800000011", ""), ("钱二", "13800000012", "")])
		single = frappe.get_doc(
			{"doctype": "Customer", "customer_name": "钱三", "customer_type": "Individual"}
		).insert()
	finally:
		frappe.db.set_default("cust_master_name", "Customer Name")
		frappe.clear_cache()
	numbers = [int(name.rsplit("-", 1)[1]) for name in [*first.values(), single.name]]
	assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
	assert all(name.startswith("CUST-") for name in first.values())
