"""The stories (情节) of the demo's tickets: the usual repair, and one for each exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.correspondence import service_letters
from fangxiu_app.demo import demo_files
from fangxiu_app.demo.billed_work import bill_paid_repair
from fangxiu_app.demo.paid_work import quotation
from fangxiu_app.demo.story import LAST, REASON, Case, acting, draft_plan, now, plan, walk
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS

#: Days of patrols that the demo shows.
PATROLLED = 5


def play(case: Case, story: str, others: dict[str, str]) -> None:
	"""Walk the case to its target. ``others`` are tickets of earlier reports by their key, to merge into."""
	if story in others:
		case.act("merge", case.told + timedelta(minutes=15), merged_into=others[story])
	else:
		STORIES[story](case)
	if story != "逾期":
		patrols(case)


def patrols(case: Case) -> None:
	"""The engineer's daily patrols of the last days, since the work began (R12, R100)."""
	filters = {"parent": case.ticket, "code": "Daily Patrol", "state": "Running"}
	started = frappe.db.get_value("Ticket Clock", filters, "started_at")
	at = started and max(started + timedelta(hours=22), now() - timedelta(days=PATROLLED))
	day = 0
	while at and at < now():
		case.add(
			"Site Visit",
			roles.ENGINEER,
			kind="Patrol",
			arrived_at=at,
			findings="工艺、材料、成品保护、文明施工正常",
			back_entry_reason=REASON,
			progress_percent=min(90, 20 + 10 * day),
			work_done="按方案完成当日工序",
			next_work="继续下一道工序",
			checks=[{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS],
		)
		at, day = at + timedelta(hours=22), day + 1


def usual(case: Case) -> None:
	"""The usual repair; whoever closed the ticket also made the follow-up call."""
	walk(case, LAST[case.target])
	if case.target == "Closed":
		contact(case, 6, "Follow-up", "业主对维修结果满意", satisfaction="Satisfied")


def not_followed_up(case: Case) -> None:
	walk(case, "close")


def expired(case: Case) -> None:
	"""The owner's warranty is over: to the property company, or repaired at the owner's expense (R58, R73)."""
	walk(case, "survey", responsibility="Expired", root_cause="超出保修期，属正常老化")
	pays = case.target == "Paid Repair"
	explain(
		case, "已过保修期，属有偿维修；报价与维修办法已说明", "Agrees To Pay" if pays else "Wants To Think"
	)
	if pays:
		case.act("paid_repair", case.told + timedelta(days=1))
		quotation(case, case.told + timedelta(days=1, hours=2))
		return
	case.act("transfer", case.told + timedelta(minutes=300), transferred_to="示例物业服务中心")
	case.act(
		"acknowledge_transfer", case.told + timedelta(minutes=360), transfer_acknowledged_by="物业 何管家"
	)


def paid(case: Case) -> None:
	"""A paid repair from the quotation to the bill (R58)."""
	walk(case, "survey", responsibility="Expired", root_cause="超出保修期，属正常老化")
	explain(case, "已过保修期，属有偿维修；报价与维修办法已说明", "Agrees To Pay")
	case.act("paid_repair", case.told + timedelta(hours=6))
	quotation(case, case.told + timedelta(hours=8))
	walk(case, "owner_accept", first="start")
	bill_paid_repair(case)
	case.act("close")
	contact(case, 8, "Follow-up", "业主对有偿维修结果满意", satisfaction="Satisfied")


def owner_caused(case: Case) -> None:
	"""Evidence first, then the transfer (R93)."""
	walk(case, "arrive")
	photo(case)
	case.act(
		"survey",
		root_cause="装修垃圾堵塞排水管",
		responsibility="Owner Caused",
		expected_days=1,
		**_measure(case),
	)
	explain(case, "装修垃圾堵塞排水管，不属保修；取证照片已给业主看过，转物业服务中心", "Understands")
	case.act("transfer", case.told + timedelta(minutes=300), transferred_to="示例物业服务中心")


def explain(case: Case, text: str, answer: str) -> None:
	"""What the owner was told, together with the property company's butler (R73, R93)."""
	case.act(
		"explain",
		case.told + timedelta(minutes=290),
		explanation=text,
		owner_answer=answer,
		explained_with="物业 何管家",
	)


def half_a_month(case: Case) -> None:
	"""A long repair with its notice and weekly contacts (R102)."""
	walk(case, "survey", expected_days=35, complex=1)
	plan(case, 35, now() + timedelta(days=1, hours=3), plan_class="Complex")
	case.act("start")
	contact(case, 16, "Long Repair Notice", "告知将每周联系，地面分两次施工")
	for days in (23, 30, 37):
		contact(case, days, "Weekly Progress", "告知本周进度和材料到场情况")
	case.add(
		"Correction Notice",
		roles.ENGINEER,
		due_at=now() + timedelta(days=2),
		faults=[{"aspect": "Finished-work Protection", "fault": "地板保护膜破损，未覆盖门框"}],
		demand="补铺保护膜并包覆门框，复验合格后方可继续施工",
	)
	case.add("Watch Entry", roles.MANAGER, kind="Instruct", text="加派一组工人，每日 17 时前报进度")


def unsigned(case: Case) -> None:
	"""The owner cannot be reached for the acceptance: the documented substitute."""
	walk(case, "clean")
	for days in (4, 6):
		contact(case, days, "Acceptance", "电话无人接听", outcome="Unreachable")
	with acting(case.who("owner_accept")):
		sheet = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{case.ticket}-sheet.png",
				"content": demo_files.content("demo_photo.png"),
				"is_private": 1,
			}
		).insert()
	case.act(
		"owner_accept",
		case.told + timedelta(days=7),
		acceptance_result="Unreachable",
		substitute_property="何管家",
		substitute_project="陈刚",
		substitute_side="Repair Manager",
		substitute_side_name="赵建国",
		substitute_sheet=sheet.file_url,
	)
	case.act("close", case.told + timedelta(days=7, minutes=20))
	contact(case, 9, "Follow-up", "业主返家后确认无问题", satisfaction="Neutral")


def notice(case: Case, received: datetime) -> None:
	"""The written notice, received by telephone: what the ticket says of it comes from the letter (R107)."""
	name = case.add(
		"Correspondence",
		roles.ENGINEER,
		kind="Notice",
		notice_cause="Past Its Time",
		to_name=frappe.db.get_value("Repair Ticket", case.ticket, "contractor"),
		from_name="房修中心",
		subject="关于维修逾期的知会",
		body="该户维修已超过约定期限，请贵单位在整改期限内完成，逾期将委托第三方，费用由贵单位承担。抄送项目部协调。",
	)
	doc = frappe.get_doc("Correspondence", name)
	with acting(case.who("serve_notice")):
		service_letters.issue(doc)
		doc.db_set("issued_at", received - timedelta(days=1))
		proof = {
			"method": "Phone",
			"at": received,
			"receiver_name": "马德胜",
			"receiver_address": "13700010001",
			"words_said": "逐条宣读知会内容，告知七日内整改",
			"answer_given": "已记录，安排工人",
		}
		service_letters.record_service(doc, proof, REASON)


def third_party(case: Case) -> None:
	"""Notice, failed coordination, then the third party (R107)."""
	walk(case, "survey", expected_days=5)
	plan(case, 5, case.told + timedelta(days=8))
	case.act("start")
	notice(case, case.told + timedelta(days=10))
	case.act(
		"record_coordination",
		case.told + timedelta(days=16),
		coordination_result="Failed",
		coordination_note="施工单位两次未到场，项目部协调无果",
	)
	case.act("commission_third_party", case.told + timedelta(days=18), third_party=case.estate.third_party)


def overdue(case: Case) -> None:
	walk(case, "survey", expected_days=5)
	plan(case, 5, now() - timedelta(days=2))
	case.act("start")


def waiting(holder: str, reason: str, agreed_by: str, days: float) -> Callable[[Case], None]:
	"""The ticket waits for somebody else until a day in the future."""

	def story(case: Case) -> None:
		if case.target == "In Repair":
			walk(case, "survey", expected_days=6)
			plan(case, 6, now() + timedelta(days=3))
			case.act("start")
		else:
			walk(case, "survey")
		case.add(
			"Ticket Hold",
			roles.ENGINEER,
			holder=holder,
			reason=reason,
			agreed_by=agreed_by,
			starts_at=now(),
			until=now() + timedelta(days=days),
		)

	return story


def awaits_signature(case: Case) -> None:
	walk(case, "survey", expected_days=5)
	plan(case, 5, now() + timedelta(days=6), sign=False)


def important(case: Case) -> None:
	"""An important plan: reviewed by the manager before the owner gets it (R96)."""
	walk(case, "survey", expected_days=15, complex=1, root_cause="收缩裂缝，已委托检测单位鉴定")
	plan(case, 15, now() + timedelta(days=12), plan_class="Complex", important=1)


def repeat(case: Case) -> None:
	"""A repeat repair waits for the manager's own visit (R86, R87)."""
	case.act("confirm_repeat", case.told + timedelta(minutes=2), reason="业主告知同一处曾经维修")
	walk(case, "survey", root_cause="防水层收口破损，前次维修未根治")


def rejected(case: Case) -> None:
	"""Done in its time, refused by the owner, and late since."""
	walk(replace(case, target="Cleaned"), "clean")
	case.act("reject", case.told + timedelta(days=4), acceptance_remark="墙面色差明显，要求重做")


def moved(case: Case) -> None:
	"""The owner asked for another day."""
	walk(case, "appoint")
	case.act("appoint", case.told + timedelta(days=1), appointment_at=_tomorrow(1))


def tomorrow(case: Case) -> None:
	case.act("accept")
	case.act("appoint", appointment_at=_tomorrow())


def cancelled(case: Case) -> None:
	case.act("accept")
	case.act("cancel", case.told + timedelta(minutes=40), reason="业主来电：电池没电，已自行更换")


def complex_survey(case: Case) -> None:
	"""An important plan that the manager still has to review (R96)."""
	walk(case, "survey", expected_days=8, complex=1, root_cause="裂缝成因复杂，需结合图纸分析")
	asked = {"at": min(now(), case.at("survey") + timedelta(hours=1)), "reason": REASON}
	start = (now() + timedelta(days=2)).replace(hour=9, minute=0, second=0)
	draft_plan(
		case,
		8,
		start + timedelta(days=8),
		start_at=start,
		flags={"fx_asked": asked},
		plan_class="Complex",
		important=1,
		problem="书房窗下斜裂缝约 1.2 米，装修后出现",
		cause="墙体收缩裂缝，经图纸核对不涉及结构",
		method="1. 家具覆盖；2. 沿裂缝开槽、清灰；3. 注浆并贴抗裂网格布；4. 恢复腻子与乳胶漆；5. 清场保洁",
	)


def no_response(case: Case) -> None:
	"""Accepted long ago, nobody called the owner (R89)."""
	case.act("accept", case.told + timedelta(minutes=5))


def due_soon(case: Case) -> None:
	case.act("accept", case.told + timedelta(minutes=2))


def not_yet_there(case: Case) -> None:
	"""An emergency with an appointment but no engineer on site (R72)."""
	case.act("accept", case.told + timedelta(minutes=2))
	case.act("appoint", case.told + timedelta(minutes=5), appointment_at=case.told + timedelta(minutes=15))


def contact(case: Case, days: int, purpose: str, note: str, outcome: str = "Reached", **values) -> None:
	"""A call to the owner so many days after the report."""
	case.add(
		"Owner Contact",
		roles.CLERK,
		purpose=purpose,
		method="Phone",
		outcome=outcome,
		person=case.owner,
		note=note,
		contacted_at=case.told + timedelta(days=days),
		back_entry_reason=REASON,
		**values,
	)


def photo(case: Case) -> None:
	"""A private survey photo as evidence."""
	file = case.add(
		"File",
		roles.ENGINEER,
		file_name=f"{case.ticket}.png",
		content=demo_files.content("demo_photo.png"),
		is_private=1,
		attached_to_doctype="Repair Ticket",
		attached_to_name=case.ticket,
	)
	case.add(
		"Evidence Item",
		roles.ENGINEER,
		kind="Photo",
		stage="Survey",
		file=frappe.db.get_value("File", file, "file_url"),
		caption="排水管内清出的装修垃圾",
		taken_at=case.at("arrive"),
	)


STORIES: dict[str, Callable[[Case], None]] = {
	"常规": usual,
	"未回访": not_followed_up,
	"新报修": usual,
	"紧急待到场": usual,
	"过保": expired,
	"有偿完工": paid,
	"业主责任": owner_caused,
	"超半月": half_a_month,
	"业主拒签": unsigned,
	"第三方": third_party,
	"逾期": overdue,
	"等天气": waiting("Weather", "连续降雨，屋面无法施工", "业主 电话同意", 2),
	"等材料": waiting("Material", "同批次地板到货中", "施工单位 任国栋", 3),
	"等业主": waiting("Owner", "业主要求周末上门维修", "业主 电话约定", 1),
	"待签字": awaits_signature,
	"重要方案": important,
	"返修待经理": repeat,
	"业主不验收": rejected,
	"改期": moved,
	"明日上门": tomorrow,
	"误报": cancelled,
	"复杂方案": complex_survey,
	"未响应": no_response,
	"即将到期": due_soon,
	"紧急到场": not_yet_there,
}


def _tomorrow(days: int = 1) -> datetime:
	return datetime.combine(now().date() + timedelta(days=days), time(9, 30))


def _measure(case: Case) -> dict:
	return {"temporary_measure": "已疏通主管，恢复排水"} if case.emergency else {}
