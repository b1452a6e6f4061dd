"""The demo's paid repair with its quotation, and last month's evaluations of the contractors."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.story import REASON, Case, acting, now
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.quality import reads_evaluations as reads
from fangxiu_app.quality import rules_evaluation as rules
from fangxiu_app.quality import service_evaluations


def quotation(case: Case, at: datetime) -> None:
	"""The paid repair's quotation, signed by the owner: the work may start (R58, R59)."""
	lines = (
		("窗下斜裂缝开槽、灌浆、挂网修补", "延米", 3, 180),
		("墙面腻子找平、乳胶漆恢复", "平方米", 8, 45),
	)
	name = case.add(
		"Paid Repair Quote",
		roles.ENGINEER,
		payer_name=case.owner,
		property_contact="物业 何管家",
		resources="油漆工一名、脚手架及成品保护材料，由房修部提供给物业公司",
		scope_text="次卧窗下裂缝修补并恢复面层",
		work_days=2,
		items=[
			{"kind": "Labour", "description": text, "uom": uom, "qty": qty, "rate": rate}
			for text, uom, qty, rate in lines
		],
	)
	doc = frappe.get_doc("Paid Repair Quote", name)
	with acting(case.who("survey")):
		service_quotes.issue(doc)
		doc.db_set("issued_at", at - timedelta(hours=1))
		service_quotes.accept(doc, case.owner, demo_files.signature(), at=at, reason=REASON)


def evaluate(estate) -> None:
	"""Last month's evaluations of the contractors: one confirmed, the others wait for the scores (R112)."""
	month = rules.last_month(now().date())
	projects = set(estate.projects.values())
	for number, (project, contractor) in enumerate(p for p in reads.missing(month) if p[0] in projects):
		with acting(estate.actor(roles.MANAGER, project)):
			values = {"project": project, "contractor": contractor, "month": month}
			doc = frappe.get_doc({"doctype": "Contractor Evaluation", **values}).insert()
			if number:
				continue
			lines = [
				{"name": row.name, "score": 88, "note": "人员基本到位，响应较及时"}
				for row in doc.rows
				if row.kind == rules.SCORE
			]
			service_evaluations.score(doc, lines)
		with acting(estate.actor(roles.ENGINEER, project)):
			own = [line for line, row in zip(lines, _scored(doc), strict=True) if row.scored_by == "Engineer"]
			service_evaluations.score(doc, own)
		with acting(estate.actor(roles.MANAGER, project)):
			doc.update(
				{"conclusion": "整体可控，完工及时率需提升", "measures": "对逾期工单逐户销项，下月复核"}
			)
			doc.save()
			if not doc.suspends:
				service_evaluations.confirm(doc)


def _scored(doc) -> list:
	return [row for row in doc.rows if row.kind == rules.SCORE]
