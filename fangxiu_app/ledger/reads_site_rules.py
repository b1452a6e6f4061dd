"""A site's own rules for vouchers: mandatory dimensions and fields that this app does not know, and workflows (ERPNext 15.53.1).

Defaults of the site are copied into the vouchers; what is left open is reported before anybody signs, because the voucher would
be refused after the last signature.
"""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe.model.workflow import get_workflow_name
from frappe.utils.caching import request_cache

from fangxiu_app.core.wording import _

#: The field of our own dimension, which every voucher of a deposit fills in.
OWN = "warranty_agreement"
#: Voucher → the table of its rows, and fields of ERPNext that this app fills in wherever a site makes them mandatory.
VOUCHERS = {
	"Journal Entry": ("accounts", {"user_remark", "project", "cost_center", "due_date"}),
	"Purchase Invoice": ("items", {"project", "cost_center", "expense_account", "description", "item_name"}),
	"Purchase Order": ("items", {"project", "cost_center", "schedule_date", "description", "item_name"}),
	"Sales Invoice": ("items", {"project", "cost_center", "income_account", "description", "item_name", "remarks"}),
	"Stock Entry": ("items", {"project", "cost_center", "expense_account", "description"}),
	"Payment Entry": ("references", {"reference_no", "reference_date", "project", "remarks", "party"}),
}


def fill(voucher) -> None:
	"""The defaults of the site's Accounting Dimensions, in a voucher that is not saved yet: ERPNext's forms fill them in, its
	server does not."""
	for row in dimensions(voucher.company):
		if not row.default_dimension:
			continue
		for part in (voucher, *(voucher.get("accounts") or ()), *(voucher.get("items") or ())):
			if part.meta.has_field(row.fieldname) and not part.get(row.fieldname):
				part.set(row.fieldname, row.default_dimension)


@request_cache
def dimensions(company: str) -> list:
	"""What a company asks of its Accounting Dimensions: label, field, default, whether it is mandatory on which accounts."""
	dimension, row = map(frappe.qb.DocType, ("Accounting Dimension", "Accounting Dimension Detail"))
	return (
		frappe.qb.from_(dimension)
		.join(row)
		.on(row.parent == dimension.name)
		.select(dimension.label, dimension.fieldname, row.default_dimension, row.mandatory_for_pl, row.mandatory_for_bs)
		.where((dimension.disabled == 0) & (row.company == company))
	).run(as_dict=True)


def check(company: str, *doctypes: str) -> None:
	"""Raise ValidationError naming each mandatory dimension and field of the site that these vouchers could not meet."""
	found = [*_dimensions(company), *(line for doctype in doctypes for line in (*_fields(doctype), *_workflow(doctype)))]
	if found:
		frappe.throw("<br>".join(found), title=_("Rules of This Site for Vouchers"))


def _dimensions(company: str) -> Iterator[str]:
	for row in dimensions(company):
		if (row.mandatory_for_pl or row.mandatory_for_bs) and not row.default_dimension and row.fieldname != OWN:
			yield _(
				"The accounting dimension {0} is mandatory in company {1} and has no default. Enter a default dimension there; the vouchers of this app take it."
			).format(frappe.bold(_(row.label)), frappe.bold(company))


def _fields(doctype: str) -> Iterator[str]:
	table, filled = VOUCHERS[doctype]
	meta = frappe.get_meta(doctype)
	for part in (meta, frappe.get_meta(meta.get_field(table).options)):
		own = set(
			frappe.get_all(
				"Property Setter", {"doc_type": part.name, "property": "reqd", "value": "1"}, pluck="field_name"
			)
		)
		for df in part.fields:
			asked = df.reqd and not df.default and (df.get("is_custom_field") or df.fieldname in own - filled)
			if asked:
				yield _(
					"{0} has the mandatory field {1}, which this app does not fill in. Give it a default value in Customize Form."
				).format(frappe.bold(_(part.name)), frappe.bold(_(df.label or df.fieldname)))


def _workflow(doctype: str) -> Iterator[str]:
	"""Frappe sets the last state of a workflow on a voucher that server code submits, without its steps: only where the site says so."""
	workflow = get_workflow_name(doctype) if doctype != "Payment Entry" else ""  # stays a draft, and goes its way
	if workflow and not frappe.db.get_single_value("Fangxiu Settings", "stands_for_workflows"):
		yield _(
			"{0} has the workflow {1}, whose steps a voucher of this app would not take. Ask the System Manager either to tick {2} in Fangxiu Settings, which lets the signatures and rights of this app stand for those steps, or to give the workflow up."
		).format(frappe.bold(_(doctype)), frappe.bold(workflow), frappe.bold(_("App Approvals Replace Voucher Workflows")))
