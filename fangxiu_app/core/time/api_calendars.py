"""The service calendar's form: fill in a year's public holidays."""

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.core.time import service_calendar_years
from fangxiu_app.core.wording import _


@frappe.whitelist(methods=["POST"])
def fill_year(calendar: str, year: int) -> str:
	"""Write a year's public holidays into the calendar; says what was added and what still has to be entered by hand."""
	right.check("Service Calendar", "write", calendar)
	filled = service_calendar_years.fill(frappe.get_doc("Service Calendar", calendar), year)
	text = _("{0} days of {1} were added to the calendar.").format(filled.added, year)
	if filled.announced:
		return text
	return f"{text} " + _(
		"The make-up workdays of {0} are not announced yet: enter them here when the notice of the State Council is out."
	).format(year)
