"""The end of a warranty: from the list of campaigns over the notice, its posting and the calls to the signed briefing (R51-R57)."""

from __future__ import annotations

from tests.walks.pages import ENGINEER, MANAGER, PROPERTY
from tests.walks.papers import attach
from tests.walks.world import day

CAMPAIGN = "保修到期专项"
BUILDING = "A2栋 保修"
UNIT, CALLED = "A2-102", "A2-101"
CONTRACTOR = "云岭示例建筑工程有限公司"


def open_campaign(person) -> None:
	person.click(CAMPAIGN)
	person.click(BUILDING)
	person.sees("其他动作")


def test_the_manager_has_the_owners_notified(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "保修到期：知会业主"):
		with manager.step(
			"点工作台上的“保修到期专项”：一个月内到期的楼栋每天早上自动列出；点一行打开，看哪些部位到期、每一步哪天前办完。",
			clicks=2,
			requests=60,
			picture="end",
		):
			open_campaign(manager)
		with manager.step("填“期满后报修途径”，按 Ctrl+S 保存。", clicks=1, requests=14):
			manager.type("期满后报修途径", "物业服务中心 24 小时电话，有偿维修")
			manager.press("Control+s")
			manager.sees("已保存")
		with manager.step(
			"点“发出温馨知会”再确认：有手机号的业主收到短信，其余打印信函送达；物业随即收到张贴的通知。",
			clicks=2,
			requests=14,
		):
			manager.click("发出温馨知会")
			manager.click("发出温馨知会")
			manager.sees("进行中")


def test_the_property_company_posts_and_calls(people):
	desk = people("物业前台·云栖花园")
	with desk.chapter(PROPERTY, "保修到期：张贴与电话"):
		with desk.step("打开“保修到期专项”，点“登记张贴”，写地点，上传张贴照片。", clicks=8, requests=60, picture="end"):
			open_campaign(desk)
			desk.click("登记张贴")
			desk.type("地点", "A2栋大堂公告栏")
			attach(desk)
			desk.click("登记张贴")
			desk.sees("A2栋大堂公告栏")
		with desk.step(
			"“待电话联系”里逐户打电话，点这一户的“登记回复”：选联系结果；选“有问题”的，随即打开接报录入。",
			clicks=5,
			requests=14,
			picture="end",
		):
			desk.click("登记回复", within=CALLED)
			desk.select("联系结果", "未发现问题")
			desk.type("答复内容", "逐间看过，没有问题")
			desk.click("登记回复")
			desk.sees_not("答复内容")


def test_the_engineer_repairs_together_and_briefs_in_writing(people):
	engineer = people("房修工程师·云栖花园")
	with engineer.chapter(ENGINEER, "保修到期：集中返修与书面交底"):
		with engineer.step(
			"打开“保修到期专项”，“按施工单位”看各家未结；在“其他动作”里点“安排集中返修日”，选单位、日期，写人数和材料。",
			clicks=10,
			requests=70,
		):
			open_campaign(engineer)
			engineer.click("其他动作")
			engineer.click("安排集中返修日")
			engineer.select("施工单位", CONTRACTOR)
			engineer.type("日期", day(0))
			engineer.press("Tab")
			engineer.type("人数", "3")
			engineer.type("材料", "龙头阀芯、密封胶")
			engineer.click("安排集中返修日")
			engineer.sees("龙头阀芯、密封胶")
		with engineer.step("当天收工后在“其他动作”里点“登记返修日情况”，写实到人数和遗留问题。", clicks=6, requests=14):
			engineer.click("其他动作")
			engineer.click("登记返修日情况")
			engineer.type("到场人数", "3")
			engineer.type("实施情况", "龙头已换，窗边渗漏待晴天复验")
			engineer.click("登记返修日情况")
			engineer.sees("龙头已换")
		with engineer.step(
			"仍未修完的，在“其他动作”里点“生成书面交底”：每户、每家施工单位一份；打开一份，请业主签名。",
			clicks=8,
			requests=60,
		):
			engineer.click("其他动作")
			engineer.click("生成书面交底")
			engineer.click("生成书面交底")
			engineer.click(UNIT)
			sign(engineer, "业主签字")
			engineer.sees("待对方确认")
		with engineer.step("再请施工单位签名；双方签字后交底归档，可随时打印。", clicks=4, requests=14):
			sign(engineer, "施工单位签字", "丁水生")
			engineer.sees("已签署")


def sign(person, button: str, name: str = "") -> None:
	person.click(button)
	if name:
		person.type("姓名", name)
	person.sign()
	person.click(button)
