"""Papers of two departments in the site tests: each side signs from its own login; the session's user stays."""

from __future__ import annotations

from contextlib import contextmanager

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.delivery import service_two_sided
from fangxiu_app.delivery.rules_two_sided import PAPERS
from fangxiu_app.money.deposits import service_freeing
from fangxiu_app.overview import reads_seen
from tests.site.helpers import factories as make


@contextmanager
def acting(user: str):
	"""Work as ``user`` for a moment."""
	me = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(me)


def shown(doctype: str, name: str) -> str:
	"""The digest that a form or list gives with what it shows of a document now."""
	doc = frappe.get_doc(doctype, name)
	if doctype in PAPERS:
		return service_two_sided.seen(doc)
	return service_freeing.seen(doc) if doctype == "Warranty Deposit Entry" else reads_seen.of(doc)


def side_user(role: str, project: str) -> str:
	"""A login of ``role`` in ``project``, made on first use."""
	allowed = frappe.get_all("User Permission", {"allow": "Project", "for_value": project}, pluck="user")
	holders = frappe.get_all("Has Role", {"role": role, "parent": ("in", allowed or [""])}, pluck="parent")
	signers = (roles.PROJECT_DEPARTMENT, roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER)
	own = [name for name in holders if len({*frappe.get_roles(name)} & {*signers}) == 1]
	return own[0] if own else make._user(role, (project,), f"{frappe.scrub(role)}.{frappe.generate_hash(length=5)}")


#: Who signs a paper of two departments, one login for each.
SIDES = (roles.PROJECT_DEPARTMENT, roles.MANAGER)


def sign_side(doc, role: str, name: str | None = None):
	"""One side signs from its own login; the session's user stays."""
	with acting("Administrator"):
		user = side_user(role, doc.project)
	with acting(user):
		service_two_sided.sign(doc.doctype, doc.name, name or f"{role} 签字人", make.SIGNATURE)
	return doc.reload()


def sign_both(doc):
	"""Both sides sign, the project department first."""
	for role in SIDES:
		sign_side(doc, role)
	return doc
