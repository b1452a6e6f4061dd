"""Texts of what is refused beside the bills: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text."""
	return {
		"debit_note_paid": _(
			"Debit note {0} takes {1} off bill {3} of {4}, of which {2} is unpaid: the rest would stand on account. Cancel the payment first, or claim it by a Contractor Deduction."
		),
		"debit_note_alone": _(
			"Debit note {0} names no bill, and bill {2} of {1} waits for its review. Enter the bill it takes off in Return Against, or claim the amount by a Contractor Deduction."
		),
		"owner_debit_note": _(
			"Debit note {0} of {1}, an owner, names no bill. Enter the bill of the compensation in Return Against."
		),
		"order_below_advance": _(
			"Order {0} would come to {1}, and {2} is paid in advance on it to {3}, one of whose bills waits for its review. Cancel the payment first, or have that bill reviewed (R18)."
		),
		"order_closed_advance": _(
			"Order {0} is not closed: {1} is paid in advance on it to {2}, one of whose bills waits for its review. Bill the order, cancel the payment, or have that bill reviewed first (R18)."
		),
		"owner_refund": _(
			"Voucher {0} pays {1}, who is paid by compensation {2}. Owners are paid by its bill alone; as a customer they get back what they paid and were not billed, at most {3}. Lower the amount, or have the compensation signed and pay its bill."
		),
		"owner_other_party": _(
			"Voucher {0} pays {1}, who is called as the payee of compensation {2}, for no document. Owners are paid by the bill of their compensation alone; for somebody else of this name, allocate the payment to its document (R110)."
		),
		"owner_named": _(
			"Voucher {0} takes money out and names {1}, the payee of compensation {2}, in its words alone. Owners are paid by the bill of their compensation: have it signed and pay its bill. For somebody else, enter who gets the money as the party, and write no other name (R110)."
		),
		"owner_opening": _(
			"Opening bill {0} is of {1}, who is paid by compensation {2}. Owners are paid by the bill of a signed compensation alone; make another compensation for what is still owed (R110)."
		),
		"owner_sale": _(
			"Invoice {0} books {1} and would give {2} money, who is paid by compensation {3}. Owners are paid by its bill alone. Choose an account of income (R110)."
		),
		"paid_rate": _(
			"Voucher {0} pays a reviewed bill or a deposit with one {1} at {2}; {3} is on record for the day. More would leave the bank than was approved. Correct the rate, or let the bank's rate of the day be recorded (Currency Exchange) first."
		),
		"paid_rate_missing": _(
			"Voucher {0} pays a reviewed bill or a deposit in {1}, and no rate of it is on record for the day. Record the bank's rate of the day (Currency Exchange) first."
		),
		"paid_rate_own": _(
			"Voucher {0} pays a reviewed bill or a deposit with one {1} at {2}. Who pays has recorded this rate; {3} is what others have recorded. Let a colleague who may (finance, or a Purchase User) record the bank's rate of the day (Currency Exchange), or submit the payment."
		),
		"paid_rate_alone": _(
			"Voucher {0} pays a reviewed bill or a deposit with one {1} at {2}, and nobody but who pays has recorded a rate of it. Let a colleague who may (finance, or a Purchase User) record the bank's rate of the day (Currency Exchange), or submit the payment."
		),
		"refund_rests": _(
			"Voucher {0} is what {1} paid, and a refund of it stands: {1} is paid by compensation {2} alone. Cancel the refund first."
		),
		"cost_account_entry": _(
			"Journal {0} books {1} against {2}. What repairs and compensations cost is booked by bills: a firm's by its bill (Purchase Invoice), an owner's by a compensation. A journal moves it among costs and income only; other costs take another account."
		),
		"cost_account_ledger": _(
			"Account {0} holds what repairs and compensations cost: {1} {2} would charge it beside its lines, or pays at once. A firm's repairs are charged by the lines of its bill (Purchase Invoice), an owner's loss by a compensation, parts by their ticket. Choose another account, or make one of these."
		),
		"brought_in_entry": _(
			"Journal {0} takes {1} back against {2}. What a contractor was charged with is given back by cancelling the Contractor Deduction; a journal moves it among costs, income and taxes only (R111)."
		),
		"result_tax_entry": _(
			"Journal {0} books {1} of tax against {2}. Of what documents and bills booked there {3} at most is tax that no journal has taken yet. Book the tax of something else against its own account (R18, R111)."
		),
		"brought_in_bill": _(
			"Bill {0} charges {1}. What a contractor was charged with is given back by cancelling the Contractor Deduction, interest is paid by the Deposit Release. Choose the account of what the bill is for (R18, R111)."
		),
		"brought_in_sale": _(
			"Invoice {0} takes {1} back, which no sale has booked. What a contractor was charged with is given back by cancelling the Contractor Deduction, interest is paid by the Deposit Release, repairs by the bill of the firm. Choose the income that the return is of (R18, R111)."
		),
		"brought_in_ledger": _(
			"{1} {2} would take {0} back. What a contractor was charged with is given back by cancelling the Contractor Deduction. Choose another account (R111)."
		),
		"interest_entry": _(
			"Journal {0} books {1} against {2}. The interest of a deposit is asked for, signed and booked by the Deposit Release. A bank's interest is booked on another account of financial costs; a journal moves it here among costs, income and taxes only (R18)."
		),
		"paid_cost_entry": _(
			"Journal {0} books {1} against {2}. A firm's work on a paid repair is booked by its bill (Purchase Invoice) with the ticket, parts by the ticket, own wages on their account; a journal moves them here among costs, income and taxes only (R18)."
		),
		"shared_account_ledger": _(
			"{1} {2} would charge {0} beside its documents. The interest of a deposit is booked by the Deposit Release, the cost of a paid repair by a bill (Purchase Invoice) with the ticket. Choose another account (R18)."
		),
		"cost_account_paid": _(
			"Voucher {0} books {1} against bank or cash and names nobody. Repairs of a firm are paid by its bill (Purchase Invoice), owners by a compensation; other costs take another account."
		),
	}
