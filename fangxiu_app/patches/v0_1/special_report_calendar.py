import frappe

from fangxiu_app.setup.ensure import OFFICE_HOURS


def execute() -> None:
	"""Sites that have their settings already: departments answer special reports on the days of the office hours (R60)."""
	field = "special_report_calendar"
	if not frappe.db.get_single_value("Fangxiu Settings", field) and frappe.db.exists("Service Calendar", OFFICE_HOURS):
		frappe.db.set_single_value("Fangxiu Settings", field, OFFICE_HOURS)
