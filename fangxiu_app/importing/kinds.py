"""Kinds of lists that are not read here: recognised by their headers, so that the refusal can name them.

Standard library only. A kind is recognised when one row has a header of each of its groups.
"""

from __future__ import annotations

from dataclasses import dataclass

from .cells import clean
from .columns import Headers, key
from .headers import SEARCH_DEPTH
from .reading import Reading, body_rows
from .sheet import Sheet


@dataclass(frozen=True)
class Kind:
	"""A kind of list: its code in ``texts``, and groups of beginnings of headers, one of each of which it has."""

	code: str
	groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Seen:
	"""A recognised sheet: its kind of list, header row, the headers that identified it, the others, and its rows."""

	code: str
	row: int
	told: tuple[str, ...]
	others: tuple[str, ...]
	rows: int


KINDS = (
	Kind(
		"repair_ledger",
		(("报修问题", "报修内容", "问题描述", "报修事项"), ("报修日期", "报修时间", "是否完工", "完成时间")),
	),
	Kind(
		"deposit_ledger",
		(
			("施工单位", "单位名称", "合同名称"),
			("扣留", "累计扣留", "本期扣留"),
			("结算", "保修期止", "退还"),
		),
	),
	Kind("spare_parts", (("名称", "品名", "材料名称"), ("应移交", "实移交", "移交数量"))),
	Kind("price_list", (("服务项目", "收费项目", "维修项目"), ("收费标准", "收费", "价格"))),
	Kind("warranty_terms", (("保修项目", "保修部位"), ("国家规定", "公司承诺", "保修期", "保修期限"))),
	Kind("contacts", (("联系人",), ("合同全称", "工程名称", "专业"), ("联系电话", "电话", "手机"))),
	Kind("parking", (("车位号", "车位编号", "车位面积"), ("业主姓名", "业主", "房号", "房间号"))),
)


def recognise(sheet: Sheet) -> Seen | None:
	"""The kind of list a sheet is; None for one that is unknown."""
	for position, (number, cells) in enumerate(sheet.rows[:SEARCH_DEPTH]):
		written = {index: str(text) for index, cell in enumerate(cells) if (text := clean(cell)) is not None}
		for kind in KINDS:
			beginnings = tuple(start for group in kind.groups for start in group)
			if all(any(key(text).startswith(group) for text in written.values()) for group in kind.groups):
				told = tuple(text for text in written.values() if key(text).startswith(beginnings))
				others = tuple(text for text in written.values() if text not in told)
				headers = Headers(position, position, number, written)
				return Seen(kind.code, number, told, others, len(body_rows(sheet, headers, Reading())))
	return None


def widest(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
	"""Number and texts of the row that looks most like headers in a sheet nobody recognises."""
	rows = [
		(number, tuple(str(text) for cell in cells if isinstance(text := clean(cell), str)))
		for number, cells in sheet.rows[:SEARCH_DEPTH]
	]
	return max(rows, key=lambda row: len(row[1]), default=(0, ()))
