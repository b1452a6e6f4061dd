"""The property's front desk and the group's call centre: a report handed over, the engineer told, the owner answered."""

from __future__ import annotations

from tests.walks.pages import CALL_CENTRE, PROPERTY

SEARCH = "房号、工单、业主、电话、施工单位 (Ctrl + G)"


def test_the_property_desk_hands_a_report_over(people):
	desk = people("物业前台")
	with desk.chapter(PROPERTY, "转达一个报修"):
		with desk.step("业主来报修，点工作台上的“接报”。", clicks=1, requests=3, picture="click"):
			desk.click("接报", nth=1)
			desk.sees("保存并转达")
		with desk.step("输入房号，按回车选中；来电人和电话自动带出。", clicks=1, requests=5):
			desk.type("房屋", "3-1-101")
			desk.sees("3-1-101")
			desk.press("Enter")
			desk.sees("未关闭工单")
		with desk.step(
			"选部位和问题类型，写一句业主的原话；漏水等紧急情况自动标出。",
			clicks=5,
			requests=14,
			picture="end",
		):
			desk.choose("部位", "厨房")
			desk.choose("问题类型", "给水管渗漏")
			desk.type("描述", "水槽下方一直滴水")
			desk.press("Tab")
			desk.sees("孙志强")
		with desk.step(
			"按 Ctrl+Enter 保存并转达，照屏幕上的话答复业主。", clicks=0, requests=4, picture="end"
		):
			desk.press("Control+Enter")
			desk.sees("已保存并转达")
			desk.reads(r"RT-\d+-\d+")
			desk.reads(r"1\d\d \d{4} \d{4}")
		with desk.step(
			"照上面的号码给责任工程师打电话，打完点“已电话通知”；时间随即记在工单上。",
			clicks=1,
			requests=3,
			picture="end",
		):
			desk.click("已电话通知")
			desk.sees("电话通知")
			desk.sees_not("已电话通知")


def test_the_property_desk_answers_an_owner(people):
	desk = people("物业前台")
	with desk.chapter(PROPERTY, "答复业主：修到哪一步了"):
		with desk.step(
			"按 Ctrl+G，输入房号、业主姓名或电话尾号，按回车打开这户的档案；未结的工单和办到哪一步都在上面。",
			clicks=1,
			requests=25,
			picture="end",
		):
			desk.press("Control+g")
			desk.type(SEARCH, "2-1-101")
			desk.press("Enter")
			desk.sees("主卧卫生间")
		with desk.step(
			"业主问某一张工单时，在 Ctrl+G 的列表里直接点它：上方是办理进度，“当前责任方”写着现在在谁手里。",
			clicks=2,
			requests=30,
			picture="end",
		):
			desk.press("Control+g")
			desk.choose(SEARCH, "2-1-101", "维修工单")
			desk.sees("当前责任方")


def test_the_property_desks_month(people):
	desk = people("物业前台")
	with desk.chapter(PROPERTY, "月末核对"):
		with desk.step("点“我转达的报修”，看本前台转达的、还没有办结的工单。", clicks=1, requests=10):
			desk.click("我转达的报修")
			desk.sees("3-1-101")
		desk.go_home()
		with desk.step(
			"回到工作台，点“接报流水账”，核对本月每一个来电和转达时间。",
			clicks=1,
			requests=15,
			picture="end",
		):
			desk.click("接报流水账")
			desk.sees("来电人")


def test_the_call_centre_hands_a_call_over(people):
	desk = people("集团呼叫中心")
	with desk.chapter(CALL_CENTRE, "转达一个来电"):
		with desk.step("来电接通，点工作台上的“接报”。", clicks=1, requests=3, picture="click"):
			desk.click("接报", nth=1)
			desk.sees("保存并转达")
		with desk.step("输入业主姓名、电话尾号或房号，核对项目和房号后按回车选中。", clicks=1, requests=5):
			desk.type("房屋", "A2-301")
			desk.sees("A2-301")
			desk.press("Enter")
			desk.sees("未关闭工单")
		with desk.step("选部位和问题类型，写业主的原话。", clicks=5, requests=14, picture="end"):
			desk.choose("部位", "次卧")
			desk.choose("问题类型", "插座无电")
			desk.type("描述", "次卧两个插座都没电")
			desk.press("Tab")
			desk.sees("李文博")
		with desk.step("按 Ctrl+Enter 保存并转达；转达时限到此停止。", clicks=0, requests=4, picture="end"):
			desk.press("Control+Enter")
			desk.sees("已保存并转达")
			desk.reads(r"RT-\d+-\d+")
			desk.reads(r"1\d\d \d{4} \d{4}")
		with desk.step(
			"照屏幕上的号码给责任工程师打电话，打完点“已电话通知”；时间随即记在工单上。",
			clicks=1,
			requests=3,
			picture="end",
		):
			desk.click("已电话通知")
			desk.sees("电话通知")
			desk.sees_not("已电话通知")


def test_the_call_centre_follows(people):
	desk = people("集团呼叫中心")
	with desk.chapter(CALL_CENTRE, "跟进已转达的报修"):
		with desk.step("点“我转达的报修”，列出还没有办结的。", clicks=1, requests=10, picture="end"):
			desk.click("我转达的报修")
			desk.sees("A2-301")
		with desk.step(
			"点开一张，看办到哪一步、在谁手里、还有多少时间。", clicks=1, requests=15, picture="end"
		):
			desk.click("A2-301", nth=1)
			desk.sees("当前责任方")


def test_the_call_centres_month(people):
	desk = people("集团呼叫中心")
	with desk.chapter(CALL_CENTRE, "月末核对"):
		with desk.step(
			"在工作台下方点“时限及时率”，看各项目转达之后的时限守住了多少。",
			clicks=1,
			requests=15,
			picture="end",
		):
			desk.click("时限及时率")
			desk.sees("及时率")
