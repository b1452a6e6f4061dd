"""Outgoing documents: letterhead, number, capitals, place for the seal, and no internal names."""

from __future__ import annotations

import re
from pathlib import Path

import frappe
import pytest
from frappe.www.printview import get_html_and_style

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import api_letters, service_letters
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders

OWN_ESTATE = True
#: Papers a contractor, third party or owner gets, and the papers with the signatures that stay in the house.
INSIDE = {
	"Contractor Deduction": "Deduction Approval Form",
	"Third Party Order": "Third Party Order Approval",
	"Deposit Release": "Deposit Release Approval",
}
#: What has a number of its own as soon as it is issued.
NUMBERED = ("Correspondence", "Contractor Deduction", "Third Party Order")


@pytest.fixture
def papers(estate) -> dict[tuple[str, str], str]:
	"""(DocType, print format) → name of a document that has been signed inside the house where it can be."""
	agreement = money.agreement(
		estate, estate.waterproofer, contract_no="GC-2024-018", surcharge_percent=20, agency_fee=500
	)
	money.entry(agreement, "Cash In", 1_030_000.05)
	done = money.charge(estate, agreement, 1000)
	release = money.approve(estate, money.release(agreement, 10_300.5))
	ticket = make.make_ticket(estate.unit_a).name
	letter = orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	service_approvals.request(order)
	case = orders.make_compensation(ticket)
	return {
		("Warranty Agreement", "Contractor Statement"): agreement.name,
		("Warranty Agreement", "Warranty Agreement Form"): agreement.name,
		("Contractor Deduction", "Deduction Notice Form"): done.name,
		("Deposit Release", "Joint Check Sheet"): release.name,
		("Correspondence", "Correspondence Letter"): letter,
		("Third Party Order", "Third Party Order Sheet"): order.name,
		("Third Party Order", "Third Party Notice Letter"): order.name,
		("Compensation", "Compensation Settlement"): case.name,
	}


def printed(doctype: str, name: str, form: str) -> str:
	"""Text of a printed form in Chinese, without its markup."""
	frappe.local.lang = "zh"
	html = get_html_and_style(doctype, name, form, no_letterhead=True)["html"]
	return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))


def signers(estate) -> set[str]:
	"""Full names of everybody in the house."""
	names = frappe.get_all("User", {"name": ("in", [*estate.users.values(), frappe.session.user])}, pluck="full_name")
	return {name for name in names if name}


@pytest.mark.clause("R110")
def test_a_settlement_has_room_for_addresses_and_a_witness(estate, papers):
	text = printed("Compensation", papers["Compensation", "Compensation Settlement"], "Compensation Settlement")
	for field in ("甲方地址", "乙方地址", "身份证号", "见证人", "见证人电话"):
		assert field in text, field


@pytest.mark.clause("R17", "R114")
def test_a_paper_that_goes_out_has_letterhead_number_seal_and_no_signer(estate, papers):
	company = frappe.db.get_value("Project", estate.a, "company")
	for (doctype, form), name in papers.items():
		text = printed(doctype, name, form)
		assert text.count(company) >= 2, f"{form}: company in the letterhead and at the seal"
		letter = doctype in NUMBERED and form not in INSIDE.values() and frappe.db.get_value(doctype, name, "letter_no")
		assert "编号" in text and (letter if letter and form != "Third Party Order Sheet" else name) in text, form
		assert "盖章" in text, form
		named = {person for person in signers(estate) if person in text}
		assert named == set(), f"{form} names {named}"
		assert "审批" not in text, form


@pytest.mark.parametrize(("doctype", "form"), INSIDE.items())
def test_the_signatures_stand_on_the_paper_that_stays(estate, papers, doctype, form):
	name = next(name for (kind, _form), name in papers.items() if kind == doctype)
	assert frappe.db.get_value("Print Format", form, "doc_type") == doctype
	text = printed(doctype, name, form)
	people = frappe.get_all(
		"Approval Log", {"document_type": doctype, "document": name}, pluck="user"
	)
	assert people
	assert all(frappe.get_cached_value("User", user, "full_name") in text for user in people)


def test_amounts_stand_in_capitals_too(estate, papers):
	found = {form: printed(doctype, name, form) for (doctype, form), name in papers.items()}
	assert "人民币壹仟柒佰元整" in found["Deduction Notice Form"]
	assert "人民币壹佰零贰万捌仟叁佰元零伍分" in found["Contractor Statement"]
	assert "人民币捌佰元整" in found["Third Party Order Sheet"]
	assert "大写金额 人民币" in found["Compensation Settlement"]
	name = papers["Deposit Release", "Joint Check Sheet"]
	assert "人民币壹万零叁佰元伍角整" in printed("Deposit Release", name, "Deposit Release Approval")


@pytest.mark.clause("R107", "R114")
def test_the_letter_on_a_third_party_shows_each_part_of_the_budget(estate, papers):
	name = papers["Third Party Order", "Third Party Notice Letter"]
	order = frappe.get_doc("Third Party Order", name)
	case = orders.make_compensation(order.ticket)
	values = {"docstatus": 1, "ticket": order.ticket, "contractor": order.contractor, "recovery_amount": 300}
	frappe.db.set_value("Compensation", case.name, values)
	frappe.db.set_value("Warranty Agreement", order.agreement, {"surcharge_percent": 20, "agency_fee": 500})
	text = printed("Third Party Order", name, "Third Party Notice Letter")
	lines = ("Third Party Repair", "Compensations to Owners", "Other Costs (Agency Fee)", "Total")
	labels = ("加收费用（20 %）", *map(frappe._, lines))
	found = [(re.search(rf"{re.escape(label)}\D*([\d,.]+)", text) or [label, label])[1] for label in labels]
	assert found == ["160.00", "800.00", "300.00", "500.00", "1,760.00"]


def test_what_a_third_party_gets_leaves_out_its_rivals_and_the_quarrel(estate, papers):
	text = printed("Third Party Order", papers["Third Party Order", "Third Party Order Sheet"], "Third Party Order Sheet")
	for inside in ("报价", "违约", "价格依据"):
		assert inside not in text


def test_a_notice_lists_the_proofs_there_are_and_asks_for_an_answer(estate, papers):
	agreement = frappe.get_doc("Warranty Agreement", papers["Warranty Agreement", "Contractor Statement"])
	order, _ticket = money.order(estate, agreement, 500)
	claim = money.deduction(agreement, third_party_order=order)
	text = printed("Contractor Deduction", claim.name, "Deduction Notice Form")
	assert "✗" not in text and "GC-2024-018" in text
	assert "申辩" in text and "回函" in text and "同意扣款" in text


@pytest.mark.clause("R107")
def test_a_notice_goes_to_who_answers_for_its_tickets(estate):
	"""A contractor was replaced on notices that other companies had received."""
	one, other = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_a2).name
	frappe.db.set_value("Repair Ticket", other, {"contractor": estate.waterproofer, "agreement": None})
	theirs = money.agreement(estate, contractor=estate.waterproofer).name
	mine = {"contractor": frappe.db.get_value("Repair Ticket", one, "contractor")}
	letter = orders.make_letter(one, **mine, tickets=[{"ticket": one}, {"ticket": one.lower()}, {"ticket": other}])
	assert [row.ticket for row in letter.tickets] == [one, other]
	with pytest.raises(RefusedError, match=f"Tickets, row 2: ticket {other} is answered for by"):
		service_letters.issue(letter)
	with pytest.raises(RefusedError, match="is one of"):
		service_letters.issue(orders.make_letter(one, **mine, agreement=theirs))
	for days in (-1, 367, 2_147_483_647):
		with pytest.raises(RefusedError, match="Cure days"):
			orders.make_letter(one, **mine, cure_days=days)
	service_letters.issue(orders.make_letter(one, **mine, tickets=[{"ticket": one}]))


@pytest.mark.clause("R107")
def test_the_project_department_leaves_drafts_and_letters_of_others_alone(estate):
	ticket = make.make_ticket(estate.unit_a).name
	draft = orders.make_letter(ticket)
	contact = orders.make_letter(ticket, kind="Work Contact Letter", notice_cause=None)
	service_letters.issue(contact)
	with orders.acting(estate.users[roles.PROJECT_DEPARTMENT]):
		draft.reload().body = "改写"
		with pytest.raises(RefusedError, match="sent by another department"):
			draft.save()
		for letter in (draft.name, contact.name):
			with pytest.raises(RefusedError, match="sent by another department"):
				api_letters.withdraw(letter, "x")
		own = orders.make_letter(ticket, kind="Work Contact Letter", notice_cause=None)
		api_letters.issue(own.name)


def test_the_form_knows_the_same_senders():
	script = Path(frappe.get_app_path("fangxiu_app", "public", "js", "fangxiu", "letters.js")).read_text(encoding="utf-8")
	listed = re.search(r"const SENDERS = \[(.*?)\];", script, re.DOTALL)[1]
	assert set(re.findall(r'"([^"]+)"', listed)) == service_letters.SENDERS
