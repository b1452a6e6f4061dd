"""A day years away, or a day to come of what happened, is refused in every document that asks for one (docs/days.csv)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
import pytest
from frappe.model.base_document import get_controller
from frappe.utils import escape_html, getdate

from fangxiu_app.core import entered_days
from fangxiu_app.core.access.typed_document import TypedDocument
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.time import days_of_documents as days
from tests.site.helpers import factories as make

FIELDS = sorted((doctype, name) for doctype in {*days.PLANNED, *days.HAPPENED} for name in days.fields_of(doctype))


def holders(doctype: str) -> list[tuple[str, str]]:
	"""(DocType, table) of the documents that hold rows of a table; the DocType itself where it is none."""
	if not frappe.get_meta(doctype).istable:
		return [(doctype, "")]
	return frappe.get_all("DocField", {"fieldtype": "Table", "options": doctype}, ["parent", "fieldname"], as_list=True)


def document(holder: str, table: str, **values):
	doc = frappe.new_doc(holder)
	(doc.append(table, {}) if table else doc).update(values)
	return doc


@pytest.mark.parametrize(("doctype", "name"), FIELDS)
def test_each_document_asks(doctype, name):
	kept = holders(doctype)
	assert kept
	for holder, table in kept:
		assert issubclass(get_controller(holder), TypedDocument), holder
		with pytest.raises(RefusedError, match=r"further ahead|in the future") as refused:
			entered_days.check(document(holder, table, **{name: "2999-01-01"}))
		label = escape_html(frappe.get_meta(doctype).get_label(name))
		assert label in str(refused.value) and (not table or "Row 1" in str(refused.value))
		ahead = days.PLANNED.get(doctype, {}).get(name, timedelta())
		entered_days.check(document(holder, table, **{name: str(getdate() + ahead)}))


def test_a_day_of_before_stays_until_it_is_changed(estate):
	"""A stored one does not hinder other changes; every wrong day is named at once."""
	name = make.make_warning(estate.a, estate.unit_a).name
	assert frappe.get_doc("Risk Warning", name).save()
	batch = frappe.get_doc({"doctype": "Delivery Batch", "delivery_date": date(2999, 1, 1), "completion_date": "2999-02-01"})
	with pytest.raises(RefusedError) as refused:
		entered_days.check(batch)
	assert str(refused.value).count("further ahead") == 2
	building = frappe.get_doc("Estate Building", estate.building_a)
	frappe.db.set_value("Estate Building", building.name, "completion_acceptance_date", "2999-01-01")
	building.reload().update({"floors": 30}).save()
	with pytest.raises(RefusedError, match="Completion Acceptance"):
		building.update({"completion_acceptance_date": "2999-01-02"}).save()
