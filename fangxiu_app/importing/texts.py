"""What is wrong in a file, in words: what happened and what to do next. The codes come from the other modules here."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import escape_html

from fangxiu_app.importing.columns import Problem


def refuse_file(code: str, params: tuple = ()) -> None:
	"""Raise ValidationError for a file that cannot be read at all."""
	frappe.throw(_fill(file_texts()[code], params), title=_("File Not Readable"))


def as_rows(problems: list[Problem]) -> list[dict]:
	"""Problems as the report shows them: row, column letter, header, message; in the order of the file."""
	texts = cell_texts()
	ordered = sorted(problems, key=lambda problem: (problem.row, len(problem.column), problem.column))
	return [
		{
			"row": problem.row,
			"column": problem.column,
			"header": problem.header,
			"message": _fill(texts[problem.code], problem.params),
		}
		for problem in ordered
	]


def _fill(text: str, params: tuple) -> str:
	return text.format(*(escape_html(_show(value)) for value in params))


def _show(value: object) -> str:
	if isinstance(value, tuple | list):
		return "、".join(map(str, value)) if frappe.local.lang == "zh" else ", ".join(map(str, value))
	return f"{value:g}" if isinstance(value, float) else str(value)


def file_texts() -> dict[str, str]:
	"""Texts of files that cannot be read, by code."""
	return {
		"file_too_large": _(
			"The file is larger than {0} MB. Split it and import the parts one after the other."
		),
		"too_many_rows": _(
			"The file has more than {0} rows. Split it and import the parts one after the other."
		),
		"file_empty": _("The file is empty. Fill in the template and try again."),
		"not_xlsx": _("This is not an Excel workbook (.xlsx). Open it in Excel or WPS and save it as .xlsx."),
		"old_excel": _(
			"This is an old or password-protected Excel file. Save it as .xlsx without a password and try again."
		),
		"not_csv": _("This CSV file is neither UTF-8 nor GB18030. Save it as .xlsx and try again."),
		"no_such_sheet": _("The workbook has no sheet {0}. Use the template's sheet names."),
		"no_headers": _(
			"No row of the file has known headers. Expected are: {0}. Download the template to start from."
		),
	}


def cell_texts() -> dict[str, str]:
	"""Texts of problems inside a file, by code."""
	return {
		"unknown_header": _("This header is unknown. Rename it as in the template, or delete the column."),
		"double_header": _("This column stands in the file twice. Delete one of the two."),
		"missing_column": _("This mandatory column is missing. Add it, as in the template."),
		"missing_value": _("This cell is mandatory. Fill it in."),
		"formula": _("{0} looks like a formula. Enter the plain value instead."),
		"markup": _("{0} contains markup. Enter plain text instead."),
		"too_long": _("The text has {0} characters, at most {1} are possible. Shorten it."),
		"not_a_number": _("{0} is not a number. Enter digits only."),
		"not_whole": _("{0} is not a whole number. Enter one without decimals."),
		"out_of_range": _("{0} is not between {1} and {2}. Correct the number."),
		"bad_date": _("{0} is not a date. Enter it like 2026-01-05."),
		"bad_phone": _(
			"{0} is not a phone number. Enter 11 digits of a mobile, or a landline with its area code."
		),
		"unknown_choice": _("{0} is unknown. Possible are: {1}."),
		"not_a_mark": _("{0} is neither yes nor no. Enter 是 or 否."),
		"double_unit": _("Unit {0} stands in row {1} already. Keep one row per unit."),
		"no_room": _("{0} gives no room number. Enter one like 1501."),
		"handover_before_acceptance": _(
			"The handover {0} lies before the completion acceptance {1}. Correct one of the two dates."
		),
		"floor_contradicts_room": _(
			"Floor {0} does not fit room {1}, which is on floor {2}. Correct one of the two."
		),
		"owner_name_missing": _("There is a phone number but no owner. Enter the owner's name."),
		"double_owner": _("Owner {0} stands twice in this row. Delete one of the two."),
		"meter_kind_missing": _("There is a meter but not its kind. Enter one of: {0}."),
		"unknown_project": _(
			"There is no project {0} that you may work in. Correct the name, or ask the administrator for access."
		),
		"project_missing": _("The project is missing. Enter it, or choose it when importing."),
		"other_project": _(
			"This row belongs to project {0}, but {1} was chosen. Correct the row or the choice."
		),
		"building_not_allowed": _(
			"Building {0} does not exist yet and you may not create buildings. Ask the administrator to create it first."
		),
		"lot_contradicts": _("Building {0} belongs to lot {1} ({2}), not {3}. Correct one of the two."),
		"unknown_link": _("There is no {0} {1}. Create it first, or correct the name."),
		"double_key": _("{0} stands in row {1} already. Keep one row for it."),
		"bad_steps": _("{0} is not a list of steps. Enter it like: 80 房修主管; 100 房修经理."),
		"not_cents": _("{0} has more than two decimals. Enter the amount to the cent."),
		"no_agreement": _(
			"{0} has no warranty agreement secured by a deposit in a project of yours. Create it first (Warranty Agreement, New: project, contractor, scope, security Deposit), then import again."
		),
		"no_such_contractor": _(
			"{0} is no contractor that is known here. Write the name as on its warranty agreement, or create supplier and agreement first."
		),
		"agreement_differs": _(
			"{0} has agreements, but none fits this row: {1}. Correct project, contract number or agreement in the row."
		),
		"many_agreements": _(
			"{0} has several agreements that fit: {1}. Enter the project, the contract number or the agreement."
		),
		"opening_draft": _("{0} is the same opening as a draft. Submit or delete it, then import again."),
		"opening_differs": _(
			"{0} brought {1} forward already for this row. Cancel it first, or enter another original voucher number."
		),
		"row_refused": _("Not posted: {0}"),
		"bad_time": _("{0} is not a time of day. Enter it like 08:30."),
	}
