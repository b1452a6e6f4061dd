"""What an approver has to see before signing: tickets, agreement, letters and photos behind a document.

Read without the reader's own permissions: an approver must see these records, and only these. The caller has checked the
right with :func:`fangxiu_app.approvals.service_approvals.may_look`.
"""

from __future__ import annotations

import frappe
from frappe.utils import fmt_money, get_datetime

from fangxiu_app.approvals import approval_news
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access import files
from fangxiu_app.core.money import minus_first
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.evidence import reads_proofs, rules_completeness
from fangxiu_app.money.deductions import reads_charges
from fangxiu_app.money.deposits import reads_agreement_terms
from fangxiu_app.money.meters import rules_meter_charge
from fangxiu_app.money.releases import reads_releases

MOST_PHOTOS, MOST_LETTERS = 12, 5

#: The document itself, by DocType.
OWN = {
	"Third Party Order": "third_party_name scope_text breach contractor_name start_on finish_by total quotations choice_reason price_basis price_note",
	"Repair Payment Review": "supplier_name bill_no invoice_amount tax_kind tax_rate tax_amount claimed_total verified_total approved_total price_basis",
	"Compensation": "payee_name unit cause claimed_total assessed_total agreed_total method cash_total in_kind_total above_reason account_holder account_reason account_file representative contractor recourse_decision recourse_share recourse_reason recovery_amount recovery_waiver terms",
	"Contractor Deduction": "contractor_name source facts cost_total surcharge_total penalty_total total notified_at notice_way notice_receiver notice_proof notice_file objection_until objection objection_file objection_result answer",
	"Deposit Release": "contractor_name amount due_on balance undecided waiting_charges compensations open_defects expected safe_amount above_reason checked_on contractor_signed_by check_file remark",
	"Complaint Answer": "complainant kind level facts content promises promised_until",
	"Warranty Agreement": "contractor_name contract_no change_kind deposit_fate change_reason change_file change_asked_by signed_on liability_end",
	"Repair Plan": "unit plan_class days start_at completion_at problem cause method steps material protection",
}
#: What is shown of a row of a table that stands in one line, by its DocType.
IN_LINE = {"Order Quotation": "supplier_name quoted_on amount"}
TICKET = (
	"unit_code location defect_type description status reported_at engineer contractor responsibility root_cause"
	" expected_days cure_until coordination_result coordination_note"
)
AGREEMENT = (
	"contractor_name contract_no status signed_on deduction_mode cure_days surcharge_percent agency_fee deposit_amount"
	" deposit_rate liability_end"
)
COMPLAINT = "complainant unit_code channel authority case_no media_outlet level received_at complaint_text demands"
#: The same beside a compensation: what was complained about and asked for, not how it came in and where it has to be answered.
COMPLAINED = "complainant unit_code level received_at complaint_text demands"
LETTER = "kind subject served_at cure_until outcome reply_text"
#: What the signature counts in each row of the document, by DocType.
ROWS = {
	"Third Party Order": "qty uom rate amount",
	"Repair Payment Review": "claimed_amount verified_amount approved_amount difference_reason",
	"Compensation": "claimed assessed agreed difference basis",
	"Contractor Deduction": "claimed amount change_reason",
}
CHECK = "result department remark"
ORDERED = "third_party_name reason contractor_name scope_text start_on finish_by total price_basis completed_at verified_total verified_by verified_at"
METER_CHARGE = "kind purpose meter_no from_on from_reading to_on to_reading quantity price amount photo remark"
BENEFIT = "kind months monthly_fee ticket_part value"
#: Amounts of a deposit that are shown also where they are nothing.
ALWAYS = ("Deposit Balance", "Safe to Release")
#: Where the tickets of a deduction's sources stand.
SOURCES = ("Third Party Order", "Compensation")


def sections(doc) -> list[dict]:
	"""Title, lines and photos of the document, of each ticket and agreement behind it and of the letters about them."""
	tickets, agreements = tickets_of(doc), agreements_of(doc)
	found = [{"title": _(doc.doctype), "name": doc.name, "lines": [*_lines(doc, OWN[doc.doctype]), *_rows(doc), *_checks(doc), *_deposit(doc), *_others(doc), *_together(doc), *_lacking(doc)]}]
	if doc.get("complaint"):
		found.append(_section("Customer Complaint", doc.complaint, COMPLAINT if doc.doctype == "Complaint Answer" else COMPLAINED))
	if doc.doctype == "Repair Payment Review" and doc.third_party_order:
		found.append(_section("Third Party Order", doc.third_party_order, ORDERED))
	found += [_section("Meter Charge", name, METER_CHARGE) for name in _meter_charges(doc)]
	found += [_section("Repair Ticket", name, TICKET) for name in tickets]
	found += [_section("Warranty Agreement", name, AGREEMENT) for name in agreements]
	found += [_section("Correspondence", name, LETTER) for name in _letters(tickets)]
	if tickets:
		found[0]["photos"] = photos(tickets)
	return found


def tickets_of(doc) -> list[str]:
	"""Tickets a document is about: its own, those of its rows, those of the sources it charges."""
	rows = doc.get("items") or ()
	names = {doc.get("ticket"), *(row.get("ticket") for row in rows)}
	if doc.doctype == "Complaint Answer":
		names |= set(frappe.get_all("Complaint Ticket", {"parent": doc.complaint}, pluck="ticket"))
	names |= {row.source_name for row in rows if row.get("source_type") == "Repair Ticket"}
	for doctype in SOURCES:
		sources = [row.source_name for row in rows if row.get("source_type") == doctype]
		if sources:
			names |= set(frappe.get_all(doctype, {"name": ("in", sources)}, pluck="ticket"))
	return sorted(names - {None, ""})


def _meter_charges(doc) -> list[str]:
	"""Sheets of readings a deduction charges for."""
	return sorted({row.source_name for row in doc.get("items") or () if row.get("source_type") == "Meter Charge" and row.source_name})


def agreements_of(doc) -> list[str]:
	"""The agreement a document names."""
	return [doc.agreement] if doc.get("agreement") else []


def photos(tickets: list[str]) -> list[dict]:
	"""The latest photos of tickets: name and words. One query."""
	filters = {"ticket": ("in", tickets), "kind": "Photo"}
	fields = ["name", "caption", "stage", "taken_at"]
	rows = frappe.get_all("Evidence Item", filters, fields, order_by="taken_at desc", limit=MOST_PHOTOS)
	return [{**row, "stage": _(row.stage)} for row in rows]


def photo(doc, evidence: str) -> tuple[str, bytes] | None:
	"""(file name, content) of a photo of the document's tickets; None for any other."""
	filters = {"name": evidence, "ticket": ("in", tickets_of(doc) or [""])}
	url = frappe.db.get_value("Evidence Item", filters, "file")
	file = url and frappe.get_all("File", {"file_url": url}, pluck="name", limit=1)
	if not file:
		return None
	stored = frappe.get_doc("File", file[0])
	return stored.file_name, files.content(stored)


def _letters(tickets: list[str]) -> list[str]:
	if not tickets:
		return []
	letters = frappe.get_all("Letter Ticket", {"ticket": ("in", tickets)}, pluck="parent")
	names = {"name": ("in", letters or [""]), "served_at": ("is", "set")}
	return frappe.get_all(
		"Correspondence", names, pluck="name", order_by="served_at desc", limit=MOST_LETTERS
	)


def _section(doctype: str, name: str, fields: str) -> dict:
	return {"title": _(doctype), "name": name, "lines": _lines(frappe.get_doc(doctype, name), fields)}


def _rows(doc) -> list[dict]:
	"""One line for each row: what it is for, and its amounts by name; of a compensation also what is given in kind."""
	fields = ROWS.get(doc.doctype)
	found = [(row, fields) for row in (doc.items if fields else ())]
	found += [(row, BENEFIT) for row in doc.get("benefits") or ()]
	return [
		{
			"label": row.description,
			"value": "，".join(f"{line['label']} {line['value']}" for line in _lines(row, shown)),
		}
		for row, shown in found
	]


def _checks(doc) -> list[dict]:
	"""Of a release: what the joint check found, line by line, by whom, and what was said where the records knew better."""
	rows = doc.get("checks") or () if doc.doctype == "Deposit Release" else ()
	return [{"label": row.aspect, "value": "，".join(line["value"] for line in _lines(row, CHECK)) or "–"} for row in rows]


def _deposit(doc) -> list[dict]:
	"""Of an agreement that is to change: the terms asked for, what is held, each sum that is taken off, and what is safe then."""
	if doc.doctype != "Warranty Agreement":
		return []
	safe = reads_releases.safe(doc)
	amounts = {
		"Deposit Balance": safe.balance,
		"Approved, Not Paid Yet": -safe.promised,
		"Undecided Deductions": -safe.undecided,
		"Charges Not Deducted Yet": -safe.waiting,
		"Compensations Under Way": -safe.compensations,
		"Open Defects": -safe.for_defects,
		"Expected Until Expiry": -safe.expected,
		"Safe to Release": safe.amount,
	}
	shown = [
		{"label": _(label), "value": minus_first(fmt_money(value, precision=2, currency=doc.currency))}
		for label, value in amounts.items()
		if value or label in ALWAYS
	]
	low = reads_agreement_terms.low_guarantee(doc)
	warned = [{"label": _("Please note"), "value": low}] if low else []
	asked = [
		{"label": label, "value": f"{now} → {then}"} for label, now, then in reads_agreement_terms.asked_terms(doc)
	]
	return [*asked, *warned, *shown, {"label": _("Open defects of the agreement"), "value": str(safe.open_defects)}]


def _others(doc) -> list[dict]:
	"""Of a compensation: what its ticket's other compensations promise already, as the form says above it."""
	if doc.doctype != "Compensation":
		return []
	amount = doc.meta.get_field("agreed_total")
	return [
		{
			"label": _("Ticket already has"),
			"value": f"{row.name} {row.payee_name} {frappe.format_value(row.agreed_total, amount, doc)} {_(row.status, context=doc.doctype)}",
		}
		for row in reads_charges.compensations_of(doc.ticket, doc.name)
	]


def _together(doc) -> list[dict]:
	"""The sum by which the signatures are chosen, where more than this document is about the matter."""
	said = approval_news.together(doc) if isinstance(doc, ApprovalGuard) else ""
	return [{"label": _("Counts Together"), "value": said}] if said else []


def _lacking(doc) -> list[dict]:
	"""Evidence that a deduction or a compensation still lacks, as its form lists it (R109, R110)."""
	asked = doc.doctype in (rules_completeness.DEDUCTION, rules_completeness.COMPENSATION)
	found = [row["label"] for row in reads_proofs.everything(doc) if not row["done"]] if asked else []
	return [{"label": _("Missing Evidence"), "value": "；".join(found)}] if found else []


def _lines(doc, fields: str) -> list[dict]:
	rows = []
	for fieldname in fields.split():
		df = doc.meta.get_field(fieldname)
		value = doc.get(fieldname)
		if df and value not in (None, "", 0, []):
			rows.append({"label": _label(df, doc), **_shown(df, value, doc)})
	return rows


def _label(df, doc) -> str:
	"""A cost by a meter is called what its form calls it."""
	metered = df.fieldname == "cost_total" and doc.get("source") == "Meter Charge"
	return _("Water and Electricity") if metered else _(df.label, context=df.parent)


def _shown(df, value, doc) -> dict:
	"""The words of a field; a file by its name, to be opened under its own right."""
	if df.fieldtype in ("Attach", "Attach Image"):
		return {"value": value.rsplit("/", 1)[-1], "href": value}
	return {"value": _words(df, value, doc)}


def _words(df, value, doc) -> str:
	if df.fieldtype == "Table":
		return "；".join(_row(row, IN_LINE[df.options]) for row in value)
	if df.fieldtype == "Select":
		return _(value, context=df.parent)
	if df.fieldtype == "Link":
		return _title(df.options, value)
	if df.fieldtype in ("Data", "Small Text", "Text"):
		return str(value)
	if df.fieldtype == "Float":
		metered = df.parent == "Meter Charge" and df.fieldname == "quantity"
		return rules_meter_charge.quantity(doc.kind, value) if metered else plain_number(value)
	if df.fieldtype == "Datetime":
		return f"{get_datetime(value):%Y-%m-%d %H:%M}"
	said = frappe.format_value(value, df, doc)
	return minus_first(said) if df.fieldtype == "Currency" else said


def _row(row, fields: str) -> str:
	return " ".join(line["value"] for line in _lines(row, fields))


def _title(doctype: str, name: str) -> str:
	"""What a link shows on a form: the title where the document has one."""
	meta = frappe.get_meta(doctype)
	titled = meta.title_field and meta.show_title_field_in_link
	return (titled and frappe.db.get_value(doctype, name, meta.title_field)) or _(name)
