"""What a payment may be put against, without vouchers of projects that its maker does not see.

ERPNext (15.53.1) lists all open vouchers of a party with number and amount, and asks no right to them.
"""

import frappe
from erpnext.accounts.doctype.payment_entry import payment_entry

from fangxiu_app.core.access import incoming
from fangxiu_app.core.narrowing import projects_seen
from fangxiu_app.core.wording import _


@frappe.whitelist(methods=["GET", "POST"])
def get_outstanding_reference_documents(args: str | dict, validate: bool = False) -> list | None:
	"""ERPNext's list; for who is narrowed to projects, what his own lists of these vouchers show of it. Needs a right to payments."""
	frappe.has_permission("Payment Entry", "read", throw=True)
	asked = incoming.mapping(args)
	for field, kind in (("company", "Company"), ("party_account", "Account"), ("party", asked.get("party_type"))):
		_check(field, kind, asked.get(field))
	found = payment_entry.get_outstanding_reference_documents(asked, validate)
	if not found or projects_seen.narrowed_to() is None:
		return found
	names: dict[str, set[str]] = {}
	for row in found:
		names.setdefault(row["voucher_type"], set()).add(row["voucher_no"])
	seen = {kind: _listed(kind, some) for kind, some in names.items()}
	return [row for row in found if row["voucher_no"] in seen[row["voucher_type"]]]


def _check(field: str, kind: object, value: object) -> None:
	"""ERPNext's list fails on what names nothing."""
	named = all(isinstance(one, str) and one for one in (kind, value))
	if not named or not frappe.db.exists("DocType", kind, cache=True) or not frappe.db.exists(kind, value):
		label = frappe.get_meta("Payment Entry").get_label(field) if field != "party_account" else "Account"
		frappe.throw(_("Choose {0} of the payment first.").format(frappe.bold(_(label))), title=_("Still Missing"))


def _listed(kind: str, names: set[str]) -> set[str]:
	if not frappe.has_permission(kind, "read"):
		return set()
	return set(frappe.get_list(kind, {"name": ("in", sorted(names))}, pluck="name", limit=0))
