"""Documents of a repair that goes on, for the tests of isolation."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.tickets.site_work import service_corrections
from tests.site.helpers import factories as make

SECRET = "不可见的秘密"


def samples(ticket: str, project: str) -> dict[str, str]:
	"""What belongs to a repair that goes on: a notice with a failed re-check, rain."""
	notice = make.make_notice(ticket, demand=SECRET)
	service_corrections.serve(notice, "Phone", SECRET)
	make.add_evidence(ticket, stage="Repair")
	row = {"doctype": "Site Visit", "kind": "Re-check", "ticket": ticket, "project": project}
	term = {"result": "Fail", "findings": SECRET, "new_due_at": make.ago(days=-3)}
	frappe.get_doc({**row, **term, "correction_notice": notice.name}).insert()
	rain = {"doctype": "Rain Event", "project": project, "ended_at": make.ago(minutes=5), "remark": SECRET}
	watch = {"doctype": "Watch Entry", "ticket": ticket, "project": project, "text": SECRET}
	plan = {
		"doctype": "Spot Check Plan",
		"project": project,
		"month": now_datetime(),
		"inspector": "Administrator",
	}
	return {
		"Watch Entry": frappe.get_doc(watch).insert().name,
		"Spot Check Plan": frappe.get_doc({**plan, "items": [{"ticket": ticket}]}).insert().name,
		"Correction Notice": notice.name,
		"Rain Event": frappe.get_doc(rain).insert().name,
	}
