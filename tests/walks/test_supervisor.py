"""The supervisor: the most urgent tickets, reassigning, urging."""

from __future__ import annotations

from tests.walks.pages import SUPERVISOR


def test_what_is_most_urgent(people):
	supervisor = people("房修主管")
	with supervisor.chapter(SUPERVISOR, "早上看什么最急"):
		with supervisor.step(
			"工作台上方是超时与临期的张数，下方“下一步（最急十项）”按紧急程度排列，红色是已超时。",
			clicks=0,
			requests=0,
			picture="end",
		):
			supervisor.sees("超时")
		with supervisor.step(
			"点“现在超时明细”，逐项查看哪个时限、超了多久、该谁办。", clicks=1, requests=15, picture="end"
		):
			supervisor.click("现在超时明细")
			supervisor.sees("超时")


def test_urging_a_ticket(people):
	supervisor = people("房修主管")
	with supervisor.chapter(SUPERVISOR, "督办一张工单"):
		with supervisor.step("在“下一步”里点一行，打开这张工单。", clicks=1, requests=36, picture="click"):
			supervisor.click("1-1-101")
			supervisor.sees("当前责任方")
		with supervisor.step(
			"点“其他动作”里的“列入重点督办”，写明原因；工单进入“经理重点督办”。",
			clicks=4,
			requests=20,
			picture="end",
		):
			supervisor.click("其他动作")
			supervisor.click("列入重点督办")
			supervisor.type("原因", "返修工单，方案已超时六天")
			supervisor.click("列入重点督办")
			supervisor.sees_not("列入重点督办")
		with supervisor.step(
			"催办后点“其他动作”里的“登记督办指示”，写下催了谁、要求什么。", clicks=4, requests=20
		):
			supervisor.click("其他动作")
			supervisor.click("登记督办指示")
			supervisor.type("催办或决定的内容", "已电话催办，要求今日内出方案并告知业主")
			supervisor.click("登记督办指示")
			supervisor.sees_not("催办或决定的内容")


def test_tickets_get_another_engineer(people):
	supervisor = people("房修主管")
	with supervisor.chapter(SUPERVISOR, "改派与移交"):
		with supervisor.step("点“维修工单”，按房号找到要改派的工单，打开。", clicks=3, requests=40):
			supervisor.click("维修工单")
			supervisor.type("房号", "A1-602")
			supervisor.press("Enter")
			supervisor.click("A1-602 · 屋面渗漏")
			supervisor.sees("当前责任方")
		with supervisor.step(
			"点“其他动作”里的“改派”，选新负责人，写原因；双方工程师都会收到通知。", clicks=6, requests=12
		):
			supervisor.click("其他动作")
			supervisor.click("改派")
			supervisor.select("新负责人", "钱海峰")
			supervisor.type("原因", "屋面渗漏由主管直接跟进")
			supervisor.click("改派")
			supervisor.sees("已将 1 张工单改派给 钱海峰")
		supervisor.go_home()
		with supervisor.step(
			"工程师休假或离岗：在工单列表上方点“移交全部工单”，选移交人，先看在办和超时的有哪些。",
			clicks=4,
			requests=40,
			picture="end",
		):
			supervisor.click("维修工单")
			supervisor.click("移交全部工单")
			supervisor.select("移交人", "李文博")
			supervisor.sees("灯具不亮")
		with supervisor.step(
			"选新负责人，写原因，点“移交 … 张工单”；每位业主的预约和时限都不变。", clicks=4, requests=12
		):
			supervisor.select("新负责人", "钱海峰")
			supervisor.type("原因", "李文博休假一周")
			supervisor.click("张工单")
			supervisor.sees("改派给 钱海峰")


def test_the_supervisors_week_and_month(people):
	supervisor = people("房修主管")
	with supervisor.chapter(SUPERVISOR, "周末与月末的报表"):
		with supervisor.step(
			"在工作台下方点“工程师工作量”，看每个人手上的活和超时。", clicks=1, requests=15, picture="end"
		):
			supervisor.click("工程师工作量")
			supervisor.sees("孙志强")
		supervisor.go_home()
		with supervisor.step(
			"回到工作台，点“经理重点督办”，逐项核对督办结果。", clicks=1, requests=15, picture="end"
		):
			supervisor.click("经理重点督办")
			supervisor.sees("1-2-802")
