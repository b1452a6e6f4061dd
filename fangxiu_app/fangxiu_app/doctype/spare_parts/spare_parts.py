import frappe
from frappe.utils import getdate, today

from fangxiu_app.core.access.project_document import LockedFieldError, ProjectDocument
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_delivery_days
from fangxiu_app.estate.rules_delivery_days import PARTS_HANDED_OVER, PARTS_ORDERED
from fangxiu_app.parts import (
	reads_spare_parts,
	service_parts_handover,
	service_parts_purchase,
	service_plan_changes,
	service_proposal,
	service_stores,
)
from fangxiu_app.parts.reads_spare_part_moves import moves
from fangxiu_app.parts.rules_spare_parts import (
	DEFAULT_UNIT,
	arrives,
	risk,
	unit_word,
	worst,
)


class SpareParts(ProjectDocument):
	"""Spare parts list of a delivery (备品备件清单, R36-R38): what is planned; the progress is read from ERPNext's vouchers."""

	def validate(self):
		self.check_project_scope()
		self.set_dates()
		self.set_stores()
		self.check_parts()
		self.keep_proposals()
		self.check_removed_rows()
		self.flags.fx_less = service_plan_changes.check(self)

	def on_update(self):
		if self.flags.fx_less:
			service_plan_changes.note(self, self.flags.fx_less)

	def on_trash(self):
		service_plan_changes.check_deleted(self)
		if reads_spare_parts.vouchers_of_rows([row.name for row in self.items]):
			frappe.throw(
				_("Requests, orders or handovers refer to this list. It is kept with them."), LockedFieldError
			)

	def set_dates(self):
		"""When all parts are handed over and when the list is ordered, by the delivery's milestones (R36, R37)."""
		if self.batch:
			fields = ["name", "delivery_date", "completion_date"]
			batch = frappe.db.get_value("Delivery Batch", self.batch, fields, as_dict=True)
			self.delivery_date, days = batch.delivery_date, reads_delivery_days.days([batch])[self.batch]
		else:
			days = reads_delivery_days.days_from(getdate(self.delivery_date))
		delivery = getdate(self.delivery_date)
		self.needed_by = days.get(PARTS_HANDED_OVER, delivery)
		self.listed_by = days.get(PARTS_ORDERED, self.needed_by)
		project_name = frappe.get_cached_value("Project", self.project, "project_name")
		self.title = f"{project_name} {delivery.isoformat()}"

	def set_stores(self):
		"""The project's two stores, made with its first list."""
		found = service_stores.ensure(self.project)
		self.company, self.project_store, self.repair_store = (
			found.company,
			found.project_department,
			found.repair_centre,
		)

	def check_parts(self):
		"""Each part and each item once: vouchers and stock know the item only. Quantities are in the stock unit."""
		seen: dict[str, int] = {}
		for row in self.items:
			stock_unit = row.item and frappe.get_cached_value("Item", row.item, "stock_uom")
			row.uom = stock_unit or row.uom or DEFAULT_UNIT
			for key in {row.item, row.part_name} - {None, ""}:
				if seen.setdefault(key, row.idx) != row.idx:
					frappe.throw(
						_("Row {0}: {1} stands in row {2} already. Put all of it into one row.").format(
							row.idx, frappe.bold(key), seen[key]
						)
					)

	def keep_proposals(self):
		"""What is proposed, and from what, is written by Propose Quantities alone."""
		if self.flags.fx_action:
			return
		before = self.get_doc_before_save()
		proposed = {row.name: (row.qty_proposed, row.qty_basis) for row in before.items} if before else {}
		for row in self.items:
			row.qty_proposed, row.qty_basis = proposed.get(row.name, (0, None))

	def check_removed_rows(self):
		"""A row with vouchers stays, and stays the item's: plan 0 of it instead."""
		before = self.get_doc_before_save()
		if not before:
			return
		now = {row.name: (row.item, row.part_name) for row in self.items}
		touched = [row for row in before.items if row.item and now.get(row.name) != (row.item, row.part_name)]
		kept = set(reads_spare_parts.vouchers_of_rows([row.name for row in touched])) if touched else set()
		for row in touched:
			if row.name in kept:
				frappe.throw(
					_(
						"{0} has been requested or ordered: its row cannot be removed or get another item or name. Plan 0 of it instead."
					).format(frappe.bold(row.part_name)),
					LockedFieldError,
					title=_("Row Is Used"),
				)

	def panel(self) -> dict:
		"""What the head of the form shows: progress and risk of every row, stores with their checks, drafts."""
		day = getdate(today())
		rows = self.progress()
		checks = reads_spare_parts.last_checks([self.project_store, self.repair_store])
		return {
			"rows": rows,
			"risk": worst(row["risk"] for row in rows if row["planned"]),
			"days_left": (getdate(self.needed_by) - day).days,
			"stores": [
				{"name": name, "kind": kind, "check": checks.get(name)}
				for kind, name in (
					(service_stores.PROJECT_DEPARTMENT, self.project_store),
					(service_stores.REPAIR_CENTRE, self.repair_store),
				)
			],
			"drafts": reads_spare_parts.drafts_of(self.name),
			"today": day,
		}

	def progress(self) -> list[dict]:
		"""Rows with quantities from the vouchers, shortage, expected day and risk."""
		day, needed = getdate(today()), getdate(self.needed_by)
		rows = reads_spare_parts.progress([self.name])
		for row in rows:
			part = service_parts_purchase.as_progress(row)
			row.unit = _(unit_word(row.uom))
			row.shortage, row.to_request = part.shortage, part.to_request
			row.expected, row.risk = arrives(part, day), risk(part, needed, day)
		return rows

	def movements(self) -> list[dict]:
		"""The ledger of both stores (出入库台账), for the printed form."""
		return moves({"project": self.project})

	def proposal(self) -> list[dict]:
		"""What Propose Quantities would add and what stands in the list already; nothing is written."""
		return service_proposal.look(self)

	def propose(self, parts: list[str] | None = None, quantities: dict[str, float] | None = None) -> list[dict]:
		"""Fill in proposals from experience or standards, adding ``parts`` or all that are missing; returns what was added."""
		added = service_proposal.fill(self, parts, quantities)
		self.write_by_action()
		return added

	def create_items(self) -> list[str]:
		"""Make the missing items; returns their names."""
		made = service_parts_purchase.create_items(self)
		self.save()
		return made

	def request_gap(self) -> str | None:
		"""Submit a Material Request for what nobody has asked for; None when there is nothing."""
		return service_parts_purchase.request_gap(self)

	def draft_orders(self, supplier: str | None = None) -> list[str]:
		"""Draft Purchase Orders for what is requested and not ordered."""
		return service_parts_purchase.draft_orders(self, supplier)

	def draft_handover(self) -> str:
		"""A draft handover of what is received."""
		return service_parts_handover.draft(self)

	def set_reorder_levels(self) -> int:
		"""Minimum stock of the rows as ERPNext's reorder levels of the repair centre's store."""
		return service_parts_purchase.set_reorder_levels(self)
