"""Lists that people import: what stands in an uploaded one, and the empty one to fill in."""

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.importing import lists, source
from fangxiu_app.importing.columns import ListKind
from fangxiu_app.importing.template import build, kinds


@frappe.whitelist(methods=["POST"])
def look(file_url: str, kind: str = "units") -> list[dict]:
	"""What stands in the sheets of an uploaded list, before anything is checked (:func:`lists.look`). Writes nothing."""
	frappe.has_permission(_kind(kind).document, "create", throw=True)
	content, file_name = source.load(file_url)
	return lists.look(content, file_name, _kind(kind).columns)


@frappe.whitelist(methods=["POST"])
def template(kind: str) -> None:
	"""Download the empty list of this kind."""
	frappe.has_permission(_kind(kind).document, "read", throw=True)
	file_name, content = build(kind)
	frappe.response.filename = file_name
	frappe.response.filecontent = content
	frappe.response.type = "binary"


def _kind(kind: str) -> ListKind:
	known = kinds()
	if kind not in known:
		frappe.throw(_("There is no template {0}. Possible are: {1}.").format(kind, ", ".join(known)))
	return known[kind]
