"""A bill number of a supplier stands once in the books, where one of its two bills is for repair work (R18)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.wording import _
from fangxiu_app.core.written import written
from fangxiu_app.money.payments import reads_on_account, reads_repair_bills


def check(doc) -> None:
	"""Purchase Invoice, before submission: the same number is the same bill, also beside one that is not for repair work.

	Two queries for a supplier with a kind of contractor, or of a bill for repair work; none for others. Raises RefusedError.
	"""
	repair = reads_repair_bills.is_repair(doc)
	if doc.is_return or not (repair or reads_on_account.kind(doc.supplier)):
		return
	doc.bill_no = doc.bill_no and doc.bill_no.strip()
	if not written(doc.bill_no):
		return
	booked = {"supplier": doc.supplier, "docstatus": 1, "is_return": 0, "bill_no": ("is", "set"), "name": ("!=", doc.name)}
	rows = frappe.get_all("Purchase Invoice", booked, ["name", "bill_no"], order_by="name")
	alike = [row.name for row in rows if written(row.bill_no) == written(doc.bill_no)]
	other = next((name for name in alike if repair or reads_repair_bills.is_repair_bill(name)), None)
	if other:
		frappe.throw(
			_("Bill {0} of {1} is in the books already, as {2}. Correct the number, or leave this bill out.").format(
				*map(frappe.bold, map(frappe.utils.escape_html, (doc.bill_no, doc.supplier_name or doc.supplier, other)))
			),
			RefusedError,
			title=_("Billed Twice"),
		)
