import frappe
from frappe.utils import add_days, cint, flt, format_date, getdate, today

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof, shared
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import service_late_proofs
from fangxiu_app.parts.reads_spare_parts import store_title


class StoreCheck(ProjectDocument):
	"""Condition of a spare parts store: dry, ventilated, not too warm, with photo (R38)."""

	locked_fields = ("evidence",)
	fixed_fields = ("checked_by",)

	def before_validate(self):
		self.project = frappe.db.get_value("Warehouse", self.warehouse, "fx_project") or self.project
		if self.is_new():
			self.checked_by = frappe.session.user

	def validate(self):
		self.check_project_scope()
		self.check_locked_fields()
		self.check_store()
		self.judge()
		self.check_photo()

	def check_photo(self):
		"""A photo shows the store on one day: not that of an earlier check. Two queries."""
		others = {"warehouse": self.warehouse, "photo": ("is", "set"), "name": ("!=", self.name or "")}
		if self.is_new() and self.photo:
			known = frappe.get_all("Store Check", others, ["checked_on", "photo"], limit=0)
			day = _("Store Check")
			refuse(shared([(day, self.photo)], [(f"{day} {format_date(row.checked_on, 'yyyy-MM-dd')}", row.photo) for row in known]))

	def after_insert(self):
		keep_proof(self, "photo", "evidence", f"{_('Store Check')} {self.name} {store_title(self.warehouse)}")

	def check_store(self):
		if frappe.db.get_value("Warehouse", self.warehouse, "fx_project") != self.project:
			frappe.throw(
				_("{0} is no spare parts store of a project. Choose one of the project's stores.").format(
					frappe.bold(store_title(self.warehouse))
				)
			)
		if getdate(self.checked_on) > getdate(today()):
			frappe.throw(_("The check lies in the future. Enter the day it was made."))
		service_late_proofs.check(self)

	def judge(self):
		"""Pass only if dry, ventilated and not warmer than allowed; what failed needs measures."""
		settings = frappe.get_cached_doc("Fangxiu Settings")
		limit = cint(settings.store_max_temperature)
		cool = not limit or flt(self.temperature) <= limit
		self.result = "Pass" if self.dry and self.ventilated and cool else "Fail"
		self.next_due = add_days(self.checked_on, cint(settings.store_check_days) or 30)
		if self.result == "Fail" and not (self.measures or "").strip():
			frappe.throw(
				_(
					"The store is not in order (dry, ventilated, at most {0} °C). Write down what is done about it."
				).format(limit),
				title=_("Measures Missing"),
			)
