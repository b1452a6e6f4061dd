"""Whether the books are still open on a day, as ERPNext's own checks see it: Accounting Period, closing voucher, freeze date."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import getdate

#: Fields that version 16 of ERPNext drops: named here and nowhere else. The first closes the books up to its day.
FROZEN_UPTO = ("Accounts Settings", "acc_frozen_upto")
VALUATION_EXPENSES = "expenses_included_in_valuation"


def is_closed(company: str, day: date, *voucher_types: str) -> bool:
	"""Whether vouchers of that day can no longer be changed: period or books closed, frozen, or fiscal year disabled.

	``voucher_types`` are those to be cancelled: an Accounting Period closes each type by itself.
	"""
	day = getdate(day)
	closed_books = {"docstatus": 1, "company": company}
	last = frappe.db.get_value(
		"Period Closing Voucher", closed_books, "period_end_date", order_by="period_end_date desc"
	)
	frozen = frappe.db.get_single_value(*FROZEN_UPTO)
	if (last and day <= getdate(last)) or (frozen and day <= getdate(frozen)) or not _in_open_year(day):
		return True
	period, closed = frappe.qb.DocType("Accounting Period"), frappe.qb.DocType("Closed Document")
	return bool(
		frappe.qb.from_(period)
		.join(closed)
		.on(closed.parent == period.name)
		.select(period.name)
		.where((period.company == company) & (closed.closed == 1) & closed.document_type.isin(voucher_types))
		.where((period.start_date <= day) & (period.end_date >= day))
		.limit(1)
		.run()
	)


def any_closed(company: str) -> bool:
	"""Whether there is a Period Closing Voucher."""
	return bool(frappe.db.exists("Period Closing Voucher", {"docstatus": 1, "company": company}))


def _in_open_year(day: date) -> bool:
	"""ERPNext posts nothing into a year that is switched off, but would still cancel there."""
	filters = {"disabled": 0, "year_start_date": ("<=", day), "year_end_date": (">=", day)}
	return bool(frappe.db.exists("Fiscal Year", filters))
