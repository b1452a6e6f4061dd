"""Texts of what the spare parts refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"parts_more_than_received": _(
			"Row {0}: {1} × {2} is more than was received and not handed over yet ({3}). Reduce the quantity, or book the receipt first."
		),
		"store_by_bill": _(
			"{0} {1} would move {3} in store {2}. Bills and sales move no stock there: parts come in by the Purchase Receipt of their order, reach the repair centre by a Parts Handover signed by both sides, and leave by their ticket. Clear Update Stock, or choose another warehouse (R37)."
		),
		"store_without_order": _(
			"{0} {1}: {3} comes into or leaves store {2} without its order. Make the receipt from the Purchase Order, a return from that receipt; or choose another warehouse (R37)."
		),
		"store_not_ordered": _(
			"{0} {1}: {3} was not ordered for store {2}, or is rejected. Receive it into the store of its order; it reaches the repair centre by a Parts Handover signed by both sides (R37)."
		),
		"store_against_money": _(
			"{0} {1} would book parts of a project's store against {2}. Money is paid by a Payment Entry. Choose an account of costs for the difference or the additional costs (R37)."
		),
		"item_booking": _(
			"{0}: how much more than ordered comes in, what it is worth, and on which accounts it is booked, is set by finance or the administrator. Leave it as it was, or ask them."
		),
		"parts_no_quantity": _("{0}: enter a quantity above 0, or untick the part."),
		"parts_plan_due": _(
			"{0}: the list was due on {1}, and its milestones would ask for less. Let the repair manager plan less, with the reason."
		),
		"order_day_past": _(
			"The order is dated {0}, more than a week ago, and its list was due on {1}. Date it on the day on which it is placed, or let the repair manager submit it."
		),
		"receipt_discount": _(
			"Receipt {0}: no order gives the discount of {1}; what an earlier receipt has taken is not given again. The price of parts is that of their order: clear Additional Discount, or correct the price of the row (R37)."
		),
		"parts_bill_below": _("Bill {0}: {1} of {2} would raise what is paid for the parts. Clear it, or correct the price by the order (R37)."),
		"parts_bill_charges": _(
			"Bill {0} charges {1} beside the parts and their tax; orders {2} leave {3} for that. Take off what was not ordered, or order the freight and bill it by that order (R37)."
		),
		"parts_bill_tax": _("Bill {0}: tax of {1} is more than 13% of what it charges ({2}). Correct the rows of taxes (R37)."),
		"parts_plan_reason": _("Less would be planned of {0}: write down why in Why Less Is Planned, then save."),
	}
