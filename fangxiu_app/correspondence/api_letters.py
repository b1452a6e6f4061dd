"""The letter form's endpoints: text from a template, and its actions (R17, R107, R109)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.correspondence import service_letter_steps, service_letter_texts, service_letters


@frappe.whitelist(methods=["GET"])
def compose(
	template: str,
	project: str,
	ticket: str | None = None,
	contractor: str | None = None,
	cure_days: int | None = None,
	receiver: str | None = None,
	to_contractor: bool = True,
	earlier: str | None = None,
) -> dict:
	"""Kind, subject and text of a template for a ticket of the user's project; ``earlier`` is the letter that it follows."""
	frappe.has_permission("Correspondence", "create", throw=True)
	check_project(project)
	if ticket:
		right.check("Repair Ticket", "read", ticket)
	if earlier:
		right.check("Correspondence", "read", earlier)
	names = [ticket] if ticket else []
	service_letters.check_days(cure_days or 0)
	about = {"receiver": receiver or "", "to_contractor": to_contractor, "earlier": earlier or ""}
	return service_letter_texts.compose(template, names, project, contractor or "", cure_days or 0, **about)


@frappe.whitelist(methods=["POST"])
def preview(subject: str, body: str, ticket: str | None = None) -> dict:
	"""How a template, saved or not, reads with a sample or with a ticket the user may read. POST: a letter is too long for an address."""
	frappe.has_permission("Letter Template", "write", throw=True)
	if ticket:
		right.check("Repair Ticket", "read", ticket)
	return service_letter_texts.preview(subject, body, ticket)


@frappe.whitelist(methods=["GET"])
def step(letter: str) -> dict:
	"""What comes next for this letter, in words."""
	right.check("Correspondence", "read", letter)
	return service_letter_steps.step(frappe.get_doc("Correspondence", letter))


@frappe.whitelist(methods=["POST"])
def issue(letter: str) -> str:
	"""Send the letter out; returns its new state."""
	right.check("Correspondence", "write", letter)
	return _sent(letter, service_letters.issue)


@frappe.whitelist(methods=["POST"])
def acknowledge(letter: str) -> str:
	"""The project department confirms that it has the notice (R107); returns the letter's state."""
	right.check("Correspondence", "read", letter)
	frappe.only_for(roles.PROJECT_DEPARTMENT, message=True)
	return _locked(letter, service_letters.acknowledge)


@frappe.whitelist(methods=["POST"])
def record_service(letter: str, proof: dict | str, reason: str | None = None) -> str:
	"""Write down how the letter was received; returns its new state."""
	right.check("Correspondence", "write", letter)
	return _sent(letter, service_letters.record_service, incoming.mapping(proof), reason or "")


@frappe.whitelist(methods=["POST"])
def record_reply(letter: str, text: str, at: str | None = None, file: str | None = None, reason: str | None = None) -> str:
	"""What the receiver answered, and why it is recorded on a later day; returns the new state."""
	right.check("Correspondence", "write", letter)
	return _sent(letter, service_letters.record_reply, text, at, file, reason or "")


@frappe.whitelist(methods=["POST"])
def close(letter: str, outcome: str, note: str | None = None) -> str:
	"""How it ended; returns the new state."""
	right.check("Correspondence", "write", letter)
	return _sent(letter, service_letters.close, outcome, note or "")


@frappe.whitelist(methods=["POST"])
def withdraw(letter: str, reason: str) -> str:
	"""Withdraw a letter that nobody has received; returns the new state."""
	right.check("Correspondence", "write", letter)
	return _sent(letter, service_letters.withdraw, reason)


def _sent(letter: str, action, *args) -> str:
	"""An action of whoever sends the letter, not of the department that it is told to."""
	service_letters.check_sender(letter)
	return _locked(letter, action, *args)


def _locked(letter: str, action, *args) -> str:
	snapshot.renew()
	doc = frappe.get_doc("Correspondence", letter, for_update=True)
	action(doc, *args)
	return doc.state
