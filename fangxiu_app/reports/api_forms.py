"""The page 标准表单: all forms a user may have, the blank of each (R62, R114), and the flow of a repair (R61)."""

import frappe

from fangxiu_app.core.access.roles import FINANCE, FINANCE_CLERK, ROLES
from fangxiu_app.core.wording import _
from fangxiu_app.reports import reads_forms, rules_forms, service_blank_forms, service_flow_chart


@frappe.whitelist(methods=["GET"])
def listed() -> list[dict]:
	"""The forms whose document the user may read, by subject."""
	frappe.only_for((*ROLES, FINANCE, FINANCE_CLERK))
	return reads_forms.listed()


@frappe.whitelist(methods=["GET"])
def flow_chart() -> None:
	"""Shows the flow of a repair as a PDF (R61); it says nothing of any record."""
	frappe.only_for((*ROLES, FINANCE, FINANCE_CLERK))
	response = frappe.local.response
	response.type, response.display_content_as = "download", "inline"
	response.filename = f"{_('Flow Chart of a Repair')}.pdf"
	response.filecontent = service_flow_chart.pdf()


@frappe.whitelist(methods=["GET"])
def blank(form: str) -> None:
	"""Shows the blank of ``form`` (its title in English) as a PDF, to whoever may read its document."""
	frappe.has_permission(rules_forms.doctype_of(form), "read", throw=True)
	found = rules_forms.named(form)
	if not found:
		frappe.throw(_("There is no such form. Choose one of the page Standard Forms."), frappe.DoesNotExistError)
	response = frappe.local.response
	response.type, response.display_content_as = "download", "inline"
	response.filename = f"{_(found.title)}.pdf"
	response.filecontent = service_blank_forms.pdf(found)
