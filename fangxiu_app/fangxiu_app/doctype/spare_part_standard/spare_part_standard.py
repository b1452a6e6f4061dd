from frappe.model.document import Document


class SparePartStandard(Document):
	"""How many pieces of a part 100 units need: what a new list starts from where there is no experience (R36)."""

	def autoname(self):
		"""One record per part and house type."""
		self.name = " · ".join(
			filter(None, ((self.part_name or "").strip(), (self.house_type or "").strip()))
		)
