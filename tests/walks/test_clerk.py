"""The clerk: a call from its ring to the answer, the calls after it, and the reports at the end of week and month."""

from __future__ import annotations

from tests.walks.pages import CLERK


def test_a_call_from_ring_to_told(people):
	clerk = people("信息员")
	with clerk.chapter(CLERK, "接一个报修电话"):
		with clerk.step(
			"电话一响，点工作台上的“接报”（快捷键 Shift+Ctrl+B）。", clicks=1, requests=3, picture="click"
		):
			clerk.click("接报", nth=1)
			clerk.sees("保存并转达")
		with clerk.step(
			"在“房屋”里输入房号、电话尾号或业主姓名，按回车选中。右侧显示业主、交付日期和未关闭的工单。",
			clicks=1,
			requests=5,
			picture="end",
		):
			clerk.type("房屋", "1 2 801")
			clerk.sees("1-2-801")
			clerk.press("Enter")
			clerk.settle()
		with clerk.step(
			"选部位和问题，写一句业主的原话。右侧立即显示保修期、施工单位和时限。",
			clicks=5,
			requests=14,
			picture="end",
		):
			clerk.choose("部位", "主卧卫生间")
			clerk.choose("问题类型", "卫生间渗漏")
			clerk.type("描述", "天花板滴水")
			clerk.press("Tab")
			clerk.settle()
		with clerk.step("按 Ctrl+Enter 保存并转达。", clicks=0, requests=4, picture="end"):
			clerk.press("Control+Enter")
			clerk.settle()
			clerk.reads(r"RT-\d+-\d+")
