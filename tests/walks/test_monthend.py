"""Month's end: the register against the ledger, and ageing."""

from __future__ import annotations

from tests.walks.pages import MONTH_END

CONTRACTOR = "华岳示例建设有限公司"


def test_register_and_ageing(people):
	finance = people("财务")
	with finance.chapter(MONTH_END, "月末：质保金台账与总账核对"):
		with finance.step(
			"在工作台上点“质保金台账”，看每份协议的已扣留、已扣款、已返还和余额；“与总账差额”应全部为零，红色的先查清再关账。",
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
