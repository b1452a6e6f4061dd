"""Sealed documents: a change made directly in the database is noticed by every step after the signatures."""

from __future__ import annotations

import frappe
import pytest
from frappe.model import no_value_fields

from fangxiu_app.approvals import service_approvals
from fangxiu_app.approvals.approval_guard import APPROVAL_FIELDS, ApprovalGuard
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import UNDER_APPROVAL
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.overview import api_approval as api
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.patches.v0_1 import seal_approved
from fangxiu_app.tickets.site_work import service_plans
from tests.site.helpers import complaints, money, orders, paid
from tests.site.helpers import factories as make
from tests.site.money.test_payment_review import approve, pay


def under_approval() -> list[str]:
	"""Every DocType that takes effect by approval, tomorrow's too."""
	names = frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0, "is_submittable": 1}, pluck="name")
	return [name for name in names if isinstance(frappe.new_doc(name), ApprovalGuard)]


@pytest.fixture
def approved(estate, scene) -> dict:
	"""One approved document of each kind."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer, price_basis="Quotation")
	benefit = {"kind": "Fee Waiver", "description": "减免物业费", "months": 1, "monthly_fee": 100}
	case = orders.make_compensation(ticket, benefits=[benefit], representative="李红", representative_file=money.proof())
	orders.accept_recourse(case)
	review = orders.make_review(orders.make_bill(ticket, estate.waterproofer))
	approve(estate, review)
	complaint = complaints.make_complaint(estate.a, estate.unit_a)
	complaints.answered(estate, complaint)
	answer = frappe.get_last_doc("Complaint Answer", {"complaint": complaint.name})
	return {
		"Complaint Answer": answer,
		"Contractor Deduction": frappe.get_doc("Contractor Deduction", scene.posted),
		"Deposit Release": frappe.get_doc("Deposit Release", scene.release),
		"Third Party Order": signed(estate, order),
		"Compensation": signed(estate, case),
		"Repair Payment Review": review,
	}


def signed(estate, doc):
	service_approvals.request(doc)
	return orders.sign(doc, *(estate.users[role] for role in service_approvals.progress(doc).steps))


def other(df, value):
	"""Another value of the field's kind."""
	if df.fieldtype in ("Currency", "Float", "Int", "Check", "Percent"):
		return float(value or 0) + 1
	if df.fieldtype in ("Date", "Datetime"):
		return frappe.utils.add_days(value or "2026-01-01", 1)
	return f"{value or ''}9"


def written(doc):
	"""(table row or document, field) of everything that stands in a document and that an author may have written."""
	for part in (doc, *doc.get_all_children()):
		table = f"{part.parentfield}." if part is not doc else ""
		for df in part.meta.fields:
			later = df.allow_on_submit or f"{table}{df.fieldname}" in doc.outside_content
			if df.fieldtype in no_value_fields or df.fieldname in (*APPROVAL_FIELDS, "amended_from") or later or df.fetch_from:
				continue
			if part.get(df.fieldname) and not df.fieldname.endswith("phone"):
				yield part, df


def tampered(part, df) -> None:
	frappe.db.set_value(part.doctype, part.name, df.fieldname, other(df, part.get(df.fieldname)), update_modified=False)


def test_every_field_of_every_approved_document_is_sealed(approved):
	assert set(approved) == set(under_approval()) == set(UNDER_APPROVAL), "a sample of each"
	tried = 0
	for doctype, doc in approved.items():
		assert service_approvals.is_intact(frappe.get_doc(doctype, doc.name)), doctype
		for part, df in list(written(doc)):
			tampered(part, df)
			tried += 1
			assert not service_approvals.is_intact(frappe.get_doc(doctype, doc.name)), (doctype, part.doctype, df.fieldname)
			frappe.db.set_value(part.doctype, part.name, df.fieldname, part.get(df.fieldname), update_modified=False)
		for row in doc.get_all_children()[:1]:
			frappe.db.set_value(row.doctype, row.name, "parent", "another", update_modified=False)
			assert not service_approvals.is_intact(frappe.get_doc(doctype, doc.name)), "a row that is gone"
			frappe.db.set_value(row.doctype, row.name, "parent", doc.name, update_modified=False)
		assert service_approvals.is_intact(frappe.get_doc(doctype, doc.name))
	assert tried > 60


@pytest.fixture
def changed(approved, monkeypatch):
	"""An amount of each raised in the database; the function gives one as it is stored then.

	Frappe commits what a print has logged (15.56.1, ``make_access_log``): the scene, which other modules share, would stay changed.
	"""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	fields = {
		"Contractor Deduction": ("Deduction Item", "claimed"),
		"Deposit Release": ("Deposit Release", "amount"),
		"Third Party Order": ("Work Item", "rate"),
		"Compensation": ("Compensation Item", "agreed"),
		"Repair Payment Review": ("Review Item", "approved_amount"),
		"Complaint Answer": ("Complaint Answer", "content"),
	}
	for doctype, (table, field) in fields.items():
		key = {"name" if table == doctype else "parent": approved[doctype].name}
		name, value = frappe.db.get_value(table, key, ["name", field])
		frappe.db.set_value(table, name, field, f"{value}9" if field == "content" else value + 1, update_modified=False)
	make.add_evidence(approved["Third Party Order"].ticket, stage="Repair")
	return lambda doctype: frappe.get_doc(doctype, approved[doctype].name)


def test_no_step_after_the_signatures_goes_on_with_what_was_changed(estate, scene, approved, changed, as_user):
	"""Print, settlement, bill, payment: refused. Taking back: done, and it is kept that it was not what was signed."""
	for doctype, doc in approved.items():
		assert "does not say any more" in api.panel(doctype, doc.name)["why_not"][0], "the form says it"
		with pytest.raises(RefusedError, match="does not say any more"):
			frappe.get_print(doctype, doc.name, doc=changed(doctype))
	steps = (
		lambda: changed("Third Party Order").verify_work([{"claimed_qty": 8, "verified_qty": 8}], str(frappe.utils.now_datetime())),
		lambda: changed("Compensation").sign("王晓明", frappe.utils.today(), money.proof()),
		lambda: changed("Deposit Release").draft_payment(),
		lambda: frappe.get_doc("Payment Entry", scene.drafted).submit(),
		lambda: pay(approved["Repair Payment Review"].purchase_invoice, 100),
	)
	users = ("Administrator", "Administrator", money.finance(estate), money.finance(estate), "Administrator")
	for step, user in zip(steps, users, strict=True):
		frappe.db.savepoint("fx_step")
		as_user(user)
		with pytest.raises(RefusedError, match="does not say any more"):
			step()
		as_user("Administrator")
		frappe.db.rollback(save_point="fx_step")
	back = (("Third Party Order", roles.COST_DEPARTMENT), ("Compensation", service_approvals.progress(changed("Compensation")).steps[-1]))
	for doctype, role in back:
		with orders.acting(estate.users[role]):
			service_approvals.cancel(changed(doctype), "内容被改动")
		assert frappe.db.exists("Comment", {"reference_name": approved[doctype].name, "content": ("like", "%taken back%")})


def test_what_was_handed_out_is_printed_as_it_was_or_not_at_all(estate):
	quote = paid.make_quote(paid.make_paid(estate.unit_a))
	service_quotes.issue(quote)
	frappe.get_print("Paid Repair Quote", quote.name, doc=quote.reload())
	frappe.db.set_value("Paid Repair Item", {"parent": quote.name}, "rate", 9999, update_modified=False)
	with pytest.raises(RefusedError):
		frappe.get_print("Paid Repair Quote", quote.name, doc=frappe.get_doc("Paid Repair Quote", quote.name))
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket)
	service_plans.issue(plan)
	frappe.get_print("Repair Plan", plan.name, doc=plan.reload())
	frappe.db.set_value("Repair Plan", plan.name, "method", "随便补补", update_modified=False)
	for step in (lambda doc: frappe.get_print("Repair Plan", doc.name, doc=doc), lambda doc: service_plans.sign(doc, "王晓明", make.SIGNATURE)):
		with pytest.raises(RefusedError, match="no longer what was issued"):
			step(frappe.get_doc("Repair Plan", plan.name))


def test_what_was_signed_keeps_its_seal_when_a_supplier_is_renamed(approved):
	"""A typing mistake in a name is mended by renaming; what somebody had changed before stays what it is: changed."""
	order = approved["Third Party Order"]
	before = service_approvals.progress(order).seal
	frappe.rename_doc("Supplier", order.third_party, "改名后的防水公司", force=True, show_alert=False)
	renamed = frappe.get_doc("Third Party Order", order.name)
	assert renamed.third_party == "改名后的防水公司" and service_approvals.is_intact(renamed)
	assert service_approvals.progress(renamed).seal != before
	frappe.db.set_value("Third Party Order", order.name, "choice_reason", "另有说明", update_modified=False)
	frappe.rename_doc("Supplier", "改名后的防水公司", "再次改名的公司", force=True, show_alert=False)
	assert not service_approvals.is_intact(frappe.get_doc("Third Party Order", order.name))


def test_no_merge_puts_another_party_in_what_was_signed(approved):
	order = approved["Third Party Order"]
	kind = frappe.db.get_value("Supplier", order.third_party, "supplier_group")
	other_party = frappe.get_doc({"doctype": "Supplier", "supplier_name": "另一家公司", "supplier_group": kind}).insert().name
	frappe.db.delete("Warranty Agreement", {"contractor": order.third_party})  # those of a deposit are refused before, for it
	with pytest.raises(RefusedError, match="another party than was signed"):
		frappe.rename_doc("Supplier", order.third_party, other_party, merge=True, force=True, show_alert=False)
	assert service_approvals.is_intact(frappe.get_doc("Third Party Order", order.name))


def test_documents_approved_before_are_sealed_as_they_stand(approved):
	frappe.db.set_value("Approval Log", {"document": ("in", [doc.name for doc in approved.values()])}, "seal", "")
	seal_approved.execute()
	seal_approved.execute()
	for doctype, doc in approved.items():
		assert service_approvals.progress(doc).seal and service_approvals.is_intact(frappe.get_doc(doctype, doc.name))
