"""A compensation from the ticket to its last signature: turned down, put right, signed by each."""

from __future__ import annotations

from tests.walks.pages import MANAGER, MONTH_END, SERVICE

SEARCH = "房号、工单、业主、电话、施工单位 (Ctrl + G)"
UNIT, OWNER, LOSS = "2-2-1501", "宋丽华", "床头壁纸更换"
NUMBER = r"CP-\d+-\d+"


def test_from_the_ticket_to_the_last_signature(people):
	service, manager = people("客服部"), people("房修经理")
	number = begin(service)
	turn_down(manager, number)
	put_right(service, number)
	sign(manager, number, MANAGER, "赔付签批：同意", "改好的赔付再次出现在“待我审批”：点“查看并签批”，选“签批”，点“提交签批”。")
	sign(
		people("成本部"),
		number,
		MONTH_END,
		"赔付：成本部签批",
		"成本部点“待我审批”，再点“查看并签批”，看损失、工单和保修判定；选“签批”，点“提交签批”。",
	)
	sign(
		people("财务"),
		number,
		MONTH_END,
		"赔付：财务签批",
		"财务同样签批；最后一签之后赔付随即批准，但和解协议签署之前不付款。",
	)


def begin(service) -> str:
	with service.chapter(SERVICE, "赔付：从工单发起"):
		with service.step("按 Ctrl+G，输入房号，打开受损的工单。", clicks=2, requests=40):
			service.press("Control+g")
			service.choose(SEARCH, UNIT, "维修工单")
			service.sees("当前责任方")
		with service.step(
			"点“办理赔付”：收款人、原因、施工单位和协议都已从工单带入。", clicks=1, requests=12, picture="click"
		):
			service.click("办理赔付")
			service.holds("收款人", OWNER)
		with service.step(
			"在“损失明细”里点铅笔，填描述、申报金额、评估金额和协商金额，按 Ctrl+S 保存；追偿金额按保修判定自动填好。",
			clicks=5,
			requests=14,
			picture="end",
		):
			service.click("编辑")
			service.type("描述", LOSS)
			service.type("申报金额", "1800")
			service.type("评估金额", "1700")
			service.type("协商金额", "1700")
			service.press("Control+s")
			service.sees("申请审批")
			service.holds("追偿金额", "1,700")
		ask(service, "点“申请审批”；由谁依次签批列在页面上方。")
		return service.reads(NUMBER)


def ask(service, sentence: str) -> None:
	with service.step(sentence, clicks=2, requests=14):
		service.click("申请审批")
		service.sees("意见")
		service.click("申请审批")
		service.sees("撤回申请")


def turn_down(manager, number: str) -> None:
	with manager.chapter(MANAGER, "赔付签批：退回"):
		with manager.step(
			"在工作台上点“待我审批”，再点“查看并签批”：损失、工单和照片都在卡片里。",
			clicks=2,
			requests=16,
			picture="end",
		):
			manager.click("待我审批", nth=1)
			manager.sees(number)
			manager.click("查看并签批")
			manager.sees(LOSS)
		with manager.step(
			"不同意的选“退回”，写明原因，点“提交签批”；客服部随即收到通知。", clicks=3, requests=6
		):
			manager.click("退回", within=number)
			manager.type("意见；退回时须填原因", "壁纸按一面墙计，金额偏高", within=number)
			manager.click("提交签批")
			manager.sees("已退回")


def put_right(service, number: str) -> None:
	with service.chapter(SERVICE, "赔付：退回后改好再报"):
		with service.step("在工作台点“赔付”，打开被退回的一张；退回的原因在“审批记录”里。", clicks=3, requests=30):
			service.click("赔付")
			service.click(number)
			service.click("审批记录")
			service.sees("金额偏高")
		with service.step("改协商金额，按 Ctrl+S 保存；追偿金额跟着改。", clicks=2, requests=12):
			service.click("编辑")
			service.type("协商金额", "1500")
			service.press("Control+s")
			service.holds("追偿金额", "1,500")
		ask(service, "再点“申请审批”。")


def sign(person, number: str, page, title: str, sentence: str) -> None:
	with person.chapter(page, title), person.step(sentence, clicks=4, requests=24):
		person.click("待我审批", nth=1)
		person.sees(number)
		person.click("查看并签批")
		person.sees(LOSS)
		person.click("签批", within=number)
		person.click("提交签批")
		person.sees("已办理 1 份")
