"""One catalogue serves the whole site: this app changes no word of Frappe, ERPNext or the site but to correct it."""

from __future__ import annotations

import csv
from functools import cache

import frappe
import pytest
from frappe.translate import get_translations_from_apps

from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import OURS, own_words
from tests.site.helpers.corrected_words import CORRECTED, GIVEN

APP, MODULE, ZH = "fangxiu_app", "Fangxiu App", "zh"


@cache
def ours() -> dict[str, str]:
	"""Rows of this app without a context."""
	with open(frappe.get_app_path(APP, "translations", "zh.csv"), encoding="utf-8", newline="") as file:
		return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2 or (len(row) == 3 and not row[2])}


@cache
def theirs() -> dict[str, str]:
	"""What the other apps of the site say, as Frappe merges them."""
	return get_translations_from_apps(ZH, apps=[app for app in frappe.get_installed_apps() if app != APP])


def test_a_word_of_others_is_changed_only_to_correct_it():
	changed = {text: (theirs()[text], said) for text, said in ours().items() if theirs().get(text) not in (None, said)}
	unnamed = {text: said for text, said in changed.items() if text not in CORRECTED}
	assert not unnamed, f"a meaning of ours takes a context (core/wording.py), a correction its line in corrected_words.py: {unnamed}"
	assert set(CORRECTED) <= set(changed), f"no corrections any more: {set(CORRECTED) - set(changed)}"


@pytest.mark.parametrize("kind", ["DocType", "Report", "Page", "Workspace"])
def test_records_of_others_keep_their_names(rolled_back, kind):
	assert _renamed(frappe.get_all(kind, {"module": ("!=", MODULE)}, pluck="name")) == {}


def test_modules_and_roles_of_others_keep_their_names(rolled_back):
	modules = frappe.get_all("Module Def", {"app_name": ("!=", APP)}, pluck="name")
	others = frappe.get_all("Role", {"name": ("not in", roles.ROLES)}, pluck="name")
	assert _renamed([*modules, *others]) == {}


def _renamed(names: list[str]) -> dict[str, str]:
	"""Names that this app calls otherwise than the app they belong to."""
	known = {*CORRECTED, *GIVEN}
	return {name: ours()[name] for name in names if name in ours() and name not in known and ours()[name] != theirs().get(name)}


@pytest.mark.parametrize(
	("text", "meant"),
	[
		("Delivery", "集中交付"),
		("Active", "合格"),
		("Issue", "领出"),
		("Location", "部位"),
		("Customer Name", "客户姓名"),
		("Company Name", "单位名称"),
		("Light", "小雨"),
		("Cost Department", "成本部"),
		("Project Department", "项目部"),
	],
)
def test_the_same_word_here_and_there(text, meant):
	assert own_words(text, ZH) == meant
	assert frappe._(text, ZH) == theirs().get(text, text) != meant


def test_a_form_of_ours_says_its_own_and_a_form_of_others_theirs():
	assert frappe._("Active", ZH, context="Contractor Register") == "合格"
	assert frappe._("Transferred", ZH, context="Repair Ticket") == "已转物业"
	assert frappe._("Transferred", ZH, context="Material Request") == "已转移"
	assert own_words("Issued", ZH, context="Ticket Part") == "已领出"  # the row of the form before that of the app
	assert own_words("Issued", ZH, context="No Such Form") == frappe._("Issued", ZH, context=OURS) == "已发出"


def test_templates_know_the_words_of_this_app(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", ZH)
	assert frappe.render_template('{%- set _ = own_words -%}{{ _("Delivery") }}', {}) == "集中交付"
	assert frappe.render_template('{{ _("Delivery") }}', {}) == "交货"
