"""Personal data of an owner or tenant: exported in one file, or erased where neither law nor books require it."""

from __future__ import annotations

import frappe
from frappe.utils import format_date, getdate
from frappe.utils.xlsxutils import make_xlsx
from pypika.functions import Function

from fangxiu_app.archive import reads_personal_data as reads
from fangxiu_app.archive import rules_erasure
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _

#: Fields that say nothing about a person.
_SILENT = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Table", "Signature", "Fold", "Heading")
#: What tells of a document beside it, and the field of its text.
_ABOUT = {"Comment": "content", "Version": "data"}


def people(doc) -> list[dict]:
	"""Owners and tenants of a unit, former ones too: ``row``, ``name``, and whether they are ``current``."""
	rows = [(row, row.owner_name) for row in doc.owners] + [(row, row.tenant_name) for row in doc.tenants]
	return [{"row": row.name, "name": name, "current": not row.to_date} for row, name in rows if name != rules_erasure.ERASED]


def workbook(doc, row: str) -> bytes:
	"""Everything held about the person of a row, as a table: kind, document, field, content. Raises RefusedError without such a row."""
	name, phone = _person(doc, row)
	table = [[_("Kind"), _("Document"), _("Field"), _("Content")]]
	for doctype, names in reads.held(name, phone).items():
		for key in names:
			table += _lines(frappe.get_doc(doctype, key))
	return make_xlsx(table, _("Personal Data")).getvalue()


def erase(doc, row: str, reason: str) -> int:
	"""Erase a person's data wherever nothing requires it; returns the number of documents and rows changed.

	Signed papers, vouchers, and the name beside an owner's period stay. Raises RefusedError naming what is still open and until when.
	"""
	if not reason.strip():
		refuse([Violation("erase_reason")])
	name, phone = _person(doc, row)
	refuse(rules_erasure.refusals(reads.needed(name, phone, getdate())))
	found = reads.held(name, phone)
	for doctype, names in found.items():
		_overwrite(doctype, names)
		_overwrite_texts(doctype, names, phone)
	_overwrite_links(phone)
	_overwrite_customer(phone, [one.customer for one in doc.owners if one.name == row and one.customer])
	count = sum(len(names) for doctype, names in found.items() if not reads.PLACES[doctype][3])
	doc.add_comment("Info", _("Personal data of a former owner or tenant erased ({0} records). Reason: {1}").format(count, frappe.utils.escape_html(reason)))
	return count


def _person(doc, row: str) -> tuple[str, str]:
	found = next((one for one in (*doc.owners, *doc.tenants) if one.name == row), None)
	name, phone = (found.get("owner_name") or found.get("tenant_name"), found.phone) if found else ("", "")
	refuse([] if name and phone and phone != rules_erasure.ERASED else [Violation("erase_nobody")])
	return name, phone


def _lines(doc) -> list[list[str]]:
	where = f"{_(doc.parenttype)} {_titled(doc.parenttype, doc.parent)}" if doc.get("parenttype") else doc.name
	fields = [df for df in doc.meta.fields if df.fieldtype not in _SILENT and doc.get(df.fieldname) not in (None, "", 0)]
	return [[_(doc.doctype), where, _(df.label or df.fieldname, context=df.parent), _word(df, doc.get(df.fieldname))] for df in fields]


def _titled(doctype: str, name: str) -> str:
	"""A document as links to it read: by its title, or by its number."""
	meta = frappe.get_meta(doctype)
	return (frappe.db.get_value(doctype, name, meta.get_title_field()) if meta.show_title_field_in_link else None) or name


def _word(df, value) -> str:
	if df.fieldtype == "Link":
		return _titled(df.options, value)
	if df.fieldtype == "Check":
		return _("Yes")
	if df.fieldtype == "Datetime":
		return str(value)[:16]
	if df.fieldtype == "Date":
		return format_date(value, "yyyy-MM-dd")
	return _(value, context=df.parent) if df.fieldtype == "Select" else str(value)


def _overwrite(doctype: str, names: list[str]) -> None:
	who, number, keeps_name, keeps_number = reads.PLACES[doctype]
	if keeps_number:
		return
	table = frappe.qb.DocType(doctype)
	update = frappe.qb.update(table).set(table[number], rules_erasure.ERASED).where(table.name.isin(names))
	if not keeps_name:
		update = update.set(table[who], rules_erasure.ERASED)
	if doctype == "Outbox Message":
		update = update.set(table.text, rules_erasure.ERASED)
	update.run()


def _overwrite_texts(doctype: str, names: list[str], phone: str) -> None:
	"""Remarks and earlier versions of these documents; of rows those of the document they stand in."""
	if doctype in reads.ROWS:
		doctype, names = "Unit Archive", frappe.get_all(doctype, {"name": ("in", names)}, pluck="parent")
	for kind, field in _ABOUT.items():
		table = frappe.qb.DocType(kind)
		key = (table.reference_doctype, table.reference_name) if kind == "Comment" else (table.ref_doctype, table.docname)
		update = frappe.qb.update(table).set(table[field], Function("REPLACE", table[field], phone, rules_erasure.ERASED))
		update.where((key[0] == doctype) & key[1].isin(names) & table[field].like(f"%{phone}%")).run()


def _overwrite_links(phone: str) -> None:
	table = frappe.qb.DocType("Access Link")
	frappe.qb.update(table).set(table.sent_to, rules_erasure.ERASED).where(table.sent_to == phone).run()


def _overwrite_customer(phone: str, customers: list[str]) -> None:
	"""ERPNext's record of an owner keeps the name its vouchers have."""
	if not customers:
		return
	link = frappe.qb.DocType("Dynamic Link")
	contacts = frappe.qb.from_(link).select(link.parent).where(
		(link.parenttype == "Contact") & (link.link_doctype == "Customer") & link.link_name.isin(customers)
	)
	names = [row[0] for row in contacts.run()]
	for doctype, key, fields in (
		("Customer", "name", ("mobile_no",)),
		("Contact", "name", ("mobile_no", "phone")),
		("Contact Phone", "parent", ("phone",)),
	):
		table = frappe.qb.DocType(doctype)
		wanted = customers if doctype == "Customer" else names
		for field in fields if wanted else ():
			frappe.qb.update(table).set(table[field], "").where(table[key].isin(wanted) & (table[field] == phone)).run()
