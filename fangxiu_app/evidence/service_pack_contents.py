"""What lies in an evidence pack: originals byte for byte, the index to print, manifest, checker, and what it is (R109)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.personal import for_reader
from fangxiu_app.core.sealing import plain
from fangxiu_app.evidence import (
	custody_words,
	pack_checker,
	reads_custody,
	reads_evidence_files,
	reads_proofs,
	reads_retention,
	rules_pack_manifest,
	service_custody,
	service_pack_papers,
)
from fangxiu_app.evidence.rules_pack_manifest import CHECKER, INDEX, README, original_name

TEMPLATE = "fangxiu_app/templates/print/evidence_index.html"


def contents(doc, tell: Callable[[int], None]) -> dict[str, bytes]:
	"""{path: content} of the pack of a case; ``tell`` hears the percent done. Puts on the chain what is not on it yet."""
	tickets = reads_evidence_files.tickets(doc)
	items = reads_evidence_files.items(doc, tickets)
	chains = sorted({*tickets, *(item.came_from or item.ticket for item in items)} - {None, ""})
	service_custody.seal(chains)
	files: dict[str, bytes] = {}
	evidence = _evidence(items, files, tell)
	papers = service_pack_papers.papers(doc, tickets, files)
	signatures = service_pack_papers.signatures(tickets, files)
	letters = service_pack_papers.letters(tickets, files)
	complaints = service_pack_papers.complaints(doc, tickets, files)
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
		"signatures": signatures,
		"letters": letters,
		"complaints": complaints,
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
		originals = [(item.file, item.sha256, "")]
		if item.original:
			originals.append((item.original, item.original_sha256, "-as-taken"))
		held = [
			service_pack_papers.held(original_name(number, item.name, url, suffix), kept.get(url), sha256, files)
			for url, sha256, suffix in originals
		]
		row = {field: plain(item[field]) for field in shown}
		rows.append({**row, "caption": for_reader(item.caption or ""), "files": held})
		tell(80 * number // len(items))
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
		"recorded": custody_words.recorded(facts["chains"]),
		"exports": reads_custody.exports(doc.doctype, doc.name),
		"keep_until": reads_retention.until(tickets),
	}
	html = for_reader(frappe.render_template(TEMPLATE, values, is_path=True))
	return service_pack_papers.pdf(html)


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
	return frappe.get_all("Repair Ticket", {"name": ("in", names or ["-"])}, fields, order_by="name")
