import frappe

#: Field of the settings → limit, and the days both were shipped with.
MOVED = {"long_repair_days": ("Long Repair Notice", 15), "contact_interval_days": ("Weekly Contact", 7)}
#: Limit → field → words it was shipped with, and what is true since the start agrees on a time and asks for no card.
WORDS = {
	"Plan": {"stops_on": ("方案告知卡发出", "方案告知卡发出（最迟预验收通过）")},
	"Plan Complex": {"stops_on": ("方案告知卡发出", "方案告知卡发出（最迟预验收通过）")},
	"Agreed Completion": {"starts_on": ("方案签字", "派单开修或方案签字"), "clause": ("R106", "R92, R106")},
	"Daily Patrol": {"starts_on": ("开始维修", "开始维修或委托第三方")},
	"Long Repair Notice": {"starts_on": ("开始维修", "开始维修或委托第三方")},
	"Emergency Arrival": {"starts_on": ("转达房修中心", "转达房修中心或重开")},
}


def execute() -> None:
	"""Days of a long repair stand in the limits alone, and limits say what starts and stops them now (docs/adr/0166)."""
	for field, (code, shipped) in MOVED.items():
		_move(field, code, shipped)
	for code, fields in WORDS.items():
		for field, (before, now) in fields.items():
			if frappe.db.get_value("Time Limit", code, field) == before:
				frappe.db.set_value("Time Limit", code, field, now)


def _move(field: str, code: str, shipped: int) -> None:
	single = {"doctype": "Fangxiu Settings", "field": field}
	# the field is no longer in the settings' form: its row is read as it was stored
	days = frappe.utils.cint(frappe.db.get_value("Singles", single, "value", order_by=None))
	# a limit that was changed as well is what the clocks have counted by
	untouched = frappe.db.get_value("Time Limit", code, "limit_minutes") == shipped * 1440
	if days > 0 and days != shipped and untouched:
		frappe.db.set_value("Time Limit", code, "limit_minutes", days * 1440)
	frappe.db.delete("Singles", single)
