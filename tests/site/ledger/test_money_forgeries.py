"""Forged vouchers and ERPNext's own tools against the deposits: each once reached the books and is now refused.

In the user's language: what is refused and what to do instead; ledgers and documents unchanged.
"""

from __future__ import annotations

import json
from functools import partial
from operator import methodcaller

import frappe
import pytest
from frappe.utils import add_days, nowdate

from fangxiu_app.ledger.refusing import DepositError
from tests.site.helpers import attacks, factories, form, money, orders
from tests.site.helpers.attacks import METHOD, deposit_row, refused, refused_in_words
from tests.site.helpers.rest import shown

INVOICES = f"{METHOD}erpnext.accounts.doctype.purchase_invoice.purchase_invoice."
DIMENSION = "Warranty Agreement"
#: ``posting(path, **body)(api)`` sends it as that user: the same attack in both languages.
posting = partial(methodcaller, "post")


def plain(doctype: str, name: str) -> dict:
	"""The stored document as a new one of somebody's own."""
	doc = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
	return {k: v for k, v in doc.items() if k not in ("name", "creation", "modified", "owner", "modified_by")}


@pytest.mark.parametrize("reference", [True, False])
def test_no_amount_leaves_in_company_currency_alone(scene, reference):
	"""ERPNext takes a "difference of exchange" as entered: 40 left the account, and no bucket had less."""
	row = deposit_row(scene, "debit", 0, debit=40, exchange_rate=1)
	if not reference:
		row |= {"reference_type": None, "reference_name": None}
	other = {"account": money.account("保修维修费追偿"), "credit": 40, "exchange_rate": 1}
	values = {"voucher_type": "Exchange Gain Or Loss", "multi_currency": 1}
	doc = attacks.journal(scene, [row, other], **values)
	says = ("没有 CNY 金额就不能增减", "without an amount in CNY")
	refused_in_words(
		scene, "bare", lambda api: api.post("/api/resource/Journal Entry", **doc), scene.finance, *says
	)


def test_a_foreign_deposit_differs_against_the_exchange_account_only(estate):
	"""The difference ERPNext books itself passes; the same against income does not."""
	parent = frappe.db.get_value("Account", money.deposit_account(), "parent_account")
	values = {"account_name": "质保金 USD 2", "parent_account": parent, "account_type": "Payable"}
	values |= {"company": money.company(), "account_currency": "USD", "fx_warranty_deposit": 1}
	account = form.account(**values).name
	supplier = factories._supplier("Foreign Builder")
	agreement = money.agreement(estate, supplier, deposit_account=account)
	company = frappe.get_doc("Company", money.company())
	bucket = money.entry(agreement, "Cash In", 100, rate=7).journal_entry
	row = money.deduction_rows(agreement, bucket, 0, debit=5, exchange_rate=7)[0]
	income = {"account": money.account("保修维修费追偿"), "credit": 5, "exchange_rate": 1}
	kind = {"voucher_type": "Exchange Gain Or Loss", "multi_currency": 1}
	with pytest.raises(DepositError, match="exchange gain or loss account only"):
		money.journal([row, income], **kind)
	assert (
		money.journal([row, {**income, "account": company.exchange_gain_loss_account}], **kind).docstatus == 1
	)


def test_a_release_is_paid_out_of_its_deposit_alone(scene):
	"""Finance turned the draft to another account: the release was paid on paper, the deposit untouched."""
	creditors, bank = money.account("Creditors"), money.account("Bank Account")
	says = ("只能从质保金科目付给其施工单位", "out of the deposit account and nothing else")
	draft = frappe.get_doc("Payment Entry", scene.drafted).as_dict(convert_dates_to_str=True)
	turned = {"paid_to": creditors, "references": [], "docstatus": 1}
	form = {"doc": json.dumps({**draft, **turned}), "action": "Submit"}
	refused_in_words(
		scene,
		"draft",
		lambda api: api.post(f"{METHOD}frappe.desk.form.save.savedocs", **form),
		scene.finance,
		*says,
	)
	new = {**plain("Payment Entry", scene.drafted), **turned}
	received = {"payment_type": "Receive", "paid_from": creditors, "paid_to": bank}
	for values in ({}, received):
		answer = scene.finance.post("/api/resource/Payment Entry", **{**new, **values})
		refused(scene, str(values), answer, says[0])


def test_side_rows_of_a_payment_stay_off_the_account(scene, estate):
	"""Deductions and taxes of a Payment Entry post with party and without reference."""
	account = scene.agreement.deposit_account
	base = {
		**plain("Payment Entry", scene.drafted),
		"fx_deposit_release": None,
		"paid_to": money.account("Creditors"),
		"references": [],
		"docstatus": 1,
	}
	center = frappe.get_cached_value("Company", money.company(), "cost_center")
	tax = {"account_head": account, "charge_type": "Actual", "tax_amount": 5, "add_deduct_tax": "Add"}
	tables = {
		"deductions": [{"account": account, "cost_center": center, "amount": 5}],
		"taxes": [{**tax, "description": "x", "cost_center": center}],
	}
	for table, rows in tables.items():
		data = {**base, table: rows}
		answer = scene.finance.post("/api/resource/Payment Entry", **data)
		refused(scene, table, answer, "用于质保金")


def test_our_links_are_not_filled_in_by_hand(scene, estate):
	"""A voucher of one's own would show as the deduction's in the contractor's account and in the costs."""
	bank, cost = money.account("Bank Account"), money.account("Miscellaneous Expenses")
	rows = [
		{"account": cost, "debit_in_account_currency": 5},
		{"account": bank, "credit_in_account_currency": 5},
	]
	says = ("只能由该单据填写", "filled in by that document alone")
	for field, value in (("fx_deduction", scene.posted), ("fx_deposit_entry", scene.cash)):
		doc = attacks.journal(scene, rows, **{field: value})
		attack = posting("/api/resource/Journal Entry", **doc)
		refused_in_words(scene, field, attack, scene.finance, *says)
	bill = {**plain("Purchase Invoice", scene.invoice), "bill_no": "FP-9", "warranty_agreement": None}
	bill |= {"fx_deduction": scene.posted, "docstatus": 1, "items": [plain_row(scene.invoice)]}
	refused(scene, "invoice", scene.finance.post("/api/resource/Purchase Invoice", **bill), says[0])


def plain_row(invoice: str) -> dict:
	row = frappe.get_doc("Purchase Invoice", invoice).items[0]
	return {
		k: row.get(k)
		for k in ("item_name", "description", "uom", "conversion_factor", "qty", "rate", "expense_account")
	}


def test_a_documents_voucher_names_its_document(scene):
	"""ERPNext says that it is linked; where to go is said here."""
	says = (f"它是扣款单 {scene.posted} 的凭证", f"the voucher of Contractor Deduction {scene.posted}")
	path = f"/api/resource/Journal Entry/{scene.voucher}"
	refused_in_words(scene, "cancel", lambda api: api.put(path, docstatus=2), scene.finance, *says)


@pytest.fixture
def bill(estate):
	"""A committed repair bill on hold, without a review."""
	name = orders.make_bill(factories.make_ticket(estate.unit_a).name, estate.waterproofer)
	frappe.get_doc("Purchase Invoice", name).block_invoice("待审核")
	frappe.db.commit()
	return name


def test_a_repair_bill_is_not_taken_off_hold_by_hand(scene, bill):
	"""ERPNext's three buttons ask for no right at all; on a repair bill not even finance presses them before its review."""
	calls = {
		"unblock_invoice": {},
		"change_release_date": {"release_date": add_days(nowdate(), -1)},
		"block_invoice": {"release_date": add_days(nowdate(), -1), "hold_comment": "x"},
	}
	hold = frappe.db.get_value("Purchase Invoice", bill, ["on_hold", "release_date"])
	for method, values in calls.items():
		call = posting(INVOICES + method, name=bill, **values)
		refused_in_words(
			scene, method, call, scene.finance, "由最后一签解除", "the last signature there releases it"
		)
		code, body = call(scene.stranger)
		assert code == 403 and "权限" in shown(body), (method, shown(body))
		code, body = scene.stranger.post(INVOICES + method, name=scene.invoice, **values)
		assert code == 403, method
	frappe.db.rollback()
	assert frappe.db.get_value("Purchase Invoice", bill, ["on_hold", "release_date"]) == hold
	assert attacks.picture(scene) == scene.before
	assert scene.finance.post(f"{INVOICES}unblock_invoice", name=scene.invoice)[0] == 200


def test_the_dimension_of_the_deposits_stays(scene):
	"""Finance may delete dimensions: a job would have dropped the field from every voucher and ledger."""
	name = frappe.db.get_value("Accounting Dimension", {"document_type": DIMENSION})
	path = f"/api/resource/Accounting Dimension/{name}"
	says = ("不能删除或停用", "neither deleted nor disabled")
	refused_in_words(scene, "delete", lambda api: api("DELETE", path), scene.finance, *says)
	refused_in_words(scene, "disable", lambda api: api.put(path, disabled=1), scene.finance, *says)
	data = json.dumps({"doctype": "Accounting Dimension", "name": name, "disabled": 1})
	toggle = f"{METHOD}erpnext.accounts.doctype.accounting_dimension.accounting_dimension.disable_dimension"
	refused(scene, "toggle", scene.stranger.post(toggle, doc=data), "权限")
	refused(scene, "toggle", scene.finance.post(toggle, doc=data), says[0])
	assert frappe.get_meta("Payment Ledger Entry").has_field("warranty_agreement")


def test_the_account_stays_a_liability_in_use(scene):
	account = f"/api/resource/Account/{scene.agreement.deposit_account}"
	assets = frappe.db.get_value("Account", money.account("Bank Account"), "parent_account")
	cases = {
		"parent_account": (assets, "须留在负债类", "stays among the liabilities"),
		"disabled": (1, "不能停用", "is not disabled"),
	}
	for field, (value, *says) in cases.items():
		attack = methodcaller("put", account, **{field: value})
		refused_in_words(scene, field, attack, scene.finance, *says)


def test_vouchers_of_deposits_are_not_repeated(scene):
	data = {"reference_doctype": "Journal Entry", "reference_document": scene.voucher, "frequency": "Daily"}
	data |= {"start_date": nowdate(), "submit_on_creation": 1}
	attack = posting("/api/resource/Auto Repeat", **data)
	refused_in_words(scene, "repeat", attack, scene.finance, "不能自动重复", "is not repeated")


def test_what_waits_for_its_reposting_is_not_cancelled(scene):
	"""The job posts what is named, also when it was cancelled meanwhile: a deposit without a voucher."""
	cash = money.entry(scene.agreement, "Cash In", 333)
	row = {"voucher_type": "Journal Entry", "voucher_no": cash.journal_entry}
	values = {
		"company": money.company(),
		"posting_date": nowdate(),
		"add_manually": 1,
		"repost_vouchers": [row],
	}
	repost = frappe.get_doc({"doctype": "Repost Payment Ledger", **values}).insert()
	frappe.db.set_value("Repost Payment Ledger", repost.name, "docstatus", 1)
	frappe.db.savepoint("waiting")
	with pytest.raises(DepositError, match=repost.name):
		cash.cancel()
	frappe.db.rollback(save_point="waiting")
	frappe.db.set_value("Repost Payment Ledger", repost.name, "repost_status", "Completed")
	assert cash.reload().cancel().docstatus == 2


def test_reposting_changes_nothing(scene):
	"""Finance's own tool for the payment ledger, on a hold, a deduction and a payment: written anew, the same."""
	from erpnext.accounts.doctype.repost_payment_ledger import repost_payment_ledger as tool

	before = (money.balance(scene.agreement), money.gl(scene.agreement.deposit_account))
	for doctype, name in (
		("Journal Entry", scene.held),
		("Journal Entry", scene.voucher),
		("Payment Entry", scene.payment),
	):
		tool.repost_ple_for_voucher(doctype, name, frappe.get_doc(doctype, name).build_gl_map())
	assert (money.balance(scene.agreement), money.gl(scene.agreement.deposit_account)) == before


def test_ledger_entries_are_not_written_by_hand(scene):
	"""By nobody, the administrator included: an import, the client, a deletion."""
	for doctype in ("GL Entry", "Payment Ledger Entry"):
		name = frappe.db.get_value(
			doctype, {"voucher_no": scene.held, "account": scene.agreement.deposit_account}
		)
		with pytest.raises(DepositError, match="written by vouchers"):
			frappe.get_doc(plain(doctype, name) | {"docstatus": 1}).insert()
		with pytest.raises(DepositError, match="nor deleted by hand"):
			frappe.delete_doc(doctype, name)
		frappe.db.rollback()
		refused(
			scene, "insert", scene.finance.post(f"/api/resource/{doctype}", **plain(doctype, name)), "无权"
		)
		refused(scene, "delete", scene.finance("DELETE", f"/api/resource/{doctype}/{name}"), "无权")
		refused(scene, "change", scene.finance.put(f"/api/resource/{doctype}/{name}", remarks="x"), "无权")


def test_a_company_with_deposits_keeps_its_transactions(scene):
	refused(
		scene,
		"finance",
		scene.finance.post("/api/resource/Transaction Deletion Record", company=money.company()),
		"权限",
	)
	doc = frappe.get_doc({"doctype": "Transaction Deletion Record", "company": money.company()}).insert()
	with pytest.raises(DepositError, match="in warranty deposits"):
		doc.submit()


def reconciliation(scene, payment: dict, invoice: dict) -> dict:
	"""An unsaved Payment Reconciliation with rows ERPNext's search never finds."""
	allocation = {
		**{f"reference_{key}": payment.get(f"reference_{key}") for key in ("type", "name", "row")},
		**{key: invoice[key] for key in ("invoice_type", "invoice_number")},
		**dict.fromkeys(("allocated_amount", "unreconciled_amount", "amount"), 10),
	}
	doc = {
		"doctype": "Payment Reconciliation",
		"name": "Payment Reconciliation",
		"company": money.company(),
		"party_type": "Supplier",
		"party": scene.agreement.contractor,
		"receivable_payable_account": scene.agreement.deposit_account,
		"payments": [{**payment, "amount": 10}],
		"invoices": [{**invoice, "outstanding_amount": 10, "amount": 10}],
		"allocation": [allocation],
	}
	return {"docs": json.dumps(doc), "method": "reconcile"}


def test_forged_reconciliations_are_refused(scene):
	row = frappe.db.get_value(
		"Journal Entry Account", {"parent": scene.bucket, "account": scene.agreement.deposit_account}
	)
	bucket = {"reference_type": "Journal Entry", "reference_name": scene.bucket, "reference_row": row}
	held = {"invoice_type": "Journal Entry", "invoice_number": scene.held}
	data = reconciliation(scene, bucket, held)
	says = ("提交后不能更改质保金科目上的", "are not changed after submission")
	refused_in_words(
		scene, "bucket", lambda api: api.post(f"{METHOD}run_doc_method", **data), scene.finance, *says
	)
	note = {"reference_type": "Purchase Invoice", "reference_name": scene.invoice}
	answer = scene.finance.post(f"{METHOD}run_doc_method", **reconciliation(scene, note, held))
	refused(scene, "invoice", answer, "不匹配", "质保金")


def test_references_are_not_undone_by_selection(scene):
	path = f"{METHOD}erpnext.accounts.doctype.unreconcile_payment.unreconcile_payment.create_unreconcile_doc_for_selection"
	for doctype, name in (("Journal Entry", scene.voucher), ("Payment Entry", scene.payment)):
		row = {"company": money.company(), "voucher_type": doctype, "voucher_no": name}
		row |= {"against_voucher_type": "Journal Entry", "against_voucher_no": scene.held}
		attack = posting(path, selections=json.dumps([row]))
		refused_in_words(scene, name, attack, scene.finance, "其引用必须保留", "must keep its references")


def test_foreign_documents_are_not_shared_mailed_or_printed(scene, estate):
	"""Who may read them has no right to share: assigning would give the other project's engineer one."""
	for doctype, name in (("Contractor Deduction", scene.posted), ("Deposit Release", scene.release)):
		share = {"doctype": doctype, "name": name}
		refused(
			scene,
			"share",
			scene.manager.post(f"{METHOD}frappe.share.add", **share, user=estate.engineer_b),
			"无权",
		)
		assign = {**share, "assign_to": json.dumps([estate.engineer_b]), "description": "x"}
		refused(
			scene, "assign", scene.manager.post(f"{METHOD}frappe.desk.form.assign_to.add", **assign), "无权"
		)
		mail = {
			**share,
			"recipients": "a@example.com",
			"subject": "x",
			"content": "x",
			"print_format": "Standard",
		}
		path = f"{METHOD}frappe.core.doctype.communication.email.make"
		refused(scene, "mail", scene.stranger.post(path, **mail))
		assert scene.stranger.get("/printview", **share, key="abc")[0] in (401, 403)
		path = f"{METHOD}frappe.utils.print_format.download_pdf"
		refused(scene, "pdf", scene.stranger.get(path, **share, key="abc"), codes=(401, 403))
		note = {"reference_doctype": doctype, "reference_name": name, "content": "x", "comment_by": "x"}
		note["comment_email"] = "a@example.com"
		path = f"{METHOD}frappe.desk.form.utils.add_comment"
		refused(scene, "comment", scene.stranger.post(path, **note), "不在您的范围内")
	assert not frappe.utils.safe_exec.is_safe_exec_enabled()  # nobody writes Server Scripts on such a site
