"""Defect feedback taken step by step."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, today

from fangxiu_app.quality import service_defect_feedback


def steps() -> dict[str, dict]:
	"""What each step of a defect feedback says, in its order."""
	return {
		"classify": {
			"classification": "Material Defect",
			"department": "Procurement Department",
			"cause": "密封圈老化快",
			"answer_due": add_days(today(), 7),
		},
		"answer": {
			"measure_here": "逐户更换角阀",
			"here_due": add_days(today(), 10),
			"here_by": "材料主管 钱工",
			"measure_later": "角阀改用铜质阀芯，列入材料标准",
			"later_due": add_days(today(), 30),
			"later_by": "采购经理 孙工",
		},
		"done": {"done_without": "隐蔽部位，无法拍照"},
		"check": {"result": "Effective", "checked_on": today(), "effect": "三个月回访无渗漏"},
		"close": {"lesson": "角阀选型时核对阀芯材质"},
	}


def make(project: str, tickets: tuple[str, ...] = (), until: str = "", **values):
	"""A defect feedback as the session's user, its steps taken up to and with ``until``."""
	row = {
		"doctype": "Defect Feedback",
		"project": project,
		"subject": "角阀渗漏",
		"location": "厨房",
		"defect_type": "给水管渗漏",
		"material": "角阀 DN15",
		"finding": "角阀密封圈老化渗漏",
		"tickets": [{"ticket": ticket} for ticket in tickets],
	}
	feedback = frappe.get_doc({**row, **values}).insert()
	said = steps()
	wanted = [*said][: [*said].index(until) + 1] if until else []
	for step in wanted:
		service_defect_feedback.act(feedback.name, step, said[step], "已说明")
	return feedback.reload() if wanted else feedback
