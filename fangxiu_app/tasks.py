"""Scheduler entry points; each calls one service."""

from __future__ import annotations

import frappe

from fangxiu_app.complaints import service_complaint_sweep, service_complaints
from fangxiu_app.core.time import service_calendar_years
from fangxiu_app.delivery import service_deliveries
from fangxiu_app.estate import import_jobs
from fangxiu_app.evidence import service_custody
from fangxiu_app.expiry import service_campaigns, service_expiry
from fangxiu_app.messaging import outbox
from fangxiu_app.money.releases import service_releases
from fangxiu_app.quality import (
	service_defect_feedback,
	service_evaluations,
	service_risk_warnings,
	service_warning_rules,
)
from fangxiu_app.reports import service_stage_reports
from fangxiu_app.special_reports import service_special_report_news
from fangxiu_app.tickets.clocks import service_sweep
from fangxiu_app.tickets.life import service_holds


def wake_holds() -> None:
	"""Every minute: ends the holds whose time is over."""
	service_holds.wake_due()


def sweep_clocks() -> None:
	"""Every minute: escalation steps that have fallen due, of tickets and of complaints."""
	while service_sweep.run() >= service_sweep.BATCH:
		frappe.db.commit()  # a full round is done: give its locks back before the next one
	while service_complaint_sweep.run() >= service_complaint_sweep.BATCH:
		frappe.db.commit()  # a full round is done: give its locks back before the next one
	send_outbox()


def send_outbox() -> None:
	"""Every minute, and at once after an urgent message: what the outbox has to say by now, each channel by itself."""
	bell = outbox.ROUNDS[0]
	for channel, most in outbox.ROUNDS:
		while outbox.send_due(channel=channel, most=most) >= most:
			frappe.db.commit()  # a full round is out: give its locks back before the next one
			outbox.send_due(channel=bell[0], most=bell[1])  # whoever is told on the desk waits for no gateway
		frappe.db.commit()


def resume_imports() -> None:
	"""Every minute: unit lists whose worker was killed while they were imported."""
	import_jobs.resume_all()


def seal_evidence() -> None:
	"""Every minute: what was recorded of tickets is put on their chains of hashes (R109)."""
	while service_custody.seal() >= service_custody.BATCH:
		frappe.db.commit()  # a full round is done: give its locks back before the next one


def draft_reports() -> None:
	"""Every morning: reports whose period is over are drafted in the queue (R43, R105)."""
	service_stage_reports.draft_due(frappe.utils.now_datetime())


def warn_releases() -> None:
	"""Every day: deadlines of deposit releases that come near."""
	service_releases.warn()


def remind_milestones() -> None:
	"""Every morning: departments hear of milestones due soon or overdue and of parts that come too late, once (R20-R50)."""
	service_deliveries.remind()
	service_deliveries.warn_of_parts()


def remind_warnings() -> None:
	"""Every morning: dangers past their deadline are brought up again, once for each deadline (R25)."""
	service_risk_warnings.remind()


def remind_feedback() -> None:
	"""Every morning: tell departments and managers of feedback whose answer or measure is past its day (R113)."""
	service_defect_feedback.remind()


def remind_special_reports() -> None:
	"""Every morning: opinions and answers of special reports past their day, each told once (R60)."""
	service_special_report_news.remind(frappe.utils.getdate())


def propose_warnings() -> None:
	"""Every morning: rules look at what is new since their last run, and propose risk warnings (R5, R113)."""
	service_warning_rules.run()


def draft_evaluations() -> None:
	"""Every morning, so that a missed first of the month is made up for: last month's evaluations of contractors (R112)."""
	service_evaluations.draft_due(frappe.utils.now_datetime())


def remind_calendars() -> None:
	"""Every morning, heard once a year: calendars that do not know the coming year's make-up workdays."""
	service_calendar_years.remind(frappe.utils.getdate())


def raise_complaints() -> None:
	"""Every morning: complaints that have become too old for their level (R110)."""
	service_complaints.raise_old(frappe.utils.now_datetime())


def check_expiry() -> None:
	"""Every morning: campaigns before warranties end, which make up for missed days, and reminders of their steps (R52-R57)."""
	day = frappe.utils.getdate()
	service_expiry.run(day)
	service_campaigns.remind(day)
