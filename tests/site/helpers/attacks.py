"""A committed deposit with everything on it, and the ways people try to get round its rules over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import frappe
from frappe.utils import nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from tests.site.helpers import money
from tests.site.helpers.rest import Api, messages, shown

METHOD = "/api/method/"
LEDGERS = ("GL Entry", "Payment Ledger Entry")


#: Scenes that every module of this process may attack, by project: an attack that succeeds is a failure.
SCENES: dict[str, SimpleNamespace] = {}


def shared_scene(estate) -> SimpleNamespace:
	"""The scene of modules that only try to change it, made once; its people sign in anew for each of them."""
	if estate.a not in SCENES:
		SCENES[estate.a] = make_scene(estate)
	return sign_in(SCENES[estate.a], estate)


def make_scene(estate) -> SimpleNamespace:
	"""Invoice with hold, cash, a posted deduction, a paid and an open release, a draft and an asked-for deduction."""
	agreement = money.agreement(
		estate, status="In Talks", deduction_terms=[{"clause_no": "1", "breach": "Other"}]
	)
	invoice = money.invoice(estate.general, 100_000, agreement.name, project=estate.a)
	cash = money.entry(agreement, "Cash In", 10_000)
	posted = money.charge(estate, agreement, 2000)
	paid = money.approve(estate, money.release(agreement, 1000))
	payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": paid.name})
	payment.submit()
	open_release = money.approve(estate, money.release(agreement, 500))
	draft = penalty(agreement, 70)
	asked = money.told(penalty(agreement, 80))
	service_approvals.request(asked)
	scene = SimpleNamespace(
		agreement=agreement,
		invoice=invoice.name,
		hold=frappe.db.get_value("Warranty Deposit Entry", {"purchase_invoice": invoice.name}),
		cash=cash.name,
		bucket=cash.journal_entry,
		posted=posted.name,
		voucher=posted.journal_entry,
		paid=paid.name,
		payment=payment.name,
		release=open_release.name,
		drafted=frappe.db.get_value("Payment Entry", {"fx_deposit_release": open_release.name}),
		draft=draft.name,
		asked=asked.name,
	)
	scene.held = frappe.db.get_value("Warranty Deposit Entry", scene.hold, "journal_entry")
	frappe.db.set_value("Purchase Invoice Item", {"parent": invoice.name}, "project", estate.a)
	frappe.db.commit()
	return scene


def sign_in(scene: SimpleNamespace, estate) -> SimpleNamespace:
	"""A later module's own keys end those of an earlier one."""
	scene.finance = Api(estate.users[roles.FINANCE])
	scene.clerk = Api(estate.users[roles.FINANCE_CLERK])
	scene.stranger = Api(estate.engineer_b)
	scene.cost = Api(estate.users[roles.COST_DEPARTMENT])
	scene.manager = Api(estate.users[roles.MANAGER])
	return scene


def penalty(agreement, amount: float):
	rows = [{"line_kind": "Penalty", "description": "违约", "claimed": amount}]
	return money.deduction(agreement, source="Contract Clause", clause="1", items=rows)


def picture(scene) -> dict:
	"""Ledger entries of the deposit and the state of every document of the scene, as they are committed."""
	frappe.db.rollback()
	shown: dict = {
		ledger: frappe.db.count(ledger, {"warranty_agreement": scene.agreement.name}) for ledger in LEDGERS
	}
	shown["balance"] = money.balance(scene.agreement)
	shown["account"] = frappe.db.count("GL Entry", {"account": scene.agreement.deposit_account})
	for doctype, names in documents(scene).items():
		for name in names:
			shown[doctype, name] = frappe.db.get_value(doctype, name, ["docstatus", "modified"])
	return shown


def documents(scene) -> dict[str, tuple[str, ...]]:
	return {
		"Warranty Agreement": (scene.agreement.name,),
		"Warranty Deposit Entry": (scene.hold, scene.cash),
		"Contractor Deduction": (scene.posted, scene.draft, scene.asked),
		"Deposit Release": (scene.paid, scene.release),
		"Journal Entry": (scene.held, scene.bucket, scene.voucher),
		"Payment Entry": (scene.payment, scene.drafted),
		"Purchase Invoice": (scene.invoice,),
	}


def refused(scene, what: str, answer: tuple[int, dict | str], *says: str, codes=(403, 417)) -> None:
	"""The attack was answered with a refusal that says one of ``says``, and nothing has changed."""
	code, body = answer
	text = messages(body)
	assert code in codes, (what, code, text[:400] or body)
	assert not says or any(word in text for word in says), (what, code, text[:600])
	assert picture(scene) == scene.before, what


def refused_in_words(scene, what: str, attack, api: Api, zh: str, en: str, codes=(403, 417)) -> None:
	"""``attack(api)`` is refused in both languages with the words the desk shows, and nothing has changed."""
	for speaker, says in ((api, zh), (api.speaking("en"), en)):
		code, body = attack(speaker)
		assert code in codes, (what, code, shown(body)[:400] or body)
		assert says in shown(body), (what, says, shown(body)[:600] or body)
	assert picture(scene) == scene.before, what


def cancel_ways(api: Api, doctype: str, name: str) -> Iterator[tuple[str, tuple[int, dict | str]]]:
	"""Every way Frappe offers to cancel over HTTP. A bulk action answers 200 and lists what failed."""
	doc = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
	yield "PUT docstatus", api.put(f"/api/resource/{doctype}/{name}", docstatus=2)
	yield "client.cancel", api.post(f"{METHOD}frappe.client.cancel", doctype=doctype, name=name)
	value = {"doctype": doctype, "name": name, "fieldname": "docstatus", "value": 2}
	yield "client.set_value", api.post(f"{METHOD}frappe.client.set_value", **value)
	yield "desk cancel", api.post(f"{METHOD}frappe.desk.form.save.cancel", doctype=doctype, name=name)
	form = {"doc": json.dumps({**doc, "docstatus": 2}), "action": "Cancel"}
	yield "savedocs", api.post(f"{METHOD}frappe.desk.form.save.savedocs", **form)
	yield "run_method", api.post(f"/api/resource/{doctype}/{name}", run_method="cancel")


def submit_ways(api: Api, doctype: str, name: str) -> Iterator[tuple[str, tuple[int, dict | str]]]:
	doc = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
	yield "PUT docstatus", api.put(f"/api/resource/{doctype}/{name}", docstatus=1)
	yield "client.submit", api.post(f"{METHOD}frappe.client.submit", doc=json.dumps(doc))
	value = {"doctype": doctype, "name": name, "fieldname": "docstatus", "value": 1}
	yield "client.set_value", api.post(f"{METHOD}frappe.client.set_value", **value)
	form = {"doc": json.dumps({**doc, "docstatus": 1}), "action": "Submit"}
	yield "savedocs", api.post(f"{METHOD}frappe.desk.form.save.savedocs", **form)
	call = {"dt": doctype, "dn": name, "method": "submit"}
	yield "run_doc_method", api.post(f"{METHOD}run_doc_method", **call)
	many = {"docs": json.dumps([{"doctype": doctype, "docname": name, "docstatus": 1}])}
	yield "client.bulk_update", api.post(f"{METHOD}frappe.client.bulk_update", **many)


def delete_ways(api: Api, doctype: str, name: str) -> Iterator[tuple[str, tuple[int, dict | str]]]:
	"""Over REST, by the client's method, from the list: the last answers 200 and says what failed."""
	yield "DELETE", api("DELETE", f"/api/resource/{doctype}/{name}")
	yield "client.delete", api.post(f"{METHOD}frappe.client.delete", doctype=doctype, name=name)
	items = {"doctype": doctype, "items": json.dumps([name])}
	yield "list", api.post(f"{METHOD}frappe.desk.reportview.delete_items", **items)


def bulk(api: Api, doctype: str, names: list[str], action: str, **data) -> tuple[int, dict | str]:
	path = f"{METHOD}frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	return api.post(path, doctype=doctype, docnames=json.dumps(names), action=action, **data)


def journal(scene, rows: list[dict], **values) -> dict:
	"""A Journal Entry to be inserted and submitted in one request."""
	center = frappe.get_cached_value("Company", money.company(), "cost_center")
	return {
		"company": money.company(),
		"posting_date": nowdate(),
		"voucher_type": "Journal Entry",
		"docstatus": 1,
		"accounts": [{"cost_center": center, **row} for row in rows],
		**values,
	}


def deposit_row(scene, side: str, amount: float, **values) -> dict:
	"""A row on the deposit account; a debit names the cash bucket."""
	row = {
		"account": scene.agreement.deposit_account,
		"party_type": "Supplier",
		"party": scene.agreement.contractor,
		"warranty_agreement": scene.agreement.name,
		f"{side}_in_account_currency": amount,
	}
	if side == "debit":
		row |= {"reference_type": "Journal Entry", "reference_name": scene.bucket}
	return {**row, **values}
