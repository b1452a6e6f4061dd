"""Written briefings of what is still open when the warranty ends, signed by the owner and the contractor, and kept (R57)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.files.proof_files import keep_proof, shared
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.sealing import digest, plain, signature_digest
from fangxiu_app.core.signature import is_drawn
from fangxiu_app.core.wording import _
from fangxiu_app.expiry import reads_expiry as reads
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.service_campaigns import CRAFT

PAPER = "name owner modified_by creation modified campaign project unit unit_code contractor state expires_on".split()
ITEM = (
	"name owner modified_by creation modified parent parenttype parentfield idx ticket location defect_type description"
	" status agreed_completion"
).split()
#: What both sides sign, line by line.
SAID = ("ticket", "location", "defect_type", "description", "agreed_completion")


def make(name: str) -> int:
	"""One briefing for each unit and contractor with open tickets; returns how many there are to sign.

	Drafts that nobody has signed follow what is open now; what somebody has signed stays, and what has opened since gets
	another paper. Statements do not grow with the tickets.
	"""
	campaign = frappe.get_doc("Expiry Campaign", name, for_update=True)
	check_project(campaign.project, campaign.doctype)
	frappe.only_for(CRAFT, message=True)
	refuse([] if campaign.status == rules.UNDER_WAY else [Violation("expiry_not_under_way", (campaign.status,))])
	groups = reads.to_brief(name, reads.tickets(name, open_only=True))
	papers = frappe.get_all("Expiry Briefing", {"campaign": name}, ["name", "unit", "contractor", "state"], limit=0)
	_drop([paper.name for paper in papers if paper.state == rules.DRAFT])
	before = Counter((paper.unit, paper.contractor or "") for paper in papers if paper.state != rules.DRAFT)
	_insert(campaign, {(*pair, str(before[pair])): some for pair, some in groups.items()})
	return len(groups)


def _drop(drafts: list[str]) -> None:
	"""Take away drafts that nobody has signed, with their lines. Two statements."""
	if drafts:
		frappe.db.delete("Expiry Briefing Item", {"parent": ("in", drafts)})
		frappe.db.delete("Expiry Briefing", {"name": ("in", drafts)})


def _insert(campaign, groups: dict[tuple[str, str, str], list]) -> None:
	"""Store papers and their lines. Two statements."""
	head = (frappe.session.user, frappe.session.user, _now(), _now())
	papers, items = [], []
	for (unit, contractor, number), tickets in groups.items():
		name = rules.row_name(campaign.name, unit, contractor, number)
		first = tickets[0]
		what = (campaign.name, campaign.project, unit, first.unit_code, contractor or None, rules.DRAFT, first.expires_on)
		papers.append((name, *head, *what))
		for idx, ticket in enumerate(tickets, 1):
			line = (ticket.name, ticket.location, ticket.defect_type, ticket.description, ticket.status, ticket.agreed_completion)
			items.append((rules.row_name(name, ticket.name), *head, name, "Expiry Briefing", "items", idx, *line))
	if papers:
		frappe.db.bulk_insert("Expiry Briefing", PAPER, papers)
		frappe.db.bulk_insert("Expiry Briefing Item", ITEM, items)


def sign(name: str, side: str, signed_by: str, signature: str) -> str:
	"""Owner or contractor signs on the screen; returns the new state. Raises RefusedError, PermissionError."""
	paper = _open(name)
	signed, contractor = signed_sides(paper), paper.contractor or ""
	refuse(rules.check_sign(side, contractor, signed, signed_by, is_drawn(signature), len(paper.items)))
	_stamp(paper, side, signed_by, signature)
	paper.state = rules.state_after(contractor, (*signed, side))
	_save(paper)
	return paper.state


def file_paper(name: str, file: str, owner_by: str, contractor_by: str = "") -> str:
	"""A photo of the paper that was signed by hand stands for the signatures that are missing; returns the new state."""
	paper = _open(name)
	signed, contractor = signed_sides(paper), paper.contractor or ""
	names = {rules.OWNER: owner_by, rules.CONTRACTOR: contractor_by}
	missing = [side for side in rules.sides(contractor) if side not in signed]
	found = [] if missing else [Violation("expiry_signed_already")]
	for side in missing:
		found += rules.check_sign(side, contractor, signed, names[side], bool(file), len(paper.items))
	refuse(dict.fromkeys(found) or _of_others(paper, file))
	for side in missing:
		_stamp(paper, side, names[side], "")
	paper.update({"paper": file, "state": rules.SIGNED})
	_save(paper)
	keep_proof(paper, "paper", "evidence", _("Briefing at the end of the warranty: {0}").format(paper.unit_code), kind="Signed Form")
	return paper.state


def _of_others(paper, file: str) -> list[Violation]:
	"""A photo shows one signed paper: not those of other units or contractors too. Two queries."""
	others = frappe.get_all(
		"Expiry Briefing", {"campaign": paper.campaign, "paper": ("is", "set"), "name": ("!=", paper.name)}, ["unit_code", "paper"], limit=0
	)
	return shared([(paper.unit_code, file)], [(row.unit_code, row.paper) for row in others])


def signed_sides(paper) -> tuple[str, ...]:
	"""The sides that have signed a briefing."""
	return tuple(side for side in rules.SIDES if paper.get(f"{side}_signed_at"))


def content_hash(paper) -> str:
	"""Digest of what both sides sign."""
	lines = [[plain(row.get(field)) for field in SAID] for row in paper.items]
	return digest([paper.campaign, paper.unit, paper.contractor or "", plain(paper.expires_on), lines])


def _stamp(paper, side: str, name: str, signature: str) -> None:
	at = _now()
	paper.content_hash = content_hash(paper)
	seal = signature_digest(paper.content_hash, name.strip(), at, signature)
	values = {"by": name.strip(), "signature": signature, "signed_at": at, "seal": seal}
	paper.update({f"{side}_{field}": value for field, value in values.items()})


def _open(name: str):
	paper = frappe.get_doc("Expiry Briefing", name, for_update=True)
	check_project(paper.project, paper.doctype)
	frappe.only_for(CRAFT, message=True)
	return paper


def _save(paper) -> None:
	# role and project were asked when it was opened; nobody writes the paper by hand
	paper.write_by_action(ignore_permissions=True)


def _now():
	return now_datetime().replace(microsecond=0)
