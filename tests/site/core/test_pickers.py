"""Link fields show readable names first, the code in small type, choices in Chinese (ADR 0087)."""

from __future__ import annotations

import re

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, MASTERS, PROJECT_DOCTYPES
from fangxiu_app.core.framework import reads_pickers
from fangxiu_app.core.framework.pickers import search_link
from fangxiu_app.core.framework.reads_pickers import FACTS, FOREIGN
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

#: Named by a word of their own: theirs is a list of accounts, groups, currencies, roles, or of DocTypes.
NAMED_BY_THEMSELVES = {"Account", "Currency", "DocType", "Item Group", "Role", "UOM", "Company"}
#: Documents of ERPNext that our forms show but nobody chooses.
SHOWN_ONLY = {"Journal Entry", "Bank Account"}


def targets() -> list[str]:
	"""Every DocType a link field of ours leads to."""
	ours = (*PROJECT_DOCTYPES, *MASTERS, *CHILD_PARENTS)
	return sorted(
		{df.options for name in ours for df in frappe.get_meta(name).fields if df.fieldtype == "Link"}
	)


@pytest.fixture
def in_chinese():
	before, frappe.local.lang = frappe.local.lang, "zh"
	yield
	frappe.local.lang = before


def test_every_link_leads_to_documents_with_a_name_or_with_words_beside_their_number():
	nameless = []
	for doctype in targets():
		meta = frappe.get_meta(doctype)
		titled = meta.title_field and meta.show_title_field_in_link
		named = (meta.autoname or "").startswith("field:") or doctype in NAMED_BY_THEMSELVES | SHOWN_ONLY
		facts = [field for field in FACTS.get(doctype, meta.get_search_fields()) if field != "name"]
		if not (titled or named or facts):
			nameless.append(doctype)
	assert nameless == []


def test_what_is_not_ours_is_dressed_too():
	foreign = {name for name in targets() if name not in (*PROJECT_DOCTYPES, *MASTERS)}
	assert foreign - NAMED_BY_THEMSELVES - SHOWN_ONLY <= set(FOREIGN)


def test_no_list_shows_a_raw_choice_or_the_code_of_a_project(estate, in_chinese):
	make.make_ticket(estate.unit_a)
	raw = []
	for doctype in targets():
		if doctype in NAMED_BY_THEMSELVES:
			continue
		meta = frappe.get_meta(doctype)
		words = {w for df in meta.fields if df.fieldtype == "Select" for w in (df.options or "").split("\n")}
		words = {word for word in words if re.search("[A-Za-z]{3}", word) and frappe._(word, context=doctype) != word}
		for row in search_link(doctype, ""):
			said = row["description"].split(" · ")
			code = any(part.startswith("PROJ-") for part in said)
			if code or words & set(said) or "Yes" in said:
				raw.append((doctype, row))
	assert raw == []


def test_what_each_picker_says(estate, in_chinese, as_user):
	ticket = make.make_ticket(estate.unit_a, "主卧卫生间", "卫生间渗漏").name
	as_user(estate.users[roles.MANAGER])
	project = frappe.db.get_value("Project", estate.a, "project_name")
	assert search_link("Project", project) == [{"value": estate.a, "label": project, "description": ""}]
	unit = search_link("Unit Archive", "3-2-1501")[0]  # the best first; others may end alike
	assert (unit["label"], unit["description"]) == ("3-2-1501 王晓明", f"已交付 · {project}")
	(row,) = search_link("Repair Ticket", ticket)
	assert (row["value"], row["description"]) == (ticket, "3-2-1501 · 主卧卫生间 · 卫生间渗漏 · 已报修")
	(agreement,) = search_link("Warranty Agreement", estate.agreement_a)
	assert agreement["label"].startswith("General Builder") and "已签署" in agreement["description"]
	user = estate.users[roles.ENGINEER]
	row = next(row for row in search_link("User", user) if row["value"] == user)
	assert row["label"] == frappe.db.get_value("User", user, "full_name") and "@" not in row["description"]


def test_a_picker_finds_by_name_and_hides_other_projects(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	other = frappe.db.get_value("Project", estate.b, "project_name")
	assert search_link("Project", other) == []
	assert search_link("Unit Archive", "李山") == []
	assert [row["value"] for row in search_link("Unit Archive", "赵敏")] == [estate.unit_a2]


def test_words_beside_ten_rows_cost_two_statements_more(estate):
	from frappe.desk import search

	search_link("Unit Archive", "3 2"), search.search_link("Unit Archive", "3 2")
	plain = count_queries(lambda: search.search_link("Unit Archive", "3 2"))
	assert count_queries(lambda: search_link("Unit Archive", "3 2")) <= plain + 2


def test_what_is_called_just_as_it_was_typed_stands_first():
	rows = [{"value": "2", "label": "客厅阳台"}, {"value": "3"}, {"value": "1", "label": "客厅"}]
	assert [row["value"] for row in reads_pickers.exact_first(rows, " 客厅 ")] == ["1", "2", "3"]
	assert reads_pickers.exact_first(rows, "") == rows
