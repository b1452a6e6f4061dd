"""Vouchers of the money tests: invoices, agreements with a deposit, hand-made Journal and Payment Entries."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, add_to_date, add_years, getdate, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.contractors.rules_contractor_request import check_character
from fangxiu_app.core.access import roles
from fangxiu_app.ledger import reads_deposits
from fangxiu_app.money.releases import service_releases
from tests.site.helpers import factories as make
from tests.site.helpers import form, sums
from tests.site.helpers.orders import acting, make_letter, make_order, sign, sign_freeing


def company() -> str:
	return frappe.db.get_single_value("Fangxiu Settings", "company")


def account(name: str) -> str:
	return frappe.db.get_value("Account", {"company": company(), "account_name": name})


def deposit_account() -> str:
	return frappe.db.get_single_value("Fangxiu Settings", "deposit_account")


def agreement(estate, contractor: str | None = None, **values):
	"""A signed agreement of project A for a lot of its own: 3 % held of each invoice, 24 months, 20 % surcharge."""
	return make.signed_agreement(
		**{
			"project": estate.a,
			"contractor": contractor or estate.general,
			"signed_on": add_years(nowdate(), -1),
			"scope": [{"lot": frappe.generate_hash(length=6), "trade": "防水"}],
			"deposit_rate": 3,
			"accepted_on": add_years(nowdate(), -1),
			"surcharge_percent": 20,
			**values,
		}
	)


def invoice(
	supplier: str, amount: float, warranty_agreement: str | None = None, submit: bool = True, **values
):
	"""A Purchase Invoice over one service line."""
	doc = frappe.get_doc(
		{
			"doctype": "Purchase Invoice",
			"company": company(),
			"supplier": supplier,
			"posting_date": nowdate(),
			"set_posting_time": 1,
			"bill_no": frappe.generate_hash(length=8),
			"warranty_agreement": warranty_agreement,
			"items": rows(amount),
			**values,
		}
	)
	return form.saved(doc, submit)


def rows(amount: float, **values) -> list[dict]:
	"""The one line of a bill for something else than repair work."""
	row = {"item_name": "工程款", "description": "工程款", "uom": "Nos", "conversion_factor": 1, "qty": 1}
	return [{**row, "rate": amount, "expense_account": account("Miscellaneous Expenses"), **values}]


def entry(agreement, kind: str, amount: float = 0, submit: bool = True, **values):
	"""A Warranty Deposit Entry."""
	cash = {"other_account": account("Bank Account"), "reference_no": "T1", "reference_date": nowdate()}
	extra = cash if kind == "Cash In" else {}
	doc = frappe.get_doc(
		{
			"doctype": "Warranty Deposit Entry",
			"agreement": agreement.name,
			"kind": kind,
			"amount": amount,
			"posting_date": nowdate(),
			**extra,
			**values,
		}
	)
	if kind == "Taken Back":
		doc.freed_reason = doc.freed_reason or "扣留有误"
	doc.insert()
	if submit and kind == "Taken Back":
		sign_freeing(doc)
	return doc.submit() if submit else doc


def journal(rows: list[dict], submit: bool = True, **values):
	"""A Journal Entry made by hand, as finance would."""
	cost_center = frappe.get_cached_value("Company", company(), "cost_center")
	doc = frappe.get_doc(
		{
			"doctype": "Journal Entry",
			"company": company(),
			"posting_date": nowdate(),
			"voucher_type": "Journal Entry",
			"accounts": [{"cost_center": cost_center, **row} for row in rows],
			**values,
		}
	)
	return form.saved(doc, submit)


def deduction_rows(agreement, bucket: str, amount: float, **values) -> list[dict]:
	"""Rows of a hand-made deduction: deposit against recovered cost."""
	return [
		{
			"account": agreement.deposit_account,
			"party_type": "Supplier",
			"party": agreement.contractor,
			"warranty_agreement": agreement.name,
			"debit_in_account_currency": amount,
			"reference_type": "Journal Entry",
			"reference_name": bucket,
			**values,
		},
		{"account": account("保修维修费追偿"), "credit_in_account_currency": amount},
	]


def payment(agreement, references: list[tuple[str, float]], submit: bool = True, **values):
	"""A Payment Entry out of the deposit, made by hand."""
	total = sum(amount for _name, amount in references)
	doc = frappe.get_doc(
		{
			"doctype": "Payment Entry",
			"company": company(),
			"posting_date": nowdate(),
			"payment_type": "Pay",
			"party_type": "Supplier",
			"party": agreement.contractor,
			"paid_from": account("Bank Account"),
			"paid_to": agreement.deposit_account,
			"paid_amount": total,
			"received_amount": total,
			"source_exchange_rate": 1,
			"target_exchange_rate": 1,
			"reference_no": "T1",
			"reference_date": nowdate(),
			"warranty_agreement": agreement.name,
			"references": [
				{"reference_doctype": "Journal Entry", "reference_name": name, "allocated_amount": amount}
				for name, amount in references
			],
			**values,
		}
	)
	return form.saved(doc, submit)


def request(project: str, **values):
	"""A company asked for, with numbers of its own that are right."""
	digits = f"{frappe.generate_hash(length=8)}".upper().translate(str.maketrans("IOSVZ", "12345"))
	base = f"91330106{digits}A"
	row = {
		"doctype": "Contractor Request",
		"project": project,
		"supplier_name": f"诚达防水工程 {digits}",
		"credit_code": base + check_character(base),
		"kind": "Third Party",
		"reason": "原施工单位拒修，需委托防水单位",
		"licence": make.photo(),
		"contact_person": "周工",
		"phone": "13800002222",
		"trades": [{"trade": "防水"}],
		"bank_name": "中国建设银行杭州城西支行",
		"account_no": str(int(frappe.generate_hash(length=10), 16)).rjust(16, "6"),
	}
	return frappe.get_doc({**row, **values}).insert()


def order(estate, agreement, cost: float = 8000, served: bool = True, **values):
	"""A settled third-party order charged to the agreement, over a ticket of its contractor; (order, ticket).

	``served``: its notice was received 20 days ago, the cure time ended 13 days ago. Without ``completed_at`` nothing is
	verified or billed. Orders, letters and bills of their own ways are tested in test_orders and test_letters.
	"""
	ticket = make.make_ticket(estate.unit_a).name
	facts = {"agreement": agreement.name, "contractor": agreement.contractor, "responsibility": "Warranty"}
	facts["reported_at"] = make.ago(days=40)
	frappe.db.set_value("Repair Ticket", ticket, facts)
	if served:
		notice(ticket)
	items = [{"description": "铲除重做", "uom": "平方米", "qty": 1, "rate": cost}]
	doc = make_order(
		ticket, estate.waterproofer, agreement=agreement.name, contractor=agreement.contractor, items=items
	)
	done = {
		"docstatus": 1,
		"completed_at": make.ago(days=10),
		"verified_at": make.ago(days=9),
		"verified_total": cost,
		**values,
	}
	frappe.db.set_value("Third Party Order", doc.name, done)
	if done["completed_at"]:
		bill(doc.name, estate.waterproofer, cost)
	return doc.name, ticket


def notice(ticket: str, served_days_ago: int = 20, cure_days: int = 7, **values) -> str:
	"""A notice about the ticket as it stands after its service was proved, written straight into the tables."""
	served = make.ago(days=served_days_ago)
	letter = make_letter(ticket, cure_days=cure_days, **values)
	stored = {
		"state": "Served",
		"issued_at": served,
		"served_at": served,
		"cure_until": add_to_date(served, days=cure_days),
	}
	frappe.db.set_value("Correspondence", letter.name, stored)
	proof = {"doctype": "Service Proof", "parent": letter.name, "parenttype": "Correspondence"}
	proof |= {"parentfield": "services", "idx": 1, "method": "Fax", "at": served}
	frappe.get_doc(proof).db_insert()
	return letter.name


def bill(order_name: str, supplier: str, cost: float) -> str:
	"""A row of a submitted bill of the order, without its ledger entries: they are the third party's, not the deposit's."""
	doc = frappe.new_doc("Purchase Invoice")
	doc.update({"name": f"BILL-{order_name}", "docstatus": 1, "supplier": supplier, "bill_no": "FP-1"})
	doc.update(
		{
			"grand_total": cost,
			"base_grand_total": cost,
			"posting_date": nowdate(),
			"fx_third_party_order": order_name,
			"company": company(),
		}
	)
	doc.db_insert()
	return doc.name


def deduction(agreement, third_party_order: str = "", **values):
	"""A draft deduction; with an order, of all its lines unless ``items`` say otherwise."""
	if third_party_order:
		source = {"source_type": "Third Party Order", "source_name": third_party_order}
		values["items"] = [{**source, **row} for row in values.get("items") or [{}]]
	elif values.get("source") == "Contract Clause":
		values = {"bill_file": proof(), **values}
	doc = frappe.get_doc(
		{
			"doctype": "Contractor Deduction",
			"agreement": agreement.name,
			"source": "Third Party Order",
			"facts": "整改期满未维修，委托第三方",
			"bill_no": "FP-1",
			"posting_date": nowdate(),
			**values,
		}
	)
	return doc.insert()


def proof(of: str = "") -> str:
	"""Address of a private file that proves something, uploaded by ``of``; bytes of its own, so that no other file has it."""
	url = make.photo("receipt.png")
	if of:
		frappe.db.set_value("File", {"file_url": url}, "owner", of)
	return url


def happened(order_name: str, days_ago: int = 8) -> None:
	"""Move a third-party order with its ticket, letters, signatures and bill back in time, straight in the tables."""
	ticket, completed = frappe.db.get_value("Third Party Order", order_name, ["ticket", "completed_at"])
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=days_ago + 30))
	letter, proofs, log = map(frappe.qb.DocType, ("Correspondence", "Service Proof", "Approval Log"))
	for name in frappe.get_all("Letter Ticket", {"ticket": ticket}, pluck="parent"):
		at = make.ago(days=days_ago + 20)
		frappe.qb.update(letter).set(letter.issued_at, at).set(letter.served_at, at).where(
			(letter.name == name) & letter.served_at.notnull()
		).run()
		over = make.ago(days=days_ago + 13)
		frappe.qb.update(letter).set(letter.cure_until, over).where(
			(letter.name == name) & (letter.cure_until < make.ago())
		).run()
		frappe.qb.update(proofs).set(proofs.at, at).where(proofs.parent == name).run()
		frappe.db.set_value("Repair Ticket", {"name": ticket, "notice_served_at": ("is", "set")}, "notice_served_at", at)
	for action, days in (("record_coordination", 5), ("commission_third_party", 3)):
		event = {"ticket": ticket, "action": action}
		frappe.db.set_value("Ticket Event", event, "at", make.ago(days=days_ago + days))
	frappe.qb.update(log).set(log.at, make.ago(days=days_ago + 3)).where(log.document == order_name).run()
	if completed:
		frappe.db.set_value("Third Party Order", order_name, "completed_at", make.ago(days=days_ago + 1))
	bill_date = make.ago(days=days_ago).date()
	frappe.db.set_value("Purchase Invoice", {"fx_third_party_order": order_name}, "bill_date", bill_date)


def told(doc, days_ago: int = 6):
	"""The contractor was told so many days ago."""
	doc.notify(str(make.ago(days=days_ago)), "Registered Mail", "王工", "EMS 2", proof())
	return doc.reload()


def signers(estate) -> list[str]:
	"""Users of the three steps of deductions and releases: manager, cost department, finance."""
	return [estate.users[roles.MANAGER], estate.users[roles.COST_DEPARTMENT], finance(estate)]


def finance(estate) -> str:
	"""A user of the finance department, made once per run."""
	email = f"finance@{make.DOMAIN}"
	if not frappe.db.exists("User", email):
		make._user(roles.FINANCE, (), "finance")
	return email


def approve(estate, doc, above: bool = False):
	"""Request by Administrator, three signatures, a second one of a release that is early or ``above`` the safe amount."""
	service_approvals.request(doc)
	if above or (doc.doctype == "Deposit Release" and service_releases.is_early(doc)):
		with acting(estate.users[roles.CS_HEAD]):
			sign_above(doc.name)
		doc.reload()
	return sign(doc, *signers(estate))


def sign_above(name: str) -> None:
	"""The second signature of the session's user under a release, as it is shown now."""
	doc = frappe.get_doc("Deposit Release", name)
	doc.sign_above(doc.approval_digest(()))


def charge(estate, agreement, cost: float = 8000):
	"""A whole deduction for a third party's cost, posted."""
	name, _ticket = order(estate, agreement, cost)
	return approve(estate, told(deduction(agreement, third_party_order=name)))


def release(agreement, amount: float, **values):
	"""A release, checked with the contractor."""
	doc = frappe.get_doc(
		{
			"doctype": "Deposit Release",
			"agreement": agreement.name,
			"amount": amount,
			"applied_on": add_days(nowdate(), -5),
			"checked_on": nowdate(),
			"contractor_signed_by": "王工",
			"check_file": proof(),
			"checks": [
				{"code": code, "aspect": code, "result": "In Order", "remark": "已核对"}
				for code in ("Defects", "Deductions", "Objections", "Compensations", "Papers")
			],
			"above_reason": "双方约定提前退还" if early(agreement) else None,
			**values,
		}
	)
	return doc.insert()


def early(agreement) -> bool:
	end = agreement.liability_end
	return not end or getdate(end) > getdate(nowdate())


def gl(account: str, **filters) -> float:
	"""Credit less debit of an account, cancelled rows left out."""
	return round(sums.total("GL Entry", {"account": account, "is_cancelled": 0, **filters}, "credit", "debit"), 2)


def deposited_base(supplier: str) -> float:
	"""What stands in all deposits of a supplier, in company currency."""
	marked = frappe.get_all("Account", {"fx_warranty_deposit": 1}, pluck="name")
	filters = {"account": ("in", marked), "party": supplier, "is_cancelled": 0}
	return round(sums.total("GL Entry", filters, "credit", "debit"), 2)


def balance(agreement) -> float:
	return round(reads_deposits.balance(agreement.name), 2)


def samples(estate, secret: str) -> dict[str, str]:
	"""Documents of project B for the isolation tests: its agreement gets all its rows, its deposit money."""
	doc = frappe.get_doc("Warranty Agreement", estate.agreement_b)
	doc.append("talks", {"talk_date": nowdate(), "attendees": secret, "points": secret})
	doc.append("contacts", {"contact_name": secret})
	doc.append("workers", {"worker_name": secret})
	doc.append("trainings", {"training_date": nowdate(), "topic": secret})
	doc.append("response_terms", {"urgency": "Normal", "work_class": "Routine"})
	doc.append("deduction_terms", {"clause_no": "1", "breach": "Other", "per": "Case"})
	doc.write_by_action()  # as two people agreed
	clause = {"source": "Contract Clause", "clause": "1", "facts": secret}
	rows = [{"line_kind": "Penalty", "description": secret, "claimed": 10}]
	return {
		"Contractor Request": request(estate.b, reason=secret).name,
		"Warranty Deposit Entry": entry(doc, "Cash In", 100, remark=secret).name,
		"Contractor Deduction": deduction(doc, items=rows, **clause).name,
		"Deposit Release": release(doc, 50, remark=secret).name,
	}
