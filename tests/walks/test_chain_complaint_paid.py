"""A compensation from the ticket to the payment and the contractor's deduction: refused, corrected, signed, paid, charged."""

from __future__ import annotations

from tests.walks.pages import COST, FINANCE, MANAGER, MONTH_END, SERVICE
from tests.walks.papers import PHOTO, attach
from tests.walks.test_chain_complaint import SUBJECT

OWNER, LOSS, GIFT = "宋丽华", "床头壁纸更换", "家政保洁券 4 小时"
#: What stands above the table of what is given in kind.
IN_KIND = "业主以此抵作赔付"
NUMBER = r"CP-\d+-\d+"
#: The compensation, as its author noted the number.
SIGNED: list[str] = []


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
	SIGNED.append(number)


def begin(service) -> str:
	with service.chapter(SERVICE, "赔付：从投诉发起"):
		with service.step("在工作台点“客户投诉”，打开要求赔偿的投诉。", clicks=2, requests=60):
			service.click("客户投诉")
			service.click(SUBJECT)
			service.sees("客户确认")
		with service.step(
			"点“菜单”里的“办理赔付”：投诉、收款人、原因和地址都已带入。", clicks=2, requests=30, picture="click"
		):
			service.click("菜单")
			service.click("办理赔付")
			service.holds("收款人", OWNER)
		with service.step(
			"选证件类型，填证件号码、开户银行和账号；户名默认是收款人，不一致时须填原因并上传授权书。", clicks=5, requests=2
		):
			service.select("证件类型", "身份证")
			service.type("证件号码", "110101199003070038")
			service.type("开户银行", "中国建设银行杭州城西支行")
			service.type("账号", "6217001180012345678")
		with service.step(
			"在“损失明细”里点铅笔，填描述、申报金额、评估金额、协商金额和评估依据，按 Ctrl+S 保存。", clicks=6, requests=14
		):
			service.click("编辑")
			service.type("描述", LOSS)
			service.type("申报金额", "1800")
			service.type("评估金额", "1700")
			service.type("协商金额", "1700")
			service.type("评估依据", "两家装修公司报价，取低价")
			service.press("Control+s")
			service.sees("申请审批")
		give_in_kind(service)
		prove(service)
		with service.step("看“追偿建议”里的施工单位、比例和依据，点“接受追偿建议”并确认；追偿金额随之填好。", clicks=2, requests=12):
			service.click("接受追偿建议")
			service.sees("比例与建议不同时须填写")
			service.click("接受追偿建议")
			service.sees("1,700.00", within="追偿金额")
		ask(service, "点“申请审批”；由谁依次签批列在页面上方。")
		return service.reads(NUMBER)


def give_in_kind(service) -> None:
	with service.step(
		"不全是现金的，在“非现金补偿”里点“添加行”和铅笔，选类型，填描述和价值，按 Ctrl+S 保存；其余部分以现金支付。", clicks=6, requests=14
	):
		service.press("Escape")
		service.click("添加行", within=IN_KIND)
		service.click("编辑", within=IN_KIND)
		service.select("类型", "礼品或代金券")
		service.type("描述", GIFT)
		service.type("价值", "200")
		service.press("Control+s")
		service.sees("现金加非现金")


def prove(service) -> None:
	with service.step("在“条款”里写双方约定的内容，按 Ctrl+S 保存；再点“添加照片”，上传能证明损失的照片或单据。", clicks=5, requests=40):
		service.press("Escape")
		service.type("条款", "七个工作日内付清，双方就此了结")
		service.press("Control+s")
		service.click("添加照片")
		service.choose_file("我的设备", PHOTO)
		service.click("上传")
		service.sees("损失照片")


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
		with service.step("改协商金额，按 Ctrl+S 保存；现金支付金额和追偿金额跟着改。", clicks=2, requests=12):
			service.click("编辑", within="损失明细")
			service.type("协商金额", "1500")
			service.press("Control+s")
			service.sees("1,500.00", within="追偿金额")
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


def test_the_owner_is_paid(people):
	service, finance = people("客服部"), people("财务")
	with service.chapter(SERVICE, "赔付：登记和解协议"):
		with service.step("业主签好和解协议后，打开这张赔付，点“登记和解协议”。", clicks=3, requests=30):
			service.click("赔付")
			service.click(SIGNED[0])
			service.click("登记和解协议")
			service.sees("签订日期")
		with service.step(
			"附上签好的协议，点“登记和解协议”：付款账单随即生成，交财务付款。", clicks=5, requests=30
		):
			attach(service)
			service.click("登记和解协议")
			service.sees("已签署")
	with finance.chapter(FINANCE, "支付赔付"):
		with finance.step("点“赔付”，打开“已签署”的一张，点“采购发票”。", clicks=3, requests=60):
			finance.click("赔付")
			finance.click(SIGNED[0])
			finance.click("采购发票")
			finance.sees("创建")
			finance.settle()
		with finance.step("点“创建”里的“付款”，填网银流水号，按 Ctrl+S 保存，点“提交”，再点“是”。", clicks=6, requests=60, picture="end"):
			finance.click("创建")
			finance.sees("退货/借记单")
			finance.click("付款", nth=1)
			finance.sees("支票/参考编号")
			finance.type("支票/参考编号", "1128002")
			finance.press("Control+s")
			finance.click("提交")
			finance.click("是")
			finance.sees("取消")


def test_what_is_given_in_kind_is_confirmed(people):
	service = people("客服部")
	with service.chapter(SERVICE, "赔付：登记非现金落实"):
		with service.step("业主领取后，打开这张赔付，点“登记非现金落实”。", clicks=3, requests=30):
			service.click("赔付")
			service.click(SIGNED[0])
			service.click("登记非现金落实")
			service.sees("确认人或领取人")
		with service.step(
			"核对领取人，附上签收单，点“登记非现金落实”：现金付清且非现金全部落实后，状态变为“已赔付”。", clicks=5, requests=30
		):
			attach(service)
			service.click("登记非现金落实")
			service.sees("已赔付")


def test_the_contractor_is_charged_with_it(people):
	cost = people("成本部")
	with cost.chapter(COST, "赔付：向施工单位追偿"):
		with cost.step("打开已赔付的赔付，点“扣款”：协议、来源和金额都已带出，按 Ctrl+S 保存。", clicks=3, requests=60, picture="end"):
			cost.click("赔付")
			cost.click(SIGNED[0])
			cost.sees("已赔付")
			cost.click("扣款")
			cost.sees("新建扣款单")
			cost.press("Control+s")
			cost.sees("知会与申辩")
