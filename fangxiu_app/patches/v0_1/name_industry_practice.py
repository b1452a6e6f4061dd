"""What rests on industry practice says so; earlier versions named chapters and sources of a document that no user has."""

import frappe

#: DocType, its field → stored text → what it says now. Texts that somebody has changed stay.
TEXTS = {
	("Time Limit", "clause"): {"practice 2.1": "行业惯例"},
	("KPI Target", "source"): {
		"practice 2.1": "行业惯例",
		"practice 4": "行业惯例",
		"S10": "行业惯例",
		"S4, S12": "行业惯例",
		"S20": "行业惯例",
		"R1, S29": "R1",
	},
	("Evaluation Criterion", "source"): {
		"practice 2.1": "行业惯例",
		"practice 2.6": "行业惯例",
		"R14、practice 2.6": "R14、行业惯例",
		"R100、practice 2.6": "R100、行业惯例",
	},
}


def execute() -> None:
	for (doctype, field), texts in TEXTS.items():
		table = frappe.qb.DocType(doctype)
		for before, now in texts.items():
			frappe.qb.update(table).set(table[field], now).where(table[field] == before).run()
