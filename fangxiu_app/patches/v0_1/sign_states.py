import frappe


def execute():
	"""Papers that both sides had signed before they had a state: briefings with both signatures, submitted handovers."""
	briefing, handover = map(frappe.qb.DocType, ("Briefing Record", "Parts Handover"))
	signed = briefing.briefed_on.isnotnull() & (briefing.briefed_signature != "") & (briefing.received_signature != "")
	frappe.qb.update(briefing).set(briefing.state, "Signed").where(signed & (briefing.state == "Draft")).run()
	query = frappe.qb.update(handover).set(handover.state, "Signed")
	query.where((handover.docstatus > 0) & (handover.state == "Draft")).run()
