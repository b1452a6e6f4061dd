"""What lies in an evidence pack: originals byte for byte, the index to print, manifest, checker, and what it is (R109)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import frappe
from frappe.utils import now_datetime
from frappe.utils.pdf import get_pdf

from fangxiu_app.core.access import files as access
from fangxiu_app.core.access.personal import for_reader
from fangxiu_app.core.sealing import plain
from fangxiu_app.evidence import (
	pack_checker,
	reads_custody,
	reads_evidence_files,
	reads_proofs,
	reads_retention,
	rules_pack_manifest,
	service_custody,
)
from fangxiu_app.evidence.rules_pack_manifest import CHECKER, INDEX, README, original_name

TEMPLATE = "fangxiu_app/templates/print/evidence_index.html"
PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="margin: 0">{}</body></html>'
MARGINS = {f"margin-{side}": "12mm" for side in ("top", "bottom", "left", "right")}


def contents(doc, tell: Callable[[int], None]) -> dict[str, bytes]:
	"""{path: content} of the pack of a case; ``tell`` hears the percent done. Puts on the chain what is not on it yet."""
	tickets = reads_evidence_files.tickets(doc)
	items = reads_evidence_files.items(doc, tickets)
	chains = sorted({*tickets, *(item.came_from or item.ticket for item in items)} - {None, ""})
	service_custody.seal(chains)
	files: dict[str, bytes] = {}
	evidence = _evidence(items, files, tell)
	papers = _papers(doc, tickets, files)
	facts = {
		"subject": {
			"document_type": doc.doctype,
			"document": doc.name,
			"project": doc.project,
			"tickets": tickets,
		},
		"made_at": plain(now_datetime()),
		"made_by": frappe.session.user,
		"evidence": evidence,
		"papers": papers,
		"chains": _chains(chains),
		"views": _views(items),
	}
	tell(85)
	files[INDEX] = _index(doc, tickets, facts, files)
	files[README] = rules_pack_manifest.readme()
	files[CHECKER] = Path(pack_checker.__file__).read_bytes()
	return {**files, **rules_pack_manifest.manifest(facts, files)}


def _evidence(items: list, files: dict[str, bytes], tell: Callable[[int], None]) -> list[dict]:
	"""The pieces of evidence with the paths of their originals, which are added to ``files``."""
	rows, kept = [], reads_evidence_files.stored(url for item in items for url in (item.file, item.original))
	shown = "name ticket kind stage moment taken_at recorded_at recorded_by".split()
	for number, item in enumerate(items, 1):
		held = [_held(original_name(number, item.name, item.file), kept.get(item.file), item.sha256, files)]
		if item.original:
			path = original_name(number, item.name, item.original, "-as-taken")
			held.append(_held(path, kept.get(item.original), item.original_sha256, files))
		row = {field: plain(item[field]) for field in shown}
		rows.append({**row, "caption": for_reader(item.caption or ""), "files": held})
		tell(80 * number // len(items))
	return rows


def _held(path: str, file, received: str, files: dict[str, bytes]) -> dict:
	"""An original, added to ``files``; without a path where it is not there any more."""
	if file is None:
		return {"path": "", "received_sha256": received or ""}
	files[path] = access.content(file)
	return {"path": path, "received_sha256": received or ""}


def _papers(doc, tickets: list[str], files: dict[str, bytes]) -> list[dict]:
	papers = reads_evidence_files.papers(doc, tickets)
	rows, kept = [], reads_evidence_files.stored(paper.file for paper in papers)
	for number, paper in enumerate(papers, 1):
		name = original_name(number, f"{paper.name}-{paper.field}", paper.file)
		held = _held(name.replace("originals/", "originals/P"), kept.get(paper.file), "", files)
		rows.append({**asdict(paper), "file": "", "path": held["path"]})
	return rows


def _chains(chains: list[str]) -> list[dict]:
	entries, now = reads_custody.entries(chains), reads_custody.records(chains)
	return [
		{
			"chain": chain,
			"entries": [asdict(entry) for entry in entries.get(chain, ())],
			"records": {key: record.content for key, record in sorted(now.get(chain, {}).items())},
		}
		for chain in chains
	]


def _views(items: list) -> list[dict]:
	of = {url: item.name for item in items for url in (item.file, item.original) if url}
	rows = reads_custody.views(of)
	return [{"evidence": of[row.file], "user": row.user, "at": plain(row.at)} for row in rows]


def _index(doc, tickets: list[str], facts: dict, files: dict[str, bytes]) -> bytes:
	"""The index as a PDF."""
	hashes = {path: pack_checker.sha256(content) for path, content in files.items()}
	listed = [{"path": path, "sha256": digest} for path, digest in hashes.items()]
	values = {
		"doc": doc,
		"tickets": _tickets(tickets),
		"facts": facts,
		"hashes": hashes,
		"sizes": {path: len(content) for path, content in files.items()},
		"proofs": reads_proofs.everything(doc),
		"faults": pack_checker.record_faults({**facts, "files": listed}),
		"words": pack_checker.WORDS,
		"exports": reads_custody.exports(doc.doctype, doc.name),
		"keep_until": reads_retention.until(tickets),
	}
	html = for_reader(frappe.render_template(TEMPLATE, values, is_path=True))
	return get_pdf(PAGE.format(html), dict(MARGINS))


def _tickets(names: list[str]) -> list:
	fields = [
		"name",
		"unit_code",
		"location",
		"defect_type",
		"description",
		"status",
		"reported_at",
		"closed_at",
	]
	return frappe.get_all("Repair Ticket", {"name": ("in", names or [""])}, fields, order_by="name")
