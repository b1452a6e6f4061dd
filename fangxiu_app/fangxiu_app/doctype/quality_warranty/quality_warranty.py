import frappe

from fangxiu_app.core.access.project_document import ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.warranty.service_warranty import check_lawful, check_terms, complete

TERM = ("owner_amount", "owner_unit", "contractor_amount", "contractor_unit", "restart_on_repair", "source")


class QualityWarranty(ProjectDocument):
	"""The project's residential quality warranty (住宅质量保证书): its terms prevail over the defaults (R83)."""

	def validate(self):
		self.check_project_scope()
		self.fill_statutory_terms()
		self.check_terms()
		self.check_single_default()

	def fill_statutory_terms(self):
		if not self.terms:
			for item in frappe.get_all("Warranty Item", fields=["name", *TERM], order_by="creation"):
				self.append("terms", {"warranty_item": item.pop("name"), **item})

	def check_terms(self):
		seen = {}
		for row in self.terms:
			if row.warranty_item in seen:
				frappe.throw(
					_("Row {0}: {1} stands in row {2} already. Keep one row per warranty item.").format(
						row.idx, frappe.bold(row.warranty_item), seen[row.warranty_item]
					)
				)
			seen[row.warranty_item] = row.idx
			complete(row)
			check_terms(
				row, frappe.get_cached_value("Warranty Item", row.warranty_item, "season_kind"), row.idx
			)
			check_lawful(row, row.warranty_item, with_least=False)

	def check_single_default(self):
		if not self.is_default:
			return
		other = frappe.db.get_value(
			"Quality Warranty",
			{"project": self.project, "is_default": 1, "name": ("!=", self.name or "")},
			"warranty_title",
		)
		if other:
			frappe.throw(
				_("{0} is the default of this project already. Clear its mark first.").format(
					frappe.bold(other)
				)
			)
