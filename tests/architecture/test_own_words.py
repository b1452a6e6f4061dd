"""This app's words are its own: modules, scripts and templates look a text up in this app's sense first (core/wording.py)."""

from __future__ import annotations

import re

import pytest

from tests.site.helpers.corrected_words import CORRECTED, GIVEN

from . import repo, strings
from .repo import PACKAGE

#: What wraps Frappe for everybody shows the labels and menus of others too: it takes Frappe's own function, and names contexts.
FOR_EVERYBODY = (f"{PACKAGE}/core/framework/", f"{PACKAGE}/core/access/", f"{PACKAGE}/core/wording.py")
SCRIPTS = f"{PACKAGE}/public/js/fangxiu/"
SCRIPTS_FOR_EVERYBODY = {
	"bare_words", "bulk_edit", "link_enter", "list_columns", "menus", "messages", "page_actions", "timeline", "voucher_forms", "wording",
}  # fmt: skip
TEMPLATES = (f"{PACKAGE}/templates/", f"{PACKAGE}/www/", f"{PACKAGE}/{PACKAGE}/print_format/")


def test_modules_take_the_words_of_this_app():
	taken = re.compile(r"from frappe import .*\b_\b|\bfrappe\._\(")
	others = [
		source.path
		for source in repo.python(f"{PACKAGE}/")
		if not source.path.startswith(FOR_EVERYBODY) and "/tests/" not in source.path and taken.search(source.text)
	]
	assert not others, f"write «{strings.OWN_IMPORT}» instead of Frappe's: {others}"


def test_templates_take_the_words_of_this_app():
	own = strings.OWN_SCRIPTS[0]
	others = [
		path
		for path in strings.script_files()
		if path.startswith(TEMPLATES) and re.search(r"(?<![\w.])_\(", repo.read(path)) and not repo.read(path).startswith(own)
	]
	assert not others, f"begin with «{own}»: {others}"


def test_scripts_take_the_words_of_this_app():
	own = strings.OWN_SCRIPTS[1]
	files = [path for path in repo.files() if path.startswith(SCRIPTS) and path.endswith(".js")]
	assert SCRIPTS_FOR_EVERYBODY <= {path.removeprefix(SCRIPTS).removesuffix(".js") for path in files}
	others = [
		path
		for path in files
		if path.removeprefix(SCRIPTS).removesuffix(".js") not in SCRIPTS_FOR_EVERYBODY
		and re.search(r"(?<![\w.])__\(", repo.read(path))
		and own not in repo.read(path)
	]
	assert not others, f"write «{own}»: {others}"


def test_the_context_is_called_the_same_everywhere():
	named = f'OURS = "{strings.OURS}"'
	assert named in repo.read(f"{PACKAGE}/core/wording.py")
	assert f"const {named};" in repo.read(f"{SCRIPTS}wording.js")


@pytest.mark.parametrize(
	("script", "found"),
	[
		('__("A")', [("A", ())]),
		('__("A", null, "Unit")', [("A", ("Unit",))]),
		('_("A", context="Unit")', [("A", ("Unit",))]),
		('__("A {0}", [b]); __("C", null, "D")', [("A {0}", ()), ("C", ("D",))]),
	],
)
def test_the_context_of_a_text_is_read(script, found):
	assert list(strings.script_calls(script)) == found


def test_what_is_shown_without_its_document_needs_a_row_without_one():
	"""Headings of tables and tabs, which Frappe looks up bare: 事项 read 物料."""
	shown = {(text, place): contexts for text, place, contexts in strings._shown_by_documents()}
	assert shown["Warranty Deposit", "Warranty Agreement"] == ()
	assert shown["Location", "Repair Ticket"] == ("Repair Ticket",)


def test_a_correction_stands_for_everybody():
	"""Each word that is corrected has a row without a context (tests/site/setup/test_words_of_others.py says what must be one)."""
	everywhere = {row[0] for row in strings.catalogue() if len(row) < 3 or not row[2]}
	assert {*CORRECTED, *GIVEN} <= everywhere
	assert not set(CORRECTED) & set(GIVEN)
