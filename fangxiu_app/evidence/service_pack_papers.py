"""What lies in a pack besides the evidence: papers in fields of documents, signatures on the screen, letters and complaints as
printed (R109)."""

from __future__ import annotations

import base64
from dataclasses import asdict

import frappe
from frappe.www.printview import get_print_format

from fangxiu_app.core.access import files as access
from fangxiu_app.core.access.personal import for_reader
from fangxiu_app.core.framework.paper import pdf as on_paper
from fangxiu_app.core.sealing import plain
from fangxiu_app.core.signature import is_picture
from fangxiu_app.evidence import reads_evidence_files
from fangxiu_app.evidence.reads_evidence_files import COMPLAINT, LETTER
from fangxiu_app.evidence.rules_pack_manifest import original_name

LETTER_FORM, COMPLAINT_FORM = "Correspondence Letter", "Complaint Handling Form"


def held(path: str, file, received: str, files: dict[str, bytes]) -> dict:
	"""An original, added to ``files``; without a path where it is not there any more."""
	if file is None:
		return {"path": "", "received_sha256": received or ""}
	files[path] = access.content(file)
	return {"path": path, "received_sha256": received or ""}


def papers(doc, tickets: list[str], files: dict[str, bytes]) -> list[dict]:
	"""Files in fields of the case and of its tickets, added to ``files``."""
	found = reads_evidence_files.papers(doc, tickets)
	rows, kept = [], reads_evidence_files.stored(paper.file for paper in found)
	for number, paper in enumerate(found, 1):
		name = original_name(number, f"{paper.name}-{paper.field}", paper.file)
		one = held(name.replace("originals/", "originals/P"), kept.get(paper.file), "", files)
		rows.append({**asdict(paper), "file": "", "path": one["path"]})
	return rows


def signatures(tickets: list[str], files: dict[str, bytes]) -> list[dict]:
	"""What owners signed on the screen, as the picture that was drawn, added to ``files``."""
	drawn = [one for one in reads_evidence_files.signatures(tickets) if is_picture(one.picture)]
	rows = []
	for number, one in enumerate(drawn, 1):
		path = original_name(number, one.name, "signature.png").replace("originals/", "signatures/")
		files[path] = base64.b64decode(one.picture.partition(",")[2])
		signed = {"signed_by": for_reader(one.by), "signed_at": plain(one.at)}
		rows.append({"doctype": one.doctype, "name": one.name, **signed, "path": path})
	return rows


def letters(tickets: list[str], files: dict[str, bytes]) -> list[dict]:
	"""Issued letters as they are printed, with their proofs of service, added to ``files``."""
	rows = []
	for number, name in enumerate(reads_evidence_files.letters(tickets), 1):
		letter = frappe.get_doc(LETTER, name)
		path = original_name(number, name, "letter.pdf").replace("originals/", "letters/")
		files[path] = _printed(letter, LETTER_FORM)
		times = {field: plain(letter.get(field)) for field in ("issued_at", "served_at")}
		words = {"kind": letter.kind, "subject": for_reader(letter.subject or "")}
		rows.append({"name": name, **words, **times, "path": path})
	return rows


def complaints(doc, tickets: list[str], files: dict[str, bytes]) -> list[dict]:
	"""What customers complained about and how it was handled, as it is printed, added to ``files``."""
	rows = []
	for number, name in enumerate(reads_evidence_files.complaints(doc, tickets), 1):
		complaint = frappe.get_doc(COMPLAINT, name)
		path = original_name(number, name, "complaint.pdf").replace("originals/", "complaints/")
		files[path] = _printed(complaint, COMPLAINT_FORM)
		words = {"state": complaint.state, "subject": for_reader(complaint.subject or "")}
		rows.append({"name": name, **words, "received_at": plain(complaint.received_at), "path": path})
	return rows


def _printed(doc, form: str) -> bytes:
	"""Only its own styles: the page's stylesheets would have to come over the network."""
	template = get_print_format(doc.doctype, frappe.get_doc("Print Format", form))
	body = for_reader(frappe.render_template(template, {"doc": doc}))
	return pdf(body)


def pdf(html: str) -> bytes:
	"""A page as a PDF on A4."""
	return on_paper(html)
