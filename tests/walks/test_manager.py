"""The manager: plans that wait for him, repeats he sees in person, figures at the end of the month."""

from __future__ import annotations

from tests.walks.pages import MANAGER


def test_an_important_plan_is_reviewed(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "审核重要方案"):
		with manager.step("在工作台上点“待我审批”。", clicks=1, requests=8, picture="click"):
			manager.click("待我审批", nth=1)
			manager.sees("3-1-102")
		with manager.step(
			"点“查看并签批”，逐份看依据：病因、做法、工期和工单。", clicks=1, requests=8, picture="end"
		):
			manager.click("查看并签批")
			manager.sees("沿裂缝开槽")
		with manager.step("选“签批”；方案有问题的选“退回”并写明原因，工程师改后再报。", clicks=2, requests=0):
			manager.click("签批", within="沿裂缝开槽")
			manager.type("意见；退回时须填原因", "同意，注浆后观察一周再做面层", within="沿裂缝开槽")
		with manager.step("点“提交签批”，工程师随即收到通知，把方案告知业主。", clicks=1, requests=5):
			manager.click("提交签批")
			manager.sees("已办理 1 份")


def test_a_repeat_is_seen_in_person(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "返修：经理亲自上门"):
		with manager.step(
			"在“下一步（最急十项）”里点标有“返修”的一行，打开这张工单。",
			clicks=1,
			requests=36,
			picture="click",
		):
			manager.click("1-1-101")
			manager.sees("当前责任方")
		with manager.step(
			"亲自上门后点“登记经理上门”，写下看到的情况；登记后才能派单。",
			clicks=3,
			requests=20,
			picture="end",
		):
			manager.click("登记经理上门")
			manager.sees("发生时间")
			manager.type("发现", "到场查看：防水层搭接不足，同意返修方案")
			manager.click("登记经理上门")
			manager.sees("编制方案")


def test_the_managers_month(people):
	manager = people("房修经理")
	with manager.chapter(MANAGER, "月度指标与报表"):
		with manager.step(
			"在工作台下方点“房修指标表”，看各项指标是否达标。", clicks=1, requests=15, picture="end"
		):
			manager.click("房修指标表")
			manager.sees("指标")
		manager.go_home()
		with manager.step(
			"回到工作台，点“返修清单”，看哪些施工单位返修最多。", clicks=1, requests=15, picture="end"
		):
			manager.click("返修清单")
			manager.sees("返修")
