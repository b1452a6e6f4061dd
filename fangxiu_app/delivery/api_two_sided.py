"""Documents that two departments sign: what the form shows, signing, sending back (docs/adr/0090)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import right
from fangxiu_app.core.messages import describe
from fangxiu_app.delivery import reads_two_sided as reads
from fangxiu_app.delivery import service_two_sided
from fangxiu_app.delivery.rules_two_sided import DONE, PAPERS, open_side


@frappe.whitelist(methods=["GET"])
def panel(doctype: str, name: str) -> dict:
	"""Both sides with name and time of their signature, and for which side the user signs now, or why not."""
	right.check(doctype or "DocType", "read", name)
	doc = frappe.get_doc(doctype, name)
	sides = reads.signed(doc) if doctype in PAPERS else ()
	side, why = open_side(sides, reads.my_sides(), frappe.session.user)
	# a finished paper from before logins were kept has names all the same
	finished = doc.get("state") == DONE.get(doctype)
	return {
		"state": doc.get("state"),
		"sides": [
			{
				"name": one.side.name,
				"by": doc.get(one.side.by) if one.user or finished else "",
				"at": doc.get(one.side.at),
			}
			for one in sides
		],
		"sign_for": side.name if side else "",
		"seen": service_two_sided.seen(doc) if doctype in PAPERS else "",
		"why_not": [describe(found) for found in why],
		"lacks": [describe(found) for found in doc.lacks()] if side else [],
		"sent_back": {"by": doc.get("sent_back_by"), "reason": doc.get("sent_back_reason")} if doc.get("sent_back_reason") else None,
		"may_send_back": bool(reads.my_sides()),
	}


@frappe.whitelist(methods=["POST"])
def sign(doctype: str, name: str, signed_by: str, signature: str, seen: str) -> str:
	"""The user signs for its side what :func:`panel` showed with the digest ``seen``; returns the paper's new state."""
	right.check(doctype or "DocType", "read", name)
	snapshot.renew()
	return service_two_sided.sign(doctype, name, signed_by, signature, seen)


@frappe.whitelist(methods=["POST"])
def send_back(doctype: str, name: str, reason: str) -> None:
	"""Take the signature of the one side off, with a reason."""
	right.check(doctype or "DocType", "read", name)
	snapshot.renew()
	service_two_sided.send_back(doctype, name, reason)
