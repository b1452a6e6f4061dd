"""Lists of the desk call what a phone has sent, and what is in the log of a ticket, as their buttons do."""

from __future__ import annotations

import frappe

from fangxiu_app.field import entry_words, rules_my_day
from fangxiu_app.tickets.life.rules_ticket_table import BY_ACTION


def test_whatever_is_written_down_by_a_code_has_words_on_the_desk(site, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "zh")
	bootinfo = frappe._dict()
	entry_words.extend(bootinfo)
	said = bootinfo.fx_acts
	codes = {*rules_my_day.ACTIONS, *rules_my_day.RECORDS, *BY_ACTION, "report", "reassign"}
	assert codes <= set(said)
	assert not [code for code, word in said.items() if word.isascii()]
	assert (said["patrol"], said["recheck"]) == ("完成巡查", "登记复验")


def test_rows_that_are_called_by_a_key_show_what_they_are_about(site):
	for doctype in ("Phone Entry", "Ticket Event", "Clock Escalation", "Custody Entry", "Access Link", "Approval Log"):
		meta = frappe.get_meta(doctype)
		assert meta.title_field and meta.get_field(meta.title_field)
