import frappe

from fangxiu_app.money.payments import service_compensations


def execute() -> None:
	"""Compensations that were paid are settled; what earlier versions agreed on was all cash."""
	case = frappe.qb.DocType("Compensation")
	frappe.qb.update(case).set(case.status, "Settled").where(case.status == "Paid").run()
	frappe.qb.update(case).set(case.cash_total, case.agreed_total).where(case.in_kind_total == 0).run()
	for name in frappe.get_all("Compensation", {"status": "Signed", "docstatus": 1}, pluck="name"):
		service_compensations.refresh(name)
