from __future__ import annotations

from itertools import pairwise

import frappe
from frappe.utils import get_datetime, get_fullname, getdate, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.money.deductions import reads_deductions, reads_waiting
from fangxiu_app.money.deductions.rules_deduction_age import (
	AGES,
	NOT_DRAFTED,
	NOT_TOLD,
	OWED,
	READY,
	RUNNING,
	SIGNING,
	UNANSWERED,
	Standing,
	age,
	stage,
)

TIMES = ("notified_at", "objection_until", "objected_at", "answered_at", "requested_at")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Open deductions by stage and age (扣款账龄, R111): whose turn it is, since when, and the amount by days since notice.

	What is undecided counts whole, what is posted with what its debit note still asks for; sources of charge that no
	deduction names yet stand by the days since they could have been charged. Two queries.
	"""
	filters, now = frappe._dict(filters or {}), now_datetime()
	rows = []
	for row in reads_deductions.recovery(filters):
		found = stage(_standing(row), now)
		if found and filters.get("stage") in (None, "", found.code):
			rows.append(_row(row, found, now))
	if filters.get("stage") in (None, "", NOT_DRAFTED):
		rows += [_source(row, now) for row in reads_waiting.rows(filters.get("contractor"), filters.get("project"))]
	rows.sort(key=lambda row: -row["age_days"])
	return columns(), [*rows, *_sums(rows)]


def _sums(rows: list[dict]) -> list[dict]:
	"""One line per currency under the rows: what is open in all, and of each age."""
	sums = []
	for currency in sorted({row["currency"] for row in rows}):
		line = {"contractor_name": _("Total"), "currency": currency, "bold": 1}
		for name in ("amount", *(f"age_{index}" for index in range(len(AGES)))):
			line[name] = sum(row.get(name) or 0 for row in rows if row["currency"] == currency)
		sums.append(line)
	return sums


def _standing(row) -> Standing:
	times = {name: get_datetime(row[name]) if row[name] else None for name in TIMES}
	posted_at = get_datetime(row.posting_date)
	created = get_datetime(row.creation)
	return Standing(row.state, created, **times, posted_at=posted_at, owed=money(row.owed))


def _row(row, found, now) -> dict:
	days = (now.date() - get_datetime(row.notified_at or row.creation).date()).days
	amount = row.owed if found.code == OWED else row.total
	awaits = {SIGNING: _(row.approval_role or ""), RUNNING: row.contractor_name, OWED: row.contractor_name}
	return {
		"name": row.name,
		"kind": _(row.source, context="Contractor Deduction"),
		"contractor_name": row.contractor_name,
		"project": row.project,
		"stage": _labels()[found.code],
		"stage_days": (now.date() - found.since.date()).days,
		"awaits": awaits.get(found.code) or get_fullname(row.owner),
		"objection_until": row.objection_until if found.code == RUNNING else None,
		"age_days": days if found.code != NOT_TOLD else 0,
		"amount": amount,
		f"age_{age(days if found.code != NOT_TOLD else 0)}": amount,
		"debit_note": row.debit_note if found.code == OWED else None,
		"currency": row.currency,
	}


def _source(row, now) -> dict:
	"""A source of charge without a deduction, in company currency as billed."""
	days = (now.date() - getdate(row.since)).days
	return {
		"source_type": row.kind,
		"kind": _(row.kind),
		"source": row.name,
		"contractor_name": row.contractor_name,
		"project": row.project,
		"stage": _labels()[NOT_DRAFTED],
		"stage_days": days,
		"awaits": _("Cost Department"),
		"age_days": days,
		"amount": row.cost,
		f"age_{age(days)}": row.cost,
		"currency": frappe.db.get_default("currency"),
	}


def _labels() -> dict[str, str]:
	return {
		NOT_DRAFTED: _("Not Drafted"),
		NOT_TOLD: _("Not Notified"),
		RUNNING: _("Objection Running"),
		UNANSWERED: _("Objection Unanswered"),
		READY: _("Ready for Approval"),
		SIGNING: _("In Approval"),
		OWED: _("Receivable Unpaid"),
	}


def columns() -> list[dict]:
	"""Whose turn it is and the amounts by age stand first and fit a screen of 1440 pixels."""
	heads = [_("{0} to {1} Days").format(first, following - 1) for first, following in pairwise(AGES)]
	heads.append(_("Over {0} Days").format(AGES[-1] - 1))
	return [
		link("name", _("Contractor Deduction"), "Contractor Deduction", 155),
		column("kind", _("Source of the Charge"), width=95),
		column("contractor_name", _("Contractor"), width=105),
		column("stage", _("Stage"), width=135),
		column("awaits", _("Action By"), width=100),
		column("objection_until", _("Objection Until"), "Date", 120),
		column("amount", _("Open Amount"), "Currency", 110, options="currency"),
		*(
			column(f"age_{index}", head, "Currency", 100, options="currency")
			for index, head in enumerate(heads)
		),
		column("stage_days", _("Days in Stage"), "Int", 110),
		column("age_days", _("Days Since Notice"), "Int", 110),
		column("source", _("Charged Document"), "Dynamic Link", 140, options="source_type"),
		link("project", _("Project"), "Project", 140),
		link("debit_note", _("Debit Note"), "Purchase Invoice", 150),
		column("currency", _("Currency"), width=70),
	]
