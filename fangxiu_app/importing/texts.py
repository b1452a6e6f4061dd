"""Messages for mistakes in a file: what happened and what to do next. The codes come from the other modules here."""

from __future__ import annotations

import re

import frappe
from frappe.utils import escape_html

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.importing.columns import Problem


def refuse_file(code: str, params: tuple = ()) -> None:
	"""Raise ValidationError for a file that cannot be read at all."""
	frappe.throw(fill(file_texts()[code], params), title=_("File Not Readable"))


def as_rows(problems: list[Problem]) -> list[dict]:
	"""Problems as the report shows them: row, column letter, header, message; in the order of the file."""
	texts = cell_texts() | note_texts()
	sheets = list(dict.fromkeys(problem.sheet for problem in problems))
	ordered = sorted(
		problems,
		key=lambda problem: (sheets.index(problem.sheet), problem.row, len(problem.column), problem.column),
	)
	return [
		{
			"sheet": problem.sheet,
			"row": problem.row,
			"column": problem.column,
			"header": problem.header,
			"message": fill(texts[problem.code], problem.params),
		}
		for problem in ordered
	]


def line(found: dict) -> str:
	"""A problem of :func:`as_rows` in one line, its sheet in front where there are several."""
	words = _("Row {0}, column {1} ({2}): {3}").format(
		found["row"], found["column"] or "–", found["header"] or "–", found["message"]
	)
	return f"{escape_html(found['sheet'])} · {words}" if found["sheet"] else words


def fill(text: str, params: tuple) -> str:
	"""A text with its values; they come from a file and are escaped. A value that ends its own sentence ends ours."""
	words = text.format(*(escape_html(_show(value)) for value in params))
	return re.sub("([。！？])[。.]", r"\1", words)


def _show(value: object) -> str:
	if isinstance(value, tuple | list):
		return "、".join(map(str, value)) if frappe.local.lang == "zh" else ", ".join(map(str, value))
	return plain_number(value) if isinstance(value, float) else str(value)


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
		"no_such_sheet": _("The workbook has no sheet {0}. Choose the sheets again."),
		"no_headers": _(
			"No row of the file has known headers. Expected are: {0}. Row {1} looks most like headers: {2}. Rename its headers as in the template, or download the template to start from."
		),
		"unpacks_too_large": _(
			"The file unpacks to more than {0} MB: it was not opened. Copy the list alone into a new workbook and save that."
		),
		"too_many_columns": _(
			"Row {0} is filled beyond column {1}. Delete what does not belong to the list, or put it on a sheet of its own."
		),
		"filled_far_below": _(
			"Row {0} is filled, below more than {1} blank rows. Move it up to the list, or delete it."
		),
		"choose_sheets": _(
			"The workbook has several lists: {0}. Choose which of its sheets are imported. Hidden sheets: {1}."
		),
	}


def cell_texts() -> dict[str, str]:
	"""Texts of problems inside a file, by code."""
	return {
		"unknown_header": _(
			"This header is unknown; filled rows: {0}. Rename it as in the template, or leave the column out."
		),
		"no_header": _(
			"This column has no header but is filled, in rows {0}. Give it one as in the template, or leave the column out."
		),
		"double_header": _(
			"This header stands for a second column; filled rows: {0}. One phone is kept for each owner: give the column a header of its own (a second owner's phone), or leave it out."
		),
		"kept_column": _("This column is mandatory and cannot be left out."),
		"excel_error": _(
			"{0} is an error that a formula has left. Enter the value itself, or clear the cell."
		),
		"no_name": _("{0} is no name. Enter the owner's name, or leave the cell blank."),
		"unsold_but_delivered": _(
			"The owner's cell says {0}, the delivery state says {1}. Correct one of the two."
		),
		"unsold_but_owned": _(
			"The list says unsold, but {0} is stored as the owner. End that owner's time on the unit's form first, or correct the list."
		),
		"room_unclear": _(
			"Room {0} does not fit building {1} and entrance {2}, or can be read in two ways. Enter the room number alone, and the entrance in its own column."
		),
		"name_too_long": _(
			"Project and unit together make a name of {0} characters, at most {1} are possible. Shorten the unit."
		),
		"unit_differs": _(
			"Unit {0} stands in row {1} already, with another value here: {2} and {3}. Rows of one unit differ in their owners only."
		),
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
		"double_unit": _(
			"Unit {0} stands in row {1} already with the same owner, or without one. Keep one row per unit, or one row per owner."
		),
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
		"opening_double": _(
			"Row {0} brings a deposit of the same agreement forward already, with the same voucher number or none. Enter the original voucher number of each in its column; deposits of two contracts are told apart by the contract number."
		),
		"row_refused": _("Not posted: {0}"),
		"bad_time": _("{0} is not a time of day. Enter it like 08:30."),
	}


def note_texts() -> dict[str, str]:
	"""Texts of what was read past, or read otherwise than it stands, by code."""
	return {
		"title_row": _("Above the headers: {0}. Not imported."),
		"header_rows": _("The headers stand in rows {0} to {1} and were read together."),
		"total_row": _("A total: {0}. Not imported."),
		"remark_row": _("A remark: {0}. Not imported."),
		"numbered_row": _("Only a running number: {0}. Not imported."),
		"headers_again": _("The headers again: {0}. Not imported."),
		"merged_cells": _("Merged cells count for every row they cover: {0}."),
		"hidden_rows": _("{0} rows are hidden (filtered) in the file and are imported, too: {1}."),
		"left_out": _("Left out as chosen; filled rows: {0}."),
		"running_number": _("Running numbers are not imported."),
		"identity_number": _("Numbers of identity cards are not kept here and not imported."),
		"hidden_sheet": _("Hidden sheet {0} with {1} filled rows: not chosen, not imported."),
		"other_sheet": _("Sheet {0} with {1} filled rows: not chosen, not imported."),
		"owner_joined": _("Joined with row {0}: {1} is another owner of unit {2}."),
		"read_as_unsold": _("{0} in the owner's cell was read as the delivery state."),
	}


def recognised(seen) -> str:
	"""What a list is that is not read here: what told it, its other columns, its rows, and what to do (a ``kinds.Seen``)."""
	said = _(
		"This is {0}: headers in row {1}. Recognised columns: {2}. Columns not recognised: {3}. {4} rows were read, nothing was imported. {5}"
	)
	label, advice = _kinds()[seen.code]
	return fill(said, (label, seen.row, seen.told, seen.others or ("–",), seen.rows, advice))


def _kinds() -> dict[str, tuple[str, str]]:
	"""Kinds of lists that are recognised but not read, and what to do with them until they are."""
	return {
		"repair_ledger": (
			_("a repair ledger"),
			_(
				"Only lists of units are read here. Enter open repairs as repair requests; keep the ledger for the closed ones."
			),
		),
		"deposit_ledger": (
			_("a ledger of warranty deposits"),
			_(
				"Ledgers are not read yet. Copy contractor, contract number, balance and voucher number into the template of opening deposits (Warranty Deposit Entry, Import Opening Deposits)."
			),
		),
		"spare_parts": (
			_("a handover list of spare parts"),
			_("Only lists of units are read here. Enter the parts on a Spare Parts list of the project."),
		),
		"price_list": (
			_("a price list of paid repairs"),
			_("Price lists are not read yet. Enter the services as items of the selling price list."),
		),
		"warranty_terms": (
			_("a table of warranty terms"),
			_(
				"Warranty terms are not read yet. Enter them as warranty items, or as the quality warranty of the project."
			),
		),
		"contacts": (
			_("a directory of contractors"),
			_(
				"Directories are not read yet. Enter contractors as suppliers, their scope in the warranty agreement."
			),
		),
		"parking": (
			_("a list of owners with parking spaces"),
			_(
				"Parking spaces beside a flat are not read yet. Put each on a row of its own (building: the garage, room: its number), keep one phone column per owner, delete the columns not recognised, then import again."
			),
		),
	}
