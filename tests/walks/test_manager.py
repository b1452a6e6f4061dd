"""The manager: figures at the end of the month."""

from __future__ import annotations

from tests.walks.pages import MANAGER


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
