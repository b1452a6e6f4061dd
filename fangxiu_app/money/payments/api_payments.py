"""Payment reviews: create from a bill, discard, complete its tax (R18)."""

import frappe
from frappe.utils import cint

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right, roles
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import claim
from fangxiu_app.core.wording import _
from fangxiu_app.money.payments import reads_bills_to_review, reads_repair_bills, service_bill_tax

#: Fields of a new review that follow from its bill.
BEGUN = (
	*("project", "supplier", "supplier_name", "bill_no", "invoice_amount", "third_party_order", "tax_kind", "tax_rate", "tax_amount"),
	*("price_basis", "price_note", "claimed_total", "verified_total", "approved_total"),
)
TAXERS = (roles.FINANCE, roles.FINANCE_CLERK, roles.COST_DEPARTMENT)


@frappe.whitelist(methods=["GET"])
def standing(purchase_invoice: str | None = None, order: str | None = None) -> dict:
	"""What the form of a bill, or of its third-party order, offers: the bill, its review, whether one can be started."""
	frappe.has_permission("Repair Payment Review", "read", throw=True)
	if order:
		right.check("Third Party Order", "read", order)
	bill = reads_repair_bills.of_order(order) if order else purchase_invoice
	if not bill:
		return {}
	_check_project(bill)
	live = reads_repair_bills.live_review(bill)
	may = frappe.has_permission("Repair Payment Review", "create")
	taxer = set(TAXERS) & set(frappe.get_roles()) and not service_bill_tax.signed(bill, live)
	return {
		"bill": bill,
		"review": live,
		"can_start": bool(may and not live and reads_repair_bills.to_review(bill)),
		"tax": service_bill_tax.of(bill) if taxer and reads_repair_bills.to_review(bill) else None,
	}


@frappe.whitelist(methods=["GET", "POST"])
def bills_query(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to Purchase Invoice: repair bills of the user's projects, or of ``filters.project``, without a review."""
	frappe.has_permission("Repair Payment Review", "create", throw=True)
	project = filters.get("project") if isinstance(filters, dict) else None
	page = incoming.page(page_len, 10, 100)
	return reads_bills_to_review.rows(txt or "", str(project or ""), max(cint(start), 0), page)


@frappe.whitelist(methods=["GET"])
def begin(purchase_invoice: str) -> dict:
	"""What a new review of a bill begins with: ``values`` of its fields and ``items``; or ``review``, the one the bill has. Nothing is saved."""
	frappe.has_permission("Repair Payment Review", "create", throw=True)
	project = _check_project(purchase_invoice)
	if there := reads_repair_bills.live_review(purchase_invoice):
		return {"review": there}
	doc = frappe.new_doc("Repair Payment Review", purchase_invoice=purchase_invoice, project=project)
	doc.before_validate()
	doc.set_amounts()
	return {
		"values": {name: doc.get(name) for name in BEGUN},
		"items": [{df.fieldname: row.get(df.fieldname) for df in row.meta.fields if row.get(df.fieldname)} for row in doc.items],
	}


@frappe.whitelist(methods=["POST"])
def review(purchase_invoice: str) -> str:
	"""The review of a repair bill with its workload lines: a new draft, or the one that is there; returns its name."""
	frappe.has_permission("Repair Payment Review", "create", throw=True)
	project = _check_project(purchase_invoice)
	snapshot.renew()
	claim("Purchase Invoice", [purchase_invoice], wait=True)
	there = reads_repair_bills.live_review(purchase_invoice)
	if there:
		return there
	values = {"doctype": "Repair Payment Review", "purchase_invoice": purchase_invoice, "project": project}
	return frappe.get_doc(values).insert().name


@frappe.whitelist(methods=["POST"])
def discard(review: str) -> None:
	"""Throw a draft away that was made of the wrong bill. Raises RefusedError once somebody was asked to sign it."""
	right.check("Repair Payment Review", "write", review)
	claim("Repair Payment Review", [review], wait=True)
	doc = frappe.get_doc("Repair Payment Review", review)
	asked = frappe.db.exists("Approval Log", {"document_type": doc.doctype, "document": doc.name})
	refuse([Violation("review_asked", (doc.name,))] if doc.docstatus or asked else [])
	frappe.delete_doc(doc.doctype, doc.name, ignore_permissions=True)  # nobody deletes one otherwise; the right was checked


@frappe.whitelist(methods=["POST"])
def complete_tax(purchase_invoice: str, tax_kind: str, tax_rate: float = 0) -> None:
	"""Write kind and rate of the tax a booked repair bill states, where they were not known when it was booked."""
	frappe.only_for(TAXERS, message=True)
	_check_project(purchase_invoice)
	if not reads_repair_bills.to_review(purchase_invoice):
		frappe.throw(_("{0} is no repair bill that is paid after a review.").format(frappe.bold(purchase_invoice)))
	service_bill_tax.complete(purchase_invoice, reads_repair_bills.live_review(purchase_invoice), tax_kind, tax_rate)


def _check_project(bill: str) -> str | None:
	project = frappe.db.get_value("Purchase Invoice", bill, "project")
	check_project(project, "Repair Payment Review")
	return project
