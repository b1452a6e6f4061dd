"""Month's end: the register against the ledger, ageing, statements with their reply, and a period that is closed."""

from __future__ import annotations

from tests.walks.pages import MONTH_END
from tests.walks.papers import attach, rows_of_workbook, words_of_pdf
from tests.walks.world import month_ago

CONTRACTOR = "华岳示例建设有限公司"


def test_register_and_ageing(people):
	finance = people("财务")
	with finance.chapter(MONTH_END, "月末：质保金台账与总账核对"):
		with finance.step(
			"在工作台上点“质保金台账”，看每份协议的已扣留、已扣款、已退还和余额；“与总账差额”应全部为零，红色的先查清再关账。",
			clicks=1,
			requests=15,
			picture="end",
		):
			finance.click("质保金台账", nth=1)
			finance.sees(CONTRACTOR)
			finance.sees("合计")
	with finance.chapter(MONTH_END, "月末：扣款账龄"):
		with finance.step(
			"点“扣款账龄”，看每笔扣款卡在哪一步、轮到谁、多少天；尚未起草的也列在里面。",
			clicks=1,
			requests=15,
			picture="end",
		):
			finance.click("扣款账龄", nth=1)
			finance.sees(CONTRACTOR)


def test_statements_and_their_reply(people):
	cost = people("成本部")
	with cost.chapter(MONTH_END, "月末：对账单与回函"):
		with cost.step(
			"成本部点“施工单位对账”，点施工单位的名称：各协议的余额与流水都在一页。", clicks=2, requests=40
		):
			cost.click("施工单位对账", nth=1)
			cost.sees("各施工单位质保金")
			cost.click(CONTRACTOR, nth=1)
			cost.sees("可安全退还")
			cost.settle()
		with cost.step(
			"点“对账单”里的“查看 PDF”，末页是回函；再点“导出 Excel”逐笔核对，金额可以直接求和。",
			clicks=4,
			requests=6,
		):
			cost.click("对账单", nth=1)
			shown = words_of_pdf(cost.opens("查看 PDF"))
			assert CONTRACTOR in shown and "回函" in shown
			cost.click("对账单", nth=1)
			rows = rows_of_workbook(cost.opens("导出 Excel"))
			assert any(isinstance(cell, int | float) and cell for row in rows for cell in row)
		send_and_answer(cost)


def send_and_answer(cost) -> None:
	with cost.step(
		"点“发送并附回函”，确认对账日期，点“发送”：每个项目生成一份待回复的函件。",
		clicks=3,
		requests=20,
		picture="end",
	):
		cost.click("对账单", nth=1)
		cost.click("发送并附回函")
		cost.sees("对账日期")
		cost.click("发送")
		cost.sees("CR-")
	letter = cost.reads(r"CR-\d+-\d+")
	with cost.step("点函件编号，点“登记送达”，写签收人，附回执，再点“登记送达”。", clicks=7, requests=60):
		cost.click(letter)
		cost.click("登记送达")
		cost.type("签收人", "马德胜")
		attach(cost)
		cost.click("登记送达")
		cost.sees("已送达")
	with cost.step(
		"回函寄到后，点“登记回复”，写结论，附盖章的回函，再点“登记回复”。", clicks=7, requests=30, picture="end"
	):
		cost.click("登记回复")
		cost.type("回复内容", "经核对无误，已盖章")
		attach(cost)
		cost.click("登记回复")
		cost.sees("已回复")


def test_the_period_is_closed(people):
	first, last = month_ago(1)
	finance = people("财务")
	with finance.chapter(MONTH_END, "月末：会计期间关账"):
		with finance.step("在工作台上点“会计期间”，点“添加会计期间”。", clicks=2, requests=40):
			finance.click("会计期间")
			finance.click("添加会计期间")
			finance.sees("期间名称")
		with finance.step(
			"填期间名称、开始日期和结束日期，按 Ctrl+S 保存：这个月的凭证从此不能再录、再改、再取消。",
			clicks=3,
			requests=20,
			picture="end",
		):
			finance.type("期间名称", first[:7])
			finance.type("开始日期", first)
			finance.press("Tab")
			finance.type("结束日期", last)
			finance.press("Tab")
			finance.press("Control+s")
			finance.sees("已保存")
		with finance.step(
			"关错了月份，或确需补录凭证的，点“菜单”里的“删除”，再点“是”，这个月随即重新打开；补录完再关账。",
			clicks=3,
			requests=20,
		):
			finance.click("菜单")
			finance.click("删除")
			finance.click("是")
			finance.sees_not(f"{first[:7]} - FX")
