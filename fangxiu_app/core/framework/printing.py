"""Prints show documents as they are stored, never as a request describes them (adr/0168).

Frappe 15.56.1 builds the preview from the JSON of the form, and asks that for its project: whoever wrote another project into it had
any document printed, and a signed form with other amounts above its signatures.
"""

import frappe
from frappe import _
from frappe.www import printview

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.framework import paper

#: The desk's PDF of one document.
DOWNLOAD = "frappe.utils.print_format.download_pdf"


@frappe.whitelist(methods=["GET", "POST"])
def get_html_and_style(
	doc: str | dict,
	name: str | None = None,
	print_format: str | None = None,
	no_letterhead: bool | None = None,
	letterhead: str | None = None,
	trigger_print: bool = False,
	style: str | None = None,
	settings: str | None = None,
) -> dict:
	"""Frappe's preview of the stored document that ``doc`` (its DocType, or the form's JSON) and ``name`` name."""
	found = _stored(doc, name)
	return printview.get_html_and_style(*found, print_format, no_letterhead, letterhead, trigger_print, style, settings)


@frappe.whitelist(methods=["GET", "POST"])
def get_rendered_raw_commands(doc: str | dict, name: str | None = None, print_format: str | None = None) -> dict:
	"""The same for a printer that takes commands."""
	return printview.get_rendered_raw_commands(*_stored(doc, name), print_format)


def _stored(doc: str | dict, name: str | None) -> tuple[str, str]:
	"""DocType and name of the document that is meant, once the user may read it. Raises for one that is not saved yet."""
	doctype = doc
	if name is None:
		sent = incoming.mapping(doc, _("Document"))
		doctype, name = sent.get("doctype"), sent.get("name")
		local = bool(sent.get("__islocal"))
	else:
		local = False
	doctype, name = incoming.doctype(doctype), incoming.text(name, _("Name"))
	if local or not name or not frappe.db.exists(doctype, name):
		frappe.throw(_("This document is not saved yet. Save it first, then print it."), title=_("Not Possible Yet"))
	right.check(doctype, "read", name)
	return doctype, name


def after_request(response, request) -> None:
	"""Hook at the end of every request: a form of ours that was downloaded with several pages bears their numbers."""
	if response is None or response.mimetype != "application/pdf" or not request.path.endswith(DOWNLOAD):
		return
	if frappe.form_dict.get("doctype") in PROJECT_DOCTYPES:
		response.set_data(paper.numbered(response.get_data()))
