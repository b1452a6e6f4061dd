"""A complaint: registered from the ticket, investigated, its answer signed by level and given; compensation follows (R15, R75, R110)."""

from __future__ import annotations

from tests.walks.pages import HEAD, MANAGER, SERVICE
from tests.walks.world import day

SEARCH = "房号、工单、业主、电话、施工单位 (Ctrl + G)"
UNIT, SUBJECT = "2-2-1501", "床头墙面空鼓，要求赔偿"


def test_a_complaint_is_answered_by_level(people):
	service, manager, head = people("客服部"), people("房修经理"), people("客服部负责人")
	register(service)
	draft(service)
	sign(manager, MANAGER, "客户投诉：审批答复")
	sign(head, HEAD, "客户投诉：审批答复")
	give(service)


def register(service) -> None:
	with service.chapter(SERVICE, "客户投诉：登记与调查"):
		with service.step(
			"打开客户投诉的工单，点“菜单”里的“登记投诉”：客户、电话、房屋和工单已带入。", clicks=4, requests=60, picture="end"
		):
			service.press("Control+g")
			service.choose(SEARCH, UNIT, "维修工单")
			service.sees("当前责任方")
			service.click("菜单")
			service.click("登记投诉")
			service.holds("投诉人", "宋丽华")
		with service.step("填标题和客户诉求，勾“要求赔偿”，按 Ctrl+S：级别和三个时限随即算出，专人负责。", clicks=5, requests=20):
			service.type("标题", SUBJECT)
			service.select("信息来源", "客服部")
			service.type("客户诉求", "赔偿床头壁纸")
			service.tick("要求赔偿")
			service.press("Control+s")
			service.sees("登记首次联系")
		with service.step("联系客户后点“登记首次联系”，写说了什么。", clicks=3, requests=20):
			service.click("登记首次联系")
			service.type("跟踪情况", "已致电，明日复勘")
			service.click("登记首次联系")
			service.sees("开始调查")
		with service.step("点“开始调查”，写由谁去查。", clicks=3, requests=20):
			service.click("开始调查")
			service.type("跟踪情况", "请工程师今日复勘")
			service.click("开始调查")
			service.sees("拟定答复")


def draft(service) -> None:
	with service.chapter(SERVICE, "客户投诉：拟定答复", stays=True):
		with service.step("查清后点“拟定答复”，选答复类型，写查明的事实、给客户的话和承诺完成日期，保存后点“申请审批”。", clicks=9, requests=60, picture="end"):
			service.click("拟定答复")
			service.select("答复类型", "处理方案")
			service.type("调查情况", "空鼓返修时刮伤壁纸")
			service.type("答复内容", "本周内更换壁纸，损失按评估协商赔付")
			service.type("承诺完成日期", day(5))
			service.press("Control+s")
			service.click("申请审批")
			service.click("申请审批")
			service.sees("撤回申请")


def sign(person, page, title: str) -> None:
	with (
		person.chapter(page, title),
		person.step("点“待我审批”，再点“查看并签批”：投诉、事实和答复都在卡片里；选“签批”，点“提交签批”。", clicks=5, requests=40),
	):
		person.click("待我审批", nth=1)
		person.click("查看并签批")
		person.sees("宋丽华")
		person.click("签批", within="宋丽华")
		person.click("提交签批")
		person.sees("已办理 1 份")


def give(service) -> None:
	with service.chapter(SERVICE, "客户投诉：答复客户"):
		with service.step("打开这件投诉，点“答复客户”，选方式，写客户怎么说。", clicks=5, requests=80):
			service.click("客户投诉")
			service.click(SUBJECT)
			service.click("答复客户")
			service.type("客户意见", "客户接受，等待赔付")
			service.click("答复客户")
			service.sees("客户确认")
