"""Letters with proof of service, and the notice as the ticket's own action (R17, R107, R109)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.contractors.breach import reads_breach_evidence
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import api_letters as letters_api
from fangxiu_app.correspondence import service_letter_texts, service_letters
from fangxiu_app.setup import letter_templates
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import api_work
from tests.site.helpers import factories as make
from tests.site.helpers import orders
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages


@pytest.mark.clause("R107")
def test_a_proven_service_serves_the_ticket_and_starts_the_cure_time(estate, ticket, notice):
	orders.serve(notice)
	stored = frappe.get_doc("Repair Ticket", ticket)
	assert stored.notice_served_at == notice.served_at
	assert stored.cure_until == notice.cure_until == notice.served_at + timedelta(days=7)
	assert notice.name in stored.notice_proof and "张工" in stored.notice_proof
	assert (stored.waiting_on, stored.coordination_result) == ("Project Department", "Pending")
	assert frappe.db.count("Ticket Event", {"ticket": ticket, "action": "serve_notice"}) == 1
	orders.serve(notice, method="Fax", evidence=make.add_evidence(ticket)[0].name)
	assert frappe.db.count("Ticket Event", {"ticket": ticket, "action": "serve_notice"}) == 1


@pytest.mark.clause("R107")
def test_that_the_work_cannot_be_finished_in_time_is_told_before_the_time_is_over(ticket):
	foreseen = {"notice_cause": "Cannot Finish in Time"}
	letter = orders.make_letter(ticket, **foreseen)
	with pytest.raises(RefusedError, match="makes it certain"):
		service_letters.issue(letter)
	letter = orders.make_letter(ticket, **foreseen, notice_reason="瓷砖未订货，厂家交期三周")
	service_letters.issue(letter)
	orders.serve(letter)
	stored = frappe.get_doc("Repair Ticket", ticket)
	assert stored.agreed_completion > now_datetime() and stored.notice_served_at == letter.served_at
	assert (stored.notice_cause, stored.notice_reason) == ("Cannot Finish in Time", "瓷砖未订货，厂家交期三周")
	assert stored.coordination_result == "Pending" and api_work.overview(ticket)["breach"]["stage"] == "Waiting"
	second = orders.make_letter(ticket, kind="Second Notice", earlier=letter.name)
	service_letters.issue(second)
	orders.serve(second)
	assert not frappe.db.get_value("Repair Ticket", ticket, "notice_reason")


@pytest.mark.clause("R107")
def test_cure_days_of_the_letter_win(ticket):
	letter = orders.make_letter(ticket, cure_days=3)
	service_letters.issue(letter)
	orders.serve(letter)
	assert frappe.db.get_value("Repair Ticket", ticket, "cure_until") == letter.served_at + timedelta(days=3)


@pytest.mark.clause("R109")
def test_without_proof_nothing_is_served(ticket, notice):
	with pytest.raises(RefusedError) as refused:
		orders.serve(notice, words_said="", answer_given="")
	assert "Statement Made" in str(refused.value) and "Answer Given" in str(refused.value)
	with pytest.raises(RefusedError):
		orders.serve(notice, method="Registered Mail", tracking_no="EMS1")
	with pytest.raises(RefusedError):
		orders.serve(notice, at=now_datetime() - timedelta(days=1))
	assert not frappe.db.get_value("Repair Ticket", ticket, "notice_served_at")
	assert frappe.db.get_value("Correspondence", notice.name, "state") == "Issued"


@pytest.mark.clause("R109")
def test_a_receipt_is_kept_as_evidence_and_its_file_cannot_be_deleted_or_exchanged(estate, ticket, notice):
	_item, digest = make.add_evidence(ticket)
	file = frappe.db.get_value("Evidence Item", _item.name, "file")
	service_letters.record_service(
		notice,
		{"method": "Hand Delivery", "at": now_datetime(), "receiver_name": "李工", "file": file},
	)
	kept = frappe.get_doc("Evidence Item", notice.services[0].evidence)
	assert (kept.sha256, kept.kind, kept.ticket) == (digest, "Delivery Proof", ticket)
	original = frappe.get_doc("File", {"file_url": file})
	with pytest.raises(LockedFieldError):
		original.delete()
	original.is_private = 0
	with pytest.raises(LockedFieldError):
		original.save()


def test_the_owner_of_a_file_cannot_remove_evidence_over_rest(estate, ticket):
	engineer = estate.users[roles.ENGINEER]
	with orders.acting(engineer):
		item, _digest = make.add_evidence(ticket)
	frappe.db.commit()
	own = {"file_url": item.file, "owner": engineer}
	file = frappe.db.get_value("File", own, order_by="creation desc")
	api = Api(engineer)
	assert api("DELETE", f"/api/resource/File/{file}")[0] == 417
	remove = {"fid": file, "dt": "Evidence Item", "dn": item.name}
	assert api.post("/api/method/frappe.desk.form.utils.remove_attach", **remove)[0] in (403, 417)
	frappe.db.rollback()
	assert frappe.db.exists("File", file)


@pytest.mark.clause("R17")
def test_what_was_issued_stands(estate, notice):
	with orders.acting(estate.users[roles.MANAGER]):
		for values in ({"body": "x"}, {"subject": "x"}, {"cure_days": 99}):
			doc = frappe.get_doc("Correspondence", notice.name).update(values)
			with pytest.raises(LockedFieldError):
				doc.save()
		for values in ({"state": "Closed"}, {"served_at": now_datetime()}, {"outcome": "Cured"}):
			doc = frappe.get_doc("Correspondence", notice.name).update(values)
			with pytest.raises(LockedFieldError):
				doc.save()
	with pytest.raises(LockedFieldError):
		frappe.delete_doc("Correspondence", notice.name)


def test_proofs_are_not_typed_into_the_table(estate, notice):
	frappe.db.commit()
	row = {"method": "Phone", "at": "2026-01-01 08:00:00", "receiver_name": "x"}
	code, _body = Api(estate.users[roles.MANAGER]).put(
		f"/api/resource/Correspondence/{notice.name}", services=[row]
	)
	frappe.db.rollback()
	assert code == 417
	assert not frappe.db.count("Service Proof", {"parent": notice.name})


@pytest.mark.clause("R17")
def test_reply_outcome_and_withdrawal(notice, ticket):
	with pytest.raises(RefusedError):
		service_letters.close(notice, "Not Cured")
	with pytest.raises(RefusedError):
		service_letters.withdraw(notice, "")
	orders.serve(notice)
	service_letters.record_reply(notice, "三天内到场", None, make.photo("回函.png"))
	with pytest.raises(RefusedError):
		service_letters.withdraw(notice, "x")
	with pytest.raises(RefusedError):
		service_letters.close(notice, "Perhaps")
	with pytest.raises(RefusedError, match="time to cure runs until"):
		service_letters.close(notice, "Not Cured", "不来了")
	notice.cure_until = make.ago(minutes=1)
	service_letters.close(notice, "Not Cured", "逾期未到场")
	assert (notice.state, notice.outcome, notice.reply_text) == ("Closed", "Not Cured", "三天内到场")
	with pytest.raises(RefusedError):
		orders.serve(notice)


@pytest.mark.clause("R17")
def test_every_template_can_be_filled_in_for_a_ticket(estate, ticket, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "zh")
	for name in frappe.get_all("Letter Template", pluck="name"):
		made = service_letter_texts.compose(name, [ticket], estate.a, estate.general)
		assert "{{" not in made["body"] and "{%" not in made["body"]
		assert "1501" in made["body"] and made["subject"]
	places = "".join(f"{{{{ {word} }}}}" for word in (*service_letter_texts.PLACES, service_letter_texts.TICKETS))
	filled = service_letter_texts.render(places, service_letter_texts.SAMPLE)
	assert filled == service_letter_texts.render(
		"{{ project }}{{ contractor }}{{ receiver }}{{ cure_days }}{{ phone }}{{ earlier }}{{ today }}1. 3-2-1501 主卧卫生间渗漏（工单 RT-1，已逾期 3 天）",
		service_letter_texts.SAMPLE,
	)
	broken = frappe.get_doc("Letter Template", "维修逾期知会")
	broken.body = "{{ contractor"
	with pytest.raises(frappe.ValidationError):
		broken.save()
	frappe.clear_messages()


def test_a_slip_in_a_place_of_a_template_is_named(estate):
	slip = frappe.get_doc("Letter Template", "维修逾期知会")
	slip.subject = "关于{{ 项目名 }}的知会"
	with pytest.raises(frappe.ValidationError, match="项目名"):
		slip.save()


def test_a_template_cannot_reach_beyond_its_facts(estate):
	"""Saving a template with code once made its author System Manager."""
	user = estate.users[roles.ADMINISTRATOR]
	attack = "{{ frappe.get_doc('User', 'USER').append('roles', {'role': 'System Manager'}).save() }}".replace("USER", user)
	for text in (attack, "{{ contractor.__class__.__mro__ }}", "{% for row in tickets %}{{ row.unit }}{% endfor %}"):
		assert service_letter_texts.render(text, service_letter_texts.SAMPLE) == text, "it is not run"
		template = frappe.get_doc("Letter Template", "维修逾期知会")
		template.body = text
		with pytest.raises(frappe.ValidationError, match="nothing fills in"):
			template.save()
	frappe.db.commit()
	api = Api(user)
	code, _body = api.put("/api/resource/Letter Template/维修逾期知会", body=attack)
	assert code == 417
	assert "System Manager" not in frappe.get_roles(user)


def test_a_template_is_read_before_it_is_saved(estate, ticket):
	"""With a sample or a ticket its author may read; what nothing fills in is named, code is shown and not run."""
	admin, clerk = Api(estate.users[roles.ADMINISTRATOR]), Api(estate.users[roles.CLERK])
	other = make.make_ticket(estate.unit_b).name
	frappe.db.commit()  # requests read by a connection of their own
	way, code = "/api/method/fangxiu_app.correspondence.api_letters.preview", "{{ frappe.session.user }}"
	given = {"subject": "关于{{ 项目 }}", "body": f"{{{{ 工单清单 }}}} {{{{ 项目名 }}}} {code}"}
	sample = admin.post(way, **given)[1]["message"]
	assert sample["subject"] == "关于翠湖天地一期" and "主卧卫生间渗漏" in sample["body"]
	assert code in sample["body"] and sample["unknown"] == ["项目名", code] and "今天" in sample["places"]
	real = admin.post(way, **given, ticket=ticket)[1]["message"]
	assert ticket in real["body"] and frappe.db.get_value("Project", estate.a, "project_name") in real["subject"]
	assert clerk.post(way, **given)[0] == 403
	frappe.local.conf.throttle_user_limit = 1000
	of_a = Api(make._user(roles.ADMINISTRATOR, (estate.a,), "administrator.of.letters"))
	assert of_a.post(way, **given, ticket=ticket)[0] == 200
	assert of_a.post(way, **given, ticket=other)[0] == 403


def test_stored_templates_are_converted_or_named(estate):
	loop = "各位：{% for row in tickets %}{{ row.unit }}{% endfor %}"
	names = frappe.get_all("Letter Template", pluck="name", limit=2)
	frappe.db.set_value("Letter Template", names[0], {"body": loop, "enabled": 1})
	frappe.db.set_value("Letter Template", names[1], {"body": "{{ frappe.session.user }}", "enabled": 1})
	assert letter_templates.convert() == [names[1]]
	assert frappe.db.get_value("Letter Template", names[0], ["body", "enabled"]) == ("各位：{{ 工单清单 }}", 1)
	assert frappe.db.get_value("Letter Template", names[1], "enabled") == 0
	assert letter_templates.convert() == []
	assert letter_templates.NAMES >= set(service_letter_texts.PLACES) | {service_letter_texts.TICKETS} | set(service_letter_texts.PLACES.values())


@pytest.mark.clause("R107")
def test_nobody_commissions_by_hand(estate, ticket):
	frappe.db.commit()
	api = Api(estate.users[roles.MANAGER])
	values = {"third_party": estate.waterproofer}
	data = {"ticket": ticket, "action": "commission_third_party", "values": values}
	code, body = api.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **data)
	assert code == 417 and "第三方委托" in messages(body)


@pytest.mark.clause("R107")
def test_the_ladder_of_a_ticket(estate, ticket):
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert service_letters.next_step(doc).code == "write_notice"
	letter = orders.make_letter(ticket)
	assert service_letters.next_step(doc).code == "issue_notice"
	service_letters.issue(letter)
	orders.serve(letter)
	step = service_letters.next_step(doc.reload())
	assert (step.code, step.letter, step.until) == ("wait", letter.name, letter.cure_until)
	failed = {"coordination_result": "Failed", "coordination_note": "x"}
	service_transitions.perform(ticket, "record_coordination", failed)
	assert service_letters.next_step(doc.reload()).code == "third_party"
	assert count_queries(lambda: service_letters.next_step(doc)) <= 4


def over(letter) -> None:
	"""The cure time has run out."""
	frappe.db.set_value("Correspondence", letter.name, "cure_until", make.ago(minutes=1))
	frappe.db.set_value("Repair Ticket", letter.ticket, "cure_until", make.ago(minutes=1))


@pytest.mark.clause("R107")
def test_where_two_notices_are_wanted_hint_gate_order_and_ladder_say_so_alike(estate, ticket, monkeypatch):
	monkeypatch.setattr(reads_breach_evidence, "wanted", lambda: 2)
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter)
	over(letter)
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert service_letters.next_step(doc).code == "second_notice"
	hint = api_work.overview(ticket)["breach"]
	ended = frappe.db.get_value("Correspondence", letter.name, "cure_until")
	assert hint["stage"] == "Second" and str(ended)[:16] in hint["text"]
	assert letter.name in letters_api.step(letter.name)["text"]
	with pytest.raises(RefusedError, match="want another one"):
		service_transitions.perform(ticket, "commission_third_party", {"third_party": estate.waterproofer})
	asked = orders.make_order(ticket, estate.waterproofer)
	with pytest.raises(RefusedError, match="want another one"):
		service_approvals.request(asked)
	second = orders.make_letter(ticket, kind="Second Notice")
	service_letters.issue(second)
	orders.serve(second)
	assert service_letters.next_step(doc.reload()).code == "wait"
	over(second)
	assert service_letters.next_step(doc).code == "third_party"
	assert api_work.overview(ticket)["breach"]["stage"] == "Ended"
	done = service_transitions.perform(ticket, "commission_third_party", {"third_party": estate.waterproofer})
	assert done.status == "Third Party"


@pytest.mark.clause("R107")
def test_an_earlier_receipt_proved_later_moves_the_tickets_time_too(ticket):
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	frappe.db.set_value("Correspondence", letter.name, "issued_at", make.ago(hours=9))
	frappe.db.set_value("Repair Ticket", ticket, "accepted_at", make.ago(hours=10))
	orders.serve(letter.reload())
	first = letter.cure_until
	orders.serve(letter, reason="回执今日寄到", at=make.ago(hours=3))
	stored = frappe.db.get_value("Repair Ticket", ticket, ["notice_served_at", "cure_until"])
	assert letter.cure_until < first and tuple(stored) == (letter.served_at, letter.cure_until)


@pytest.mark.clause("R107")
def test_letters_of_before_the_ticket_was_reopened_say_nothing_about_the_new_round(ticket):
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter)
	over(letter)
	assert service_letters.next_step(frappe.get_doc("Repair Ticket", ticket)).code == "third_party"
	forgotten = dict.fromkeys(("notice_served_at", "cure_until", "coordination_result"))
	frappe.db.set_value("Repair Ticket", ticket, {"accepted_at": frappe.utils.now_datetime(), **forgotten})
	frappe.db.set_value("Correspondence", letter.name, "issued_at", make.ago(minutes=5))
	assert service_letters.next_step(frappe.get_doc("Repair Ticket", ticket)).code == "write_notice"
	assert api_work.overview(ticket)["breach"] == {}


def test_one_letter_about_several_tickets_serves_each(estate, ticket):
	other = make.make_ticket(estate.unit_a2).name
	make.walk(other, "start")
	letter = orders.make_letter(ticket, tickets=[{"ticket": ticket}, {"ticket": other}])
	service_letters.issue(letter)
	orders.serve(letter)
	for name in (ticket, other):
		assert frappe.db.get_value("Repair Ticket", name, "notice_served_at") == letter.served_at


@pytest.mark.clause("R107")
def test_a_notice_goes_to_the_contractor_and_the_project_department_confirms_that_it_has_it(estate, ticket):
	astray = orders.make_letter(ticket, to_party="Project Department", to_name="项目部")
	with pytest.raises(RefusedError, match="not to: Project Department"):
		service_letters.issue(astray)
	letter = orders.make_letter(ticket)
	with orders.acting(estate.users[roles.PROJECT_DEPARTMENT]):
		with pytest.raises(RefusedError):
			letters_api.acknowledge(letter.name)  # a draft is nobody's yet
	service_letters.issue(letter)
	assert frappe.db.exists("Outbox Message", {"reference_name": letter.name, "subject": ("like", f"%{letter.letter_no}%")})
	with orders.acting(estate.users[roles.ENGINEER]):
		with pytest.raises(frappe.PermissionError):
			letters_api.acknowledge(letter.name)
	with orders.acting(estate.users[roles.PROJECT_DEPARTMENT]):
		letters_api.acknowledge(letter.name)
		with pytest.raises(RefusedError, match="confirmed it already"):
			letters_api.acknowledge(letter.name)
		for action, values in (("withdraw", {"reason": "x"}), ("record_reply", {"text": "x"}), ("close", {"outcome": "Cured"}), ("record_service", {"proof": {}})):
			with pytest.raises(RefusedError, match="sent by another department"):
				getattr(letters_api, action)(letter.name, **values)
	letter.reload()
	assert letter.project_received_by == estate.users[roles.PROJECT_DEPARTMENT] and letter.project_received_at
	letter.project_received_at = None
	with pytest.raises(LockedFieldError):
		letter.save()


@pytest.mark.clause("R107")
def test_who_issued_the_notice_does_not_confirm_it(estate, ticket):
	with orders.acting(estate.users[roles.PROJECT_DEPARTMENT]):
		letter = orders.make_letter(ticket)
		letters_api.issue(letter.name)
		with pytest.raises(RefusedError, match="does not confirm its receipt"):
			letters_api.acknowledge(letter.name)


@pytest.mark.clause("R107", "R111")
def test_what_the_project_department_received_is_no_notice_to_the_contractor(ticket, notice):
	"""Letters of before that were served on the project department start no cure time and prove no breach."""
	orders.serve(notice)
	assert reads_breach_evidence.notices([ticket])[ticket][0].served_at
	frappe.db.set_value("Correspondence", notice.name, "to_party", "Project Department")
	assert reads_breach_evidence.notices([ticket]) == {}
