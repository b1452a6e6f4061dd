"""What a compensation rests on: reasons of signers, papers that exist, bytes that stay, parts that are given once (R16, R110)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.money.payments import api_compensations, service_compensations
from tests.site.approvals.test_races_of_documents import at_once, call, codes
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders, stock
from tests.site.helpers.rest import Api, messages
from tests.site.money.test_compensations import NAME, approve, draft, pay, settle

OWN_ESTATE = True
APPROVAL = "/api/method/fangxiu_app.overview.api_approval."
SIGN = "/api/method/fangxiu_app.money.payments.api_compensations.sign"


@pytest.fixture
def ticket(estate) -> str:
	name = make.make_ticket(estate.unit_a).name
	frappe.db.set_value("Repair Ticket", name, "responsibility", "To Be Judged")
	return name


@pytest.mark.clause("R16", "R110")
def test_the_author_does_not_write_what_the_signer_answers_for(estate, ticket):
	"""Two repair managers: one asks for approval and would write the reason; the other one signs, and writes it."""
	author, other = estate.users[roles.CUSTOMER_SERVICE], estate.users[roles.MANAGER]
	with orders.extra_role(author, roles.MANAGER):
		case = draft(estate, ticket, agreed=2300)
		with orders.acting(author):
			service_approvals.request(case)
		frappe.db.commit()  # requests read it in a transaction of their own
		path = f"/api/resource/{NAME}/{case.name}"
		code, body = Api(author).put(path, above_reason="自己写的理由")
		assert code == 417 and "不能" in messages(body), body
		code, body = Api(other).put(path, above_reason="业主补交了发票")
		assert code == 200, body
		frappe.db.rollback()
		assert case.reload().above_reason == "业主补交了发票"
		orders.sign(case, other)
		frappe.db.commit()  # requests read it in a transaction of their own
		code, body = Api(other).put(path, above_reason="签后改写")
		assert code == 417, "who has signed writes no more"
		frappe.db.rollback()


@pytest.mark.clause("R16", "R107")
def test_the_author_of_an_order_does_not_choose_the_price_basis(estate):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	author = estate.users[roles.SUPERVISOR]
	with orders.extra_role(author, roles.COST_DEPARTMENT):
		with orders.acting(author):
			order = orders.make_order(ticket, estate.waterproofer)
			service_approvals.request(order)
		turn = service_approvals.progress(order).steps.index(roles.COST_DEPARTMENT)
		orders.sign(order, *(estate.users[role] for role in service_approvals.progress(order).steps[:turn]))
		assert order.reload().approval_role == roles.COST_DEPARTMENT
		frappe.db.commit()  # requests read it in a transaction of their own
		path = f"/api/resource/Third Party Order/{order.name}"
		assert Api(author).put(path, price_basis="Market Price")[0] == 417
		code, body = Api(estate.users[roles.COST_DEPARTMENT]).put(path, price_basis="Market Price")
		assert code in (200, 403), body
		frappe.db.rollback()


@pytest.mark.clause("R110")
def test_a_paper_that_is_not_here_authorises_nobody(estate, ticket):
	service = Api(estate.users[roles.CUSTOMER_SERVICE])
	case = approve(estate, draft(estate, ticket))
	own = money.proof(estate.users[roles.CUSTOMER_SERVICE])
	frappe.db.commit()  # requests read it in a transaction of their own
	signed = {"compensation": case.name, "signed_by": "任何人", "signed_on": today(), "file": own}
	for authorisation in ("x", "/private/files/no-such-paper.pdf", "https://example.com/x.pdf"):
		code, body = service.post(SIGN, **signed, authorisation=authorisation)
		assert code == 417 and "授权" in messages(body), (authorisation, body)
	frappe.db.rollback()
	assert case.reload().status == "Approved"


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("values", "said"),
	[
		({"account_holder": "李红", "account_reason": "夫妻", "account_file": "x"}, "account is that of 李红"),
		({"representative": "李红", "representative_file": "x"}, "attach the Authorisation"),
	],
)
def test_the_papers_of_the_account_and_the_representative_are_files_that_are_here(estate, ticket, values, said):
	field = next(name for name in values if name.endswith("_file"))
	case = draft(estate, ticket, **{**values, field: None})
	frappe.db.set_value(NAME, case.name, field, "x")  # as it could be written before
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]), pytest.raises(RefusedError, match=said):
		service_approvals.request(case.reload())
	case.reload().set(field, "/private/files/no-such-paper.pdf")
	with pytest.raises(files.FileAddressError, match="it is not here"):
		case.save()


@pytest.mark.clause("R109", "R110")
def test_signed_papers_are_not_exchanged_under_their_address(estate, ticket):
	"""Neither while it is being approved nor after: the uploader may not delete the file, nor put others' bytes there."""
	user = estate.users[roles.CUSTOMER_SERVICE]
	paper = money.proof(user)
	case = draft(estate, ticket, representative="李红", representative_file=paper)
	name = frappe.db.get_value("File", {"file_url": paper}, "name")
	assert not files.held(paper), "the draft is its author's"
	with orders.acting(user):
		service_approvals.request(case)
	frappe.db.commit()  # requests read it in a transaction of their own
	service = Api(user)
	assert files.held(paper)
	code, body = service("DELETE", f"/api/resource/File/{name}")
	assert code == 417 and frappe.db.exists("File", name), body
	case = approve_rest(estate, case)
	frappe.db.commit()  # requests read it in a transaction of their own
	for file in frappe.get_all("File", {"file_url": paper}, pluck="name"):
		assert service("DELETE", f"/api/resource/File/{file}")[0] in (403, 417)
		assert service.put(f"/api/resource/File/{file}", is_private=0)[0] in (403, 417)
	frappe.db.rollback()
	assert files.kept(paper) and service_approvals.is_intact(case.reload())


def approve_rest(estate, case):
	steps = service_approvals.progress(case.reload()).ahead
	return orders.sign(case, *(money.finance(estate) if role == roles.FINANCE else estate.users[role] for role in steps))


@pytest.mark.clause("R38", "R110")
def test_a_part_is_given_by_one_row_of_one_compensation(estate, ticket):
	_list, item = stock.stocked(estate.a, estate.general)
	make.walk(ticket, "start")
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	part = stock.reserve(ticket, item, 2)
	goods = {"kind": "Goods From Store", "description": "同款龙头两只", "value": 150, "ticket_part": part.name}
	twice = draft(estate, ticket, benefits=[goods, goods])
	assert [one.code for one in service_compensations.missing(twice)] == ["benefit_part_twice"]
	first, second = (draft(estate, ticket, benefits=[goods]) for _each in range(2))
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		service_approvals.request(first)
		with pytest.raises(RefusedError, match=f"given by compensation {first.name} already"):
			service_approvals.request(second)
		service_approvals.send_back(first, "另选物品")
		service_approvals.request(second)
	waiver = draft(estate, ticket, benefits=[{**goods, "kind": "Gift or Voucher"}])
	assert waiver.benefits[0].ticket_part is None, "only goods are taken from the store"


@pytest.mark.clause("R38", "R110")
def test_what_went_into_the_repair_is_given_to_nobody(estate, ticket):
	"""A part that is issued before anything was agreed has been fitted; one is reserved and issued after the signature."""
	_list, item = stock.stocked(estate.a, estate.general)
	make.walk(ticket, "start")
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	part = stock.reserve(ticket, item, 2)
	case = draft(estate, ticket, benefits=[{"kind": "Goods From Store", "description": "同款龙头两只", "value": 150, "ticket_part": part.name}])
	part.issue()
	assert [one.code for one in service_compensations.missing(case)] == ["benefit_part_used"]
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]), pytest.raises(RefusedError, match="issued for the repair already"):
		service_approvals.request(case)
	part.reload().undo_issue()
	with orders.acting(estate.users[roles.CUSTOMER_SERVICE]):
		service_approvals.request(case.reload())


@pytest.mark.clause("R38", "R110")
def test_of_two_that_give_one_part_at_the_same_moment_one_is_told_of_the_other(estate, ticket):
	_list, item = stock.stocked(estate.a, estate.general)
	make.walk(ticket, "start")
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "To Be Judged")
	part = stock.reserve(ticket, item, 2)
	goods = {"kind": "Goods From Store", "description": "同款龙头两只", "value": 150, "ticket_part": part.name}
	cases = [draft(estate, ticket, benefits=[goods]) for _each in range(2)]
	service = Api(estate.users[roles.CUSTOMER_SERVICE])
	asked = [call(service, "overview.api_approval.request", doctype=NAME, name=case.name) for case in cases]
	assert sorted(codes(at_once(*asked))) == [200, 417]


@pytest.mark.clause("R109", "R110")
def test_what_the_settlement_needs_is_asked_for_before_the_approval(estate, ticket):
	case = draft(estate, ticket, shown=False)
	assert [one.code for one in service_compensations.missing(case)] == ["compensation_unproved", "settlement_terms"]
	user = estate.users[roles.CUSTOMER_SERVICE]
	with orders.acting(user):
		with pytest.raises(RefusedError, match="Press Add Photos"):
			service_approvals.request(case)
		api_compensations.add_photos(case.name, case.reload().items[0].loss_no, [money.proof(user)])
		case.reload().update({"terms": "七日内付清"}).save()
		assert service_approvals.request(case)


@pytest.mark.clause("R109", "R110")
def test_evidence_is_added_beside_what_was_signed_until_the_owner_is_paid(estate, ticket):
	"""The seals hold, the row says when it came; while somebody signs, and once it is settled, nothing is added."""
	user = estate.users[roles.CUSTOMER_SERVICE]

	def add(case):
		with orders.acting(user):
			made = api_compensations.add_photos(case.name, case.items[0].loss_no, [money.proof(user)])
		return case.reload() and made

	case = draft(estate, ticket)
	with orders.acting(user):
		service_approvals.request(case)
	with pytest.raises(RefusedError, match="no evidence is added now"):
		add(case)
	case = approve_rest(estate, case)
	assert "presses Record Settlement" in case.next_step()
	signed = [row.evidence for row in case.photos]
	first = add(case)
	bill = settle(estate, case)
	second = add(case)
	assert [row.evidence for row in case.photos] == [*signed, *first, *second]
	assert [bool(row.added_at) for row in case.photos] == [False, True, True]
	assert service_approvals.is_intact(case) and f"to {case.payee_name}" in case.next_step()
	pay(bill)
	assert case.reload().status == "Settled" and service_approvals.is_intact(case)
	with pytest.raises(RefusedError, match="no evidence is added now"):
		add(case)
	with orders.acting(estate.users[roles.MANAGER]):
		case.photos[-1].evidence = signed[0]
		with pytest.raises(frappe.PermissionError):
			case.save()


@pytest.mark.clause("R109", "R110")
def test_a_loss_is_shown_by_evidence_of_its_flat_and_signed_with_it(estate, ticket):
	"""Not by a picture of another flat, nor by one that says it came after the last signature."""
	elsewhere, _sum = make.add_evidence(make.make_ticket(estate.unit_a2).name)
	case = draft(estate, ticket)
	case.append("photos", {"loss_no": 1, "evidence": elsewhere.name})
	with pytest.raises(RefusedError, match="is of ticket"):
		case.save()
	case.reload()
	near, _sum = make.add_evidence(make.make_ticket(estate.unit_a).name)
	case.append("photos", {"loss_no": 1, "evidence": near.name, "added_at": "2026-01-01 00:00:00"})
	case.save()
	assert [row.added_at for row in case.photos if row.evidence == near.name] == [None]
