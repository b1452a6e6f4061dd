import frappe

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.files.proof_files import keep_proof
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.estate import service_places
from fangxiu_app.money.deductions import service_charges
from fangxiu_app.money.meters import service_meter_charges

#: What is charged; it stays once the project department has confirmed it.
CHARGED = "kind meter_no purpose agreement from_on from_reading to_on to_reading price photo".split()


class MeterCharge(ProjectDocument):
	"""水电扣款: what a contractor used between two readings of a unit's meter, to be deducted (R48)."""

	locked_fields = ("state", "confirmed_by", "confirmed_at", "cancel_reason", "evidence")

	def onload(self):
		service_charges.show(self)

	def before_validate(self):
		unit = frappe.db.get_value("Unit Archive", self.unit, ["project", "unit_code"], as_dict=True)
		if unit:
			self.project, self.unit_code = unit.project, unit.unit_code

	def before_insert(self):
		service_places.check_private(self.unit)
		for field in self.locked_fields:
			self.set(field, self.meta.get_field(field).default)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			if self.state == "Cancelled":
				service_charges.check_free(self)
			return
		self.check_locked_fields()
		self.check_confirmed()
		service_meter_charges.prepare(self)

	def on_update(self):
		keep_proof(self, "photo", "evidence", f"{_(self.kind)} {self.unit_code} {plain_number(self.to_reading)}")

	def check_confirmed(self):
		before = self.get_doc_before_save()
		if before and before.state != "Draft" and self.content() != before.content():
			frappe.throw(
				_("Charge {0} is {1} and stays as it is. Cancel it and enter another one.").format(
					frappe.bold(self.name), _(before.state)
				),
				LockedFieldError,
				title=_("Changed by Actions Only"),
			)

	def content(self) -> list[str]:
		"""What is charged, as comparable values."""
		return [
			plain_number(value) if isinstance(value, int | float) else str(value or "")
			for value in (self.get(name) for name in CHARGED)
		]

	def on_trash(self):
		if not self.flags.fx_cleanup:
			frappe.throw(_("A charge is kept. Cancel it with the reason."), LockedFieldError)
