import frappe
from frappe.model.document import Document

from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_letter_texts


class LetterTemplate(Document):
	"""Text of a letter with placeholders for names and dates; written by the administrator only; filled, never run as code."""

	def validate(self):
		"""Unknown placeholders and code are refused when the template is saved, not when a notice has to go out."""
		for field in ("subject", "body"):
			unknown = service_letter_texts.unknown_places(self.get(field))
			if unknown:
				frappe.throw(
					_("{0}: nothing fills in {1}. These can be written: {2}.").format(
						_(self.meta.get_label(field)),
						frappe.bold(frappe.utils.escape_html("、".join(unknown))),
						"、".join((*service_letter_texts.PLACES, service_letter_texts.TICKETS)),
					)
				)
