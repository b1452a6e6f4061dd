"""All documents that hold a person's name and telephone, one query per kind (个人信息保护法, articles 45 and 47)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import add_years, getdate

from fangxiu_app.archive.rules_erasure import LIMITATION_YEARS, Needed
from fangxiu_app.complaints import rules_complaint
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.money.payments import rules_compensation
from fangxiu_app.paid_repairs import rules_paid_repair
from fangxiu_app.special_reports import rules_special_report
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: DocType → (field of the name, field of the telephone, the name stays, the telephone stays). Signed papers stay as they were signed:
#: one changed letter and their seal is broken. An owner's name stays beside his time: warranties and vouchers rest on it.
PLACES: dict[str, tuple[str, str, bool, bool]] = {
	"Unit Owner": ("owner_name", "phone", True, False),
	"Unit Tenant": ("tenant_name", "phone", False, False),
	"Repair Request": ("caller_name", "caller_phone", False, False),
	"Repair Ticket": ("caller_name", "caller_phone", False, False),
	"Affected Unit": ("owner_name", "owner_phone", False, False),
	"Outbox Message": ("recipient_name", "recipient", False, False),
	"Paid Repair Quote": ("payer_name", "payer_phone", True, True),
	"Compensation": ("payee_name", "payee_phone", True, True),
	"Customer Complaint": ("complainant", "phone", False, False),
	"Special Report": ("customer_name", "phone", False, False),
	"Handover Inspection": ("owner_name", "owner_phone", True, True),
}
ROWS = ("Unit Owner", "Unit Tenant")


def held(name: str, phone: str) -> dict[str, list[str]]:
	"""DocType → names of the documents and rows about this person, in the projects of the session's user."""
	projects = allowed_projects()
	found = {}
	for doctype, (who, number, _kept, _sealed) in PLACES.items():
		filters: dict = {who: name, number: phone}
		if projects is not None and doctype not in ROWS:
			filters["project"] = ("in", projects)
		elif projects is not None:
			units = frappe.qb.DocType("Unit Archive")
			filters["parent"] = ("in", frappe.qb.from_(units).select(units.name).where(units.project.isin(projects)))
		if names := frappe.get_all(doctype, filters, pluck="name", order_by="creation"):
			found[doctype] = names
	return found


def needed(name: str, phone: str, today: date) -> list[Needed]:
	"""Documents that still require this person's data, in any project, with the day until which; None while open. Eight queries at most."""
	since = add_years(today, -LIMITATION_YEARS)
	units = []
	for doctype, field in (("Unit Owner", "owner_name"), ("Unit Tenant", "tenant_name")):
		who = {field: name, "phone": phone, "to_date": ("is", "not set")}
		units += frappe.get_all(doctype, who, pluck="parent")
	titles = frappe.get_all("Unit Archive", {"name": ("in", units)}, pluck="title") if units else []
	found = [Needed("erase_owner", title, None) for title in titles]
	caller = {"caller_name": name, "caller_phone": phone, "status": ("not in", FINAL)}
	found += [Needed("erase_ticket", row, None) for row in frappe.get_all("Repair Ticket", caller, pluck="name")]
	complainant = {"complainant": name, "phone": phone, "state": ("in", rules_complaint.OPEN)}
	found += [Needed("erase_complaint", row, None) for row in frappe.get_all("Customer Complaint", complainant, pluck="name")]
	customer = {"customer_name": name, "phone": phone, "state": ("in", rules_special_report.OPEN)}
	found += [Needed("erase_special_report", row, None) for row in frappe.get_all("Special Report", customer, pluck="name")]
	payer = {"payer_name": name, "payer_phone": phone}
	for row in frappe.get_all("Paid Repair Quote", payer, ["name", "state", "accepted_at"]):
		if row.state in (rules_paid_repair.DRAFT, rules_paid_repair.ISSUED):
			found.append(Needed("erase_quote", row.name, None))
		elif row.accepted_at and getdate(row.accepted_at) > getdate(since):
			found.append(Needed("erase_claim", row.name, getdate(add_years(getdate(row.accepted_at), LIMITATION_YEARS))))
	payee = {"payee_name": name, "payee_phone": phone, "status": ("!=", "Cancelled")}
	for row in frappe.get_all("Compensation", payee, ["name", "status", "signed_on", "modified"]):
		day = getdate(row.signed_on or row.modified)
		if row.status not in rules_compensation.WHOLE:
			found.append(Needed("erase_compensation", row.name, None))
		elif day > getdate(since):
			found.append(Needed("erase_claim", row.name, getdate(add_years(day, LIMITATION_YEARS))))
	return found
