"""The approvers above the manager: their list, what a document rests on, and the decision."""

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
			head.click("签批", within="屋面渗漏")
			head.type("意见；退回时须填原因", "同意，按协商金额赔付", within="屋面渗漏")
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
			gm.click("签批", within="同一卫生间第二次渗漏")
			gm.click("提交签批")
			gm.sees("已办理 1 份")


def test_the_head_turns_a_change_of_agreement_down(people):
	head = people("客服部负责人")
	with head.chapter(HEAD, "协议终止与保函"):
		with head.step(
			"协议终止或以保函替换质保金，也在“待我审批”里等候；点“查看并签批”，看原因、附件、保函金额和质保金余额。",
			clicks=2,
			requests=14,
			picture="end",
		):
			head.click("待我审批", nth=1)
			head.click("查看并签批")
			head.sees("银行保函替换质保金")
		with head.step("不同意的选“退回”，写明原因，点“提交签批”；申请人随即收到通知，协议不变。", clicks=3, requests=6):
			head.click("退回", within="银行保函替换质保金")
			head.type("意见；退回时须填原因", "保函金额低于质保金，请补足", within="银行保函替换质保金")
			head.click("提交签批")
			head.sees("已办理 1 份")


def test_the_general_manager_signs_an_early_release(people):
	gm = people("总经理")
	with gm.chapter(GENERAL_MANAGER, "提前退还质保金"):
		with gm.step(
			"未到期就退还、或超过可安全退还金额的质保金，须总经理或客服部负责人加签：看到期日、可安全退还、原因和联合检查表。",
			clicks=2,
			requests=14,
			picture="end",
		):
			gm.click("待我审批", nth=1)
			gm.click("查看并签批")
			gm.sees("先退还部分质保金")
		with gm.step("同意的选“签批”，点“提交签批”；其他签批人照常签。", clicks=2, requests=6):
			gm.click("签批", within="先退还部分质保金")
			gm.click("提交签批")
			gm.sees("已办理 1 份")
