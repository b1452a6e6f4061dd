"""No English stands on the screens of the main job."""

from __future__ import annotations

import re

import frappe
import pytest

from fangxiu_app.tickets.life import service_transitions
from tests.e2e.desk import Desk, Intake
from tests.site.helpers import factories

#: Codes that stay as they are: clauses, keys, numbers of documents, the zone of a time, units of measure.
CODES = re.compile(
	r"R\d+|Ctrl\+Enter|ID|SHA-256|m²|(RT|RR|RP|SV|TH|OC|EV|WA|QW|PROJ)-[\d-]+|Asia/Shanghai|\d+-\d+-\d+[\d :s]*|R\d+-R\d+"
)
WORDS = re.compile(r"[A-Za-z]{2,}")
LABELS = ", ".join(
	(
		".layout-main-section .control-label",
		".layout-main-section .help-box",
		".layout-main-section .widget-title",
		".layout-main-section .section-head",
		".layout-main-section .link-content",
		".layout-main-section .indicator-pill",
		".layout-main-section button",
		".layout-main-section th",
		".comment-input-header",
		".form-tabs .nav-link",
		".page-head .title-text",
		".page-head .primary-action",
		".fx-path li",
		".fx-chip",
		".fx-banner",
		".fx-why",
		".list-row-head .list-row-col",
		".navbar .dropdown-menu.show .dropdown-item",
		".modal.show .control-label",
		".modal.show .modal-title",
		".modal.show button",
		".modal.show h6",
		".modal.show th",
		".modal.show td",
		".modal.show option",
	)
)


def english(desk: Desk) -> list[str]:
	"""Visible labels with an English word in them, codes apart."""
	desk.page.wait_for_timeout(800)
	found = desk.page.locator(LABELS).evaluate_all(
		"nodes => nodes.filter(n => n.tagName === 'OPTION' || n.offsetParent !== null).map(n => n.innerText.trim())"
	)
	assert len(found) > 5, "nothing to look at: the page has not been drawn"
	return sorted({text for text in found if WORDS.search(CODES.sub("", text))})


@pytest.fixture(scope="module")
def ticket(estate):
	made = factories.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	frappe.set_user(estate.users["Repair Engineer"])
	service_transitions.perform(made, "accept")
	frappe.db.commit()
	return made


def test_workspace_and_intake_dialog_are_chinese(desk):
	clerk = desk("Repair Clerk")
	clerk.open("repair-desk")
	clerk.page.locator(".number-widget-box .number").nth(5).wait_for()
	assert english(clerk) == []
	intake = Intake(clerk)
	intake.choose_unit("1501", "3-2-1501")
	intake.problem(1, "主卧卫生间", "卫生间渗漏")
	assert english(clerk) == []


def test_the_tips_of_a_list_are_chinese(desk, ticket):
	clerk = desk("Repair Clerk")
	clerk.open("repair-request")
	clerk.page.locator(".list-row [data-name]").first.wait_for(state="attached")
	tips = clerk.page.locator(".list-row .list-row-col [title*=': '], .list-row .list-row-col [title*='：']")
	said = tips.evaluate_all("nodes => nodes.map(node => node.closest('[title]')?.title || '')")
	assert any(said), "no column of the list has a tip"
	assert [text for text in said if WORDS.search(CODES.sub("", text))] == []


@pytest.mark.parametrize("menu", [".dropdown-navbar-user", ".dropdown-help"])
def test_the_menus_of_every_page_are_chinese(desk, menu):
	clerk = desk("Repair Clerk")
	clerk.open("repair-desk")
	clerk.page.locator(f"{menu} .dropdown-toggle, {menu} [data-toggle=dropdown]").first.click()
	assert clerk.page.locator(".navbar .dropdown-menu.show .dropdown-item:visible").count() > 2
	assert english(clerk) == []


def test_ticket_form_and_its_dialogs_are_chinese(desk, ticket):
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	for tab in engineer.page.locator(".form-tabs .nav-link:visible").all():
		tab.click()
		assert english(engineer) == []
	engineer.page.locator("[data-clock]").first.click()
	assert english(engineer) == []
	engineer.page.keyboard.press("Escape")
	engineer.page.locator(".fx-next").click()
	engineer.dialog.wait_for()
	assert english(engineer) == []


@pytest.mark.parametrize(
	"path", ["repair-ticket", "repair-request", "repair-plan/new", "site-visit/new", "owner-contact/new"]
)
def test_lists_and_new_forms_are_chinese(desk, ticket, path):
	engineer = desk("Repair Engineer")
	engineer.open(path)
	assert english(engineer) == []
