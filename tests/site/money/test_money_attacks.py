"""Every way past the rules of deposits, deductions and releases, over HTTP: refused in words, nothing half-posted.

The list for readers stands in docs/finance.md, "What is refused".
"""

from __future__ import annotations

import json
from itertools import islice

import frappe
import pytest
from frappe.utils import nowdate

from fangxiu_app.core.access import roles
from tests.site.helpers import attacks, money, orders, signing
from tests.site.helpers.attacks import METHOD, bulk, cancel_ways, deposit_row, refused, submit_ways
from tests.site.helpers.rest import Api, messages


@pytest.fixture(scope="module")
def made(estate):
	"""The committed scene; the throw-away site keeps it."""
	frappe.set_user("Administrator")
	return attacks.sign_in(attacks.make_scene(estate), estate)


def test_hand_made_journals_are_refused(scene, estate):
	"""As finance, with every right on Journal Entries: inserted and submitted in one request."""
	bank = {"account": money.account("Bank Account")}
	income = {"account": money.account("保修维修费追偿")}
	take = {"credit_in_account_currency": 20}
	give = {"debit_in_account_currency": 20}
	temporary = frappe.db.get_value("Account", {"company": money.company(), "account_type": "Temporary"})
	second = frappe.db.get_value(
		"Warranty Agreement", {"name": ("!=", scene.agreement.name), "project": estate.a}
	)
	debit = deposit_row(scene, "debit", 20)
	cases = {
		"more than is left": (
			[deposit_row(scene, "debit", 99_999), {**income, "credit_in_account_currency": 99_999}],
			"只剩",
		),
		"another contractor": ([{**debit, "party": estate.waterproofer}, {**income, **take}], "的施工单位是"),
		"another agreement": ([{**debit, "warranty_agreement": second}, {**income, **take}], "协议"),
		"no agreement": ([{**debit, "warranty_agreement": None}, {**income, **take}], "所属的保修协议"),
		"no bucket": (
			[{**debit, "reference_type": None, "reference_name": None}, {**income, **take}],
			"必须引用",
		),
		"fitting, by hand": ([debit, {**income, **take}], "只能由其单据变动"),
		"to the bank": ([debit, {**bank, **take}], "只能由其单据变动"),
		"money in by hand": ([deposit_row(scene, "credit", 20), {**bank, **give}], "只能由其单据变动"),
	}
	for what, (rows, says) in cases.items():
		refused(
			scene,
			what,
			scene.finance.post("/api/resource/Journal Entry", **attacks.journal(scene, rows)),
			says,
		)
	opening = {"voucher_type": "Opening Entry", "is_opening": "Yes"}
	rows = [deposit_row(scene, "credit", 20), {"account": temporary, **give}]
	answer = scene.finance.post("/api/resource/Journal Entry", **attacks.journal(scene, rows, **opening))
	refused(scene, "opening entry", answer, "只能由其单据变动")
	answer = scene.cost.post("/api/resource/Journal Entry", **attacks.journal(scene, rows))
	refused(scene, "role without right", answer)


def test_a_reversal_made_by_erpnexts_button_is_refused(scene):
	path = f"{METHOD}erpnext.accounts.doctype.journal_entry.journal_entry.make_reverse_journal_entry"
	code, body = scene.finance.post(path, source_name=scene.voucher)
	assert code == 200
	doc = body["message"]
	for row in doc["accounts"]:
		row.update({"reference_type": None, "reference_name": None})
	answer = scene.finance.post(
		"/api/resource/Journal Entry", **{**doc, "docstatus": 1, "posting_date": nowdate()}
	)
	refused(scene, "reverse", answer, "只能由其单据变动")


def test_hand_made_payments_are_refused(scene):
	"""Above the release, without release, unallocated, received, transferred."""
	agreement = scene.agreement
	plain = money.payment(agreement, [(scene.bucket, 100)], submit=False).as_dict(convert_dates_to_str=True)
	frappe.db.rollback()
	base = {
		key: value for key, value in plain.items() if key not in ("name", "creation", "modified", "owner")
	} | {"docstatus": 1}
	bank, deposit = base["paid_from"], base["paid_to"]
	loose = {"paid_amount": 150, "received_amount": 150, "base_paid_amount": 150, "base_received_amount": 150}
	turned = {"paid_from": deposit, "paid_to": bank, "references": []}
	cases = {
		"no release": ({}, "只能由其单据变动"),
		"not allocated": (loose, "未分配"),
		"received": ({"payment_type": "Receive", **turned}, "不能直接收款"),
		"transferred": (
			{"payment_type": "Internal Transfer", "party": None, "party_type": None, **turned},
			"不能直接收款",
		),
	}
	for what, (values, says) in cases.items():
		refused(scene, what, scene.finance.post("/api/resource/Payment Entry", **{**base, **values}), says)
	reference = [
		{"reference_doctype": "Journal Entry", "reference_name": scene.bucket, "allocated_amount": 900}
	]
	more = {
		"fx_deposit_release": scene.release,
		"paid_amount": 900,
		"received_amount": 900,
		"references": reference,
	}
	refused(scene, "above", scene.finance.post("/api/resource/Payment Entry", **{**base, **more}), "批准")


def test_other_vouchers_do_not_post_on_the_account(scene, estate):
	"""Invoices by any of their accounts: creditor, expense, tax, cash, write-off."""
	account = scene.agreement.deposit_account
	base = money.invoice(estate.general, 10, submit=False).as_dict(convert_dates_to_str=True)
	frappe.db.rollback()
	base = {
		k: base[k] for k in ("company", "supplier", "posting_date", "items", "currency", "conversion_rate")
	}
	item = {
		k: base["items"][0][k]
		for k in ("item_name", "description", "uom", "conversion_factor", "qty", "rate", "expense_account")
	}
	tax = {"charge_type": "Actual", "account_head": account, "description": "x", "tax_amount": 5}
	ways = {
		"creditor": {"credit_to": account},
		"expense": {"items": [{**item, "expense_account": account}]},
		"tax": {"taxes": [tax]},
		"cash": {
			**{"is_paid": 1, "cash_bank_account": account, "paid_amount": 10, "mode_of_payment": "Cash"},
			"items": [{**item, "expense_account": money.account("Write Off")}],
		},
		"write-off": {"write_off_account": account, "write_off_amount": 1},
	}
	for what, values in ways.items():
		data = {**base, "items": [item], "bill_no": frappe.generate_hash(length=8), "docstatus": 1, **values}
		refused(
			scene,
			what,
			scene.finance.post("/api/resource/Purchase Invoice", **data),
			"质保金",
			"Warranty",
			"供应商",
		)


@pytest.mark.parametrize("which", ["held", "voucher", "invoice", "bucket"])
def test_vouchers_behind_documents_are_not_cancelled(scene, which):
	"""Hold, cash and deduction journals, and the invoice a deposit is held from: as finance, by every way."""
	doctype = "Purchase Invoice" if which == "invoice" else "Journal Entry"
	name = getattr(scene, which)
	ways = cancel_ways(scene.finance, doctype, name)
	for what, answer in ways if which == "voucher" else islice(ways, 2):
		refused(
			scene,
			f"{which} {what}",
			answer,
			"不能取消",
			"不能删除或取消",
			"无法删除或取消",
			"不能编辑标准字段",
			"not whitelisted",
		)
	_code, body = bulk(scene.finance, doctype, [name], "cancel")
	assert body["message"] == [name], messages(body)
	assert attacks.picture(scene) == scene.before
	answer = scene.finance("DELETE", f"/api/resource/{doctype}/{name}")
	refused(scene, f"delete {which}", answer)


def test_submitted_vouchers_keep_what_ties_them(scene, estate):
	second = frappe.db.get_value(
		"Warranty Agreement", {"name": ("!=", scene.agreement.name), "project": estate.a}
	)
	row = frappe.db.get_value(
		"Journal Entry Account", {"parent": scene.voucher, "reference_name": ("is", "set")}
	)
	changes = [
		("Journal Entry", scene.voucher, {"fx_deduction": None}),
		("Journal Entry", scene.bucket, {"fx_deposit_entry": scene.hold}),
		("Payment Entry", scene.payment, {"fx_deposit_release": scene.release}),
		("Payment Entry", scene.payment, {"warranty_agreement": second}),
		("Journal Entry Account", row, {"warranty_agreement": second}),
		("Journal Entry Account", row, {"reference_name": scene.bucket}),
		("Journal Entry Account", row, {"debit_in_account_currency": 1}),
	]
	for doctype, name, values in changes:
		data = {"doctype": doctype, "name": name, "fieldname": json.dumps(values)}
		refused(scene, f"{name} {values}", scene.finance.post(f"{METHOD}frappe.client.set_value", **data))


def test_an_amended_journal_needs_its_document(scene):
	doc = frappe.copy_doc(frappe.get_doc("Journal Entry", scene.voucher)).as_dict(convert_dates_to_str=True)
	data = {**doc, "amended_from": scene.voucher, "docstatus": 1, "posting_date": nowdate()}
	refused(
		scene,
		"amend",
		scene.finance.post("/api/resource/Journal Entry", **data),
		"只能由其单据变动",
		"只剩",
	)


@pytest.mark.parametrize("which", ["draft", "asked"])
def test_deductions_are_not_submitted_past_the_signatures(scene, which):
	name = getattr(scene, which)
	for api in (scene.cost, scene.manager) if which == "draft" else (scene.finance,):
		for what, answer in submit_ways(api, "Contractor Deduction", name):
			refused(scene, f"{which} {what}", answer, codes=(200, 403, 404, 417))
	answer = bulk(scene.manager, "Contractor Deduction", [name], "submit")
	refused(scene, "bulk", answer, codes=(403, 417))


def test_frozen_and_locked_fields_of_deductions_and_releases(scene):
	"""While it is approved, and after: amounts, states, vouchers, sources; message of the lock."""
	row = frappe.db.get_value("Deduction Item", {"parent": scene.asked})
	frozen = [
		{"facts": "x"},
		{"posting_date": "2030-01-01"},
		{"bill_no": "x"},
		{"items": []},
		{"state": "Posted"},
	]
	for values in frozen:
		answer = scene.cost.put(f"/api/resource/Contractor Deduction/{scene.asked}", **values)
		refused(scene, str(values), answer, "已冻结", "已知会", "不能直接修改", "必须")
	for values in ({"claimed": 1}, {"line_kind": "Surcharge"}, {"description": "x"}):
		data = {"doctype": "Deduction Item", "name": row, "fieldname": json.dumps(values)}
		refused(
			scene,
			str(values),
			scene.cost.post(f"{METHOD}frappe.client.set_value", **data),
			"已冻结",
			"已知会",
		)
	after = [
		{"total": 1},
		{"from_deposit": 1},
		{"journal_entry": None},
		{"agreement": "x"},
		{"state": "Draft"},
	]
	for values in after:
		answer = scene.finance.put(f"/api/resource/Contractor Deduction/{scene.posted}", **values)
		refused(scene, str(values), answer)
	for values in ({"amount": 9}, {"paid": 0}, {"state": "Applied"}, {"above_signed_by": "x"}):
		refused(
			scene, str(values), scene.cost.put(f"/api/resource/Deposit Release/{scene.release}", **values)
		)


def test_documents_are_not_cancelled_or_deleted_past_their_action(scene):
	for doctype, name in (("Contractor Deduction", scene.posted), ("Deposit Release", scene.release)):
		for what, answer in cancel_ways(scene.finance, doctype, name):
			refused(scene, f"{name} {what}", answer)
		refused(scene, f"delete {name}", scene.finance("DELETE", f"/api/resource/{doctype}/{name}"))
	for name in (scene.hold, scene.cash):
		refused(
			scene, f"delete {name}", scene.finance("DELETE", f"/api/resource/Warranty Deposit Entry/{name}")
		)
	code, body = scene.finance.post(
		f"{METHOD}frappe.client.cancel", doctype="Warranty Deposit Entry", name=scene.cash
	)
	refused(scene, "used bucket", (code, body), "已动用")


def test_form_methods_check_right_and_state(scene, estate):
	"""Methods of the forms over run_doc_method: role, state, and methods that are none."""
	deduction = {"dt": "Contractor Deduction", "dn": scene.posted}

	def run(api, method: str, **args):
		return api.post(f"{METHOD}run_doc_method", **deduction, method=method, args=json.dumps(args))

	refused(scene, "reverse", run(scene.cost, "reverse", reason="x"))
	refused(scene, "withdraw", run(scene.cost, "withdraw", reason="x"), "撤回")
	refused(
		scene,
		"notify",
		run(scene.cost, "notify", received_at=nowdate(), way="Fax", receiver="x", proof="x", file="x"),
		"刷新",
	)
	for method in ("before_submit", "db_set", "write_by_action", "submit"):
		refused(scene, method, run(scene.finance, method), codes=(403, 404))
	clerk = Api(estate.users[roles.PROPERTY_DESK])
	refused(scene, "clerk", run(clerk, "reverse", reason="x"))


def test_nobody_approves_twice_or_their_own(scene, estate):
	"""The author, one person for two steps, a role whose turn it is not."""

	def approve(api):
		data = {"doctype": "Contractor Deduction", "name": scene.asked}
		data["seen"] = signing.shown(**data)
		return api.post(f"{METHOD}fangxiu_app.overview.api_approval.approve", **data)

	refused(scene, "turn", approve(scene.cost), "房修经理")
	refused(scene, "finance", approve(scene.finance), "房修经理")
	manager = estate.users[roles.MANAGER]
	frappe.db.set_value("Contractor Deduction", scene.asked, "owner", manager, update_modified=False)
	frappe.db.commit()
	refused(scene, "author", approve(scene.manager), "经办人")
	frappe.db.set_value("Contractor Deduction", scene.asked, "owner", "Administrator", update_modified=False)
	frappe.db.commit()
	with orders.extra_role(manager, roles.COST_DEPARTMENT):
		assert approve(scene.manager)[0] == 200
		scene.before = attacks.picture(scene)
		refused(scene, "twice", approve(scene.manager), "不同的人")


def test_roles_without_right_make_nothing(scene, estate):
	for role in (roles.ENGINEER, roles.CLERK, roles.PROPERTY_DESK):
		api = Api(estate.users[role])
		entry = {"agreement": scene.agreement.name, "project": estate.a, "kind": "Cash In", "amount": 1}
		refused(scene, f"{role} entry", api.post("/api/resource/Warranty Deposit Entry", **entry))
		release = {
			"agreement": scene.agreement.name,
			"project": estate.a,
			"amount": 1,
			"applied_on": nowdate(),
		}
		refused(scene, f"{role} release", api.post("/api/resource/Deposit Release", **release))
	many = [{"doctype": "Warranty Deposit Entry", **entry, "docstatus": 1}]
	refused(
		scene, "insert_many", scene.cost.post(f"{METHOD}frappe.client.insert_many", docs=json.dumps(many))
	)
