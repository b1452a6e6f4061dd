"""The project department: what a delivery still lacks, from the board to the signed handover of flats and parts.

The repair centre's half of each signature is given by its own engineer, from his own login.
"""

from __future__ import annotations

from pathlib import Path

from tests.walks.pages import PROJECT

PHOTO = Path("fixtures/demo_photo.png")
FLAT = "4-1-1502"


def attach(person, field: str) -> None:
	"""Choose a picture in the window that Frappe opens for a file."""
	person.click("选择文件", within=field)
	person.choose_file("我的设备", PHOTO)
	person.click("上传")
	person.sees("demo_photo")


def open_flat(person) -> None:
	person.click("验房记录")
	person.click(FLAT)
	person.sees("表具与钥匙")


def test_a_meeting_that_the_board_lacks(people):
	project = people("项目部")
	with project.chapter(PROJECT, "看交付看板，补上缺的记录"):
		with project.step(
			"点工作台上的“交付看板”，看本部门还有几项没有完成；每个节点后写着已完成多少、还缺什么。",
			clicks=1,
			requests=14,
			picture="end",
		):
			project.click("交付看板", nth=1)
			project.sees("专项房修见面会")
		with project.step(
			"缺会议纪要的节点，点它后面的“新建会议纪要”：项目、批次、会议类型和应到的施工单位已经填好。",
			clicks=1,
			requests=25,
		):
			project.click("新建会议纪要", within="专项房修见面会")
			project.sees("签字纪要")
		with project.step("填主题、主持人和各单位到会的人。", clicks=10, requests=14, picture="end"):
			project.type("主题", "4栋专项房修见面会")
			project.type("主持人", "陈刚")
			for company, name in (
				("中泰示例建工集团有限公司", "丁水生"),
				("华岳示例建设有限公司", "毛学军"),
				("明轩示例门窗有限公司", "邬建平"),
				("滴水安示例防水工程有限公司", "蓝田"),
			):
				project.click(company)
				project.press("Tab")
				project.write(name)
		with project.step("上传双方签字的纪要扫描件，点“保存”。", clicks=6, requests=25):
			attach(project, "签字纪要")
			project.click("保存")
			project.sees("已保存")
		with project.step("回到交付看板，这一节点已是“完成”。", clicks=2, requests=14):
			project.click("交付工作台")
			project.click("交付看板", nth=1)
			project.sees("完成", within="专项房修见面会")


def test_first_inspection_is_rectified_with_a_photo(people):
	project = people("项目部")
	with project.chapter(PROJECT, "整改初验问题"):
		with project.step(
			"工作台上点“待整改验房记录”，再点房号；标题旁写着还有几个问题未销项。",
			clicks=2,
			requests=25,
			picture="end",
		):
			project.click("待整改验房记录")
			project.click(FLAT)
			project.sees("未销项 1 个")
		with project.step("整改完，点“登记整改”。", clicks=1, requests=14):
			project.click("登记整改")
			project.sees("整改后照片")
		with project.step(
			"写做了什么，上传整改后的照片，点“登记整改”；没有照片不能登记。",
			clicks=6,
			requests=25,
			picture="end",
		):
			project.type("整改情况", "背景墙空鼓处凿除重抹，敲击无空响")
			attach(project, "整改后照片")
			project.click("登记整改")
			project.sees("已整改")


def test_the_repair_centre_checks_again(people):
	engineer = people("房修工程师")
	with engineer.chapter(PROJECT, "房修中心复验"):
		with engineer.step(
			"房修工程师打开同一份验房记录，到现场看过后点“复验”。", clicks=3, requests=25, picture="end"
		):
			open_flat(engineer)
			engineer.click("复验")
			engineer.sees("结果")
		with engineer.step("选“合格，销项”；不合格时写明还差什么，问题退回项目部。", clicks=3, requests=14):
			engineer.select("结果", "合格，销项")
			engineer.click("复验")
			engineer.sees("已关闭")


def test_the_owner_signs_on_the_phone(people):
	project = people("项目部", phone=True)
	with project.chapter(PROJECT, "业主在手机上签字"):
		with project.step("用手机打开这份验房记录，点“业主签字”。", clicks=3, requests=25, picture="end"):
			open_flat(project)
			project.click("业主签字")
			project.sees("业主意见")
		with project.step("请业主选意见，在屏幕上签名，点“业主签字”。", clicks=4, requests=14):
			project.select("业主意见", "同意收房")
			project.sign()
			project.click("业主签字")
			project.sees("业主已签字")


def test_the_flat_goes_to_the_repair_centre(people):
	project = people("项目部")
	with project.chapter(PROJECT, "移交房修部"):
		with project.step("业主签字且问题全部销项后，在验房记录上点“移交房修部”。", clicks=3, requests=25):
			open_flat(project)
			project.click("移交房修部")
			project.sees("新建房屋交接单")
		with project.step("填移交的钥匙数和资料，保存。", clicks=3, requests=25):
			project.type("钥匙", "3")
			project.type("移交资料", "验房记录单、住宅质量保证书、住宅使用说明书")
			project.click("保存")
			project.sees("代表项目部签字")
		with project.step(
			"核对无误，点“代表项目部签字”，签名后交接单等待房修中心确认。",
			clicks=3,
			requests=14,
			picture="end",
		):
			project.click("代表项目部签字")
			project.sign()
			project.click("代表项目部签字")
			project.sees("待对方确认")


def test_the_repair_centre_signs_from_its_own_login(people):
	engineer = people("房修工程师")
	with engineer.chapter(PROJECT, "房修中心签收"):
		with engineer.step(
			"房修工程师在自己的工作台点“房屋交接单”，打开等待确认的这一户。", clicks=2, requests=25
		):
			engineer.click("房屋交接单")
			engineer.click(FLAT)
			engineer.sees("代表房修中心签字")
		with engineer.step(
			"与现场核对，点“代表房修中心签字”并签名；双方签完，房屋即由房修中心负责。",
			clicks=3,
			requests=14,
			picture="end",
		):
			engineer.click("代表房修中心签字")
			engineer.sign()
			engineer.click("代表房修中心签字")
			engineer.sees("已移交")
