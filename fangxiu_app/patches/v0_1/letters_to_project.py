import frappe

from fangxiu_app.contractors.breach.rules_breach import NOTICES


def execute():
	"""Notices and letters to the project department that are out wait for its confirmation."""
	letter = frappe.qb.DocType("Correspondence")
	concerns = letter.kind.isin(NOTICES) | (letter.to_party == "Project Department")
	out = letter.state.isin(["Issued", "Served", "Answered"])
	frappe.qb.update(letter).set(letter.to_project, 1).where(out & concerns).run()
