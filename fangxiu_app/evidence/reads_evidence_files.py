"""Which tickets, evidence and papers a case has: a ticket, a deduction, a compensation. Set-based."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.core.doctype.file.file import File

from fangxiu_app.evidence.rules_completeness import COMPENSATION, DEDUCTION, TICKET

ITEM = (
	"name ticket came_from kind stage moment caption file original sha256 original_sha256 taken_at recorded_at recorded_by"
).split()
#: Papers that stand on a document itself: (field with the file).
PAPERS = {
	TICKET: ("notice_file", "substitute_sheet"),
	DEDUCTION: ("bill_file", "notice_file", "objection_file"),
	COMPENSATION: ("account_file", "representative_file", "signed_authorisation"),
}


LETTER, COMPLAINT = "Correspondence", "Customer Complaint"
#: Cases between the developer and the customer: what the customer complained about belongs to them, and to no contractor.
OF_CUSTOMERS = (TICKET, COMPENSATION)
#: What is signed on a screen: DocType, field of the ticket, of the signature, of who signed, of when.
SIGNED = (
	("Repair Plan", "ticket", "signature", "signed_by", "signed_at"),
	(TICKET, "name", "owner_signature", "accepted_by_name", "owner_accepted_at"),
)


@dataclass(frozen=True, slots=True)
class Drawing:
	"""A signature on the screen: on which document, by whom, when, the picture as a data address."""

	doctype: str
	name: str
	by: str
	at: datetime | None
	picture: str


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
	lines = frappe.get_all("Work Item", {"parent": ("in", orders or ["-"])}, pluck="ticket")
	main = frappe.get_all("Third Party Order", {"name": ("in", orders or ["-"])}, pluck="ticket")
	return sorted({row.ticket for row in doc.items if row.ticket} | {one for one in [*lines, *main] if one})


def items(doc, of: Iterable[str]) -> list[frappe._dict]:
	"""Evidence of the case that the session's user may read, oldest first: of its tickets, their letters and complaints, and its own
	lines."""
	of = list(of)
	named = {*_own(doc), *_of_letters(of)} - {None, ""}
	either = {"ticket": ("in", of or ["-"]), "name": ("in", sorted(named) or ["-"])}
	either["complaint"] = ("in", complaints(doc, of) or ["-"])
	order = "recorded_at asc, name asc"
	return frappe.get_list("Evidence Item", or_filters=either, fields=ITEM, order_by=order, limit=0)


def papers(doc, of: Iterable[str]) -> list[Paper]:
	"""Files in fields of the case and of its tickets. One query."""
	found = [Paper(doc.doctype, doc.name, field, doc.get(field)) for field in PAPERS[doc.doctype]]
	if doc.doctype != TICKET:
		names = {"name": ("in", list(of) or ["-"])}
		for row in frappe.get_list(TICKET, names, ["name", *PAPERS[TICKET]], order_by="name", limit=0):
			found += [Paper(TICKET, row.name, field, row[field]) for field in PAPERS[TICKET]]
	return [paper for paper in found if paper.file]


def signatures(of: Iterable[str]) -> list[Drawing]:
	"""What owners signed on the screen about these tickets: plans and acceptances. Two queries."""
	of = list(of)
	found = []
	for doctype, ticket, field, by, at in SIGNED:
		if frappe.has_permission(doctype, "read"):
			filters = {ticket: ("in", of or ["-"]), field: ("is", "set")}
			fields = ["name", f"{field} as picture", f"{by} as signer", f"{at} as at"]
			rows = frappe.get_list(doctype, filters, fields, order_by="name", limit=0)
			found += [Drawing(doctype, row.name, row.signer or "", row.at, row.picture) for row in rows]
	return found


def letters(of: Iterable[str]) -> list[str]:
	"""Letters about these tickets that were issued and that the session's user may print, by name. Two queries."""
	if not frappe.has_permission(LETTER, "print"):
		return []
	named = {"name": ("in", _letters(of) or ["-"]), "issued_at": ("is", "set")}
	return frappe.get_list(LETTER, named, pluck="name", order_by="issued_at asc, name asc", limit=0)


def complaints(doc, of: Iterable[str]) -> list[str]:
	"""Complaints about the tickets of a customer's case that the session's user may print, by name. Two queries."""
	if doc.doctype not in OF_CUSTOMERS or not frappe.has_permission(COMPLAINT, "print"):
		return []
	about = {"ticket": ("in", list(of) or ["-"]), "parenttype": COMPLAINT}
	names = frappe.get_all("Complaint Ticket", about, pluck="parent", distinct=True)
	return frappe.get_list(
		COMPLAINT, {"name": ("in", names or ["-"])}, pluck="name", order_by="received_at asc, name asc", limit=0
	)


def stored(urls: Iterable[str | None]) -> dict[str, File]:
	"""The File behind each address that lies on the disk. One query.

	Asked for addresses of documents only that the session's user may read: who reads a document reads its files.
	"""
	wanted = {"file_url": ("in", sorted({url for url in urls if url}) or ["-"]), "is_folder": 0}
	rows = frappe.get_all("File", wanted, ["name", "file_name", "file_url", "is_private"], order_by="creation")
	found = {row.file_url: frappe.get_doc({"doctype": "File", **row}) for row in rows}
	return {url: file for url, file in found.items() if not file.is_remote_file and file.exists_on_disk()}


def _own(doc) -> set[str]:
	if doc.doctype == COMPENSATION:
		shown = {row.evidence for row in (*doc.items, *doc.photos)}
		return {doc.signed_evidence, *shown, *(row.confirmed_evidence for row in doc.benefits)}
	if doc.doctype == DEDUCTION:
		meters = [
			row.source_name for row in doc.items if row.source_type == "Meter Charge" and row.source_name
		]
		return set(frappe.get_all("Meter Charge", {"name": ("in", meters or ["-"])}, pluck="evidence"))
	return set()


def _letters(of: Iterable[str]) -> list[str]:
	about = {"ticket": ("in", list(of) or ["-"]), "parenttype": LETTER}
	return frappe.get_all("Letter Ticket", about, pluck="parent", distinct=True)


def _of_letters(of: list[str]) -> set[str]:
	"""Proofs of service and answers of the letters about these tickets."""
	letters = _letters(of)
	named = {"name": ("in", letters or ["-"])}
	answers = frappe.get_all(LETTER, named, pluck="reply_evidence")
	proofs = frappe.get_all("Service Proof", {"parent": ("in", letters or ["-"])}, pluck="evidence")
	return {*answers, *proofs}
