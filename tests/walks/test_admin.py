"""The administrator: users, next year's holidays, letters, time limits, and the import of a unit list."""

from __future__ import annotations

from pathlib import Path

from tests.walks.pages import ADMIN

LISTS = Path(__file__).resolve().parents[1] / "lists"


def test_a_new_colleague(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "新同事入职"):
		with admin.step("点“人员与项目”，看谁在用、有什么岗位、管哪些项目。", clicks=1, requests=8):
			admin.click("人员与项目", nth=1)
			admin.sees("孙志强")
		with admin.step(
			"点“新增人员”，填姓名、登录名和手机，勾岗位和项目。初始密码留空时，系统发邮件请本人设置。",
			clicks=7,
			requests=3,
			picture="end",
		):
			admin.click("新增人员")
			admin.type("姓名", "方晓东")
			admin.type("登录名（邮箱）", "fang@fangxiu.example")
			admin.type("手机", "13900001234")
			admin.type("初始密码", "Xiaodong-2027-fx")
			admin.click("房修工程师")
			admin.click("翠湖天地一期")
		with admin.step("点“保存”。新同事出现在名单里，可以登录，只看到自己的工作台和项目。", clicks=1, requests=4, picture="end"):
			admin.click("保存")
			admin.sees("方晓东")


def test_next_years_holidays(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "每年一次：明年的节假日"):
		with admin.step("点“服务日历”，打开房修中心的工作时间。", clicks=2, requests=12):
			admin.click("服务日历", nth=1)
			admin.click("房修中心工作时间", nth=1)
			admin.sees("每周时段")
		with admin.step(
			"点“生成明年节假日”的按钮。法定节假日和调休上班日填入下表；调休安排尚未公布时会提示，公布后补录到下表。",
			clicks=1,
			requests=5,
			picture="end",
		):
			admin.click(admin.reads(r"生成 \d+ 年节假日(?![\s\S]*生成)"))
			admin.sees("元旦")


def test_a_letter_and_a_limit(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "改函件模板和时限"):
		with admin.step("点“函件模板”，打开要改的一份。", clicks=2, requests=12):
			admin.click("函件模板", nth=1)
			admin.click("工作联系函", nth=1)
			admin.sees("正文")
		with admin.step("改标题或正文。双花括号里的填空由系统填入，下方列出可用的几种。", clicks=1, requests=3):
			admin.type("标题", "关于{{ 项目 }}保修维修的工作联系函")
		with admin.step("点“预览”，看填好后的函件；没有可填内容的填空会指出来。选一张工单，就按它来填。", clicks=2, requests=5, picture="end"):
			admin.click("预览")
			admin.sees("关于翠湖天地一期保修维修的工作联系函")
		with admin.step("关上预览，点“保存”。", clicks=2, requests=3):
			admin.press("Escape")
			admin.click("保存")
			admin.settle()
		admin.go_home()
		with admin.step("回到工作台，点“时限”，打开要改的一项。", clicks=2, requests=12):
			admin.click("时限", nth=1)
			admin.click("上门或预约", nth=1)
			admin.sees("升级步骤")
		with admin.step("改分钟数，下方换算成小时或天；“升级步骤”写明到几成时提醒谁。点“保存”。", clicks=2, requests=3, picture="end"):
			admin.type("时限（分钟）", "45")
			admin.click("保存")
			admin.sees("即 45 分")


def test_the_accounts_of_a_company(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "准备记账科目"):
		with admin.step("点“房修设置”，再点“准备科目”，选公司，点“继续”。", clicks=3, requests=12):
			admin.click("房修设置", nth=1)
			admin.click("准备科目")
			admin.click("继续")
			admin.sees("适用于")
		with admin.step(
			"每种用途一行：公司已有的科目直接带出；没有的按科目表给出新科目的名称、上级科目组和编号，可以改。核对后点“准备科目”。",
			clicks=1,
			requests=5,
			picture="click",
		):
			admin.sees("质保金科目")
			admin.click("准备科目")
			admin.sees("科目已设置")


def test_a_list_of_units(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "导入房屋清单"):
		with admin.step("点“一户一档”，再点“导入房屋”。", clicks=2, requests=12):
			admin.click("一户一档")
			admin.click("导入房屋")
			admin.sees("下载模板")
		with admin.step(
			"选项目和清单文件。窗口列出每张工作表、认出的列和没认出的列；勾选要导入的工作表。", clicks=6, requests=10, picture="end"
		):
			admin.choose("项目", "云栖", "云栖花园")
			admin.click("选择文件")
			admin.choose_file("我的设备", LISTS / "03-hidden-first-sheet.xlsx")
			admin.click("上传")
			admin.sees("隐藏工作表")
		with admin.step("点“检查文件”。检查不写入任何数据；读作标题、合计的行和未导入的工作表写在说明里。", clicks=1, requests=6, picture="end"):
			admin.click("检查文件")
			admin.sees("新增房屋")
		with admin.step("点“导入”，看结果，点“关闭”。", clicks=2, requests=10):
			admin.click("导入")
			admin.sees("清单已导入")
			admin.click("关闭")


def test_a_list_with_mistakes(people):
	admin = people("系统管理员")
	with admin.chapter(ADMIN, "清单里有错时"):
		with admin.step("照样选项目和文件，点“检查文件”。", clicks=8, requests=24):
			admin.click("一户一档")
			admin.click("导入房屋")
			admin.choose("项目", "云栖", "云栖花园")
			admin.click("选择文件")
			admin.choose_file("我的设备", LISTS / "07-error-values.xlsx")
			admin.click("上传")
			admin.click("检查文件")
			admin.sees("下载问题清单")
		with admin.step(
			"每一处写明行、列和改法，一行也没有导入。点“下载问题清单”交给制表的人，改好后再检查。", clicks=0, requests=0, picture="end"
		):
			admin.sees("行")
