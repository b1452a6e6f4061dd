"""Parties of vouchers of whom nothing is booked yet."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest

from tests.site.helpers import factories as make
from tests.site.helpers import orders


@pytest.fixture
def firm(estate):
	"""A contractor of whom nothing is booked yet."""
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.waterproofer))
	supplier.update({"supplier_name": f"防水 {frappe.generate_hash(length=6)}", "fx_contractor_kind": "Third Party"}).insert()
	return SimpleNamespace(supplier=supplier.name)


@pytest.fixture
def shop(firm):
	"""A supplier who is no contractor."""
	doc = frappe.copy_doc(frappe.get_doc("Supplier", firm.supplier))
	return SimpleNamespace(supplier=doc.update({"supplier_name": f"五金 {frappe.generate_hash(length=6)}", "fx_contractor_kind": ""}).insert().name)


@pytest.fixture
def owner(estate):
	"""An owner with a compensation that nobody signed yet, known as a customer from a paid repair."""
	name = f"李文静{frappe.generate_hash(length=6)}"
	customer = frappe.get_doc({"doctype": "Customer", "customer_name": name, "customer_type": "Individual"}).insert().name
	case = orders.make_compensation(make.make_ticket(estate.unit_a).name, payee_name=name)
	return SimpleNamespace(customer=customer, case=case.name, unit=case.unit, name=name)
