"""One repair from the call to the closed ticket, each step by the person responsible for it."""

from __future__ import annotations

from tests.walks.pages import CLERK, ENGINEER


def test_from_the_call_to_the_closed_ticket(people):
	clerk, engineer = people("信息员"), people("房修工程师")
	ticket = take_the_call(clerk)
	accept_and_survey(engineer, ticket)
	plan_and_sign(engineer)
	repair(engineer)
	accept_and_close(clerk, ticket)


def take_the_call(clerk) -> str:
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
			clicks=1,
			requests=12,
			picture="end",
		):
			clerk.press("Control+Enter")
			clerk.sees("已保存并转达")
			ticket = clerk.reads(r"RT-\d+-\d+")
			clerk.click("关闭")
	return ticket


def accept_and_survey(engineer, ticket: str) -> None:
	with engineer.chapter(ENGINEER, "受理、预约与勘察"):
		with engineer.step(
			"点“我的工单”，按房号找到新工单，点工单号打开。页面上方是办理进度、时限和当前责任方；黑色按钮就是下一步。",
			clicks=3,
			requests=36,
			picture="end",
		):
			engineer.click("我的工单")
			open_ticket(engineer, ticket)
			engineer.sees("受理")
		with engineer.step("点“受理”，再点一次确认。", clicks=2, requests=10):
			confirm(engineer, "受理", "预约上门")
		with engineer.step(
			"与业主约好时间后点“预约上门”；默认是下一个整点，与别的预约冲突时会提示。",
			clicks=2,
			requests=10,
			picture="end",
		):
			confirm(engineer, "预约上门", "登记到场")
		with engineer.step("到业主家后点“登记到场”。", clicks=2, requests=10):
			confirm(engineer, "登记到场", "登记勘察")
		with engineer.step(
			"查明原因后点“登记勘察”，写根本原因、责任判定和预计工期。", clicks=4, requests=10, picture="end"
		):
			engineer.click("登记勘察")
			engineer.sees("发生时间")
			engineer.type("根本原因", "抹灰层与基层粘结不牢")
			engineer.type("预计工期（天）", "5")
			engineer.click("登记勘察")
			engineer.sees("编制方案")


def plan_and_sign(engineer) -> None:
	with engineer.chapter(ENGINEER, "方案与签认", stays=True):
		with engineer.step(
			"点“编制方案”，写维修方法后保存；勘察的内容已经带入。", clicks=4, requests=36, picture="end"
		):
			engineer.click("编制方案")
			engineer.type("维修方法", "铲除空鼓抹灰，重新挂网抹灰并养护")
			engineer.click("保存")
			engineer.sees("告知方案")
		with engineer.step("点“告知方案”，把方案交给业主看。", clicks=2, requests=15):
			confirm(engineer, "告知方案", "业主签认方案")
		with engineer.step("点“业主签认方案”，请业主在框里签名。", clicks=3, requests=20, picture="end"):
			engineer.click("业主签认方案")
			engineer.sees("签认人")
			engineer.sign()
			engineer.click("业主签认方案")
			engineer.sees("已签署")


def repair(engineer) -> None:
	with engineer.chapter(ENGINEER, "派单与预验收", stays=True):
		with engineer.step(
			"点“打开工单”回到工单，点“派单开修”，施工单位随即收到通知。", clicks=3, requests=45
		):
			engineer.click("打开工单")
			confirm(engineer, "派单开修", "预验收合格")
		with engineer.step(
			"施工完成、现场检查合格后点“预验收合格”，信息员接着安排保洁。", clicks=2, requests=10
		):
			confirm(engineer, "预验收合格", "通知保洁")


def accept_and_close(clerk, ticket: str) -> None:
	with clerk.chapter(CLERK, "保洁、业主验收与关闭"):
		with clerk.step("在工作台点“维修工单”，按房号找到这张工单，点工单号打开。", clicks=3, requests=36):
			clerk.click("维修工单")
			open_ticket(clerk, ticket)
			clerk.sees("通知保洁")
		with clerk.step("点“通知保洁”，写保洁单位；当天须完成。", clicks=3, requests=10):
			clerk.click("通知保洁")
			clerk.sees("发生时间")
			clerk.type("保洁单位", "洁家保洁")
			clerk.click("通知保洁")
			clerk.sees("保洁完成")
		with clerk.step("检查干净后点“保洁完成”。", clicks=2, requests=10):
			confirm(clerk, "保洁完成", "业主验收")
		with clerk.step("点“业主验收”，选验收结果，请业主签名。", clicks=5, requests=10, picture="end"):
			clerk.click("业主验收")
			clerk.sees("发生时间")
			clerk.select("验收结果", "合格")
			clerk.sign()
			clerk.click("业主验收")
			clerk.sees("关闭")
		with clerk.step("点“关闭”，工单完结，计入及时率。", clicks=2, requests=10):
			confirm(clerk, "关闭", "登记回访")
		with clerk.step(
			"过几天给业主打回访电话，点“登记回访”，选满意度，写业主的话，保存；业主不满意的工单自动重新打开。",
			clicks=5,
			requests=20,
			picture="end",
		):
			clerk.click("登记回访")
			clerk.select("满意度", "满意")
			clerk.type("业主意见", "修得很好，师傅很负责")
			clerk.click("保存")
			clerk.sees("打开工单")


def open_ticket(person, ticket: str) -> None:
	"""In the list: narrow it to the unit, and open the ticket by its number."""
	person.type("房号", "2-1-1501")
	person.press("Enter")
	person.click(ticket)


def confirm(person, action: str, afterwards: str) -> None:
	"""Press the ticket's button and the dialog's; the next step is offered then."""
	person.click(action)
	person.sees("发生时间")
	person.click(action)
	person.sees(afterwards)
