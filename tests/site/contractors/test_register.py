"""The contractor register: whom it lacks (R112)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.contractors import api_register
from fangxiu_app.core.access import roles
from tests.site.helpers import money, orders
from tests.site.helpers.counting import count_queries


def firm_of_its_own() -> str:
	group = frappe.db.get_value("Supplier Group", {"is_group": 0})
	return frappe.get_doc(doctype="Supplier", supplier_name=frappe.generate_hash(length=8), supplier_group=group).insert().name


def names() -> list[str]:
	return [row["contractor"] for row in api_register.unlisted()]


@pytest.mark.clause("R112")
def test_contractors_with_agreements_are_named_until_they_are_entered(estate, as_user):
	"""The register held third parties only: who has agreements was in no list of contractors."""
	firm = firm_of_its_own()
	first = money.agreement(estate, firm)
	second = money.agreement(estate, firm)
	as_user(estate.users[roles.ENGINEER])
	[row] = [row for row in api_register.unlisted() if row["contractor"] == firm]
	assert (row["contractor_name"], row["agreements"] == 2) == (first.contractor_name, True)
	assert row["agreement"] in (first.name, second.name)
	assert count_queries(api_register.unlisted) <= 4
	as_user("Administrator")
	orders.register(firm)
	assert firm not in names()


def test_only_those_of_ones_own_projects_are_named(estate, as_user):
	other = firm_of_its_own()
	money.agreement(estate, other, project=estate.b)
	as_user(estate.users[roles.ENGINEER])
	assert other not in names()
	as_user(estate.engineer_b)
	assert other in names()
	as_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api_register.unlisted()
