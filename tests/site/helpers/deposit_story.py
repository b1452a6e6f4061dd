"""The story of one deposit, step by step on real vouchers, used by the story test, its variants and docs/finance.md."""

from __future__ import annotations

from dataclasses import dataclass, field

import frappe
from frappe.utils import add_months, date_diff, flt, now_datetime, nowdate, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.orders import acting, sign


@dataclass
class Story:
	"""One agreement from the invoice to the release. ``events`` keeps the voucher each event of docs/finance.md made."""

	estate: object
	day: str = field(default_factory=nowdate)
	agreement: object = None
	events: dict[str, str] = field(default_factory=dict)
	live: list[tuple[str, str]] = field(default_factory=list)
	#: What each live document moved: into the deposit, or out of it.
	moved: dict[str, float] = field(default_factory=dict)
	#: Whether the first third party comes about from notice to bill; otherwise its order is written down as verified.
	whole: bool = False
	invoice_values: dict = field(default_factory=dict)
	creditors: str = field(default_factory=lambda: money.account("Creditors"))

	def __post_init__(self):
		self.agreement = self.agreement or money.agreement(
			self.estate, accepted_on=add_months(nowdate(), -30)
		)

	@property
	def balance(self) -> float:
		return round(sum(self.moved.values()), 2)

	@property
	def ago(self) -> int:
		"""Days from the day of the story until today."""
		return date_diff(nowdate(), self.day)

	def note(self, doc, amount: float, **events) -> None:
		self.live.append((doc.doctype, doc.name))
		self.moved[doc.name] = amount
		self.events |= {event: name for event, name in events.items() if name}

	def play(self):
		"""The steps; after each the books can be looked at."""
		self.hold()
		yield "invoice and hold"
		self.first_deduction()
		yield "deduction after an objection upheld in part"
		self.second_deduction()
		yield "deduction beyond the balance, and its debit note"
		self.receive(5000)
		yield "deposit in cash"
		self.release(5000)
		yield "release approved and drafted"
		self.pay()
		yield "release paid"

	def hold(self, amount: float = 1_000_000) -> None:
		invoice = money.invoice(
			self.agreement.contractor,
			amount,
			self.agreement.name,
			posting_date=self.day,
			**self.invoice_values,
		)
		held = frappe.get_doc("Warranty Deposit Entry", {"purchase_invoice": invoice.name})
		self.note(invoice, 0)
		self.note(held, held.amount, **{"Hold 3 % of an invoice": held.journal_entry})

	def first_deduction(self) -> None:
		"""8,000 of a third party with 20 % surcharge; the contractor objects, and the cost is lowered to 6,000."""
		order = third_party(self.estate, self.agreement, 8000) if self.whole else self.order(8000)
		money.happened(order, self.ago + 8)
		doc = money.told(self.deduction(order), self.ago + 6)
		doc.object_to(str(make.ago(days=self.ago + 3)), "面积多算")
		cost = next(row for row in doc.reload().items if row.line_kind == "Repair Cost")
		doc.answer_objection(
			"Upheld in Part", "按实测核减", {cost.name: [flt(cost.claimed * 0.75, 2), "按实测"]}
		)
		if self.ago:  # it was answered then, not today
			doc.reload().db_set({"answered_at": make.ago(days=self.ago + 1), "posting_date": self.day})
		self.post(doc.reload(), "Deduct cost and surcharge")

	def second_deduction(self) -> None:
		order = self.order(30_000)
		money.happened(order, self.ago + 8)
		self.post(money.told(self.deduction(order), self.ago + 6), "Deduct beyond the balance")

	def order(self, cost: float) -> str:
		return money.order(self.estate, self.agreement, cost)[0]

	def deduction(self, order: str):
		return money.deduction(self.agreement, third_party_order=order, posting_date=self.day)

	def post(self, doc, event: str) -> None:
		done = money.approve(self.estate, doc)
		names = {event: done.journal_entry, "Claim the rest": done.debit_note}
		self.note(done, -done.from_deposit, **names)

	def receive(self, amount: float) -> None:
		entry = money.entry(self.agreement, "Cash In", amount, posting_date=self.day)
		self.note(entry, amount, **{"Receive a deposit in cash": entry.journal_entry})

	def release(self, amount: float) -> None:
		tickets = {"contractor": self.agreement.contractor, "status": ("!=", "Closed")}
		frappe.db.set_value("Repair Ticket", tickets, "status", "Closed")
		doc = money.approve(self.estate, money.release(self.agreement, amount))
		self.note(doc, 0)

	def pay(self) -> None:
		release = self.live[-1][1]
		payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": release, "docstatus": 0})
		payment.posting_date = payment.reference_date = self.day
		with acting(money.finance(self.estate)):
			payment.save()
			payment.submit()
		self.note(payment, -payment.received_amount, **{"Release": payment.name})


def third_party(estate, agreement, cost: float) -> str:
	"""From the defect to the third party's bill: notice, no cure, order, quantities, bill on hold."""
	ticket = make.make_ticket(estate.unit_a).name
	facts = {"agreement": agreement.name, "contractor": agreement.contractor, "responsibility": "Warranty"}
	frappe.db.set_value("Repair Ticket", ticket, facts)
	orders.breach(ticket, estate.waterproofer)
	items = [{"description": "铲除重做", "uom": "平方米", "qty": 1, "rate": cost}]
	firms = (estate.waterproofer, estate.general, agreement.contractor, other_firm())
	quotations = [{"supplier": firm, "amount": cost, "quoted_on": today(), **orders.quotation()} for firm in dict.fromkeys(firms)]
	order = orders.make_order(ticket, estate.waterproofer, items=items, quotations=quotations)
	with acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)
	for role in service_approvals.progress(order).steps:
		if role == roles.COST_DEPARTMENT:
			with acting(estate.users[role]):
				order.update({"price_basis": "Market Price"}).save()
		sign(order, estate.users[role])
	make.add_evidence(ticket, stage="Pre-acceptance")
	order.verify_work([{"claimed_qty": 1, "verified_qty": 1}], str(now_datetime()))
	order.reload().settle(frappe.generate_hash(length=8), today())
	frappe.db.set_value("Repair Ticket", ticket, facts)
	return order.name


def other_firm() -> str:
	"""A firm that only quotes."""
	name = f"Other Firm {make.RUN}"
	return frappe.db.exists("Supplier", name) or make._supplier(name)
