import json

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.figures import reads_target_chart
from fangxiu_app.messaging import outbox
from fangxiu_app.reports import rules_stage_reports as rules
from fangxiu_app.reports import service_stage_reports


class StageReport(ProjectDocument):
	"""A report of the repair centre (R43, R105): drafted from data, edited by the manager, issued, then frozen."""

	locked_fields = (
		"state",
		"number",
		"version",
		"corrects",
		"title",
		"slot",
		"data",
		"drafted_at",
		"period_to",
		"issued_by",
		"issued_at",
		"pdf",
		"pdf_sha256",
	)

	def onload(self):
		"""The form says who will get the report, and what it still lacks, before it is issued."""
		self.set_onload("recipients", service_stage_reports.recipient_names(self))
		self.set_onload("sends_at", outbox.waits_until() if self.state == "Draft" else None)
		self.set_onload("lacks", service_stage_reports.lacks(self) if self.state == "Draft" else [])

	def before_insert(self):
		self.check_project_scope()
		for field in ("issued_by", "issued_at", "pdf", "pdf_sha256"):
			self.set(field, None)
		service_stage_reports.prepare(self)
		self.flags.fx_drafted = True

	def validate(self):
		self.check_project_scope()
		self.take_photos()
		if not self.flags.ignore_permissions:
			service_stage_reports.check_writer(self)
		if self.flags.fx_action or self.flags.fx_drafted:
			return
		self.check_frozen()
		self.check_locked_fields()

	def after_insert(self):
		self.flags.fx_drafted = False

	def check_frozen(self):
		"""An issued report is not changed: form, REST and bulk edit alike."""
		before = self.get_doc_before_save()
		if before and before.state != rules.DRAFT:
			frappe.throw(
				_(
					"{0} is {1} and cannot be changed. Make a new version: it replaces this one and says why."
				).format(frappe.bold(self.title), _(before.state)),
				LockedFieldError,
				title=_("Report Frozen"),
			)

	def take_photos(self):
		"""File and words of each chosen photo, of evidence that whoever chooses it may read: numbers of evidence can be guessed."""
		before = self.get_doc_before_save()
		known = {row.evidence for row in before.photos} if before else set()
		for row in self.photos:
			# only the queued draft has this flag, which no request can set: it chooses no photos
			if row.evidence not in known and not self.flags.ignore_permissions:
				right.check("Evidence Item", "read", row.evidence)
			row.file = frappe.db.get_value("Evidence Item", row.evidence, "file")
			row.caption = row.caption or frappe.db.get_value("Evidence Item", row.evidence, "caption")

	def on_trash(self):
		if self.state != rules.DRAFT and not self.flags.fx_cleanup:
			frappe.throw(_("An issued report is kept and cannot be deleted."), LockedFieldError)

	def snapshot(self) -> dict:
		"""The data as the print format and the form show it."""
		return json.loads(self.data or "{}")

	def target_chart(self, drawn: list[dict]) -> str:
		"""The chart of figures and targets as HTML, for the form and the PDF."""
		return reads_target_chart.html(drawn)

	def words(self) -> list[tuple[str, str]]:
		"""(label, text) of the blocks that somebody wrote, in the order of the form."""
		return [
			(self.meta.get_label(name), self.get(name))
			for name in rules.KINDS[self.kind].blocks
			if (self.get(name) or "").strip()
		]

	def recipient_names(self) -> list[str]:
		"""Who gets this kind of report, as it is printed on it."""
		return service_stage_reports.recipient_names(self)
