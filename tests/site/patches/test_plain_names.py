"""Sites that know fields of ours by their home-made names go on under the plain ones; nothing is lost (docs/adr/0130)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.model.utils.user_settings import get_user_settings, save

from fangxiu_app.patches.v0_1 import card_methods, plain_document_names, plain_field_names
from fangxiu_app.setup import plain_names

PROBE, OLD, NEW = "Word Probe", "probe_ball", "probe_waiting_on"
OTHER = "No Such Document"
#: Kind of document → its text in which a site names fields, as people's screens write it.
KEPT = {
	"Report": (
		"json",
		{
			"filters": [[PROBE, OLD, "=", "Owner"]],
			"fields": [["name", PROBE], [OLD, PROBE]],
			"order_by": f"`tab{PROBE}`.`{OLD}` desc",
			"column_widths": {OLD: 120},
			"sort_by": f"{PROBE}.{OLD}",
		},
	),
	"Kanban Board": ("fields", [OLD, "name"]),
}


def test_every_new_name_is_a_field_and_no_old_one_is():
	for doctype, old, new in plain_names.FIELDS:
		meta = frappe.get_meta(doctype)
		assert (bool(meta.get_field(new)), bool(meta.get_field(old))) == (True, False), (doctype, old)
		columns = frappe.db.get_table_columns(doctype)
		assert new in columns and old not in columns, (doctype, old)


@pytest.fixture
def probe(rolled_back, monkeypatch):
	"""A document with a field under an old name. A table cannot be rolled back: it goes at the end."""
	monkeypatch.setattr(plain_names, "FIELDS", ((PROBE, OLD, NEW), (OTHER, OLD, NEW)))
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
		*((kind, {"name": PROBE}) for kind in {*KEPT, *(table for table, _field, _of in plain_names.NAMED_FIELDS)}),
		("List Filter", {"filter_name": PROBE}),
		("Custom Field", {"dt": OTHER}),
		("Version", {"ref_doctype": PROBE}),
		("__UserSettings", {"doctype": PROBE}),
	):
		frappe.db.delete(doctype, filters)
	frappe.db.commit()  # the statements above changed tables, which ends a transaction anyway


def test_a_field_keeps_its_values_its_history_and_the_filters_that_ask_for_it(probe):
	asked = [[PROBE, OLD, "=", OLD], ["User", OLD, "=", "x"]]
	kept = frappe.get_doc(
		{"doctype": "List Filter", "filter_name": PROBE, "reference_doctype": PROBE, "filters": json.dumps(asked)}
	).insert()
	save(PROBE, json.dumps({"List": {"filters": [[PROBE, OLD, "=", "Owner"]], "sort_by": OLD}}))
	for _twice in range(2):
		plain_field_names.execute()
		# the column is in no DocType any more: only the table itself can tell
		assert frappe.db.sql(f"select `{NEW}` from `tab{PROBE}` where name = %s", probe) == (("Contractor",),)
		assert OLD not in frappe.db.get_table_columns(PROBE) and frappe.db.get_column_index(f"tab{PROBE}", NEW)
	assert json.loads(kept.reload().filters) == [[PROBE, NEW, "=", OLD], asked[1]]
	assert json.loads(get_user_settings(PROBE))["List"] == {"filters": [[PROBE, NEW, "=", "Owner"]], "sort_by": NEW}
	[version] = frappe.get_all("Version", {"ref_doctype": PROBE, "docname": probe, "data": ("like", "%changed%Owner%")}, pluck="data")
	assert json.loads(version)["changed"] == [[NEW, "Owner", "Contractor"]]


def test_reports_cards_and_prints_keep_what_points_at_them(rolled_back, monkeypatch):
	monkeypatch.setitem(frappe.flags, "in_patch", True)  # as in a migrate: no files are moved
	desk = frappe.get_doc("Workspace", "Cost Desk")
	for kind, names in plain_names.DEFINITIONS.items():
		for old, new in names.items():
			frappe.rename_doc(kind, new, old, force=True, show_alert=False, rebuild_search=False)
			frappe.db.set_value("Workspace", desk.name, "content", desk.content.replace(new, old))
	asked = frappe.get_all("Has Role", {"parenttype": "Report", "parent": "Incomplete Papers"}, pluck="role")
	own = frappe.get_doc({"doctype": "Report", "name": PROBE, "report_type": "Custom Report", "reference_report": "Incomplete Papers"})
	own.db_insert()
	card = {"parenttype": "Workspace", "parentfield": "number_cards", "parent": PROBE, "number_card_name": "Contractors Owe Us"}
	card = frappe.get_doc({"doctype": "Workspace Number Card", "label": "Contractors Owe Us", **card})
	card.db_insert()
	for _twice in range(2):
		plain_document_names.execute()
		for kind, names in plain_names.DEFINITIONS.items():
			assert [frappe.db.exists(kind, name) for name in (*names, *names.values())] == [None] * len(names) + list(names.values())
	assert asked and asked == frappe.get_all("Has Role", {"parenttype": "Report", "parent": "Incomplete Documents"}, pluck="role")
	assert frappe.db.get_value("Workspace", desk.name, "content") == desk.content
	links = frappe.get_all("Workspace Link", {"link_to": ("in", ("Incomplete Documents", "Waiting Times"))})
	assert len(links) == 2
	assert own.reload().reference_report == "Incomplete Documents"
	assert (card.reload().number_card_name, card.label) == ("Receivable from Contractors", "Receivable from Contractors")


def test_options_are_called_by_their_new_words(rolled_back):
	rows = frappe.get_all("Milestone Template Row", {"proof": "Pre-signing Meetings"}, pluck="name")
	assert rows
	frappe.db.set_value("Milestone Template Row", {"name": ("in", rows)}, "proof", "Agreement Talks")
	asked = {"doctype": "List Filter", "filter_name": PROBE, "reference_doctype": "Delivery Milestone"}
	kept = frappe.get_doc({**asked, "filters": json.dumps([["Delivery Milestone", "proof", "in", ["Manual", "Agreement Talks"]]])})
	kept.insert()
	for _twice in range(2):
		plain_document_names.execute()
		assert sorted(frappe.get_all("Milestone Template Row", {"proof": "Pre-signing Meetings"}, pluck="name")) == sorted(rows)
		assert json.loads(kept.reload().filters)[0][3] == ["Manual", "Pre-signing Meetings"]
	for doctype, field, old, new in plain_names.OPTIONS:
		options = frappe.get_meta(doctype).get_field(field).options.split("\n")
		assert new in options and old not in options


def test_reports_charts_boards_and_notifications_of_a_site_name_the_field_that_is_there(probe):
	"""Frappe's own renaming of a report throws its columns away."""
	meant = {"reference_doctype": PROBE, "ref_doctype": PROBE, "document_type": PROBE, "doc_type": PROBE}
	for kind, (field, text) in KEPT.items():
		frappe.get_doc({"doctype": kind, "name": PROBE, **meant, field: json.dumps(text)}).db_insert()
	for kind, field, of_doctype in plain_names.NAMED_FIELDS:
		if not frappe.db.exists(kind, PROBE):
			frappe.get_doc({"doctype": kind, "name": PROBE, **meant}).db_insert()
		assert frappe.db.get_value(kind, PROBE, of_doctype) == PROBE
		frappe.db.set_value(kind, PROBE, field, OLD)
	for _twice in range(2):
		plain_field_names.execute()
		for kind, (field, text) in KEPT.items():
			assert frappe.db.get_value(kind, PROBE, field) == json.dumps(text).replace(OLD, NEW), kind
		for kind, field, _of_doctype in plain_names.NAMED_FIELDS:
			assert frappe.db.get_value(kind, PROBE, field) == NEW, (kind, field)


def test_an_own_field_fetches_the_field_that_is_there(probe):
	"""Frappe reads what is fetched from the database on every save: a column that is gone would stop them all."""
	fetched = {"linked": f"linked.{OLD}", "other": f"other.{OLD}", "near": f"linked.x{OLD}"}
	kinds = {"linked": PROBE, "other": "User"}
	for field, options in kinds.items():
		row = {"doctype": "Custom Field", "name": f"{OTHER}-{field}", "dt": OTHER, "fieldtype": "Link"}
		frappe.get_doc({**row, "fieldname": field, "options": options}).db_insert()
	for name, source in fetched.items():
		row = {"doctype": "Custom Field", "name": f"{OTHER}-{name}-text", "dt": OTHER, "fieldtype": "Data"}
		frappe.get_doc({**row, "fieldname": f"{name}_text", "fetch_from": source}).db_insert()
	for _twice in range(2):
		plain_field_names.execute()
		now = frappe.get_all("Custom Field", {"dt": OTHER, "fieldtype": "Data"}, ["fieldname", "fetch_from"], as_list=True)
		assert dict(now) == {f"{name}_text": source for name, source in fetched.items()} | {"linked_text": f"linked.{NEW}"}


def test_cards_count_by_endpoints_that_are_there(rolled_back):
	"""Frappe does not read a card anew whose time of change is the same, nor one that somebody changed later."""
	asked = {"method": ("like", "fangxiu_app.%")}
	cards = dict(frappe.get_all("Number Card", asked, ["name", "method"], as_list=True))
	earlier = {new: old for old, new in plain_names.METHODS.items()}
	assert set(earlier) <= set(cards.values()), "a card by an endpoint that had no other name needs no entry"
	for name, method in cards.items():
		if method not in earlier:
			continue
		frappe.db.set_value("Number Card", name, "method", earlier[method])
	for _twice in range(2):
		card_methods.execute()
		assert dict(frappe.get_all("Number Card", asked, ["name", "method"], as_list=True)) == cards
	assert all(callable(frappe.get_attr(method)) for method in cards.values())
