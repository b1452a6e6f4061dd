"""Shows a telephone number in full to a user who reads it covered: on request, and each time logged (adr/0127)."""

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.desk.utils import provide_binary_file

from fangxiu_app.archive import service_personal_data
from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, personal, right
from fangxiu_app.core.access.roles import ADMINISTRATOR
from fangxiu_app.core.wording import _


@frappe.whitelist(methods=["POST"])
def show(doctype: str, name: str) -> list[dict]:
	"""Every telephone in a document and its rows: ``label``, ``who`` (of a row) and ``number``. Identity numbers stay covered.

	Raises PermissionError without the right to read the document, or where the user's roles never need such a number. Who
	looked and when stands in the Access Log, and in the document's timeline.
	"""
	right.check(incoming.doctype(doctype), "read", name)
	if not personal.may_ask():
		frappe.throw(
			_("Your roles read telephones covered. Ask the repair clerk to ring, or to tell you the number."),
			frappe.PermissionError,
			title=_("Number Covered"),
		)
	doc = frappe.get_doc(doctype, name)
	doc.apply_fieldlevel_read_permissions()
	found = personal.telephones_of(doc)
	make_access_log(doctype=doctype, document=name, method="Full Telephones", columns=str([one["label"] for one in found]))
	doc.add_comment("Info", _("looked at the full telephones"))
	frappe.flags.fx_numbers_shown = True
	return found


@frappe.whitelist(methods=["GET"])
def people(unit: str) -> list[dict]:
	"""Owners and tenants of a unit, former ones too. Raises PermissionError for all but the administrator of this app."""
	right.check("Unit Archive", "write", unit)
	frappe.only_for(ADMINISTRATOR)
	return service_personal_data.people(frappe.get_doc("Unit Archive", unit))


@frappe.whitelist(methods=["POST"])
def export(unit: str, row: str) -> None:
	"""A workbook of everything held about a person of a unit (个人信息保护法, 45), logged. Raises PermissionError, RefusedError."""
	right.check("Unit Archive", "write", unit)
	frappe.only_for(ADMINISTRATOR)
	doc = frappe.get_doc("Unit Archive", unit)
	content = service_personal_data.workbook(doc, row)
	make_access_log(doctype="Unit Archive", document=unit, method="Personal Data", file_type="XLSX")
	frappe.flags.fx_numbers_shown = True
	provide_binary_file(f"{_('Personal Data')} {doc.title}", "xlsx", content)


@frappe.whitelist(methods=["POST"])
def erase(unit: str, row: str, reason: str) -> int:
	"""Erase a person of a unit where nothing needs him any more (个人信息保护法, 47); how many records that were. Logged.

	Raises PermissionError, and RefusedError naming every document in the way and until when.
	"""
	right.check("Unit Archive", "write", unit)
	frappe.only_for(ADMINISTRATOR)
	snapshot.renew()
	doc = frappe.get_doc("Unit Archive", unit, for_update=True)
	count = service_personal_data.erase(doc, row, incoming.text(reason, _("Reason"), 500))
	make_access_log(doctype="Unit Archive", document=unit, method="Personal Data Erased", filters={"records": count})
	return count
