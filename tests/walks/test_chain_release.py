"""Deduction and release of a deposit: notified, heard, signed, posted; a posted deduction and an approved release are cancelled
and corrected. Continues where the payment of ``test_chain_money`` ended.
"""

from __future__ import annotations

from tests.walks.pages import COST, COST_HEAD, FINANCE
from tests.walks.papers import attach, put_forward, sign, the_manager_signs
from tests.walks.test_chain_money import ORDERS
from tests.walks.world import day

BUILDER, GLAZIER = "华岳示例建设有限公司", "明轩示例门窗有限公司"
#: Deductions and the release that wait for their signatures, as their authors noted them.
PUT_FORWARD: list[str] = []


def test_the_contractor_is_charged(people):
	cost = people("成本部")
	with cost.chapter(COST, "扣款：知会、申辩与答复"):
		with cost.step(
			"打开已结算的委托，点“扣款”：费用明细和证据链都已带出，按 Ctrl+S 保存。",
			clicks=3,
			requests=50,
		):
			cost.click("第三方委托")
			cost.click(ORDERS[-1])
			cost.sees("费用承担")
			cost.click("扣款")
			cost.sees("新建扣款单")
			cost.press("Control+s")
			cost.sees("知会与申辩")
		with cost.step(
			"扣款知会送达后，点“登记知会”，写送达方式、签收人、送达证明，附回执后保存。",
			clicks=10,
			requests=20,
		):
			cost.click("登记知会")
			told(cost, "EMS 1128001 签收")
			cost.sees("已知会")
		with cost.step("施工单位提出申辩：点“登记申辩”，写申辩内容，有书面材料的一并上传后保存；答复之前不能提请签批。", clicks=4, requests=12):
			cost.click("知会与申辩")
			cost.click("登记申辩")
			cost.type("申辩内容", "我方曾两次上门，认为费用偏高")
			cost.click("保存")
			cost.sees("申辩中")
		with cost.step("查实后点“答复申辩”，选申辩结果，写答复后保存。", clicks=6, requests=12, picture="end"):
			cost.click("答复申辩")
			cost.select("申辩结果", "不成立")
			cost.type("答复", "两次上门均未施工，费用按近期同类合同价核定，维持原扣款")
			cost.click("保存")
			cost.sees("已回复")
		with cost.step("点“申请审批”，再点“申请审批”。", clicks=2, requests=8):
			put_forward(cost)
		PUT_FORWARD.append(cost.reads(r"CD-[\d-]+"))


def told(cost, proof: str, when: str = "") -> None:
	if when:
		cost.type("知会送达时间", when)
		cost.press("Tab")
	cost.select("送达方式", "挂号信")
	cost.type("签收人", "任国栋")
	cost.type("送达证明", proof)
	attach(cost)
	cost.click("保存")


def test_a_posted_deduction_is_taken_back_and_corrected(people):
	cost, finance = people("成本部"), people("财务")
	with finance.chapter(FINANCE, "作废已入账的扣款"):
		with finance.step(
			"点“扣款单”，打开已入账的一张，点“作废”，写明原因：凭证随即冲销，质保金余额恢复。",
			clicks=5,
			requests=50,
			picture="end",
		):
			finance.click("扣款单")
			finance.click(BUILDER, nth=1)
			finance.click("作废")
			finance.type("原因", "物业复核：未清运仅一处，事实应更正")
			finance.click("作废")
			finance.sees("已取消")
	with cost.chapter(COST, "更正已入账的扣款"):
		with cost.step("打开已作废的扣款单，点“出新版本”，更正事实经过后保存。", clicks=4, requests=50, picture="end"):
			cost.click("扣款单", nth=1)
			cost.click(BUILDER, nth=1)
			cost.click("出新版本")
			cost.sees("代替原单据")
			cost.type("事实经过", "2标段地下车库一处维修垃圾未清运，物业两次书面要求后仍未清理。")
			cost.press("Control+s")
			cost.sees("已保存")
		with cost.step(
			"新版本照原知会的送达时间登记知会，申辩期已满的即可申请审批。", clicks=13, requests=30
		):
			cost.click("登记知会")
			told(cost, "EMS 10128846 签收", f"{day(-12)} 10:00:00")
			cost.sees("已知会")
			put_forward(cost)
		PUT_FORWARD.append(cost.reads(r"CD-[\d-]+"))


def test_a_release_is_taken_back_and_corrected(people):
	cost, finance = people("成本部"), people("财务")
	with finance.chapter(FINANCE, "作废质保金退还"):
		with finance.step(
			"付款之前发现金额有误：点“质保金退还”，打开这一张，点“作废”，写明原因；拟好的付款单随即删除。",
			clicks=5,
			requests=50,
			picture="end",
		):
			finance.click("质保金退还", nth=1)
			finance.click(GLAZIER, within="20,000.00")
			finance.click("作废")
			finance.type("原因", "施工单位申请为 18,000 元，金额录错")
			finance.click("作废")
			finance.sees("已取消")
	with cost.chapter(COST, "更正质保金退还"):
		with cost.step("打开已作废的退还单，点“出新版本”：联合核查的结果都带过来。", clicks=3, requests=50):
			cost.click("质保金退还", nth=1)
			cost.click(GLAZIER, within="20,000.00")
			cost.click("出新版本")
			cost.sees("申请审批")
		with cost.step("改正金额，按 Ctrl+S 保存，再申请审批。", clicks=3, requests=24, picture="end"):
			cost.type("金额", "18000")
			cost.press("Control+s")
			cost.sees("已保存")
			put_forward(cost)
		PUT_FORWARD.append(cost.reads(r"DR-[\d-]+"))


def test_all_of_it_is_signed_and_paid(people):
	head, finance = people("成本部负责人"), people("财务")
	the_manager_signs(people, *PUT_FORWARD)
	with head.chapter(COST_HEAD, "签批扣款与退还"):
		with head.step(
			"扣款和质保金退还可以一次签批：在“待我审批”里点“查看并签批”，逐份核对后选“签批”，再点“提交签批”。",
			clicks=6,
			requests=30,
			picture="end",
		):
			sign(head, *PUT_FORWARD)
	with finance.chapter(FINANCE, "签批扣款与退还"):
		with finance.step(
			"财务最后签批：扣款可以改记账日期；签批后扣款入账，退还的付款单随即拟好。",
			clicks=6,
			requests=30,
			picture="end",
		):
			sign(finance, *PUT_FORWARD)
	with finance.chapter(FINANCE, "支付质保金退还"):
		with finance.step(
			"在工作台的“待提交退还付款单”里点开付款单，核对后点“提交”，再点“是”。", clicks=3, requests=60, picture="end"
		):
			finance.click(GLAZIER, nth=1)
			finance.click("提交")
			finance.click("是")
			finance.sees("取消")
