import hashlib

import frappe
from filetype import guess_mime
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.access.project_document import LockedFieldError, ProjectDocument

#: Kinds of original that may be kept; told by content, not by name. Markup (SVG, HTML) can carry scripts.
ALLOWED = (
	"image/jpeg",
	"image/png",
	"image/webp",
	"image/gif",
	"image/heic",
	"image/tiff",
	"image/bmp",
	"video/",
	"audio/",
	"application/pdf",
)


class EvidenceItem(ProjectDocument):
	"""An original file kept as proof: private, hashed on receipt, never changed or deleted (R17, R93, practice 2.2)."""

	def before_validate(self):
		source = ("Repair Ticket", self.ticket) if self.ticket else ("Site Visit", self.visit)
		self.project = (source[1] and frappe.db.get_value(*source, "project")) or self.project
		if self.is_new():
			self.recorded_at = now_datetime().replace(microsecond=0)
			self.recorded_by = frappe.session.user

	def validate(self):
		self.check_project_scope()
		if self.is_new():
			self.take_hash()
		else:
			frappe.throw(
				_("Evidence cannot be changed. Add a new item and say in its caption what it corrects."),
				LockedFieldError,
			)

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("Evidence cannot be deleted."), LockedFieldError)

	def take_hash(self):
		"""Keep the SHA-256 of the original bytes; refuse public files, foreign files and anything but media and PDF."""
		name = frappe.db.get_value("File", {"file_url": self.file}, "name", order_by="creation desc")
		if not name:
			frappe.throw(_("The file {0} is not here. Upload it again.").format(frappe.bold(self.file)))
		file = frappe.get_doc("File", name)
		file.check_permission("read")
		if not file.is_private:
			frappe.throw(_("Evidence has to be a private file. Upload it again with Private marked."))
		content = file.get_content()
		content = content if isinstance(content, bytes) else content.encode()
		kind = guess_mime(content) or ""
		if not kind.startswith(ALLOWED):
			frappe.throw(
				_("Only photos, videos, sound and PDF files are kept as evidence. Upload one of these.")
			)
		self.sha256 = hashlib.sha256(content).hexdigest()
