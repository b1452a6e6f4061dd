"""Refresh, issue and correct the reports of the repair centre (R43, R105)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import right
from fangxiu_app.core.access.roles import ADMINISTRATOR, MANAGER
from fangxiu_app.reports import service_stage_reports


@frappe.whitelist(methods=["POST"])
def refresh(report: str) -> str:
	"""Take the data of a draft anew; returns the moment they are of."""
	right.check("Stage Report", "write", report)
	snapshot.renew()
	doc = frappe.get_doc("Stage Report", report, for_update=True)
	service_stage_reports.refresh(doc)
	return str(doc.drafted_at)


@frappe.whitelist(methods=["POST"])
def issue(report: str) -> str:
	"""Freeze, print and send a report; the repair manager alone does that. Returns its state."""
	right.check("Stage Report", "write", report)
	frappe.only_for((MANAGER, ADMINISTRATOR))
	snapshot.renew()
	doc = frappe.get_doc("Stage Report", report, for_update=True)
	service_stage_reports.issue(doc)
	return doc.state


@frappe.whitelist(methods=["POST"])
def new_version(report: str) -> str:
	"""Start a version that corrects an issued report; returns the draft's name."""
	right.check("Stage Report", "create", report)
	snapshot.renew()
	return service_stage_reports.new_version(frappe.get_doc("Stage Report", report, for_update=True)).name


@frappe.whitelist(methods=["GET"])
def sent(report: str) -> list[dict]:
	"""Who was told of an issued report, when, and what failed."""
	right.check("Stage Report", "read", report)
	return service_stage_reports.sent(report)
