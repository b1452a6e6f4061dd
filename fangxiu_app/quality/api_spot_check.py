"""The month's plan of spot checks (R103, R105)."""

import frappe

from fangxiu_app.core import settings, snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _
from fangxiu_app.quality import service_spot_checks


@frappe.whitelist(methods=["POST"])
def add(plan: str, rule: str, count: int | None = None, contractor: str | None = None) -> dict:
	"""Add running repairs chosen by rule (Oldest, Complex, Contractor); returns how many were found and a sentence."""
	right.check("Spot Check Plan", "write", plan)
	snapshot.renew()
	doc = frappe.get_doc("Spot Check Plan", plan, for_update=True)
	# no plan asks for more in a month
	wanted = incoming.page(count, settings.load().spot_check_count, 100)
	found = service_spot_checks.add(doc, rule, wanted, contractor)
	message = _("{0} tickets were added.").format(found) if found else service_spot_checks.nothing_found()
	return {"found": found, "message": message}
