"""What rests on the usage of the trade says so; earlier versions named the chapter of a document that no user has."""

import frappe

#: DocType, its field → stored text → what it says now. Texts that somebody has changed stay.
TEXTS = {
	("Time Limit", "clause"): {"practice 2.1": "行业惯例"},
	("KPI Target", "source"): {"practice 2.1": "行业惯例", "practice 4": "行业惯例"},
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
