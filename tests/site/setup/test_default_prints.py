"""The print page opens the form of the document; a form that a site chose stays."""

from __future__ import annotations

import frappe

from fangxiu_app.setup import default_prints

CHOSEN = {"doc_type": "Customer Complaint", "property": "default_print_format"}


def test_each_document_opens_its_form_and_a_chosen_one_stays(estate):
	default_prints.ensure()
	opened = {doctype: frappe.get_meta(doctype).default_print_format for doctype in default_prints.FORMS}
	assert opened == default_prints.FORMS
	assert frappe.db.get_value("Property Setter", CHOSEN, "module") == "Fangxiu App"
	frappe.db.set_value("Property Setter", CHOSEN, "value", "Standard")
	frappe.clear_cache(doctype="Customer Complaint")
	default_prints.ensure()
	assert frappe.db.get_value("Property Setter", CHOSEN, "value") == "Standard"
	frappe.clear_cache(doctype="Customer Complaint")
