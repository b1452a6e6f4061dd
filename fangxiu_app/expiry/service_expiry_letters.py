"""The friendly notice as it is printed: a poster for the notice boards, a letter for each unit (R52, R53)."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import frappe
import pyqrcode
from frappe.utils import get_url_to_form, today

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.expiry import reads_expiry as reads
from fangxiu_app.expiry import rules_expiry as rules

#: Print formats that owners read.
NOTICES = ("Expiry Notice Poster", "Expiry Notice Letters", "Expiry Notice Letter")


def check_print(campaign) -> None:
	"""Refuse to print a notice that does not say whom to report to; other prints of the document pass. Raises RefusedError."""
	asked = frappe.form_dict
	if (asked.get("format") or asked.get("print_format")) in NOTICES:
		refuse(lacking(campaign))


def lacking(campaign) -> list[Violation]:
	"""What has to be filled in before poster and letters are printed: owners would read an empty box (R52). One query."""
	if campaign.is_new():  # a blank copy is filled in by hand
		return []
	phone = frappe.db.get_value("Project", campaign.project, "fx_repair_phone") or ""
	return rules.check_ways(campaign.report_route or phone, campaign.after_route or "")


def poster(campaign) -> dict:
	"""What the poster says: parts, first and last day on which a warranty ends, whom to report to before and after.

	Its day is the day of issue, before that today.
	"""
	project = frappe.db.get_value("Project", campaign.project, ["project_name", "fx_repair_phone", "company"], as_dict=True) or {}
	building = campaign.building and frappe.db.get_value("Estate Building", campaign.building, "building_no")
	return frappe._dict(
		project=project.get("project_name") or "",
		company=frappe.db.get_value("Company", project.get("company"), "company_name") or "",
		building=building or "",
		parts=(campaign.parts or "").split("；"),
		first=campaign.expiry_date,
		last=reads.last_end(campaign.name) or campaign.expiry_date,
		before=campaign.report_route or "",
		phone=project.get("fx_repair_phone") or "",
		after=campaign.after_route or "",
		dial=_square(f"tel:{rules.digits_of(project.get('fx_repair_phone') or '')}"),
		day=campaign.notified_at or today(),
	)


def letters(campaign) -> list[frappe._dict]:
	"""One letter for each unit that is told by letter; before the notice goes out, for every unit. Statements do not grow with the units."""
	common = poster(campaign)
	return [_letter(common, row) for row in reads.letters(campaign.name)]


def of_unit(unit) -> list[frappe._dict]:
	"""The letter to one unit."""
	common = poster(frappe.get_doc("Expiry Campaign", unit.campaign))
	return [_letter(common, row) for row in reads.letter_of(unit.name)]


def _letter(common: dict, row) -> frappe._dict:
	# whoever takes the slip back scans it and is at the unit's reply, once signed in
	form = _square(get_url_to_form("Expiry Unit", row.name))
	# a unit that came in later was told later than the campaign
	common = {**common, "day": row.notified_on or today()}
	names = {"form": form, "unit_code": row.unit_code, "owner": row.owner_name, "ends": row.expires_on, "number": row.name}
	return frappe._dict(common, parts=(row.parts or "").split("；"), **names)


def _square(text: str) -> str:
	"""A QR code of ``text`` as an image's address; empty for a number that is none."""
	if text == "tel:":
		return ""
	image = BytesIO()
	pyqrcode.create(text, error="M").svg(image, scale=3, quiet_zone=2)
	return "data:image/svg+xml;base64," + b64encode(image.getvalue()).decode()
