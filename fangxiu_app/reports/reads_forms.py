"""Which standard forms a user may have, and where each is filled in (R114)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.reports import rules_forms
from fangxiu_app.reports.rules_forms import LIST, PAGE, REPORT, Form


def listed() -> list[dict]:
	"""The forms of the session's user, by subject in the order of ``SUBJECTS``: those whose document they may read."""
	forms = [form for form in rules_forms.FORMS if _may(form)]
	return sorted(map(_row, forms), key=lambda row: rules_forms.SUBJECTS.index(row["subject"]))


def company() -> str:
	"""Full name of the company in whose projects the session's user works; empty if there are several."""
	projects = allowed_projects()
	filters = {} if projects is None else {"name": ("in", projects or [""])}
	found = frappe.get_all("Project", {**filters, "company": ("is", "set")}, pluck="company", distinct=True, limit=2)
	return (frappe.db.get_value("Company", found[0], "company_name") or "") if len(found) == 1 else ""


def _may(form: Form) -> bool:
	kind, name = form.place
	if not frappe.has_permission(form.doctype, "read"):
		return False
	return kind == LIST or frappe.get_cached_doc({REPORT: "Report", PAGE: "Page"}[kind], name).is_permitted()


def _row(form: Form) -> dict:
	kind, name = form.place
	return {
		"code": form.title,
		"title": _(form.title),
		"subject": form.subject,
		"clauses": form.clauses,
		"used_for": _(form.used_for),
		"filled_by": "、".join(map(_, form.filled_by)),
		"place": kind,
		"target": name or form.doctype,
		"place_title": _(name or form.doctype),
		"filters": dict(form.preset),
		"why_no_blank": _(form.why_no_blank()) if form.why_no_blank() else "",
	}
