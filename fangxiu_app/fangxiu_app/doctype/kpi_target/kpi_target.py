import frappe
from frappe.model.document import Document

from fangxiu_app.core.wording import _
from fangxiu_app.figures.rules_kpi import BY_CODE


class KPITarget(Document):
	"""What a key figure of the sheet should reach; figures without a target are shown without one."""

	def validate(self):
		kpi = BY_CODE.get(self.code)
		if not kpi:
			frappe.throw(
				_("There is no key figure {0}. Choose one of: {1}.").format(
					frappe.bold(self.code), ", ".join(BY_CODE)
				)
			)
		before = self.get_doc_before_save()
		if self.has_target and not self.target and kpi.better == "up" and not (before and before.has_target):
			frappe.throw(
				_("Enter the target of {0}: 0 would be reached by everything. If it has none, clear Has Target.").format(
					frappe.bold(_(kpi.title))
				),
				title=_("Target Missing"),
			)
		if self.has_target and not 0 <= self.target <= (100 if kpi.unit == "percent" else 100000):
			frappe.throw(
				_("Target: {0} is not possible. A share lies between 0 and 100.").format(self.target),
				title=_("Not Possible Yet"),
			)
		if self.has_target and not self.target and (self.is_new() or self.has_value_changed("has_target")):
			said = _("The target of {0} is 0 now. Enter another one if that is not meant.").format(_(self.title or ""))
			frappe.msgprint(said, alert=True, indicator="orange")
