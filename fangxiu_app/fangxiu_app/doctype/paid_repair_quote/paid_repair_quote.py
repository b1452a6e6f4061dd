import frappe
from frappe.utils import add_days, cint, flt, today

from fangxiu_app.core import snapshot
from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.money import total
from fangxiu_app.core.sealing import plain
from fangxiu_app.core.wording import _
from fangxiu_app.paid_repairs import reads_paid_repairs as reads
from fangxiu_app.paid_repairs import rules_paid_repair as rules
from fangxiu_app.paid_repairs import service_quotes, service_sales_invoices

#: Filled in by actions: issue, acceptance, refusal, withdrawal.
BY_ACTION = (
	"state version customer issued_by issued_at accepted_by accepted_at acceptance_way acceptance_file acceptance_evidence"
	" resolution_evidence signature refused_by refused_at refusal_reason state_reason content_hash signature_hash"
).split()


class PaidRepairQuote(ProjectDocument):
	"""Quotation of a paid repair (有偿维修报价单, R58, R59): accepted by whoever pays, billed by a Sales Invoice."""

	locked_fields = tuple(name for name in BY_ACTION if name != "version")

	def before_validate(self):
		row = self.ticket and frappe.db.get_value(
			"Repair Ticket", self.ticket, ["project", "unit"], as_dict=True
		)
		if row:
			self.project, self.unit = row.project, row.unit
		if not self.state or self.state == rules.DRAFT:
			self.set_amounts()
			days = cint(frappe.db.get_single_value("Fangxiu Settings", "quote_valid_days"))
			self.valid_until = self.valid_until or add_days(today(), days)

	def before_insert(self):
		"""Number the version; the ticket's row is locked, so that two made at once get two numbers."""
		snapshot.renew()
		frappe.db.get_value("Repair Ticket", self.ticket, "name", for_update=True)
		last = frappe.db.get_value("Paid Repair Quote", {"ticket": self.ticket}, "version", order_by="version desc")
		self.version = 1 + (last or 0)

	def validate(self):
		self.check_project_scope()
		if self.flags.fx_action:
			return
		self.check_locked_fields()
		self.check_issued()

	def check_locked_fields(self):
		if not self.is_new():
			self.locked_fields = (*self.locked_fields, "version")
		super().check_locked_fields()

	def set_amounts(self):
		for row in self.items:
			if row.kind == rules.PART and row.item:
				part = frappe.get_cached_value("Item", row.item, ["item_name", "stock_uom"], as_dict=True)
				row.description = row.description or (part and part.item_name)
				row.uom = part.stock_uom if part else row.uom
				row.rate = flt(row.rate) or reads.price(row.item)
			elif row.kind == rules.LABOUR:
				row.item = None
		for row, line in zip(self.items, reads.lines(self), strict=True):
			row.amount = float(line.amount)
		self.total = float(total(row.amount for row in self.items))

	def check_issued(self):
		"""An issued quotation is not changed any more; until it is accepted, the resolution may still be added."""
		before = self.get_doc_before_save()
		if not before or before.state == rules.DRAFT:
			return
		later = rules.RESOLUTION if before.state in (rules.ISSUED, rules.REFUSED) else ()
		changed = [
			_(df.label, context=df.parent)
			for df in self.meta.fields
			if df.fieldname not in later and self._content(before, df) != self._content(self, df)
		]
		if changed:
			frappe.throw(
				_(
					"Quotation {0} is {1}: {2} cannot be changed. Make a new version, which the payer accepts anew."
				).format(frappe.bold(self.name), _(before.state), ", ".join(changed)),
				LockedFieldError,
				title=_("Quotation Locked"),
			)

	@staticmethod
	def _content(doc, df):
		if df.fieldtype == "Table":
			return [[plain(row.get(name)) for name in rules.ROW] for row in doc.items]
		return plain(doc.get(df.fieldname))

	def before_print(self, settings=None) -> None:
		"""An issued quotation is printed only if it is unchanged."""
		service_quotes.check_intact(self)

	def draft_invoice(self) -> str:
		"""Draft the Sales Invoice for finance over what was done and used; returns its name (R58)."""
		service_quotes.check_intact(self)
		name = service_sales_invoices.draft(self)
		service_quotes.tell_finance(self, name)
		return name
