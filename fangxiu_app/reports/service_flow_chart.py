"""The flow of a repair as a PDF to read, print and hang up (R61), with the limits the site has set."""

from __future__ import annotations

import frappe

from fangxiu_app.core.framework import paper
from fangxiu_app.core.wording import _
from fangxiu_app.reports import reads_forms
from fangxiu_app.tickets.life import rules_flow_chart

TEMPLATE = "fangxiu_app/templates/print/flow_chart.html"


def pdf() -> bytes:
	return paper.pdf(html(), "10mm")


def html() -> str:
	"""The picture, before it is a PDF."""
	rows = frappe.get_all("Time Limit", {"enabled": 1}, ["code", "title", "limit_minutes"])
	values = {
		"straight": rules_flow_chart.straight(),
		"beside": rules_flow_chart.beside(),
		"limits": {row.code: " ".join(filter(None, [row.title, _span(row.limit_minutes)])) for row in rows},
		"company": reads_forms.company(),
	}
	return frappe.render_template(TEMPLATE, values, is_path=True)


def _span(minutes: int) -> str:
	"""Minutes as people say them; empty for a limit that is the agreed moment itself."""
	if not minutes:
		return ""
	if minutes % 1440 == 0:
		return _("{0} day(s)").format(minutes // 1440)
	return _("{0} hour(s)").format(minutes // 60) if minutes % 60 == 0 else _("{0} minute(s)").format(minutes)
