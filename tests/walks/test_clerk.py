"""The clerk: a call from its ring to the answer."""

from __future__ import annotations

from tests.walks.pages import CLERK


def test_a_call_from_ring_to_told(people):
	clerk = people("信息员")
	with clerk.chapter(CLERK, "接一个报修电话"):
		with clerk.step(
			"电话一响，点工作台上的“接报”（快捷键 Shift+Ctrl+B）。", clicks=1, requests=3, picture="click"
		):
			clerk.click("接报")
			clerk.sees("保存并转达")
		with clerk.step(
			"在“房屋”里输入房号、电话尾号或业主姓名，按回车选中；右侧显示业主、交付日期和未关闭的工单，来电人和电话自动带出。",
			clicks=1,
			requests=5,
		):
			clerk.type("房屋", "林淑芬")
			clerk.sees("2-1-1501")
			clerk.press("Enter")
			clerk.sees("未关闭工单")
		with clerk.step(
			"选部位和问题类型，写一句业主的原话；右侧立即显示保修到期日、施工单位和负责的工程师。",
			clicks=5,
			requests=14,
			picture="end",
		):
			clerk.choose("部位", "客厅")
			clerk.choose("问题类型", "墙面空鼓")
			clerk.type("描述", "电视墙敲着有空响，约两平方米")
			clerk.press("Tab")
			clerk.sees("孙志强")
		with clerk.step(
			"按 Ctrl+Enter 保存并转达。照着屏幕上的话答复业主；工程师已收到通知，时限开始计算。",
			clicks=0,
			requests=4,
			picture="end",
		):
			clerk.press("Control+Enter")
			clerk.sees("已保存并转达")
			clerk.reads(r"RT-\d+-\d+")
