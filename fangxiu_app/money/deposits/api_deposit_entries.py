"""Deposit entries that return held money to the contractor: their reason and second signature (R18)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.values import MOST_DATA
from fangxiu_app.core.wording import _


@frappe.whitelist(methods=["POST"])
def ask_freeing(entry: str, reason: str) -> None:
	"""Why a posted entry of an earlier day is to be cancelled; heads hear of it."""
	frappe.only_for(roles.FINANCE, message=True)
	_locked(entry).ask_freeing(incoming.text(reason, _("Reason"), MOST_DATA))


@frappe.whitelist(methods=["POST"])
def sign_freeing(entry: str, seen: str) -> None:
	"""The second signature under taking back, or cancelling, a deposit entry that was shown with the digest ``seen``."""
	frappe.only_for(roles.HEADS, message=True)
	_locked(entry).sign_freeing(seen)


def _locked(entry: str):
	right.check("Warranty Deposit Entry", "read", entry)
	snapshot.renew()
	doc = frappe.get_doc("Warranty Deposit Entry", entry, for_update=True)
	check_project(doc.project, doc.doctype)
	return doc
