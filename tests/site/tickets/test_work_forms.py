"""The printed forms of work and finish, with long names: every fact is on the paper, and it stays one page (R62, R114)."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import frappe
import pytest
from frappe.utils.pdf import get_pdf
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import api_correction
from tests.site.helpers import factories as make
from tests.site.tickets.test_duties import contact, in_repair
from tests.site.tickets.test_finish import SIGNED, attempt, cleaned

LONG = "中国建筑第三工程局集团有限公司华东区域保修服务事业部苏州工业园区翠湖天地项目维修一队"


def plain(text: str) -> str:
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def printed(doctype: str, name: str, form: str) -> tuple[str, int]:
	"""(text, pages) of a form's PDF in Chinese."""
	before, frappe.local.lang = frappe.local.lang, "zh"
	try:
		body = get_html_and_style(doctype, name, form, no_letterhead=True)["html"]
		content = get_pdf(body)
	finally:
		frappe.local.lang = before
	pages = PdfReader(BytesIO(content)).pages
	return plain("".join(page.extract_text() for page in pages)), len(pages)


@pytest.fixture
def ticket(estate) -> str:
	frappe.db.set_value("Supplier", estate.general, "supplier_name", LONG)
	frappe.db.set_value("Project", estate.a, "project_name", "翠湖天地一期二标段高层区")
	return in_repair(estate, hours=30)


def holds(text: str, *wanted: str) -> None:
	assert [word for word in wanted if plain(word) not in text] == []


@pytest.mark.clause("R62", "R100", "R114")
def test_the_patrol_record_and_the_spot_check(estate, ticket):
	visit = make.make_visit(ticket, faults={"Quality": "东墙空鼓两处未清净"}, accompanied_by="任国栋")
	text, pages = printed("Site Visit", visit.name, "Patrol Record")
	holds(
		text,
		"房修巡查记录",
		visit.name,
		ticket,
		"3-2-1501",
		LONG,
		"抹灰空鼓开裂",
		"东墙空鼓两处未清净",
		"任国栋",
	)
	holds(
		text,
		"工艺",
		"材料",
		"质量",
		"进度",
		"成品保护",
		"安全文明施工",
		"基层处理完成",
		"分层抹灰",
		"进度(%)50",
	)
	assert pages == 1
	spot = make.make_visit(ticket, "Spot Check", faults={"Quality": "x"})
	holds(printed("Site Visit", spot.name, "Patrol Record")[0], "抽查", "得分85")


@pytest.mark.clause("R14", "R62", "R114")
def test_the_correction_notice_and_the_call_to_its_recheck(estate, ticket):
	notice = make.make_notice(ticket, demand="铲除重做，三天内复验" * 12)
	api_correction.serve(notice.name, "On Site", "任国栋")
	text, pages = printed("Correction Notice", notice.name, "Correction Notice Form")
	holds(
		text,
		"维修整改通知单",
		notice.name,
		ticket,
		LONG,
		"空鼓未清净",
		"铲除重做",
		"现场签收",
		"任国栋",
		"整改期限",
	)
	assert pages == 1
	text, pages = printed("Correction Notice", notice.name, "Re-check Notice")
	holds(text, "复验通知", notice.name, "3-2-1501", LONG, "第1轮", "空鼓未清净")
	assert pages == 1


@pytest.mark.clause("R62", "R106", "R108", "R114")
def test_the_acceptance_sheet_signed_and_by_substitute(estate, ticket):
	service_transitions.perform(ticket, "fail_pre_acceptance", {"reason": "收口粗糙"})
	make.walk_from(ticket, "pre_accept", "owner_accept")
	text, pages = printed("Repair Ticket", ticket, "Acceptance Sheet")
	holds(text, "维修验收单", ticket, LONG, "收口粗糙", "王晓明", "业主签名")
	assert "一次通过" not in text and "替代" not in text and pages == 1
	other = cleaned(estate)
	attempt(other, estate, days=2)
	attempt(other, estate, days=1)
	service_transitions.perform(other, "owner_accept", {**SIGNED, "substitute_sheet": make.make_photo().file_url})
	text, pages = printed("Repair Ticket", other, "Acceptance Sheet")
	holds(
		text,
		"一次通过",
		"替代业主签字",
		"物业公司",
		"何管家",
		"项目部",
		"陈刚",
		"房修经理",
		"赵建国",
		"联系不上",
	)
	assert pages == 1


@pytest.mark.clause("R62", "R108", "R114")
@pytest.mark.parametrize(
	("level", "shown"), [("Very Satisfied", "☑满意"), ("Neutral", "☑较满意"), ("Dissatisfied", "☑不满意")]
)
def test_the_follow_up_record_prints_three_levels(estate, level, shown):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "close")
	call = contact(
		ticket,
		estate.a,
		"Follow-up",
		satisfaction=level,
		rating_service="Satisfied",
		opinion="墙面有色差" * 30,
	)
	text, pages = printed("Owner Contact", call.name, "Follow-up Record")
	holds(text, "回访记录表", call.name, ticket, "王晓明", "墙面有色差", shown, "电话")
	assert pages == 1
