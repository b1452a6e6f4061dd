"""The supervisor: what the week and the month have brought."""

from __future__ import annotations

from tests.walks.pages import SUPERVISOR


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
