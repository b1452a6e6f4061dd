import hashlib
from datetime import date

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import files
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.files import originals
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.event_time import CLOCK_SKEW
from fangxiu_app.core.time.plausible import check_happened
from fangxiu_app.core.wording import _
from fangxiu_app.evidence import service_retention
from fangxiu_app.tickets.life import service_ties

#: Inferred: a camera that lost its clock writes 1970, 1980 or 2000.
OLDEST = date(2001, 1, 2)
#: What a piece of evidence belongs to; its project is that document's.
SOURCES = {
	"ticket": "Repair Ticket",
	"visit": "Site Visit",
	"inspection": "Handover Inspection",
	"transfer": "Unit Transfer",
	"warning": "Risk Warning",
	"complaint": "Customer Complaint",
	"special_report": "Special Report",
}
#: Those that are about one unit: the list of evidence shows its code.
OF_UNITS = ("Repair Ticket", "Handover Inspection", "Unit Transfer", "Customer Complaint", "Special Report")


class EvidenceItem(ProjectDocument):
	"""An original file kept as proof: private, hashed on receipt, never changed, kept while claims can be made (R17, R93, R109)."""

	def before_validate(self):
		service_ties.follow(self)
		self.unit_code = None
		for fieldname, doctype in SOURCES.items():
			if self.get(fieldname):
				unit = "unit_code" if doctype in OF_UNITS else "name"
				about = frappe.db.get_value(doctype, self.get(fieldname), ["project", unit])
				self.project = (about and about[0]) or self.project
				self.unit_code = about[1] if about and doctype in OF_UNITS else None
				break
		if self.is_new():
			self.recorded_at = now_datetime().replace(microsecond=0)
			self.recorded_by = frappe.session.user

	def validate(self):
		self.check_project_scope()
		if self.is_new():
			self.check_taken()
			self.take_hash()
		else:
			frappe.throw(
				_("Evidence cannot be changed. Add a new item and say in its caption what it corrects."),
				LockedFieldError,
			)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			service_retention.check(self)

	def after_delete(self):
		if not self.flags.fx_cleanup:
			service_retention.log(self)

	def check_taken(self):
		"""Nothing was photographed in the future, nor before there were such telephones: a clock that is wrong proves nothing."""
		taken = get_datetime(self.taken_at) if self.taken_at else None
		if taken and taken > now_datetime() + CLOCK_SKEW:
			refuse([Violation("time_in_future", (taken,))])
		if taken:
			refuse(check_happened(taken.date(), taken.date(), OLDEST))

	def take_hash(self):
		"""Keep the SHA-256 of the original bytes; refuse public files, foreign files and anything but media and PDF."""
		file = files.readable(self.file)
		if not file and frappe.db.exists("File", {"file_url": self.file}):
			frappe.throw(_("You may not read the file {0}.").format(frappe.bold(self.file)), frappe.PermissionError)
		if not file:
			frappe.throw(_("The file {0} is not here. Upload it again.").format(frappe.bold(self.file)))
		if not file.is_private:
			frappe.throw(_("Evidence has to be a private file. Upload it again with Private marked."))
		content = files.content(file)
		originals.kind_of(content, file.file_name or self.file)
		originals.check_whole(content, file.file_name or self.file)
		self.sha256 = hashlib.sha256(content).hexdigest()
		self.keep_original(file.name)

	def keep_original(self, file: str):
		"""A photo that is shown as JPEG was taken in another format: those bytes are the proof, hashed as well."""
		beside = {"attached_to_doctype": "File", "attached_to_name": file}
		name = frappe.db.get_value("File", beside, "name")
		self.original = self.original_sha256 = None
		if name:
			taken = frappe.get_doc("File", name)
			self.original = taken.file_url
			self.original_sha256 = hashlib.sha256(files.content(taken)).hexdigest()
