"""The list of deposits already held (质保金期初清单): its columns. Uses no database."""

from __future__ import annotations

from fangxiu_app.importing.cells import CellError, day, decimal, text
from fangxiu_app.importing.columns import Column, ListKind

LARGEST = 99_999_999_999


def amount(value: object) -> float:
	"""An amount above zero, to the cent: nothing is rounded away."""
	found = decimal(0.01, LARGEST)(value)
	if round(found, 2) != found:
		raise CellError("not_cents", value)
	return found


COLUMNS: tuple[Column, ...] = (
	Column(
		"contractor",
		"施工单位",
		text(),
		True,
		("Contractor", "承包单位", "供应商", "供应商名称"),
		"恒固建工集团",
		"供应商名称，与保修协议一致",
	),
	Column(
		"project",
		"项目",
		text(),
		aliases=("Project", "项目名称"),
		example="翠湖天地一期",
		note="同一施工单位有多份协议时用以区分",
	),
	Column(
		"contract_no",
		"施工合同编号",
		text(),
		aliases=("Construction Contract No.", "合同编号"),
		example="SG-2024-018",
		note="同一项目有多份协议时用以区分",
	),
	Column(
		"agreement",
		"保修协议",
		text(),
		aliases=("Warranty Agreement", "协议编号"),
		note="系统中的编号，填写后以此为准",
	),
	Column(
		"amount",
		"质保金余额",
		amount,
		True,
		("Balance", "期初余额", "余额", "扣留余额"),
		286000,
		"入账日尚未退还的余额，按质保金科目币种",
	),
	Column("posting_date", "入账日期", day, aliases=("Posting Date", "过账日期"), note="不填为当天"),
	Column(
		"reference_no",
		"原凭证号",
		text(60),
		aliases=("Reference No.", "凭证号"),
		example="2024-09-131",
		note="同一协议分多笔结转时须填且不重复",
	),
	Column(
		"other_account",
		"对方科目",
		text(),
		aliases=("Other Account",),
		note="余额原在的科目；不填为期初临时科目",
	),
	Column("remark", "备注", text(500), aliases=("Remark", "说明")),
)
LIST = ListKind("质保金期初导入模板.xlsx", "质保金期初", COLUMNS, {}, "Warranty Deposit Entry")
