"""A special report through three departments: filed from the ticket, opinions in turns, decided, answered to the customer (R60)."""

from __future__ import annotations

from tests.walks.pages import COST, HEAD, PROJECT, PROPERTY, SERVICE
from tests.walks.world import day

SEARCH = "房号、工单、业主、电话、施工单位 (Ctrl + G)"
UNIT = "A1-402"
NUMBER = r"RS-\d+-\d+"
FACTS = "裂缝沿窗角斜向展开，揭开面层未见抗裂网，疑为施工遗留"
#: Department, who answers for it, turn.
ROUTE = (("工程部", "陈刚", "1"), ("成本部", "褚云飞", "2"), ("客服部", "王静", "2"))
#: The report, as its author noted the number.
FILED: list[str] = []


def test_the_property_company_files_it(people):
	desk = people("物业前台·云栖花园")
	with desk.chapter(PROPERTY, "过保问题：上报文电阅处单"):
		with desk.step("按 Ctrl+G，输入房号，打开过保修期的工单。", clicks=2, requests=40):
			desk.press("Control+g")
			desk.choose(SEARCH, UNIT, "维修工单")
			desk.sees("当前责任方")
		with desk.step(
			"业主认为是前期遗留施工缺陷，或者拒绝有偿服务：点“上报文电阅处单”，房号、客户和工单都已带入。", clicks=1, requests=20
		):
			desk.click("上报文电阅处单")
			desk.holds("客户姓名", "魏国强")
		with desk.step("选上报事由，写物业核查情况；有照片的加在“照片”里。", clicks=3, requests=6):
			desk.select("上报事由", "前期遗留施工缺陷")
			desk.type("物业核查情况", FACTS)
			desk.press("Tab")
		with desk.step(
			"在“会签部门”下点“添加行”，点行末的铅笔，选部门和会签人，填顺序：顺序相同的同时会签，大的排在后面。三个部门各加一行。",
			clicks=20,
			requests=30,
		):
			for number, (department, person, turn) in enumerate(ROUTE, 1):
				desk.click("添加行", within="会签部门")
				desk.click("编辑", within="会签部门", nth=number)
				row = f"编辑行 #{number}"
				desk.select("部门", department, within=row)
				desk.choose("会签人", person, within=row)
				desk.press("Tab")
				if number > 1:  # the first has turn 1 by itself
					desk.type("顺序", turn, within=row)
					desk.press("Tab")
				desk.press("Escape")
		with desk.step("按 Ctrl+S 保存，再点“上报地产公司”：第一个部门随即收到通知。", clicks=1, requests=30):
			desk.press("Control+s")
			desk.sees("保修结论")
			desk.click("上报地产公司")
			desk.sees("等待会签")
			desk.sees("陈刚")
		FILED.append(desk.reads(NUMBER))


def test_the_departments_say_what_they_think(people):
	project, cost, service = people("项目部"), people("成本部"), people("客服部")
	opine(project, PROJECT, "会签文电阅处单", "公司承担维修", "现场复核属实，属施工遗留")
	opine(cost, COST, "会签文电阅处单", "酌情分担", "维修费用约八百元，面层由业主承担")
	opine(service, SERVICE, "会签文电阅处单", "公司承担维修", "业主为首次报修，建议一次修好")


def opine(person, page, title: str, opinion: str, words: str) -> None:
	with person.chapter(page, title):
		with person.step("轮到本部门时，工作台上的“待我会签”有数字：点它，打开文电阅处单。", clicks=2, requests=40):
			person.click("待我会签")
			person.click(FILED[0])
			person.sees("等待会签")
			person.sees(FACTS)
		with person.step(
			"看客户诉求、物业核查情况和保修结论，点“填写会签意见”，选意见、写说明，再点一次；意见提交后不能修改。",
			clicks=5,
			requests=20,
		):
			person.click("填写会签意见")
			person.select("意见", opinion)
			person.type("意见说明", words)
			person.click("填写会签意见")
			person.sees(words)


def test_the_head_decides(people):
	head = people("客服部负责人")
	with head.chapter(HEAD, "决定文电阅处单"):
		with head.step("会签完毕的在“待决定的文电阅处单”里：点它，打开文电阅处单，各部门意见都在“会签意见”里。", clicks=2, requests=40):
			head.click("待决定的文电阅处单")
			head.click(FILED[0])
			head.sees("会签完毕")
		with head.step("点“作出决定”，选费用承担，写处理措施和完成期限，再点一次；物业随即收到通知。", clicks=6, requests=20):
			head.click("作出决定")
			head.select("费用承担", "公司承担维修")
			head.type("处理措施", "由地产公司安排维修，面层一并恢复")
			head.type("完成期限", day(10))
			head.press("Tab")
			head.click("作出决定")
			head.sees("已有处理意见")


def test_the_customer_is_answered(people):
	desk = people("物业前台·云栖花园")
	with desk.chapter(PROPERTY, "文电阅处单：答复客户"):
		with desk.step("点“待答复客户的文电阅处单”，打开文电阅处单；上方写着应在哪一天前答复。", clicks=2, requests=40):
			desk.click("待答复客户的文电阅处单")
			desk.click(FILED[0])
			desk.sees("已有处理意见")
		with desk.step("答复客户之后点“登记答复客户”，选方式、写答复内容，再点一次。", clicks=5, requests=20):
			desk.click("登记答复客户")
			desk.type("答复内容", "已电话告知：由地产公司安排维修，业主同意")
			desk.click("登记答复客户")
			desk.sees("已按期答复客户")
		with desk.step(
			"客户没有异议的，点“关闭文电阅处单”；处理意见还没有生成维修工单的，写明原因，再点一次。",
			clicks=3,
			requests=20,
		):
			desk.click("关闭文电阅处单")
			desk.type("不再落实的原因", "原工单已安排维修")
			desk.click("关闭文电阅处单")
			desk.sees("已关闭")
