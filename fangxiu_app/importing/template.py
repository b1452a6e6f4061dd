"""Templates of lists: headers, an example and an explanation of every column, in Chinese like the lists themselves."""

from __future__ import annotations

import io
from collections.abc import Sequence

import frappe
import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fangxiu_app.importing.columns import Column, ListKind

#: Rows that get a drop-down.
CHOICE_ROWS = 2000


def kinds() -> dict[str, ListKind]:
	"""Kind → what such a list is made of, as the hook ``fangxiu_lists`` names them."""
	found = frappe.get_hooks("fangxiu_lists", app_name="fangxiu_app")
	return {kind: frappe.get_attr(named[-1]) for kind, named in found.items()}


def build(kind: str) -> tuple[str, bytes]:
	"""(file name, content) of the template. The example stands on a sheet of its own, so that nobody imports it."""
	made = kinds()[kind]
	columns, choices = made.columns, made.choices
	book = openpyxl.Workbook()
	_headers(book.active, made.sheet, columns)
	for name, words in choices.items():
		_drop_down(book.active, columns, name, words)
	example = book.create_sheet("示例")
	_headers(example, "示例", columns)
	example.append([column.example if column.example != "" else None for column in columns])
	notes = book.create_sheet("说明")
	notes.append(["列", "必填", "说明", "示例", "也认得的列名"])
	for column in columns:
		words = "可填：" + "、".join(choices[column.name]) if column.name in choices else ""
		note = "；".join(part for part in (column.note, words) if part)
		notes.append(
			[column.header, "是" if column.required else "", note, column.example, "、".join(column.aliases)]
		)
	_bold(notes)
	buffer = io.BytesIO()
	book.save(buffer)
	return made.file_name, buffer.getvalue()


def _headers(sheet, title: str, columns: Sequence[Column]) -> None:
	sheet.title = title
	sheet.append([f"{column.header}*" if column.required else column.header for column in columns])
	_bold(sheet)


def _bold(sheet) -> None:
	for cell in sheet[1]:
		cell.font = Font(bold=True)
		cell.fill = PatternFill("solid", fgColor="DDEBF7")
		sheet.column_dimensions[cell.column_letter].width = 16
	sheet.freeze_panes = "A2"


def _drop_down(sheet, columns: Sequence[Column], name: str, words: Sequence[str]) -> None:
	place = get_column_letter([column.name for column in columns].index(name) + 1)
	rule = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
	rule.add(f"{place}2:{place}{CHOICE_ROWS}")
	sheet.add_data_validation(rule)
