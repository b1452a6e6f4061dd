"""Lists and folders of files: names follow the bytes. What ``kept_for_one.file_permission`` refuses to who uploaded it is not listed for them."""

from __future__ import annotations

import frappe
from frappe.permissions import get_valid_perms

from fangxiu_app.core.access import files, scope
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS

EVIDENCE = "Evidence Item"
#: What a file is attached to, which decides who reads it: everything of a project but evidence, whose project alone decides.
DOCUMENTS = tuple(one for one in (*PROJECT_DOCTYPES, *VOUCHERS) if one != EVIDENCE)


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, searches and folder views of files: those of :mod:`core.access.files`, less one's own that one may read no more.

	One query, for the rights of the roles.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	mine = f"`tabFile`.`owner` = {frappe.db.escape(user, percent=False)} and `tabFile`.`is_private` = 1"
	rules = _rules(user)
	beside = f"select 1 from `tabFile` shown where shown.`name` = `tabFile`.`attached_to_name` and ({_refused('shown', rules)})"  # nosec B608 - our own SQL, values escaped
	refused = [_refused("`tabFile`", rules), f"(`tabFile`.`attached_to_doctype` = 'File' and exists ({beside}))", _as_evidence(user)]
	kept = f"not ({mine} and ({' or '.join(filter(None, refused))}))"
	others = files.query_conditions(user)
	return f"({others} and {kept})" if others else f"({kept})"


def _rules(user: str) -> dict[str, str]:
	"""DocType → the SQL of its own rule, those that ``user`` reads without one left out. One query."""
	readable = {row.parent for row in get_valid_perms(user=user) if row.read and not row.permlevel}
	hooks = frappe.get_hooks("permission_query_conditions")
	found = {}
	for one in DOCUMENTS:
		paths = hooks.get(one) or []
		found[one] = " and ".join(filter(None, (frappe.get_attr(path)(user, one) for path in paths))) if one in readable else "1 = 0"
	return {one: rule for one, rule in found.items() if rule}


def _refused(file: str, rules: dict[str, str]) -> str:
	"""SQL: the file hangs on a stored document that may not be read, by the right of the roles or by that document's own rule."""
	found = ["1 = 0"]
	for one, rule in rules.items():
		stored = f"select 1 from `tab{one}` where `tab{one}`.`name` = {file}.`attached_to_name` and not ifnull(({rule}), 0)"  # nosec B608 - names of our own tables, values escaped
		found.append(f"({file}.`attached_to_doctype` = {frappe.db.escape(one, percent=False)} and exists ({stored}))")
	return " or ".join(found)


def _as_evidence(user: str) -> str:
	"""SQL: it hangs on no document but evidence of other projects names it, as what is shown or as it came."""
	rule = scope.query_conditions(user, EVIDENCE)
	if not rule:
		return ""
	apart = ", ".join(frappe.db.escape(one, percent=False) for one in DOCUMENTS)
	names = "(`tabEvidence Item`.`file` = `tabFile`.`file_url` or `tabEvidence Item`.`original` = `tabFile`.`file_url`)"
	some = f"select 1 from `tabEvidence Item` where {names}"  # nosec B608 - our own SQL, values escaped
	alone = f"ifnull(`tabFile`.`attached_to_doctype`, '') not in ({apart})"
	return f"({alone} and exists ({some}) and not exists ({some} and {rule}))"
