import frappe

#: The approval rule of a release as it was shipped, and by the word that the rest of the app uses.
WAS, NOW = "质保金返还", "质保金退还"


def execute() -> None:
	"""The shipped rule takes the word of its document, with what points at it; a rule of the site's own under the new name stays."""
	if frappe.db.exists("Approval Rule", WAS) and not frappe.db.exists("Approval Rule", NOW):
		frappe.rename_doc("Approval Rule", WAS, NOW, force=True, show_alert=False)
