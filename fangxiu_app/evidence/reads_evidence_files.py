"""Which tickets, evidence and papers a case has: a ticket, a deduction, a compensation. Set-based."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.core.doctype.file.file import File

from fangxiu_app.evidence.rules_completeness import COMPENSATION, DEDUCTION, TICKET

ITEM = (
	"name ticket came_from kind stage moment caption file original sha256 original_sha256 taken_at recorded_at recorded_by"
).split()
#: Papers that stand on a document itself: (field with the file).
PAPERS = {
	TICKET: ("notice_file", "substitute_sheet"),
	DEDUCTION: ("bill_file", "notice_file"),
	COMPENSATION: (),
}


@dataclass(frozen=True, slots=True)
class Paper:
	"""A file in a field of a document."""

	doctype: str
	name: str
	field: str
	file: str


def tickets(doc) -> list[str]:
	"""The tickets a case is about, in order."""
	if doc.doctype == TICKET:
		return [doc.name]
	if doc.doctype == COMPENSATION:
		return [doc.ticket] if doc.ticket else []
	orders = [
		row.source_name for row in doc.items if row.source_type == "Third Party Order" and row.source_name
	]
	lines = frappe.get_all("Work Item", {"parent": ("in", orders or [""])}, pluck="ticket")
	main = frappe.get_all("Third Party Order", {"name": ("in", orders or [""])}, pluck="ticket")
	return sorted({row.ticket for row in doc.items if row.ticket} | {one for one in [*lines, *main] if one})


def items(doc, of: Iterable[str]) -> list[frappe._dict]:
	"""Evidence of the case that the session's user may read, oldest first: of its tickets, their letters, and its own lines."""
	of = list(of)
	named = {*_own(doc), *_of_letters(of)} - {None, ""}
	either = {"ticket": ("in", of or [""]), "name": ("in", sorted(named) or [""])}
	order = "recorded_at asc, name asc"
	return frappe.get_list("Evidence Item", or_filters=either, fields=ITEM, order_by=order, limit=0)


def papers(doc, of: Iterable[str]) -> list[Paper]:
	"""Files in fields of the case and of its tickets. One query."""
	found = [Paper(doc.doctype, doc.name, field, doc.get(field)) for field in PAPERS[doc.doctype]]
	if doc.doctype != TICKET:
		names = {"name": ("in", list(of) or [""])}
		for row in frappe.get_list(TICKET, names, ["name", *PAPERS[TICKET]], order_by="name", limit=0):
			found += [Paper(TICKET, row.name, field, row[field]) for field in PAPERS[TICKET]]
	return [paper for paper in found if paper.file]


def stored(urls: Iterable[str | None]) -> dict[str, File]:
	"""The File behind each address that lies on the disk. One query.

	Asked for addresses of documents only that the session's user may read: who reads a document reads its files.
	"""
	wanted = {"file_url": ("in", sorted({url for url in urls if url}) or [""]), "is_folder": 0}
	rows = frappe.get_all("File", wanted, ["name", "file_name", "file_url", "is_private"], order_by="creation")
	found = {row.file_url: frappe.get_doc({"doctype": "File", **row}) for row in rows}
	return {url: file for url, file in found.items() if not file.is_remote_file and file.exists_on_disk()}


def _own(doc) -> set[str]:
	if doc.doctype == COMPENSATION:
		return {doc.signed_evidence, *(row.evidence for row in doc.items)}
	if doc.doctype == DEDUCTION:
		meters = [
			row.source_name for row in doc.items if row.source_type == "Meter Charge" and row.source_name
		]
		return set(frappe.get_all("Meter Charge", {"name": ("in", meters or [""])}, pluck="evidence"))
	return set()


def _of_letters(of: list[str]) -> set[str]:
	"""Proofs of service and answers of the letters about these tickets."""
	letters = frappe.get_all("Letter Ticket", {"ticket": ("in", of or [""])}, pluck="parent", distinct=True)
	named = {"name": ("in", letters or [""])}
	answers = frappe.get_all("Correspondence", named, pluck="reply_evidence")
	proofs = frappe.get_all("Service Proof", {"parent": ("in", letters or [""])}, pluck="evidence")
	return {*answers, *proofs}
