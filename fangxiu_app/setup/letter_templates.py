"""Converts stored letter templates to placeholders, since templates are no longer run as code (adr/0123)."""

from __future__ import annotations

import frappe

from fangxiu_app.contractors.breach import rules_letter_text

TICKETS = "工单清单"
#: Everything a place could be called, in both languages; the same as correspondence/service_letters.py fills in.
NAMES = frozenset(
	[*"project contractor cure_days phone today deadline receiver earlier 项目 施工单位 收件单位 整改天数 联系电话 今天 前次知会".split(), TICKETS]
)


def convert() -> list[str]:
	"""Convert templates where possible; the others are disabled, logged and returned by name. A second run changes nothing."""
	left = []
	for row in frappe.get_all("Letter Template", fields=["name", "subject", "body", "enabled"]):
		new = {field: rules_letter_text.converted(row[field] or "", TICKETS) for field in ("subject", "body")}
		code = [word for text in new.values() for word in rules_letter_text.unknown(text, NAMES)]
		values = {field: text for field, text in new.items() if text != (row[field] or "")}
		if code and row.enabled:
			values["enabled"] = 0
			left.append(row.name)
			frappe.log_error(
				title=f"Letter Template {row.name} was switched off"[:140],
				message=f"It holds code, which templates no longer run: {', '.join(code)}. Write it with places and enable it.",
			)
		if values:
			frappe.db.set_value("Letter Template", row.name, values, update_modified=False)
	frappe.clear_cache(doctype="Letter Template")
	return left
