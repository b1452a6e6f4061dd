import frappe


def execute() -> None:
	"""Important drafts of earlier versions waited for the manager without saying so: their state says it now (R96)."""
	plan = frappe.qb.DocType("Repair Plan")
	query = frappe.qb.update(plan).set(plan.state, "Awaiting Review")
	query.where((plan.state == "Draft") & (plan.important == 1)).run()
