"""Sites that know fields of ours by their home-made names go on under the plain ones; nothing is lost (docs/adr/0130)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.model.utils.user_settings import get_user_settings, save

from fangxiu_app.patches.v0_1 import plain_field_names
from fangxiu_app.setup import plain_names

PROBE, OLD, NEW = "Word Probe", "probe_ball", "probe_waiting_on"


def test_every_new_name_is_a_field_and_no_old_one_is():
	for doctype, old, new in plain_names.FIELDS:
		meta = frappe.get_meta(doctype)
		assert (bool(meta.get_field(new)), bool(meta.get_field(old))) == (True, False), (doctype, old)
		columns = frappe.db.get_table_columns(doctype)
		assert new in columns and old not in columns, (doctype, old)


@pytest.fixture
def probe(rolled_back, monkeypatch):
	"""A document with a field under an old name. A table cannot be rolled back: it goes at the end."""
	monkeypatch.setattr(plain_names, "FIELDS", ((PROBE, OLD, NEW), ("No Such Document", OLD, NEW)))
	field = {"fieldname": OLD, "fieldtype": "Data", "label": "Ball", "search_index": 1}
	frappe.get_doc(
		{"doctype": "DocType", "name": PROBE, "module": "Fangxiu App", "custom": 1, "track_changes": 1, "fields": [field]}
	).insert()
	doc = frappe.get_doc({"doctype": PROBE, OLD: "Owner"}).insert()
	doc.update({OLD: "Contractor"}).save()
	yield doc.name
	frappe.delete_doc("DocType", PROBE, force=True)
	frappe.db.sql_ddl(f"drop table if exists `tab{PROBE}`")
	for doctype, filters in (
		("List Filter", {"filter_name": PROBE}),
		("Version", {"ref_doctype": PROBE}),
		("__UserSettings", {"doctype": PROBE}),
	):
		frappe.db.delete(doctype, filters)
	frappe.db.commit()


def test_a_field_keeps_its_values_its_history_and_the_filters_that_ask_for_it(probe):
	asked = [[PROBE, OLD, "=", OLD], ["User", OLD, "=", "x"]]
	kept = frappe.get_doc(
		{"doctype": "List Filter", "filter_name": PROBE, "reference_doctype": PROBE, "filters": json.dumps(asked)}
	).insert()
	save(PROBE, json.dumps({"List": {"filters": asked[:1], "sort_by": OLD}}))
	for _twice in range(2):
		plain_field_names.execute()
		assert frappe.db.sql(f"select `{NEW}` from `tab{PROBE}` where name = %s", probe) == (("Contractor",),)
		assert OLD not in frappe.db.get_table_columns(PROBE) and frappe.db.get_column_index(f"tab{PROBE}", NEW)
	assert json.loads(kept.reload().filters) == [[PROBE, NEW, "=", OLD], asked[1]]
	assert json.loads(get_user_settings(PROBE))["List"] == {"filters": [[PROBE, NEW, "=", OLD]], "sort_by": NEW}
	[version] = frappe.get_all("Version", {"ref_doctype": PROBE, "docname": probe, "data": ("like", "%changed%Owner%")}, pluck="data")
	assert json.loads(version)["changed"] == [[NEW, "Owner", "Contractor"]]
