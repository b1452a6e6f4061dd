"""Spare parts from the buyer's list to a ticket, and back again."""

from __future__ import annotations

from tests.walks.pages import BUYER

PART = "示例花洒"


def test_from_the_list_to_the_order(people):
	buyer = people("备件采购")
	with buyer.chapter(BUYER, "从清单到采购订单"):
		list_and_request(buyer)
		order(buyer)


def list_and_request(buyer) -> None:
	with buyer.step(
		"在工作台上点“备品备件清单”，打开本批次的清单；每种备件请购、订购、到货、移交了多少，还缺多少，都在上方的表里。",
		clicks=2,
		requests=25,
	):
		buyer.click("备品备件清单", nth=1)
		buyer.click(buyer.reads(r"翠湖天地一期 \d{4}-\d\d-\d\d"))
		buyer.sees("计划数量")
	with buyer.step(
		"要增加备件，在“备件”表格下点“添加行”，点新行末尾的铅笔，填备件名称、计划数量和供应商（输入几个字按回车选中），按 Ctrl+S 保存。",
		clicks=5,
		requests=10,
		picture="end",
	):
		buyer.click("添加行")
		buyer.click("编辑", nth=5)
		buyer.type("备件名称", PART)
		buyer.type("计划数量", "20")
		buyer.type("供应商", "百配")
		buyer.press("Enter")  # at once: the list comes later
		buyer.holds("供应商", "百配示例建材有限公司")
		buyer.press("Control+s")
		buyer.sees("新建缺少的物料")
	with buyer.step(
		"上方的按钮按先后排列，蓝色的是下一步：点“新建缺少的物料”。",
		clicks=1,
		requests=6,
		picture="click",
	):
		buyer.click("新建缺少的物料")
		buyer.sees("已新建 1 个物料")
	with buyer.step("点“为缺口生成请购”：还缺多少请购多少，材料申请随即提交。", clicks=1, requests=6):
		buyer.click("为缺口生成请购")
		buyer.sees("材料申请")


def order(buyer) -> None:
	with buyer.step(
		"点“下采购订单”：每个供应商生成一张订单草稿，只有一张时随即打开。", clicks=1, requests=12
	):
		buyer.click("下采购订单")
		buyer.sees("填写单价")
	with buyer.step(
		"点“填写单价”，在一张表里填完所有单价（按向下键到下一行）；不计价的选无价原因。",
		clicks=1,
		requests=4,
		picture="end",
	):
		buyer.click("填写单价", nth=1)
		buyer.sees("无价原因")
		buyer.write("45")
	with buyer.step("点“保存”，订单上的单价和金额随即算好。", clicks=1, requests=10):
		buyer.click("保存")
		buyer.sees("900.00")
	with buyer.step("核对后点“提交”，再点“是”：订单生效。", clicks=2, requests=8):
		buyer.click("提交")
		buyer.click("是")
		buyer.sees("待收货")


def test_what_was_delivered_is_received(people):
	buyer = people("备件采购")
	with buyer.chapter(BUYER, "到货收货", stays=True):
		with buyer.step("货到了：在订单上点“创建”，选“采购收货单”。", clicks=2, requests=12):
			buyer.click("创建")
			buyer.click("采购收货单")
			buyer.sees("供应商送货单")
		with buyer.step("填供应商送货单号，核对数量（少到的改成实到数量），按 Ctrl+S 保存。", clicks=1, requests=8):
			buyer.type("供应商送货单", "SH-1128")
			buyer.press("Control+s")
			buyer.sees("提交")
		with buyer.step("点“提交”，再点“是”：备件入项目部仓库。", clicks=2, requests=8, picture="end"):
			buyer.click("提交")
			buyer.click("是")
			buyer.sees("取消")


def test_both_sides_sign_the_handover(people):
	project = people("项目部")
	with project.chapter(BUYER, "项目部移交签字"):
		with project.step("项目部在交付工作台点“备品备件清单”，打开清单。", clicks=2, requests=20):
			project.click("备品备件清单")
			project.click(project.reads(r"翠湖天地一期 \d{4}-\d\d-\d\d"))
			project.sees("移交房修部")
		with project.step(
			"点“移交房修部”：已收货未移交的备件都列在移交单里，双方共同清点。", clicks=1, requests=10
		):
			project.click("移交房修部")
			project.sees("请双方共同清点")
		with project.step(
			"点“代表项目部签字”，在框里签名，再点“代表项目部签字”。", clicks=3, requests=8, picture="end"
		):
			project.click("代表项目部签字")
			project.sign()
			project.click("代表项目部签字")
			project.sees("待对方确认")
	engineer = people("房修工程师")
	with engineer.chapter(BUYER, "房修部接收签字"):
		with engineer.step("工程师点“待我审批”，打开移交单，核对数量。", clicks=2, requests=14):
			engineer.click("待我审批", nth=1)
			engineer.click(engineer.reads(r"PH-\d+-\d+"))
			engineer.sees("代表房修中心签字")
		with engineer.step(
			"点“代表房修中心签字”，签名后确认：备件随即转入房修部仓库。", clicks=3, requests=8, picture="end"
		):
			engineer.click("代表房修中心签字")
			engineer.sign()
			engineer.click("代表房修中心签字")
			engineer.sees("已签署")


def test_a_part_is_taken_and_given_back(people):
	engineer = people("房修工程师")
	with engineer.chapter(BUYER, "工单领用与退料"):
		with engineer.step("在工作台的列表里打开工单，点“费用与用料”。", clicks=2, requests=20):
			engineer.click("生活阳台 · 阳台渗漏")
			engineer.click("费用与用料")
			engineer.sees("领用备件")
		with engineer.step(
			"点“领用备件”，输入备件名称选中，核对数量，再点“领用备件”：备件出库，费用记在这张工单上。",
			clicks=4,
			requests=8,
			picture="end",
		):
			engineer.click("领用备件")
			engineer.choose("备件名称", PART)
			engineer.click("领用备件")
			engineer.sees("已领出", within=PART)
		with engineer.step("没有用上的点“退料”，核对退料数量，再点“退料”：备件回到仓库。", clicks=2, requests=6):
			engineer.click("退料", within=PART)
			engineer.sees("退料数量")
			engineer.click("退料")
			engineer.sees("已退回", within=PART)
		with engineer.step("退错了点“撤销退料”，再点“是”：仍算这张工单领用。", clicks=2, requests=6):
			engineer.click("撤销退料", within=PART)
			engineer.click("是")
			engineer.sees("已领出", within=PART)
		with engineer.step(
			"领错了点“撤销领出”，再点“释放”：备件回到仓库，不再为本工单预留。",
			clicks=3,
			requests=10,
		):
			engineer.click("撤销领出", within=PART)
			engineer.click("是")
			engineer.click("释放", within=PART)
			engineer.sees("已释放", within=PART)


def test_back_again_to_where_it_began(people):
	project = people("项目部")
	with project.chapter(BUYER, "撤销移交"):
		with project.step(
			"项目部点“备件移交单”，打开这一张，点“取消”，再点“是”：备件回到项目部仓库。已在工单上领用的，先退料或撤销领出。",
			clicks=4,
			requests=25,
			picture="end",
		):
			project.click("备件移交单")
			project.click(project.reads(r"PH-\d+-\d+"))
			project.click("取消")
			project.click("是")
			project.sees("已取消")
	buyer = people("备件采购")
	with buyer.chapter(BUYER, "撤销收货与订单"):
		with buyer.step("点“采购收货单”，打开这一张，点“取消”，再点“是”：到货数量随即减去。", clicks=4, requests=25):
			buyer.click("采购收货单", nth=1)
			buyer.click("百配示例建材有限公司", nth=1)
			buyer.click("取消")
			buyer.click("是")
			buyer.sees("已取消")
		buyer.go_home()
		with buyer.step(
			"再点“采购订单”，打开这一张，点“取消”，再点“是”：清单上可以另下订单。", clicks=4, requests=25
		):
			buyer.click("采购订单", nth=1)
			buyer.click("百配示例建材有限公司", nth=1)
			buyer.click("取消")
			buyer.click("是")
			buyer.sees("已取消")
