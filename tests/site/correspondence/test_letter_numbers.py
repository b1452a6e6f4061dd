"""Letters, notices of deduction and third party notices carry the number the agreement or the settings write (R107, R114)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import today
from frappe.www.printview import get_html_and_style

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.correspondence import service_letters
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders

OWN_ESTATE = True
PATTERN = "{{ 合同编号 }}-{{ 类别 }}-{{ 年份 }}-{{ 序号 }}"


def year() -> str:
	return today()[:4]


@pytest.fixture
def project(estate) -> str:
	return frappe.db.get_value("Project", estate.a, "project_name")


def issued(estate, **values):
	letter = orders.make_letter(make.make_ticket(estate.unit_a).name, contractor=estate.general, **values)
	service_letters.issue(letter)
	return letter


@pytest.mark.clause("R107", "R114")
def test_a_letter_is_numbered_when_it_is_issued(estate, project):
	ticket = make.make_ticket(estate.unit_a).name
	with pytest.raises(LockedFieldError):
		orders.make_letter(ticket, contractor=estate.general, letter_no="自编-1")
	assert not orders.make_letter(ticket, contractor=estate.general).letter_no
	first, second = issued(estate), issued(estate)
	serial = int(first.letter_no.rsplit("-", 1)[1])
	assert first.letter_no == f"{project}-函-{year()}-{serial:03d}"
	assert second.letter_no == f"{project}-函-{year()}-{serial + 1:03d}"
	html = get_html_and_style("Correspondence", first.name, "Correspondence Letter", no_letterhead=True)["html"]
	assert html.count(first.letter_no) == 2 and first.name not in html


@pytest.mark.clause("R107", "R114")
def test_each_contract_counts_its_letters_and_its_deductions_by_itself(estate):
	one, other = (
		money.agreement(estate, contract_no=number, letter_number_pattern=PATTERN) for number in ("SG-07", "SG-08")
	)
	numbers = [issued(estate, agreement=agreement.name).letter_no for agreement in (one, other, one)]
	assert numbers == [f"SG-07-函-{year()}-001", f"SG-08-函-{year()}-001", f"SG-07-函-{year()}-002"]
	doc = money.deduction(one, money.order(estate, one)[0])
	assert doc.letter_no == f"SG-07-扣款-{year()}-001"
	doc.facts = "整改期满未维修，已委托第三方"
	assert doc.save().letter_no == f"SG-07-扣款-{year()}-001"
	html = get_html_and_style("Contractor Deduction", doc.name, "Deduction Notice Form", no_letterhead=True)["html"]
	assert html.count(doc.letter_no) == 2 and doc.name not in html


@pytest.mark.clause("R114")
def test_a_deduction_keeps_the_number_it_was_given(estate):
	agreement = money.agreement(estate, contract_no="SG-09", letter_number_pattern=PATTERN)
	doc = money.deduction(agreement, money.order(estate, agreement)[0])
	doc.letter_no = "SG-09-扣款-2020-001"
	with pytest.raises(frappe.ValidationError):
		doc.save()


@pytest.mark.clause("R112", "R114")
def test_the_letter_on_a_third_party_is_numbered_when_the_order_is_approved(estate, project):
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer, letter_no="自编-2", price_basis="Market Price")
	assert not order.letter_no
	service_approvals.request(order)
	orders.sign(order, estate.users[roles.MANAGER], estate.users[roles.COST_DEPARTMENT])
	order.reload()
	assert order.docstatus == 1 and order.letter_no.startswith(f"{project}-第三方-{year()}-")
	html = get_html_and_style("Third Party Order", order.name, "Third Party Notice Letter", no_letterhead=True)["html"]
	letter = frappe.db.get_value("Correspondence", order.notice, "letter_no")
	assert order.letter_no in html and letter in html
	sheet = get_html_and_style("Third Party Order", order.name, "Third Party Order Sheet", no_letterhead=True)["html"]
	assert order.name in sheet and order.letter_no not in sheet


@pytest.mark.clause("R114")
@pytest.mark.parametrize("pattern", ["{{ 年份 }}", "{{ 月份 }}-{{ 序号 }}", "{% if 1 %}{{ 序号 }}{% endif %}"])
def test_a_pattern_that_cannot_be_followed_is_refused_when_it_is_entered(estate, pattern):
	settings = frappe.get_doc("Fangxiu Settings")
	settings.letter_number_pattern = pattern
	with pytest.raises(RefusedError, match="Numbers of Letters"):
		settings.save()
	agreement = money.agreement(estate)
	agreement.letter_number_pattern = pattern
	with pytest.raises(RefusedError, match="Numbers of Letters"):
		agreement.save()


@pytest.mark.clause("R114")
def test_an_area_is_written_out_in_the_settings(estate):
	frappe.db.set_single_value("Fangxiu Settings", "letter_number_pattern", "华东区-{{ 年份 }}-{{ 序号 }}")
	frappe.clear_document_cache("Fangxiu Settings")
	assert issued(estate).letter_no.startswith(f"华东区-{year()}-")
	frappe.clear_document_cache("Fangxiu Settings")


@pytest.mark.clause("R107", "R114")
def test_no_two_papers_have_one_number_however_their_patterns_are_written(estate):
	"""Each spacing of a place had a counter of its own, and so had a pattern that writes out what another one fills in."""
	named = f"{estate.a}-{frappe.generate_hash(length=6)}"
	patterns = ["{{合同编号}}-{{ 序号 }}", "{{ 合同编号 }}-{{序号}}", f"{named}-{{{{ 序号 }}}}", f"{named}--{{{{  序号 }}}}"]
	agreements = [money.agreement(estate, contract_no=named, letter_number_pattern=pattern).name for pattern in patterns]
	numbers = [issued(estate, agreement=agreement).letter_no for agreement in (*agreements, *agreements)]
	assert numbers == [f"{named}-{serial:03d}" for serial in range(1, 9)]
	taken = issued(estate, agreement=money.agreement(estate, letter_number_pattern=f"{named}-00{{{{ 序号 }}}}").name).letter_no
	frappe.db.set_value("Correspondence", {"letter_no": numbers[0]}, "letter_no", f"{named}-00002")
	again = issued(estate, agreement=money.agreement(estate, letter_number_pattern=f"{named}-00{{{{ 序号 }}}}").name).letter_no
	assert (taken, again) == (f"{named}-00001", f"{named}-00003"), "a number that a paper has is passed over"
