"""What jobs write is read by people: jobs of this app run in the language of the site, not in Frappe's English."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe.utils import get_datetime

from fangxiu_app.complaints import reads_complaints
from fangxiu_app.complaints import service_complaint_sweep as sweep
from tests.site.helpers.complaints import act, make_complaint

SCHEDULED = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"


def begin(method: str, **kwargs) -> str:
	"""What Frappe's worker does before a job; the language the job then runs in."""
	frappe.local.lang = "en"
	for task in frappe.get_hooks("before_job"):
		frappe.call(task, method=method, kwargs=kwargs, transaction_type="job")
	return frappe.local.lang


def test_every_job_of_ours_speaks_the_language_of_the_site(estate):
	timed = frappe.get_hooks("scheduler_events", app_name="fangxiu_app")["cron"].values()
	methods = [method for each in timed for method in each]
	assert len(methods) >= 15
	assert {begin(SCHEDULED, job_type=method) for method in methods} == {"zh"}
	assert begin("fangxiu_app.tasks.send_outbox") == "zh"


def test_jobs_of_others_are_left_alone(estate):
	assert begin(SCHEDULED, job_type="erpnext.accounts.utils.run_ledger_health_checks") == "en"
	assert begin("frappe.email.queue.flush") == "en"


def test_a_reminder_of_the_sweep_is_a_whole_chinese_sentence(estate):
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	act(complaint, "contact")
	row = next(row for row in complaint.clocks if row.code == "Complaint Reply Major")
	begin(SCHEDULED, job_type="fangxiu_app.tasks.sweep_clocks")
	sweep.run(get_datetime(row.started_at) + timedelta(minutes=row.limit_minutes + 5))
	late = [one.subject for one in reads_complaints.told(complaint.name) if "首次回复" in one.subject]
	assert late and all("已超时" in subject and "overdue" not in subject for subject in late)
