"""Who may read a file: whoever may read every document it belongs to. A File row that names its address gives no right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import frappe
from frappe import _

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, UNDER_APPROVAL
from fangxiu_app.core.access.scope import allowed_projects

#: An address of the site's own files as Frappe stores it: one of two folders, and a name without a way out of it.
ADDRESS = re.compile(r"/(?:private/)?files/(?!\.)[^/\\\x00-\x1f]+")
#: Module of our documents.
MODULE = "Fangxiu App"
#: What a browser runs, by the ending of its name; the second kind is kept where it is private: invoices come as XML.
ACTIVE = frozenset(
	("hta", "htm", "html", "js", "jsm", "mht", "mhtml", "mjs", "phtml", "shtml", "svg", "svgz", "swf", "wasm", "xht", "xhtml")
)
ACTIVE_PUBLIC = frozenset(("rdf", "rss", "xml", "xsd", "xsl", "xslt"))
#: Addresses in these fields are issued or evidence: (DocType, field). What people fill in themselves they may take out again, until
#: the document leaves their hands (:data:`FILLED_IN`).
HELD = (
	("Evidence Item", "file"),
	("Evidence Item", "original"),
	("Stage Report", "pdf"),
	("Repair Ticket", "notice_file"),
	("Repair Ticket", "substitute_sheet"),
	("Contractor Deduction", "notice_file"),
	("Contractor Deduction", "objection_file"),
	("Defect Feedback", "done_file"),
	("Handover Inspection", "originals_file"),
	("Warranty Agreement", "change_file"),
	("Warning Follow-up", "photo"),
	("Warning Photo", "photo"),
)
#: Documents that others sign, answer or rely on: DocType → its field of state, and the states in which it is still filled in. In every
#: other state all its files are held, whatever field or row names them: seals and signatures cover addresses, not bytes.
FILLED_IN: dict[str, tuple[str, tuple[str, ...]]] = {
	**dict.fromkeys(UNDER_APPROVAL, ("approval_state", ("", "Draft"))),
	"Special Report": ("state", ("", "Draft", "Sent Back")),
	"Paid Repair Quote": ("state", ("", "Draft")),
	"Meter Charge": ("state", ("", "Draft")),
	"Warranty Agreement": ("status", ("", "Draft", "In Talks")),
	"Contractor Request": ("state", ("", "Requested")),
}
#: What names a file of the spreadsheet it reads, and says itself where that is gone.
READS_FILES = ("Unit Import",)


class FileAddressError(frappe.PermissionError):
	"""A File record or a field of a document names an address that the user may not use."""


def readable(file_url: str | None):
	"""The File behind an address that the session's user may read, their own upload before somebody else's; else None.

	The address alone is no right: it may be that of a photo in another project.
	"""
	rows = _rows(file_url)
	rows.sort(key=lambda row: row.owner != frappe.session.user)
	return next((file for file in _docs(rows) if file.has_permission("read")), None)


def content(file) -> bytes:
	"""The bytes of a File, as its checks let them out.

	``File.get_content`` answers text where bytes can be read as text; version 16 of the framework tries code pages in which
	every photo is text.
	"""
	got = file.get_content()
	if isinstance(got, str):
		return got.encode() if file.get("content") else Path(file.get_full_path()).read_bytes()
	return got


def check_address(file_url: str, ptype: str = "read", exclude: str | None = None) -> None:
	"""Raise FileAddressError unless every record of this address is the user's to read (or write: ``ptype``).

	``exclude`` is a record that is not asked. An address without records is nobody's: only server code knows what lies there.
	"""
	if not ADDRESS.fullmatch(file_url or ""):
		_refuse(file_url)
	rows = [row for row in _rows(file_url) if row.name != exclude]
	if frappe.session.user != "Administrator" and (
		not (rows or exclude) or not all(file.has_permission(ptype) for file in _docs(rows))
	):
		_refuse(file_url)


def check_attached(doc, method: str | None = None) -> None:
	"""Hook before any document is saved. Raise FileAddressError where a field newly names a file that the user may not read.

	In documents of projects, also where it names none: a text there would count as a paper.
	"""
	if doc.flags.fx_file_known:  # flags never come from a request
		return
	before = doc.get_doc_before_save()
	must_exist = doc.doctype in PROJECT_DOCTYPES and doc.doctype not in READS_FILES
	for owner, fields in _attaching(doc):
		old = _stored(before, owner)
		for df in fields:
			url = owner.get(df.fieldname)
			if not isinstance(url, str) or not url or (old and old.get(df.fieldname) == url):
				continue
			if not url.startswith(("/files/", "/private/files/")):
				_check_elsewhere(doc, url)
			elif must_exist or _rows(url):
				check_address(url)
				if must_exist and not kept(url):
					_refuse(url)


def kept(file_url: str | None) -> bool:
	"""Whether this is the address of a file this site keeps."""
	return bool(file_url) and bool(frappe.db.exists("File", {"file_url": file_url}))


def kept_among(addresses: Iterable[str | None]) -> set[str]:
	"""Those of the addresses behind which this site keeps a file. One query, none without an address."""
	asked = sorted({url for url in addresses if url})
	return set(frappe.get_all("File", {"file_url": ("in", asked)}, pluck="file_url", limit=0)) if asked else set()


def given(file_url: str | None) -> bool:
	"""Whether the session's user hands in a file they may read: the address of somebody else's photo proves nothing of theirs."""
	return readable(file_url) is not None


def _check_elsewhere(doc, url: str) -> None:
	"""Refuse an address outside of this site's files in a document of ours: each reader's browser would ask for it."""
	if doc.meta.module == MODULE:
		_refuse(url)


def held(file_url: str | None) -> bool:
	"""Whether the file is evidence, was issued or stands in a document that left the hands of who filled it in.

	Such files are never moved, changed or deleted.
	"""
	if not file_url:
		return False
	return any(frappe.db.exists(doctype, {field: file_url}) for doctype, field in HELD) or any(
		_relied_on(doctype, file_url) for doctype in FILLED_IN
	)


def attach_fields(doctype: str) -> list[tuple[str, str]]:
	"""(DocType, field) of every field that names a file, of the document itself and of its rows."""
	tables = [doctype, *(df.options for df in frappe.get_meta(doctype).get_table_fields())]
	return [(table, df.fieldname) for table in tables for df in _fields(frappe.get_meta(table))]


def _relied_on(doctype: str, file_url: str) -> bool:
	"""Whether such a document that is no longer filled in names the file."""
	state, open_states = FILLED_IN[doctype]
	for table, field in attach_fields(doctype):
		names = frappe.get_all(table, {field: file_url}, pluck="name" if table == doctype else "parent", limit=0)
		if names and frappe.db.exists(doctype, {"name": ("in", names), state: ("not in", open_states)}):
			return True
	return False


def is_evidence(file_url: str | None) -> bool:
	"""Whether the file is the original of an Evidence Item."""
	return bool(file_url) and any(frappe.db.exists("Evidence Item", {field: file_url}) for field in ("file", "original"))


def active(file_name: str, private: bool) -> bool:
	"""Whether a browser would run such a file on this site's own address."""
	ending = file_name.strip(" .").rpartition(".")[2].casefold()
	return ending in ACTIVE or (not private and ending in ACTIVE_PUBLIC)


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Lists and searches of files leave those of project documents out, but for one's own: they are found in their document.

	Frappe lists every file of every DocType one may read anything of, whatever project its document belongs to.
	"""
	user = user or frappe.session.user
	if allowed_projects(user) is None:
		return ""
	names = ", ".join(frappe.db.escape(name) for name in PROJECT_DOCTYPES)
	return (
		f"(`tabFile`.`owner` = {frappe.db.escape(user)} or ifnull(`tabFile`.`attached_to_doctype`, '') not in ({names}))"
	)


def _refuse(file_url: str | None) -> None:
	frappe.throw(
		_(
			"You may not use the file {0}: it is not here, or belongs to a document you may not open. Upload the file itself."
		).format(frappe.bold(frappe.utils.escape_html(str(file_url or "")[:140]))),
		FileAddressError,
		title=_("Not Allowed"),
	)


def _rows(file_url: str | None) -> list:
	if not file_url:
		return []
	filters = {"file_url": file_url, "is_folder": 0}
	return frappe.get_all("File", filters, ["name", "owner"], order_by="creation desc")


def _docs(rows: list) -> Iterator:
	return (frappe.get_doc("File", row.name) for row in rows)


def _attaching(doc) -> Iterator[tuple]:
	"""(document or row, its fields that name a file)."""
	yield doc, _fields(doc.meta)
	for table in doc.meta.get_table_fields():
		fields = _fields(frappe.get_meta(table.options))
		for row in doc.get(table.fieldname) or () if fields else ():
			yield row, fields


def _stored(before, owner):
	if before is None or not owner.get("parentfield"):
		return before
	return next((row for row in before.get(owner.parentfield) or () if row.name == owner.name), None)


def _fields(meta) -> list:
	return [df for df in meta.fields if df.fieldtype in ("Attach", "Attach Image")]
