"""Steps that every document under approval shares: proof attached, submitted, signed with others at once, read as a file."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import openpyxl
from pypdf import PdfReader

PHOTO = Path("fixtures/demo_photo.png")


def attach(person) -> None:
	person.click("选择文件")
	person.choose_file("我的设备", PHOTO)
	person.click("上传")
	person.sees("demo_photo")


def put_forward(person) -> None:
	person.click("申请审批")
	person.click("申请审批")
	person.sees("撤回申请")


def sign(person, *documents: str, **values: str) -> None:
	"""Everything of ``documents`` that waits, in one look; ``values``: what the step fills in, by its label."""
	person.click("待我审批", nth=1)
	person.click("查看并签批")
	for name in documents:
		person.sees("签批", within=name)
		for label, value in values.items():
			(person.select if label == "价格依据" else person.type)(label, value, within=name)
		person.click("签批", within=name)
	person.click("提交签批")
	person.sees(f"已办理 {len(documents)} 份")


def the_manager_signs(people, *documents: str) -> None:
	"""His own guide tells it."""
	manager = people("房修经理")
	manager.go_home()
	sign(manager, *documents)


def words_of_pdf(content: bytes) -> str:
	"""The text of a PDF without its line breaks; its fonts name some characters by their radicals."""
	text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
	return unicodedata.normalize("NFKC", text).replace("\n", "")


def rows_of_workbook(content: bytes) -> list[tuple]:
	"""The rows of all sheets, amounts as numbers and days as dates."""
	book = openpyxl.load_workbook(BytesIO(content))
	return [row for sheet in book for row in sheet.iter_rows(values_only=True)]
