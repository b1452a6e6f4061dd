"""The evidence pack of a ticket, a deduction or a compensation: made at once when small, in the queue with progress otherwise (R109)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import right
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.evidence import reads_evidence_files, service_custody, service_pack_contents
from fangxiu_app.evidence.pack_checker import MANIFEST, sha256
from fangxiu_app.evidence.rules_completeness import CASES
from fangxiu_app.evidence.rules_pack_manifest import IMMEDIATE

#: Seconds a job may take, and its answer is kept.
TIMEOUT, KEPT = 1500, 3600


def start(doctype: str, name: str) -> dict:
	"""``{"file": address}`` of a small pack, or ``{"job": key}`` of a large one to ask for with :func:`state`.

	Raises RefusedError for a DocType without packs, PermissionError for who may not read or print evidence.
	"""
	doc = _asked(doctype, name)
	if len(reads_evidence_files.items(doc, reads_evidence_files.tickets(doc))) <= IMMEDIATE:
		return {"file": make(doc, lambda percent: None)}
	key = frappe.generate_hash(length=16)
	_keep(key, {"state": "running", "percent": 0})
	language = frappe.local.lang
	frappe.enqueue(run, queue="long", timeout=TIMEOUT, key=key, doctype=doctype, name=name, language=language)
	return {"job": key}


def state(key: str) -> dict:
	"""State of one of the session user's packs: running with its percent, done with its address, failed, or unknown."""
	return frappe.cache.get_value(_cache_key(key), expires=True) or {"state": "unknown"}


def run(key: str, doctype: str, name: str, language: str) -> None:
	"""The job, as the user who asked: their rights are asked again."""
	frappe.local.lang = language
	try:
		doc = _asked(doctype, name)
		file = make(doc, lambda percent: _keep(key, {"state": "running", "percent": percent}))
		_keep(key, {"state": "done", "file": file})
	except Exception:
		message = _("The pack could not be made. The administrator finds the reason in the Error Log.")
		_keep(key, {"state": "failed", "message": message})
		raise


def make(doc, tell: Callable[[int], None]) -> str:
	"""Make the pack, keep it as a private file of the user's alone and log the export; its address."""
	files = service_pack_contents.contents(doc, tell)
	address = _store(doc.name, zipped(files))
	service_custody.log_export(doc, reads_evidence_files.tickets(doc), sha256(files[MANIFEST]))
	tell(100)
	return address


def zipped(files: dict[str, bytes]) -> bytes:
	"""The files as a zip; originals are stored as they are."""
	buffer = BytesIO()
	with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
		for path, content in sorted(files.items()):
			archive.writestr(path, content, ZIP_STORED if path.startswith("originals/") else ZIP_DEFLATED)
	return buffer.getvalue()


def _asked(doctype: str, name: str):
	if doctype not in CASES:
		refuse([Violation("pack_case", (doctype,))])
	right.check(doctype, "read", name)
	frappe.has_permission("Evidence Item", "print", throw=True)
	return frappe.get_doc(doctype, name)


def _store(name: str, content: bytes) -> str:
	"""Attached to nothing others open: it holds what this user may read."""
	values = {"file_name": f"{name}-{now_datetime():%Y%m%d-%H%M%S}.zip", "is_private": 1, "folder": "Home"}
	file = frappe.get_doc({"doctype": "File", **values, "content": content})
	file.flags.fx_made = True  # the limit of uploads is not one of what the app puts together
	return file.insert().file_url


def _keep(key: str, value: dict) -> None:
	frappe.cache.set_value(_cache_key(key), value, expires_in_sec=KEPT)


def _cache_key(key: str) -> str:
	return f"fangxiu_evidence_pack|{frappe.session.user}|{key}"
