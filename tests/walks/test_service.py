"""Customer service: a complaint that is taken and answered, and its own milestone of the delivery (R44)."""

from __future__ import annotations

from pathlib import Path

from tests.walks.pages import SERVICE

MINUTES = Path("fixtures/demo_photo.png")


def test_a_complaint_is_taken_and_handed_over(people):
	service = people("客服部")
	with service.chapter(SERVICE, "接到投诉，录入并转达"):
		with service.step(
			"点工作台上的“接报”，信息来源已是“客服部”。", clicks=1, requests=4, picture="click"
		):
			service.click("接报", nth=1)
			service.sees("保存并转达")
		with service.step(
			"输入业主姓名、房号或电话，按回车选中；右侧显示这一户的业主和未关闭的工单。", clicks=1, requests=8
		):
			service.type("房屋", "林淑芬")
			service.sees("2-1-1501")
			service.press("Enter")
			service.sees("未关闭工单")
		with service.step(
			"选部位和问题类型，写业主的原话；是投诉的，勾选“投诉”，工单上会有红色提示。",
			clicks=6,
			requests=16,
			picture="end",
		):
			service.choose("部位", "次卧")
			service.choose("问题类型", "墙面开裂")
			service.type("描述", "裂缝报修过两次没有人来，要求负责人答复")
			service.click("投诉")
			service.press("Tab")
		with service.step(
			"按 Ctrl+Enter 保存并转达，照屏幕上的话答复业主。", clicks=0, requests=6, picture="end"
		):
			service.press("Control+Enter")
			service.sees("已保存并转达")


def test_the_departments_milestone_is_documented(people):
	service = people("客服部")
	with service.chapter(SERVICE, "登记本部门的交付节点"):
		with service.step(
			"在工作台下方点“交付看板”，找到“交付期间统一管理”，点后面的“交付节点”。",
			clicks=2,
			requests=16,
			picture="click",
		):
			service.click("交付看板")
			service.click("交付节点", within="交付期间统一管理")
			service.sees("完成日期")
		with service.step(
			"填完成日期和完成情况，上传凭证；上传后自动保存。", clicks=7, requests=20, picture="end"
		):
			service.type("完成日期", "")
			service.click("今天")
			service.type("完成情况", "交付流程、排班与应答口径已统一，三方签字")
			service.press("Tab")
			service.click("选择文件", within="凭证文件")
			service.choose_file("我的设备", MINUTES)
			service.click("上传")
			service.sees("录入人")


def test_the_owner_is_answered_and_it_is_written_down(people):
	service = people("客服部")
	with service.chapter(SERVICE, "答复业主，登记沟通"):
		with service.step(
			"点“我转达的报修”，打开要答复的工单，看办到哪一步、在谁手里。",
			clicks=2,
			requests=30,
			picture="end",
		):
			service.click("我转达的报修")
			service.click("2-1-1501", nth=1)
			service.sees("当前责任方")
			service.sees("本次来电为投诉")
		with service.step("给业主回电话后，点“其他动作”里的“登记沟通”。", clicks=2, requests=20):
			service.click("其他动作")
			service.click("登记沟通")
			service.sees("沟通记录")
		with service.step(
			"选目的，写沟通记录，点“保存”；以后谁接电话都能看到。", clicks=4, requests=20, picture="end"
		):
			service.select("目的", "解释说明")
			service.type("沟通记录", "已说明孙工明天上午上门，业主同意")
			service.click("保存")
			service.sees_not("尚未保存")
