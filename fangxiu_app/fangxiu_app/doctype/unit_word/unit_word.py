import frappe
from frappe.model.document import Document


class UnitWord(Document):
	"""A word by which a unit is found: an index over its search text, derived with it (``estate.rules_unit_fields.search_keys``)."""


def on_doctype_update():
	"""Called by Frappe when the table is made or changed: the search reads nothing but this index."""
	frappe.db.add_index("Unit Word", ["word", "parent"], "fx_word_parent")
