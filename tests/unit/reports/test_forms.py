"""标准表单: every print format of the module is one of the standard forms, and every form of the trade is in the list (R62, R114)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from fangxiu_app.reports import rules_forms
from fangxiu_app.reports.rules_blank import NOTHING, Blank

APP = Path(__file__).resolve().parents[3] / "fangxiu_app"
STANDARD = APP / "fangxiu_app"

#: The forms that repair departments keep, by the name they have there → titles in our list.
TRADE = {
	"工程质量服务记录表": ("Repair Service Record",),
	"接报流水账": ("Intake Ledger",),
	"维修派工单": ("Repair Work Order",),
	"维修上门通知": ("Visit Notice",),
	"方案告知卡": ("Repair Plan Card",),
	"温馨知会": ("Expiry Notice Poster", "Expiry Notice Letter", "Expiry Notice Letters"),
	"业主验房情况记录单": ("Inspection Sheet",),
	"前期介入周报": ("Pre-delivery Weekly Report",),
	"房修周报": ("Repair Weekly Report",),
	"房修品质检查报告": ("Quality Inspection Report",),
	"房修巡查记录": ("Patrol Record",),
	"工艺监控巡查记录表": ("Spot Check Record",),
	"保修协议": ("Warranty Agreement Form",),
	"保修协议约谈记录": ("Pre-signing Meeting Record",),
	"保修授权委托书": ("Power of Attorney Form",),
	"见面会、动员会、培训签到与纪要": ("Minutes and Attendance",),
	"工作联系函": ("Work Contact Letter",),
	"知会（函）、催告函": ("Letter of Notice",),
	"维修整改通知单": ("Correction Notice",),
	"复验通知": ("Re-check Notice",),
	"房屋保修扣款通知单": ("Deduction Notice Form", "Deduction Answer Letter", "Deduction Approval Form"),
	"房屋委托申报单": ("Third Party Order Approval",),
	"维修零星工程委托单": ("Third Party Order Sheet",),
	"第三方启用告知函": ("Third Party Notice Letter",),
	"维修工程量核定单": ("Quantity Verification Sheet",),
	"维修零星工程结算审批表": ("Repair Payment Approval",),
	"维修图片一览表": ("Photo Sheet",),
	"维修费用统计表": ("Repair Cost Statistics",),
	"交接单": ("Unit Transfer Note",),
	"代验收记录": ("Record of Proxy Acceptance",),
	"交底记录": ("Record of Briefing",),
	"到期遗留问题书面交底": ("Expiry Briefing Sheet",),
	"备品备件清单": ("Spare Parts List", "Parts Handover Note"),
	"备件出入库台账": ("Stores Ledger",),
	"办公及设备需求计划": ("Plan of Office and Equipment",),
	"一户一档": ("Unit File Cover",),
	"责任界面表": ("Table of Responsibilities",),
	"文电阅处单": ("Special Report Slip",),
	"客户投诉登记、处理单": ("Complaint Handling Form",),
	"赔付审批表": ("Compensation Approval",),
	"和解协议": ("Compensation Settlement",),
	"产品缺陷汇总表": ("Summary of Product Defects",),
	"缺陷反馈单": ("Defect Feedback Form",),
	"预警报告": ("Risk Warning Report",),
	"维修验收单": ("Acceptance Sheet",),
	"回访记录表": ("Follow-up Record",),
	"有偿维修报价单": ("Paid Repair Quotation",),
	"质保金支付审核、退还审批表": ("Deposit Release Approval",),
	"质保期满联合检查表": ("Joint Check Sheet",),
	"质保金对账单": ("Contractor Statement",),
	"施工单位评价表": ("Contractor Evaluation Sheet",),
	"钥匙借用登记表": ("Key Register",),
	"媒体来访登记": ("Register of Media Visits",),
	"住宅质量保证书": ("Quality Warranty",),
}


def records(kind: str) -> dict[str, dict]:
	found = (json.loads(path.read_text(encoding="utf-8")) for path in STANDARD.glob(f"{kind}/*/*.json"))
	return {record["name"]: record for record in found if isinstance(record, dict)}


@pytest.mark.clause("R62", "R114")
def test_every_print_format_of_the_module_is_a_standard_form_and_of_its_document():
	ours = {name: record["doc_type"] for name, record in records("print_format").items()}
	listed = {form.print_format: form.doctype for form in rules_forms.FORMS if form.print_format}
	assert listed == ours


@pytest.mark.clause("R114")
def test_every_form_of_the_trade_is_listed_and_nothing_else():
	named = [title for titles in TRADE.values() for title in titles]
	assert len(named) == len(set(named))
	assert set(named) == {form.title for form in rules_forms.FORMS}


def test_every_form_says_what_it_is_in_chinese_and_by_which_clause():
	with (APP / "translations" / "zh.csv").open(encoding="utf-8", newline="") as file:
		known = {row[0] for row in csv.reader(file) if len(row) > 1}
	assert {text for text in rules_forms.texts() if text not in known} == set()
	assert [form.title for form in rules_forms.FORMS if not form.clauses.startswith("R") or not form.filled_by] == []
	assert {form.subject for form in rules_forms.FORMS} == set(rules_forms.SUBJECTS)


def test_the_texts_are_those_of_every_form_and_subject():
	found = set(rules_forms.texts())
	assert set(rules_forms.SUBJECTS) <= found and {form.title for form in rules_forms.FORMS} <= found
	assert {rules_forms.ON_SCREEN, rules_forms.FROM_BOOKS} <= found


def test_a_printed_form_is_called_as_its_print_format():
	row = ("Note", "Site Visit", "A visit", ("Contractor",), "R1", "Quality")
	made = rules_forms._printed(*row, preset={"kind": "Patrol"}, no_blank="x")
	assert made == rules_forms.Form(*row, "Note", {"kind": "Patrol"}, no_blank="x")


def test_a_form_leads_to_a_document_report_or_page_that_exists():
	kinds = {rules_forms.REPORT: records("report"), rules_forms.PAGE: records("page")}
	documents = records("doctype")
	for form in rules_forms.FORMS:
		kind, name = form.place
		assert form.doctype in documents
		assert kind == rules_forms.LIST or name in kinds[kind], form.title
		fields = {field["fieldname"]: field for field in documents[form.doctype]["fields"]}
		for fieldname, value in form.preset.items():
			assert value in fields[fieldname]["options"].split("\n"), form.title


def test_a_form_without_a_print_format_has_no_blank_and_says_so():
	assert rules_forms.named("Intake Ledger").why_no_blank() == rules_forms.ON_SCREEN
	assert rules_forms.named("Stores Ledger").why_no_blank() == rules_forms.FROM_BOOKS
	assert rules_forms.named("Repair Work Order").why_no_blank() == ""
	assert rules_forms.named("Nothing of the Kind") is None
	assert rules_forms.doctype_of("Nothing of the Kind") == "DocType"
	assert rules_forms.doctype_of("Repair Work Order") == "Repair Ticket"


def test_a_blank_answers_everything_with_nothing():
	blank = Blank(("rows",), {"kind": "Patrol"})
	assert (blank.anything, blank["anything"], blank.rows, blank.kind) == ("", "", [], "Patrol")
	assert (blank["kind"], blank.get("kind"), blank.get("kind", 0)) == ("Patrol",) * 3
	assert blank.get("missing") == "" and blank.get("missing", 0) == 0 and blank.flags == {"fx_blank": 1}
	assert list(blank.told()) == [] and not blank.page().sections and str(NOTHING.total) == ""
	with pytest.raises(AttributeError):
		_hidden = blank._hidden
	with pytest.raises(AttributeError):
		_html = NOTHING.__html__
