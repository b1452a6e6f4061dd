"""The engineer's day on the phone: the emergency first, from its acceptance to the work; a repair that is finished."""

from __future__ import annotations

from pathlib import Path

from tests.walks.pages import ENGINEER

PHOTO = Path("fixtures/demo_photo.png")
LEAK, BALCONY = "2-1-101", "2-1-102"
SENT = "全部已发送"


def test_an_emergency_on_the_phone(people):
	engineer = people("房修工程师", phone=True)
	with engineer.chapter(ENGINEER, "手机：紧急报修先处理"):
		with engineer.step(
			"手机登录后点“我的一天”：紧急的在最上面，其次是轮到我的，最后是等别人的；每张卡片上写着还剩多少时间。",
			clicks=1,
			requests=4,
			picture="end",
		):
			engineer.click("我的一天")
			engineer.sees("紧急")
			engineer.sees("轮到我")
		with engineer.step("点“受理”，马上出发；六秒内可以撤回。", clicks=1, requests=6):
			engineer.click("受理", within=LEAK)
			engineer.sees("登记到场", within=LEAK)
		with engineer.step("进门前点“登记到场”，到场时间以此为准。", clicks=1, requests=6):
			engineer.click("登记到场", within=LEAK)
			engineer.sees("登记勘察", within=LEAK)
		with engineer.step("点“照片”拍下现场，照片自动归入这张工单。", clicks=1, requests=6):
			engineer.choose_file("照片", PHOTO, within=LEAK)
		with engineer.step(
			"点“登记勘察”，写根本原因、预计工期和已采取的应急措施。", clicks=5, requests=6, picture="end"
		):
			engineer.click("登记勘察", within=LEAK)
			engineer.type("根本原因", "楼上淋浴间防水层破损")
			engineer.type("预计工期（天）", "3")
			engineer.type("临时应急措施", "已请楼上停用淋浴间，吊顶接水")
			engineer.click("登记勘察")
			engineer.sees("编制方案", within=LEAK)


def test_plan_and_signature_on_the_phone(people):
	engineer = people("房修工程师", phone=True)
	with engineer.chapter(ENGINEER, "手机：方案与业主签名", stays=True):
		with engineer.step(
			"点“编制方案”，写维修方法，点“告知方案”；重要方案会先转经理审核。", clicks=3, requests=6
		):
			engineer.click("编制方案", within=LEAK)
			engineer.type("维修方法", "拆除淋浴间地砖，重做防水层，闭水试验48小时后恢复面层")
			engineer.click("告知方案")
			engineer.sees("业主签认方案", within=LEAK)
		with engineer.step(
			"点“业主签认方案”，把手机交给业主看方案，请业主在框里签名。", clicks=3, requests=8, picture="end"
		):
			engineer.click("业主签认方案", within=LEAK)
			engineer.sign()
			engineer.click("业主签认方案")
			engineer.sees("派单开修", within=LEAK)
		with engineer.step(
			"点“派单开修”。顶部显示“全部已发送”才算办完；没有信号时先存在手机里，有信号后自动补发。",
			clicks=1,
			requests=8,
		):
			engineer.click("派单开修", within=LEAK)
			engineer.sees(SENT)


def test_patrol_and_completion_on_the_phone(people):
	engineer = people("房修工程师", phone=True)
	with engineer.chapter(ENGINEER, "手机：巡查与预验收"):
		with engineer.step("在手机上打开“我的一天”。", clicks=1, requests=4):
			engineer.click("我的一天")
			engineer.sees("轮到我")
		with engineer.step(
			"在维修中的卡片上点“完成巡查”：填进度、今日完成和下一步，六项没有问题就点“全部合格”。",
			clicks=6,
			requests=4,
			picture="end",
		):
			engineer.click("完成巡查", within=BALCONY)
			engineer.type("进度（%）", "100")
			engineer.type("今日完成", "地漏周边防水重做，闭水试验合格")
			engineer.type("下一步", "预验收")
			engineer.click("全部合格")
			engineer.click("完成巡查")
			engineer.sees("预验收合格", within=BALCONY)
		with engineer.step("点“照片”，拍下修好的样子。", clicks=1, requests=6):
			engineer.choose_file("照片", PHOTO, within=BALCONY)
		with engineer.step("现场检查合格后点“预验收合格”，看清房号和未解决的问题，再点一次。", clicks=2, requests=6):
			engineer.click("预验收合格", within=BALCONY)
			engineer.sees("没有未解决的巡查问题")
			engineer.click("预验收合格")
			engineer.sees(SENT)
