"""Who signs above the manager: what waits, what it rests on, and the decision."""

from __future__ import annotations

from tests.walks.pages import GENERAL_MANAGER, HEAD


def test_the_head_of_customer_service_signs(people):
	head = people("客服部负责人")
	with head.chapter(HEAD, "签批待办"):
		with head.step("在工作台上点“待我审批”。", clicks=1, requests=8, picture="click"):
			head.click("待我审批", nth=1)
			head.sees("赔付")
		with head.step("点“查看并签批”，列表里的单据连同依据一起打开。", clicks=1, requests=8, picture="end"):
			head.click("查看并签批")
			head.sees("屋面渗漏")
		with head.step(
			"选“签批”，可以写意见；要退回的选“退回”并写明原因，暂不决定的不选。", clicks=2, requests=0
		):
			head.click("签批")
			head.type("意见；退回时须填原因", "同意，按协商金额赔付")
		with head.step("点“提交签批”；单据转到下一位签批人。", clicks=1, requests=4, picture="end"):
			head.click("提交签批")
			head.sees("已办理 1 份")


def test_the_general_manager_signs(people):
	gm = people("总经理")
	with gm.chapter(GENERAL_MANAGER, "签批待办"):
		with gm.step("在工作台上点“待我审批”。", clicks=1, requests=8, picture="click"):
			gm.click("待我审批", nth=1)
			gm.sees("赔付")
		with gm.step(
			"点“查看并签批”，先看依据：金额、起因、工单和照片。", clicks=1, requests=8, picture="end"
		):
			gm.click("查看并签批")
			gm.sees("同一卫生间第二次渗漏")
		with gm.step("选“签批”，点“提交签批”。", clicks=2, requests=4, picture="end"):
			gm.click("签批")
			gm.click("提交签批")
			gm.sees("已办理 1 份")
