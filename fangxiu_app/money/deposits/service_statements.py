"""A contractor's statement as PDF and workbook, sent with a letter that waits for the contractor's reply slip."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import frappe
import openpyxl
from frappe.utils import add_days, fmt_money, format_date
from frappe.www.printview import get_letter_head
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from fangxiu_app.core import plain_table
from fangxiu_app.core.capitals import in_capitals
from fangxiu_app.core.framework import paper
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.money import minus_first
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letters
from fangxiu_app.messaging import outbox
from fangxiu_app.money.deposits import reads_contractor_statement

TEMPLATE = "fangxiu_app/templates/print/contractor_statement.html"
#: Days the contractor has for the reply slip.
REPLY_DAYS = 14
AMOUNT, DAY = "#,##0.00", "yyyy-mm-dd"


def read(contractor: str, project: str | None = None, until: str | None = None) -> frappe._dict:
	"""The statement inside the user's projects. Raises RefusedError where the contractor has no deposit there."""
	found = reads_contractor_statement.statement(contractor, project, until)
	if not found.accounts:
		frappe.throw(
			_("{0} has no deposit in your projects. Choose another contractor or project.").format(
				frappe.bold(found.contractor_name)
			),
			RefusedError,
			title=_("No Statement"),
		)
	return found


def file_name(statement: frappe._dict) -> str:
	"""Name of the statement's files without their ending."""
	return f"质保金对账单-{statement.contractor_name}-{statement.day:%Y%m%d}".replace("/", "-")


def pdf(statement: dict) -> bytes:
	"""As the contractor gets it: balances, vouchers, reply slip; the letter head of the print settings where there is one."""
	head = get_letter_head(frappe._dict(), no_letterhead=False) or {}
	values = {"statement": statement, "letter_head": head.get("content")}
	html = frappe.render_template(TEMPLATE, values, is_path=True)
	return paper.pdf(html)


def workbook(statement: dict) -> bytes:
	"""The same as a workbook: balances, vouchers and undecided deductions on a sheet each; amounts are numbers, days are dates."""
	book = openpyxl.Workbook()
	book.remove(book.active)
	for title, heads, rows in _sheets(statement):
		_sheet(book.create_sheet(), title, heads, rows)
	buffer = BytesIO()
	save_workbook(book, buffer)
	return plain_table.plain_xlsx(buffer.getvalue())


def _sheets(statement: frappe._dict) -> Iterator[tuple]:
	"""Title, heads and rows of each sheet."""
	fields = ("project_name", "name", "contract_no", "liability_end", "currency", "claimed", "balance")
	yield (
		_("Deposit Balance"),
		"Project|Warranty Agreement|Construction Contract No.|Due Back On|Currency|Deductions Not Posted Yet|Deposit Balance",
		[tuple(one.get(field) for field in fields) for one in statement.accounts],
	)
	yield (
		_("Vouchers"),
		"Project|Warranty Agreement|Date|What|Voucher|Currency|Amount|Deposit Balance",
		[_voucher(one, row) for one in statement.accounts for row in one.lines],
	)
	yield (
		_("Deductions Not Posted Yet"),
		"Project|Warranty Agreement|Contractor Deduction|State|Facts|Currency|Amount",
		[_claim(one, row) for one in statement.accounts for row in one.claims],
	)


def _voucher(one: frappe._dict, row: frappe._dict) -> tuple:
	what = _(row.what, context="Warranty Deposit Entry")
	voucher = row.deduction or row.entry or row.voucher_no
	return (one.project_name, one.name, row.posting_date, what, voucher, row.currency, row.amount, row.balance)


def _claim(one: frappe._dict, row: frappe._dict) -> tuple:
	state = _(row.state, context="Contractor Deduction")
	return (one.project_name, one.name, row.name, state, row.facts, one.currency, row.total)


def send(contractor: str, project: str | None = None, until: str | None = None) -> dict:
	"""Statement and reply slip to the contractor by e-mail, and in each project a letter that waits for the reply.

	Returns ``letters`` (their numbers) and ``to`` (the addresses; empty where the contractor named none: the PDF is then
	handed over on paper). Whoever sends the statement of one day twice gets the letters of the first time and sends nothing.
	The letter of a project names the balances of that project only; the files have all projects of the sender and belong
	to the sender alone.
	"""
	statement = read(contractor, project, until)
	subject = _("Statement of warranty deposit of {0}").format(format_date(statement.day, "yyyy-MM-dd"))
	by_project: dict[str, list] = {}
	for one in statement.accounts:
		by_project.setdefault(one.project, []).append(one)
	sent = frappe.get_all(
		"Correspondence",
		{"contractor": contractor, "project": ("in", by_project), "subject": subject, "state": ("!=", "Withdrawn")},
		pluck="name",
	)
	if sent:
		return {"letters": sent, "to": [], "again": True}
	names = [_letter(statement, key, rows, subject) for key, rows in by_project.items()]
	to = reads_contractor_statement.addresses(contractor, [one.name for one in statement.accounts])
	if to:
		_mail(statement, subject, to, names[0])
	return {"letters": names, "to": to, "again": False}


def _letter(statement: frappe._dict, project: str, rows: list, subject: str) -> str:
	lines = [_line(one) for one in rows]
	letter = frappe.get_doc(
		{
			"doctype": "Correspondence",
			"project": project,
			"kind": "Work Contact Letter",
			"contractor": statement.contractor,
			"agreement": rows[0].name if len(rows) == 1 else None,
			"to_party": "Contractor",
			"to_name": statement.contractor_name,
			"from_name": frappe.db.get_value("Project", project, "company"),
			"subject": subject,
			"reply_due": add_days(frappe.utils.today(), REPLY_DAYS),
			"body": "\n".join(
				[
					f"{statement.contractor_name}：",
					"",
					_("The warranty deposits we hold for you at {0} stood on {1} as follows:").format(
						rows[0].project_name, format_date(statement.day, "yyyy-MM-dd")
					),
					*lines,
					"",
					_("Please check and send the reply slip back within {0} days with your seal; state each difference with its voucher.").format(REPLY_DAYS),
				]
			),
		}
	).insert()
	service_letters.issue(letter)
	return letter.name


def _line(one: frappe._dict) -> str:
	"""The balance of one agreement as the letter names it; a contract without a number is not mentioned."""
	amount = minus_first(fmt_money(one.balance, precision=2, currency=one.currency or "CNY"))
	words = in_capitals(one.balance, one.currency or "CNY")
	if one.contract_no:
		return _("{0} (contract {1}): deposit balance {2} ({3})").format(one.name, one.contract_no, amount, words)
	return _("{0}: deposit balance {1} ({2})").format(one.name, amount, words)


def _mail(statement: frappe._dict, subject: str, to: list[str], letter: str) -> None:
	name = file_name(statement)
	files = [_store(f"{name}.pdf", pdf(statement)), _store(f"{name}.xlsx", workbook(statement))]
	outbox.tell(
		subject,
		project=statement.project,
		to=[outbox.address(one, statement.contractor_name) for one in to],
		text=_("{0}: enclosed is the statement of your warranty deposits. Please send the reply slip on its last page back within {1} days with your seal.").format(
			statement.contractor_name, REPLY_DAYS
		),
		about=("Correspondence", letter),
		attachment="\n".join(files),
	)


def _store(name: str, content: bytes) -> str:
	"""A private file of the sender, attached to nothing: it tells of several projects."""
	values = {"doctype": "File", "file_name": name, "content": content, "is_private": 1}
	return frappe.get_doc(values).insert().file_url


def _sheet(sheet, title: str, heads: str, rows: list[tuple]) -> None:
	sheet.title = title[:31]
	sheet.append([_(head) for head in heads.split("|")])
	for cell in sheet[1]:
		cell.font = Font(bold=True)
	for row in rows:
		sheet.append([value or None if isinstance(value, str) else value for value in row])
	for line in sheet.iter_rows(min_row=2):
		for cell in line:
			if cell.is_date:
				cell.number_format = DAY
			elif isinstance(cell.value, float):
				cell.number_format = AMOUNT
	for index in range(1, sheet.max_column + 1):
		sheet.column_dimensions[get_column_letter(index)].width = 18
	sheet.freeze_panes = "A2"
