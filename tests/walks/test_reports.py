"""The reports at the end of a week and of a month, as those who hand them in read them."""

from __future__ import annotations

from tests.walks.pages import CLERK


def test_the_clerks_week_and_month(people):
	clerk = people("信息员")
	with clerk.chapter(CLERK, "周末与月末的报表"):
		with clerk.step(
			"在工作台下方的“报表”里点“接报流水账”，核对本月每一个来电。", clicks=1, requests=15, picture="end"
		):
			clerk.click("接报流水账")
			clerk.sees("来电人")
		clerk.go_home()
		with clerk.step(
			"回到工作台，点“时限及时率”，看哪些时限没有守住。", clicks=1, requests=15, picture="end"
		):
			clerk.click("时限及时率")
			clerk.sees("及时率")
