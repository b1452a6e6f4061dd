"""Help leads to the guide of one's own role."""

from __future__ import annotations

from tests.walks.pages import CLERK


def test_the_guide_is_two_clicks_away(people):
	clerk = people("信息员")
	with clerk.chapter(CLERK, "打开使用指南"):
		with clerk.step("点右上角的“帮助”，再点“使用指南”；本岗位的指南随即打开。", clicks=2, requests=4):
			clerk.click("帮助")
			clerk.click("使用指南")
			clerk.sees("信息员接听报修电话")
