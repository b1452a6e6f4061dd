"""The repair that a decision asks for: one ticket by one click, linked with the special report both ways (R60)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_special_reports as service
from fangxiu_app.tickets.intake import service_intake


def make(name: str, location: str, defect_type: str) -> str:
	"""Report the repair for the customer, with the user's own right to report; returns the ticket.

	Raises RefusedError, also where the repair of this place was made already: two clicks are one repair.
	"""
	report = frappe.get_doc(rules.DOCTYPE, name, for_update=True)
	check_project(report.project, report.doctype)
	frappe.only_for((*reads.DESK, *reads.HEADS), message=True)
	found = []
	if report.state not in rules.WITH_DECISION or report.decision == rules.NO_REPAIR:
		found.append(Violation("special_report_state", (rules.TICKET_MADE, report.state, rules.WITH_DECISION)))
	if not (location and defect_type):
		found.append(Violation("special_report_place"))
	found += [Violation("special_report_made", (row.name, location, defect_type)) for row in reads.made_before(report, location, defect_type)]
	refuse(found)
	words = _("By the decision on special report {0} ({1}): {2}").format(
		report.name, _(report.decision, context=rules.DOCTYPE), report.decision_text
	)
	values = {
		"unit": report.unit,
		"channel": "Property Desk",
		"caller_name": report.customer_name,
		"caller_phone": report.phone,
		"received_at": service.now(),
		"items": [{"location": location, "defect_type": defect_type, "description": words}],
	}
	ticket = service_intake.submit_request(values).items[0].ticket
	report.append("tickets", {"ticket": ticket, "made": 1})
	service.fill_rows(report)
	service.line(report, rules.TICKET_MADE, service.Said(service.now(), ticket))
	# role, project and state were checked; heads may not write the form
	report.write_by_action(ignore_permissions=True)
	return ticket
