"""A risk warning by rule: six households of a building have reported, the sister units are looked at before they call (R5, R113)."""

from __future__ import annotations

from tests.walks.pages import ENGINEER, MANAGER
from tests.walks.papers import attach

CLUSTER = "窗扇开启不畅"
#: The other units of the building.
SISTERS = 6


def open_warning(person) -> None:
	person.click("风险预警", nth=1)
	person.click(CLUSTER)
	person.sees("登记相邻房屋查看")


def test_the_manager_raises_what_a_rule_proposes(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "预警规则提出的风险预警"):
		with manager.step(
			"规则每天早上自动检查；要马上看，打开“风险预警”点“立即检查预警规则”：同一楼栋、同一立管几户报同一问题，就提出一条待确认的预警。",
			clicks=3,
			requests=60,
			picture="end",
		):
			manager.click("风险预警", nth=1)
			manager.click("立即检查预警规则")
			manager.click(CLUSTER)
			manager.sees("相邻房屋")
		with manager.step(
			"看提出的理由和数字、还没报修的相邻房屋；核对隐患、后果和要求，点“发布预警”，责任部门随即收到。",
			clicks=2,
			requests=14,
		):
			manager.click("发布预警")
			manager.click("发布预警")
			manager.sees("已预警")


def test_the_engineer_looks_at_sister_units_and_closes(people):
	engineer = people("房修工程师")
	with engineer.chapter(ENGINEER, "风险预警：查看相邻房屋到关闭"):
		with engineer.step(
			"打开预警，趁业主还没报修先上门看相邻房屋：逐户点“登记相邻房屋查看”，选查看结果，有什么写什么。",
			clicks=28,
			requests=120,
			picture="end",
		):
			open_warning(engineer)
			for _unit in range(SISTERS):
				engineer.click("登记相邻房屋查看")
				engineer.select("查看结果", "完好")
				engineer.click("保存", nth=1)
				engineer.settle()
			engineer.sees("完好")
		with engineer.step("整改完成后点“登记整改”，写怎样整改并上传照片。", clicks=7, requests=20):
			engineer.click("登记整改")
			engineer.type("跟踪情况", "同批推拉窗滑轮全部更换")
			attach(engineer)
			engineer.click("登记整改")
			engineer.sees("复验合格")
		with engineer.step("到现场复验，点“复验合格”：预警关闭，谁在何时查看、整改、复验都留有记录。", clicks=3, requests=14):
			engineer.click("复验合格")
			engineer.type("跟踪情况", "逐户开启正常")
			engineer.click("复验合格")
			engineer.sees("已关闭")
