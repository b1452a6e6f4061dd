"""Lines of a release's joint check: the standard ones, which people answer and neither rewrite nor leave out (R18, 建质〔2017〕138号 Art. 11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import zip_longest

import frappe

from fangxiu_app.core import table_rows
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import show
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.refusing import refuse
from fangxiu_app.money.releases import rules_release as rules


def aspects() -> dict[str, str]:
	"""Lines of the joint check sheet: nothing open, deductions complete, papers handed over."""
	return {
		rules.DEFECTS: _("All defects in the agreement's scope repaired"),
		rules.DEDUCTIONS: _("Deductions complete and posted"),
		rules.OBJECTIONS: _("Objections answered"),
		rules.COMPENSATIONS: _("Compensation to owners settled"),
		rules.PAPERS: _("Documents and as-built drawings handed over"),
	}


def fill(doc, still_open: Callable[[], Mapping[str, object]]) -> None:
	"""All lines of a draft, by their codes; what nobody has answered is proposed by the records (``still_open``, asked only then).

	Raises LockedFieldError where a request changes the lines of a stored draft, RefusedError for a line that is none in a new one.
	"""
	before = doc.get_doc_before_save()
	if before and not doc.flags.fx_action and _lines(before) != _lines(doc):
		frappe.throw(
			_("The lines of the joint check stay as they are: answer each, and write what else was found in its remark. Reload the page to see them all."),
			LockedFieldError,
			title=_("Joint Check"),
		)
	if not before:
		_begin(doc)
	missing = [code for code in aspects() if code not in {row.code for row in doc.checks}]
	known = still_open() if missing else {}
	for code in missing:
		doc.append("checks", {"code": code, "aspect": aspects()[code], "result": rules.proposed(code, known), "remark": _remark(known.get(code))})
	if before:
		table_rows.number(doc)
	else:
		_sort(doc)


def _begin(doc) -> None:
	"""A new one may bring answers: each to a standard line, by its code, its words, or, where it has neither (a list of an import), its place."""
	standard, seen = aspects(), set()
	by_words = {aspect: code for code, aspect in standard.items()}
	for row, at_this_place in zip_longest(doc.checks, standard):
		if row is None:
			break
		code = row.code or (by_words.get(row.aspect) if row.aspect else at_this_place)
		if code not in standard or code in seen:
			refuse([Violation("check_line_unknown", (row.idx, row.aspect or row.code or ""))])
		seen.add(code)
		row.code, row.aspect = code, standard[code]


def _sort(doc) -> None:
	places = {code: place for place, code in enumerate(aspects(), 1)}
	doc.checks.sort(key=lambda row: places[row.code])
	for row in doc.checks:
		row.idx = places[row.code]


def _lines(doc) -> list[tuple]:
	return [(row.name or "", row.code or "", row.aspect or "") for row in doc.checks]


def answered(row) -> str:
	"""The remark that somebody wrote on a line: what the records proposed there, in whichever language, explains nothing."""
	remark = (row.remark or "").strip()
	for language in ("en", "zh"):
		before, after = map(re.escape, _("By the records open: {0}", language).split("{0}"))
		if re.fullmatch(rf"{before}[\d,.]+{after}", remark):
			return ""
	return remark


def _remark(count: object) -> str | None:
	"""What the records say beside an open line, for the joint check to look at."""
	return _("By the records open: {0}").format(show(count)) if count else None
