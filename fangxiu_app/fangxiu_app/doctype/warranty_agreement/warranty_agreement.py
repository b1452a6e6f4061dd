import frappe
from frappe import _
from frappe.utils import getdate

from fangxiu_app.access.project_document import ProjectDocument


class WarrantyAgreement(ProjectDocument):
	"""Warranty agreement with a contractor (保修协议, R27, R28): its scope tells which defects are the contractor's."""

	def validate(self):
		self.check_project_scope()
		self.title = f"{self.contractor_name or self.contractor} {self.name or ''}".strip()
		self.check_validity()
		self.check_scope()

	def check_validity(self):
		if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
			frappe.throw(_("The agreement ends before it begins. Correct Valid From or Valid To."))

	def check_scope(self):
		"""A row that names both building and lot must name the building's own lot."""
		for row in self.scope:
			lot = row.building and row.lot and frappe.db.get_value("Building", row.building, "lot")
			if lot and lot != row.lot:
				frappe.throw(
					_(
						"Row {0}: building {1} belongs to lot {2}, not {3}. Correct the row or leave the lot empty."
					).format(row.idx, frappe.bold(row.building), lot, row.lot)
				)
