"""A deposit is given back (退还): the shipped rule of its approval and the warning about a short deposit say so, as its documents do."""

import frappe

from fangxiu_app.setup import masters

WAS, NOW = "质保金返还", "质保金退还"


def execute() -> None:
	if frappe.db.exists("Approval Rule", WAS) and not frappe.db.exists("Approval Rule", NOW):
		frappe.rename_doc("Approval Rule", WAS, NOW, force=True, show_alert=False)
	for row in masters.rows("warning_rules"):
		masters.correct("Warning Rule", row["规则"], "demand", was(row["要求"]), row["要求"])


def was(demand: str) -> str:
	"""What earlier versions shipped as the demand of a rule."""
	return demand.replace("暂停退还", "暂停返还").replace("复验", "复查")
