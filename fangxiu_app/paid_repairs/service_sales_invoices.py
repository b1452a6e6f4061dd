"""Paid repairs as ERPNext's own Sales Invoices: drafted from the accepted quotation, submitted by finance (R58, R59).

Parts left the store by their Ticket Parts, at the cost of paid repairs; the invoice moves no stock a second time.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.utils import flt, today

from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import ledger_settings, reads_site_rules, reads_vouchers
from fangxiu_app.paid_repairs import reads_paid_repairs as reads
from fangxiu_app.paid_repairs import rules_paid_repair as rules

#: The work is done in these: nothing is billed before.
DONE = ("Pre-accepted", "Cleaned", "Owner Accepted", "Closed")


def draft(quote) -> str:
	"""Insert the draft Sales Invoice of an accepted quotation; returns its name. Raises RefusedError."""
	ticket = frappe.db.get_value("Repair Ticket", quote.ticket, ["status", "quote"], as_dict=True)
	if quote.state != rules.ACCEPTED or ticket.quote != quote.name:
		_refuse(_("Quotation {0} is not the accepted one of its ticket. Open the accepted one."), quote.name)
	if ticket.status not in DONE:
		text = _("Ticket {0} is {1}: the work is billed once it has passed the pre-acceptance.")
		_refuse(text, quote.ticket, _(ticket.status))
	known = _standing_invoice(quote.name)
	if known:
		_refuse(_("Sales Invoice {0} bills this quotation already. Continue there."), known)
	lines = rules.billed(reads.lines(quote), reads.used_parts(quote.ticket))
	if not lines:
		_refuse(
			_(
				"Nothing of quotation {0} is to be billed: no labour, and no part was used. The manager may waive it."
			),
			quote.name,
		)
	return _insert(quote, lines)


def customer(quote) -> str:
	"""The Customer who pays: the owner of the unit, or the project's maintenance fund; made if missing."""
	if quote.payer_kind == rules.FUND:
		title = _fund_name(quote.project)
		return _customer(title, "Company")
	owner = {"parent": quote.unit, "owner_name": quote.payer_name, "customer": ("is", "set")}
	known = quote.unit and frappe.db.get_value("Unit Owner", owner, "customer")
	return known or _customer(f"{quote.payer_name} {quote.unit or ''}".strip(), "Individual")


def check_invoice(doc) -> None:
	"""Sales Invoice of a quotation: the accepted payer, never more than was accepted, one at a time; no other names a ticket."""
	if doc.is_return:
		return
	if not doc.get(reads.LINK):
		_check_tickets(doc, "")
		return
	quote = frappe.get_doc("Paid Repair Quote", doc.get(reads.LINK))
	_check_tickets(doc, quote.ticket)
	if quote.state != rules.ACCEPTED:
		_refuse(_("Quotation {0} is {1}: only an accepted one is billed."), quote.name, _(quote.state))
	other = _standing_invoice(quote.name)
	if other and other != doc.name:
		_refuse(_("Sales Invoice {0} bills this quotation already. Continue there."), other)
	if quote.customer and doc.customer != quote.customer:
		_refuse(_("Quotation {0} was accepted by {1}. Enter this customer."), quote.name, quote.customer)
	if doc.update_stock:
		_refuse(
			_("The parts of {0} left the store with the ticket already. Take away the mark Update Stock."),
			quote.name,
		)
	if money(doc.base_grand_total) > money(quote.total):
		_refuse(
			_(
				"{0} is more than the {1} that the payer has accepted, tax included. Lower the amounts, or mark the tax as included in the rates."
			),
			_shown(doc.base_grand_total),
			_shown(quote.total),
		)


def _check_tickets(doc, ticket: str) -> None:
	"""What is billed for a ticket was accepted by its payer: rows name the ticket of the quotation, or none."""
	for row in doc.items:
		if row.get("fx_repair_ticket") and row.fx_repair_ticket != ticket:
			_refuse(
				_(
					"Row {0} names ticket {1}: a repair is billed by its accepted quotation alone. Press Draft Sales Invoice on that quotation, or leave the ticket out of this invoice."
				),
				row.idx,
				row.fx_repair_ticket,
			)


def check_used(doc) -> None:
	"""On submission: parts that came back since the draft are not billed."""
	if not doc.get(reads.LINK) or doc.is_return:
		return
	ticket = frappe.db.get_value("Paid Repair Quote", doc.get(reads.LINK), "ticket")
	used = reads.used_parts(ticket)
	service = frappe.db.get_single_value("Fangxiu Settings", "repair_service_item")
	for row in doc.items:
		if row.item_code == service:
			continue
		left = used.get(row.item_code, Decimal(0))
		if Decimal(str(flt(row.stock_qty, 6))) > left:
			_refuse(
				_(
					"Row {0}: {1} of {2} are billed, {3} were used. Lower the quantity, or issue the part first."
				),
				row.idx,
				plain_number(flt(row.stock_qty)),
				row.item_name,
				plain_number(float(left)),
			)


def _insert(quote, lines) -> str:
	company = reads_vouchers.company(quote.project)
	payer = customer(quote)
	invoice = frappe.get_doc(
		{
			"doctype": "Sales Invoice",
			"company": company,
			"customer": payer,
			"project": quote.project,
			"posting_date": today(),
			"due_date": today(),
			"currency": frappe.get_cached_value("Company", company, "default_currency"),
			"conversion_rate": 1,
			"ignore_pricing_rule": 1,
			"update_stock": 0,
			"remarks": _("Paid repair {0}: {1}").format(quote.name, quote.scope_text),
			reads.LINK: quote.name,
			"items": [_item(quote, line, qty, company) for line, qty in lines],
		}
	)
	# the quotation was accepted; whoever drafts needs no rights on ERPNext's invoices, finance submits
	invoice.flags.ignore_permissions = True
	reads_site_rules.fill(invoice)
	quote.customer = payer
	quote.write_by_action(ignore_permissions=True)
	return invoice.insert().name


def _item(quote, line: rules.Line, qty: Decimal, company: str) -> dict:
	service = reads_vouchers.service_item()
	row = (
		{"item_code": line.item}
		if line.kind == rules.PART
		else {"item_code": service.name, "uom": service.stock_uom}
	)
	return {
		**row,
		"item_name": line.description[:140],
		"description": line.description,
		"qty": float(qty),
		"conversion_factor": 1,
		"rate": float(line.rate),
		"price_list_rate": float(line.rate),
		"income_account": ledger_settings.account("paid_repair_income_account", company),
		# strict User Permissions refuse an invoice with a row of no project to finance of one project
		"project": quote.project,
		"fx_repair_ticket": quote.ticket,
	}


def _customer(title: str, kind: str) -> str:
	found = frappe.db.get_value("Customer", {"customer_name": title, "customer_type": kind})
	if found:
		return found
	row = {"doctype": "Customer", "customer_name": title, "customer_type": kind}
	doc = frappe.get_doc(row)
	# an accepted quotation bills people who are nobody's customer yet
	doc.flags.ignore_permissions = True
	return doc.insert().name


def _fund_name(project: str) -> str:
	name = frappe.db.get_value("Project", project, "project_name") or project
	return _("{0} Maintenance Fund", "zh").format(name)


def _shown(amount) -> str:
	return frappe.utils.fmt_money(amount, precision=2)


def _refuse(text: str, *params) -> None:
	shown = [frappe.utils.escape_html(str(value)) for value in params]
	frappe.throw(text.format(*shown), RefusedError, title=_("Paid Repair"))


def _standing_invoice(quote: str) -> str | None:
	"""The standing invoice of a quotation, read with a lock so that two clicks do not make two."""
	filters = {reads.LINK: quote, "docstatus": ("<", 2), "is_return": 0}
	return frappe.db.get_value("Sales Invoice", filters, for_update=True)

