"""What `fx up` says at the end: the address, who may log in, and what to try first."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from fxcli.text import Both

FIRST_STEPS = (
	Both(
		"以信息员登录，在“房修工作台”点“接报”，为同一户录入两处问题",
		"log in as the information clerk and take a call with two problems of one unit (Repair Desk)",
	),
	Both(
		"以房修工程师登录，打开一张工单，按页面上的主按钮一步步办理",
		"log in as a repair engineer, open a ticket and follow its one main button",
	),
	Both(
		"以经理登录，看“现在超时”与“2 小时内到期”，再打印一张“维修派工单”",
		"log in as the manager, look at what is overdue, and print a repair work order",
	),
)


def width(text: str) -> int:
	"""Columns a text takes on a terminal: Chinese characters take two."""
	return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
	"""Rows as aligned lines."""
	columns = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
	lines = []
	for row in rows:
		cells = [cell + " " * (size - width(cell)) for cell, size in zip(row, columns, strict=True)]
		lines.append("  ".join(cells).rstrip())
	return lines


#: ERPNext's own roles that demo users have, by the names of ERPNext's catalogue.
ERPNEXTS = {"Accounts Manager": "会计经理", "Accounts User": "会计人员"}


def chinese(translations: Path) -> dict[str, str]:
	"""The app's own translations, for the names of its roles."""
	with translations.open(encoding="utf-8", newline="") as file:
		return {row[0]: row[1] for row in csv.reader(file) if len(row) >= 2}


def words(url: str, made: dict, password: str, kept: Path, names: Mapping[str, str]) -> list[str]:
	"""The closing words of `fx up`. `password`: of all demo users, empty where it may not be shown (no terminal: the words
	are kept in somebody's log); `kept`: the file with it and the Administrator's, which is never shown; `names`: roles in
	Chinese."""
	users = [
		(f"{names.get(u['role'], '')} {u['role']}".strip(), u["full_name"], u["email"])
		for u in made.get("users", [])
	]
	users.append(("系统管理员 System Manager", "Administrator", "Administrator"))
	heading = ("角色 role", "姓名 name", "登录 login")
	lines = ["", f"网址 address: {url}", ""]
	lines += [f"  {line}" for line in table([heading, *users])]
	demo = password or f"demo_password, {kept}"
	lines += ["", f"  示例用户的密码 password of the demo users: {demo}"]
	lines += [f"  Administrator 的密码 password of Administrator: admin_password, {kept}"]
	lines += ["", str(Both("先试试：", "try first:"))]
	for number, step in enumerate(FIRST_STEPS, start=1):
		lines += [f"  {number}. {step.zh}", f"     {step.en}"]
	return [*lines, "", str(Both("停止：./fx down　检查：./fx doctor　日志：./fx logs", "stop, check, logs"))]
