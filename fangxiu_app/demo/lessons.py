"""Defects given back in the demo: one estate waits for an answer, the other has a measure that the first one reads (R113)."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, getdate

from fangxiu_app.core.access import roles
from fangxiu_app.demo import deliveries
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import acting
from fangxiu_app.quality import service_defect_feedback

OTHER = "云栖花园"


def asked(estate: Estate) -> None:
	"""After the delivery: the department is asked about the defect of its warning."""
	project = estate.projects[deliveries.PROJECT]
	warning = frappe.get_doc("Risk Warning", {"project": project, "defect_type": "卫生间渗漏"})
	copied = ("subject", "building", "location", "defect_type")
	with acting(estate.actor(roles.SUPERVISOR, project)):
		feedback = frappe.get_doc(
			{
				"doctype": "Defect Feedback",
				"project": project,
				"warning": warning.name,
				"finding": warning.danger,
				**{name: warning.get(name) for name in copied},
			}
		).insert()
		classified = {
			"classification": "Construction Defect",
			"department": "Engineering Department",
			"cause": "管根防水附加层漏做，隐蔽验收未逐户检查",
			"answer_due": add_days(getdate(), 7),
		}
		service_defect_feedback.act(feedback.name, "classify", classified)


def learnt(estate: Estate) -> None:
	"""Before the delivery: the other estate has a measure that its weekly report shows."""
	project = estate.projects[OTHER]
	with acting(estate.actor(roles.SUPERVISOR, project)):
		feedback = frappe.get_doc(
			{
				"doctype": "Defect Feedback",
				"project": project,
				"subject": "阳台推拉门下槛渗水",
				"location": "客厅阳台",
				"defect_type": "阳台渗漏",
				"material": "推拉门下槛密封胶条",
				"finding": "暴雨后多户阳台推拉门下槛渗水进入客厅",
			}
		).insert()
		classified = {
			"classification": "Design Defect",
			"department": "Design Department",
			"cause": "下槛无挡水台，泄水孔过小",
			"answer_due": add_days(getdate(), 7),
		}
		service_defect_feedback.act(feedback.name, "classify", classified)
	with acting(estate.actor(roles.PROJECT_DEPARTMENT, project)):
		answer = {
			"measure_here": "逐户加大泄水孔并更换胶条",
			"here_due": add_days(getdate(), 20),
			"here_by": "项目部 陈刚",
			"measure_later": "推拉门下槛设 30 mm 挡水台，泄水孔不少于 3 个，样板验收时做淋水试验",
			"later_due": add_days(getdate(), 45),
			"later_by": "设计部 门窗专业",
		}
		service_defect_feedback.act(feedback.name, "answer", answer)
