"""The money of one case: notice, third party's order, bill, review and payment; an order and a bill are cancelled and made again."""

from __future__ import annotations

from tests.walks.pages import COST, COST_HEAD, FINANCE
from tests.walks.papers import PHOTO, attach, put_forward, sign, the_manager_signs
from tests.walks.world import day

#: Rejected by its owner, and late since: nobody else's walk counts on it.
FLAT = "1-2-101"
PRICE = "近期同类合同价"
#: The order and its new version, as their author noted the numbers.
ORDERS: list[str] = []


def test_the_contractor_is_told_and_coordinated(people):
	engineer = people("房修工程师")
	with engineer.chapter(COST, "书面知会与协调"):
		with engineer.step(
			"工程师在维修工单列表的“房号”里填房号，打开逾期的工单，点“拟写知会”：施工单位、协议、事由和正文都已带出，核对后按 Ctrl+S 保存。",
			clicks=4,
			requests=60,
			picture="end",
		):
			engineer.click("维修工单", nth=1)
			engineer.type("房号", FLAT)
			engineer.settle()
			engineer.click(FLAT, nth=1)
			engineer.click("拟写知会")
			engineer.holds("标题", "维修逾期")
			engineer.press("Control+s")
			engineer.sees("发出函件")
			# once, also where two reads of it were under way
			engineer.reads(r"(?<!请发出。\n)知会 CR-[\d-]+ 尚为草稿：请发出。\n(?!知会)")
		with engineer.step("点“发出函件”，再点“是”：正文从此不能再改。", clicks=2, requests=8):
			engineer.click("发出函件")
			engineer.click("是")
			engineer.sees("登记送达")
		with engineer.step(
			"送达后点“登记送达”，写签收人，附回执，再点“登记送达”。", clicks=6, requests=14
		):
			engineer.click("登记送达")
			engineer.type("签收人", "马德胜")
			attach(engineer)
			engineer.click("登记送达")
			engineer.sees("已送达")
	project = people("项目部")
	project.go_home()
	project.click("待登记协调结果")
	project.click(FLAT)
	project.click("登记协调结果")
	project.select("协调结果", "协调无果")
	project.type("协调说明", "施工单位答复不再派人，同意由我方另行委托")
	project.click("登记协调结果")
	project.sees("可委托第三方")


def test_a_third_party_is_ordered(people):
	cost = people("成本部")
	with cost.chapter(COST, "委托第三方"):
		with cost.step(
			"项目部登记协调无果后，打开工单，点“新建第三方委托”：承担费用的施工单位、协议、知会和违约事实都已带出。",
			clicks=3,
			requests=50,
		):
			cost.click("维修工单")
			cost.click(FLAT, nth=1)
			cost.click("新建第三方委托")
			cost.holds("违约事实", "协调无果")
		fill_in_the_order(cost)
		with cost.step("点“申请审批”，再点“申请审批”：上方依次是签批人。", clicks=2, requests=8):
			put_forward(cost)
		order = cost.reads(r"TPO-\d+-\d+")
		ORDERS.append(order)
	the_manager_signs(people, order)
	the_head_signs_and_takes_it_back(people("成本部负责人"), order)


def fill_in_the_order(cost) -> None:
	with cost.step("选第三方维修单位，填完工期限；点工作项末尾的铅笔，填单价。", clicks=5, requests=10):
		cost.choose("第三方维修单位", "快修家")
		cost.type("完工期限", day(7))
		cost.press("Tab")
		cost.click("编辑", nth=1)
		cost.type("单价", "1860")
		cost.press("Tab")
		cost.press("Escape")
	with cost.step(
		"在“报价”下点“添加行”，点行末的铅笔，填供应商、金额、报价日期并附报价单，再点“保存”。",
		clicks=12,
		requests=16,
		picture="end",
	):
		cost.click("添加行", nth=2)
		cost.click("编辑", nth=2)
		cost.choose("供应商", "快修家")
		cost.type("金额", "1860")
		cost.press("Tab")
		cost.settle()
		cost.type("报价日期", day(-1))
		cost.press("Tab")
		attach(cost)
		# in the row again: the window of the file has gone
		cost.holds("报价日期", day(-1))
		cost.press("Escape")
		cost.click("保存")
		cost.sees("申请审批")


def the_head_signs_and_takes_it_back(head, order: str) -> None:
	with head.chapter(COST_HEAD, "核价并签批委托"):
		with head.step(
			"点“待我审批”，再点“查看并签批”：工作项、报价、工单和知会都在一处；选“价格依据”，选“签批”，点“提交签批”。",
			clicks=6,
			requests=20,
			picture="end",
		):
			sign(head, order, 价格依据=PRICE)
	with head.chapter(COST_HEAD, "作废委托"):
		with head.step("生效后发现单价有误：点“第三方委托”，打开这一张。", clicks=2, requests=30):
			head.click("第三方委托")
			head.click(order)
			head.sees("作废")
		with head.step("点“作废”，写明原因，再点“作废”：原单和签批记录都留着。", clicks=3, requests=10, picture="end"):
			head.click("作废")
			head.type("原因", "单价应按近期合同下调，重新委托")
			head.click("作废")
			head.sees("出新版本")


def test_the_order_is_corrected(people):
	cost, head = people("成本部"), people("成本部负责人")
	with cost.chapter(COST, "更正委托"):
		with cost.step("点“第三方委托”，打开已作废的一张，点“出新版本”。", clicks=3, requests=40, picture="click"):
			cost.click("第三方委托")
			cost.click(ORDERS[0])
			cost.click("出新版本")
			cost.sees("申请审批")
		with cost.step("改正单价，按 Ctrl+S 保存，再申请审批；新版本重新签批。", clicks=4, requests=20):
			cost.click("编辑", nth=1)
			cost.type("单价", "1680")
			cost.press("Tab")
			cost.press("Escape")
			cost.press("Control+s")
			cost.sees("已保存")
			put_forward(cost)
		order = cost.reads(r"TPO-\d+-\d+-1")
		ORDERS.append(order)
	the_manager_signs(people, order)
	with head.chapter(COST_HEAD, "签批更正后的委托"):
		with head.step("更正后的委托同样在“待我审批”里，选价格依据后签批。", clicks=6, requests=20):
			sign(head, order, 价格依据=PRICE)


def test_the_work_is_verified(people):
	engineer = people("房修工程师")
	with engineer.chapter(COST, "核定工程量"):
		with engineer.step("第三方完工后，工程师在工单上点“其他动作”里的“添加证据”，上传完工照片。", clicks=6, requests=60):
			engineer.click("维修工单", nth=1)
			engineer.click(FLAT, nth=1)
			engineer.click("其他动作")
			engineer.click("添加证据")
			engineer.choose_file("我的设备", PHOTO)
			engineer.sees_not("全部设为公开")
			engineer.click("上传")
			engineer.sees("demo_photo")
		with engineer.step(
			"打开这张第三方委托，点“核定工程量”，核对申报量与核定量，再点“核定工程量”。",
			clicks=5,
			requests=60,
			picture="end",
		):
			engineer.click("房修工作台")
			engineer.click("第三方委托")
			engineer.click(ORDERS[-1])
			engineer.click("核定工程量")
			engineer.click("核定工程量")
			engineer.sees("已核定")


def test_the_bill_is_booked_twice_and_reviewed(people):
	cost = people("成本部")
	with cost.chapter(COST, "登记账单与发起支付审核"):
		with cost.step("打开已核定的委托，点“结算”，填供应商发票号，再点“结算”：账单入账，审核前不能付款。", clicks=5, requests=40):
			cost.click("第三方委托")
			cost.click(ORDERS[-1])
			cost.sees("费用承担")
			cost.click("结算")
			cost.type("供应商发票号", "033002600111-00900001")
			cost.click("结算")
			cost.sees("撤销账单")
		with cost.step("发票号登错了，点“撤销账单”，再点“是”，按正确的发票号重新结算，并填发票类型和税率。", clicks=9, requests=24):
			cost.click("撤销账单")
			cost.click("是")
			cost.sees("已核定")
			cost.click("结算")
			cost.type("供应商发票号", "033002600111-00900010")
			cost.select("发票类型", "增值税专用发票")
			cost.type("发票税率（%）", "9")
			cost.click("结算")
			cost.sees("发起支付审核")
		with cost.step("点“发起支付审核”：工作量和价格依据都已带出，核对后申请审批。", clicks=3, requests=30, picture="end"):
			cost.click("发起支付审核")
			cost.sees("批准金额")
			put_forward(cost)
		review = cost.reads(r"RPR-\d+-\d+")
	the_manager_signs(people, review)
	head = people("成本部负责人")
	with head.chapter(COST_HEAD, "签批支付审核"):
		with head.step("支付审核同样在“待我审批”里：核对申报、核定与批准金额后签批。", clicks=4, requests=20, picture="end"):
			sign(head, review)
	the_bill_is_paid(people("财务"), review)


def the_bill_is_paid(finance, review: str) -> None:
	with finance.chapter(FINANCE, "放行并支付维修款"):
		with finance.step("点“待我审批”，再点“查看并签批”，选“签批”后提交：账单随即放行。", clicks=4, requests=20, picture="end"):
			sign(finance, review)
		finance.go_home()
		with finance.step("在“待审核与待支付维修款”里点开已批准的采购发票，点“创建”里的“付款”。", clicks=4, requests=60):
			finance.click("待审核与待支付维修款")
			finance.click(finance.reads(r"ACC-PINV-\d+-\d+(?=\s+\S+\s+¥ 1,680\.00)"))
			finance.sees("支付审核")
			finance.settle()
			finance.click("创建")
			# the tab of the form has the same name
			finance.sees("退货/借记单")
			finance.click("付款", nth=1)
			finance.sees("支票/参考编号")
		with finance.step("填网银流水号，按 Ctrl+S 保存，点“提交”，再点“是”。", clicks=3, requests=30, picture="end"):
			finance.type("支票/参考编号", "1128001")
			finance.press("Control+s")
			finance.click("提交")
			finance.click("是")
			finance.sees("取消")
