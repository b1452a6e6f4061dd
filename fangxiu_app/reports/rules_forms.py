"""The standard forms of the repair department (标准表单, R62, R114): one row each, with what is printed or where the form is kept instead.

To add a form: add a row to ``FORMS``. A print format of the module without a row fails ``tests/unit/reports/test_forms.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MANAGER, ENGINEER, CLERK = "Repair Manager", "Repair Engineer", "Repair Clerk"
SUPERVISOR, SERVICE, PROJECT = "Repair Supervisor", "Repair Customer Service", "Fangxiu Project Department"
COST, BUYER, PROPERTY = "Fangxiu Cost Department", "Spare Parts Buyer", "Fangxiu Property Desk"
CONTRACTOR, OWNER = "Contractor", "Owner"

REPAIRS, QUALITY, COMPLAINTS = "Repairs", "Quality", "Complaints"
CONTRACTORS, DELIVERY, EXPIRY = "Contractors and Money", "Delivery", "End of Warranty"
#: In the order in which they are listed.
SUBJECTS = (REPAIRS, QUALITY, COMPLAINTS, CONTRACTORS, DELIVERY, EXPIRY)

ON_SCREEN = "Kept on the screen; there is no paper to fill in."
FROM_BOOKS = "Made from posted vouchers only."
AFTER_OBJECTION = "Printed once an objection is answered."
LIST, REPORT, PAGE = "list", "report", "page"


@dataclass(frozen=True, slots=True)
class Form:
	"""One standard form.

	``doctype`` is the document that carries it: who may read that sees the form. ``place`` is where it is filled in when that is
	not the list of ``doctype``: (report, name) or (page, address). ``preset`` are values a blank already has, such as its kind.
	``no_blank`` says why there is no blank; a form without a print format has none.
	"""

	title: str
	doctype: str
	used_for: str
	filled_by: tuple[str, ...]
	clauses: str
	subject: str
	print_format: str = ""
	preset: Mapping[str, str] = field(default_factory=dict)
	place: tuple[str, str] = (LIST, "")
	no_blank: str = ""

	def why_no_blank(self) -> str:
		"""The reason why there is no blank; empty if there is one."""
		return self.no_blank or ("" if self.print_format else ON_SCREEN)


def _printed(title: str, *rest, **more) -> Form:
	"""A form whose print format has its title."""
	return Form(title, *rest, print_format=title, **more)


FORMS: tuple[Form, ...] = (
	_printed("Repair Service Record", "Repair Request", "A report as it is taken: unit, contact, telephone, problem, time", (CLERK,), "R65 R77", REPAIRS),
	Form("Intake Ledger", "Repair Request", "All reports of a day in the order of their receipt", (CLERK,), "R78", REPAIRS, place=(REPORT, "Intake Ledger")),
	Form("Register of Media Visits", "Repair Request", "Press visits: outlet, person, question, who was told; a report of the channel Media", (CLERK,), "R68", REPAIRS, "Repair Service Record", {"channel": "Media"}),
	_printed("Repair Work Order", "Repair Ticket", "Given to the contractor with the work", (ENGINEER, CONTRACTOR, OWNER), "R86", REPAIRS),
	_printed("Visit Notice", "Repair Ticket", "Notice of a visit, for one unit or printed for several from the list, with the owner's reply", (ENGINEER, OWNER), "R89 R90", REPAIRS),
	_printed("Repair Plan Card", "Repair Plan", "Plan of a repair, explained to the owner and signed", (ENGINEER, MANAGER, OWNER), "R94 R95 R97", REPAIRS),
	_printed("Acceptance Sheet", "Repair Ticket", "Pre-acceptance, cleaning and acceptance by the owner or a substitute", (ENGINEER, OWNER), "R106 R108", REPAIRS),
	_printed("Follow-up Record", "Owner Contact", "What the owner says after the repair", (CLERK, SERVICE), "R102", REPAIRS),
	_printed("Paid Repair Quotation", "Paid Repair Quote", "Repair after the warranty: work, parts, price, agreement of the payer", (ENGINEER, OWNER), "R58 R59", REPAIRS),
	Form("Photo Sheet", "Evidence Item", "Photos before, during and after the work; printed with the quantity verification", (ENGINEER,), "R93 R109", REPAIRS),
	_printed("Patrol Record", "Site Visit", "Daily patrol of running work in six aspects", (ENGINEER,), "R100", QUALITY, preset={"kind": "Patrol"}),
	Form("Spot Check Record", "Site Visit", "Spot check of workmanship with scores", (SUPERVISOR, MANAGER), "R103", QUALITY, "Patrol Record", {"kind": "Spot Check"}),
	Form("Correction Notice", "Correction Notice", "Faults a contractor has to correct, with deadline and re-check", (ENGINEER, CONTRACTOR), "R100 R101", QUALITY, "Correction Notice Form"),
	_printed("Re-check Notice", "Correction Notice", "Invites the contractor to the re-check of a correction", (ENGINEER,), "R101", QUALITY),
	_printed("Quality Inspection Report", "Stage Report", "Quality of the repairs of a month", (MANAGER,), "R105", QUALITY, preset={"kind": "Quality Inspection Report"}),
	_printed("Repair Weekly Report", "Stage Report", "Repairs of a week: numbers, overdue, help needed", (MANAGER,), "R43", QUALITY, preset={"kind": "Repair Weekly Report"}),
	Form("Risk Warning Report", "Risk Warning", "Warns of a danger to many units, with demand and follow-up", (ENGINEER, MANAGER), "R25 R113", QUALITY, "Risk Warning Form"),
	_printed("Defect Feedback Form", "Defect Feedback", "Gives a defect back to design, engineering, procurement or cost", (ENGINEER, MANAGER), "R113", QUALITY),
	Form("Summary of Product Defects", "Repair Ticket", "Defects that come back, by building, part and contractor", (MANAGER,), "R113", QUALITY, place=(REPORT, "Systemic Defects")),
	_printed("Unit File Cover", "Unit Archive", "Cover of the file of a unit", (CLERK,), "R41", QUALITY, no_blank="Printed with the contents of the file of a unit."),
	_printed("Complaint Handling Form", "Customer Complaint", "A complaint from its registration to the customer's word", (SERVICE,), "R15 R110", COMPLAINTS),
	Form("Compensation Approval", "Compensation", "Approval of what an owner is paid; signed step by step in the document", (SERVICE, MANAGER), "R110", COMPLAINTS),
	_printed("Compensation Settlement", "Compensation", "Agreement with the owner on a compensation", (SERVICE, OWNER), "R110", COMPLAINTS),
	_printed("Special Report Slip", "Special Report", "What is out of warranty and not settled: opinions of the departments, decision, answer", (PROPERTY, MANAGER), "R60", COMPLAINTS),
	Form("Work Contact Letter", "Correspondence", "Letter of the repair centre to another department or company", (MANAGER,), "R17", CONTRACTORS, "Correspondence Letter", {"kind": "Work Contact Letter"}),
	Form("Letter of Notice", "Correspondence", "Demands a repair in writing, with deadline, consequence and receipt", (MANAGER,), "R107", CONTRACTORS, "Correspondence Letter", {"kind": "Notice"}),
	_printed("Warranty Agreement Form", "Warranty Agreement", "Agreement with a contractor: scope, times, deductions, deposit", (MANAGER, CONTRACTOR), "R28", CONTRACTORS),
	_printed("Pre-signing Meeting Record", "Warranty Agreement", "Talk with a contractor before the agreement is signed", (MANAGER, CONTRACTOR), "R27", CONTRACTORS),
	_printed("Power of Attorney Form", "Warranty Agreement", "Whom the contractor authorises, with the roster of workers", (CONTRACTOR,), "R31", CONTRACTORS),
	_printed("Contractor Statement", "Warranty Agreement", "Statement of the deposits of a contractor with reply slip", (COST,), "R18", CONTRACTORS, no_blank=FROM_BOOKS),
	_printed("Deduction Notice Form", "Contractor Deduction", "Tells the contractor what is deducted, why, and until when to object", (MANAGER, COST), "R107 R111", CONTRACTORS),
	_printed("Deduction Answer Letter", "Contractor Deduction", "Answers the contractor's objection: result, amount before and after, reasons", (COST,), "R111", CONTRACTORS, no_blank=AFTER_OBJECTION),
	_printed("Deduction Approval Form", "Contractor Deduction", "Approval of a deduction with its proofs", (MANAGER, COST), "R111", CONTRACTORS),
	_printed("Third Party Notice Letter", "Third Party Order", "Tells the contractor that a third party repairs at his cost", (MANAGER,), "R107 R112", CONTRACTORS),
	_printed("Third Party Order Approval", "Third Party Order", "Approval of a repair by a third party", (MANAGER, COST), "R107 R112", CONTRACTORS),
	_printed("Third Party Order Sheet", "Third Party Order", "Order to the third party: scope, prices, dates", (MANAGER,), "R107 R112", CONTRACTORS),
	_printed("Quantity Verification Sheet", "Third Party Order", "Quantities claimed and verified on site", (ENGINEER, CONTRACTOR), "R16", CONTRACTORS),
	_printed("Repair Payment Approval", "Repair Payment Review", "Approval of a bill for repair work", (COST, MANAGER), "R16 R18", CONTRACTORS),
	Form("Repair Cost Statistics", "Repair Ticket", "Cost of each repair by voucher: date, ticket, work, kind, amount; sums stand in Repair Costs", (MANAGER, COST), "R17", CONTRACTORS, place=(REPORT, "Repair Cost Vouchers")),
	_printed("Deposit Release Approval", "Deposit Release", "Approval of giving a deposit back", (MANAGER, COST), "R18", CONTRACTORS),
	_printed("Joint Check Sheet", "Deposit Release", "Check of the estate with the contractor before a deposit is given back", (ENGINEER, CONTRACTOR), "R18", CONTRACTORS),
	_printed("Contractor Evaluation Sheet", "Contractor Evaluation", "Points of a contractor for a month", (MANAGER,), "R7 R112", CONTRACTORS),
	_printed("Pre-delivery Weekly Report", "Stage Report", "Problems and dangers seen before the delivery", (ENGINEER, MANAGER), "R24 R26", DELIVERY, preset={"kind": "Pre-delivery Weekly Report"}),
	_printed("Minutes and Attendance", "Meeting Record", "Repair meeting, mobilisation, training: attendance and decisions", (MANAGER,), "R29 R30 R55", DELIVERY),
	_printed("Table of Responsibilities", "Delivery Batch", "Who is responsible, helps and is informed; agreed at the meeting, signed by the four departments", (MANAGER, PROJECT), "R32", DELIVERY),
	Form("Plan of Office and Equipment", "Delivery Batch", "Rooms and equipment of the repair centre, with budget and date", (MANAGER,), "R33", DELIVERY),
	Form("Record of Briefing", "Briefing Record", "The project department tells of contracts and risk points; both sides sign", (PROJECT, MANAGER), "R39", DELIVERY),
	_printed("Inspection Sheet", "Handover Inspection", "Problems, meters, keys and opinion of the owner at the inspection", (ENGINEER, OWNER), "R47", DELIVERY),
	_printed("Unit Transfer Note", "Unit Transfer", "Units handed from the project department to the repair centre", (PROJECT, ENGINEER), "R46 R50", DELIVERY),
	Form("Record of Proxy Acceptance", "Unit Transfer", "Acceptance on the owner's behalf, with two witnesses", (PROJECT, ENGINEER), "R46", DELIVERY, "Unit Transfer Note", {"kind": "Proxy Acceptance"}),
	Form("Key Register", "Unit Transfer", "Keys kept, given and returned; also in the inspections", (ENGINEER,), "R47 R50", DELIVERY),
	_printed("Spare Parts List", "Spare Parts", "Spare parts a project needs, with what is ordered and received", (ENGINEER, BUYER), "R36 R37", DELIVERY),
	_printed("Parts Handover Note", "Parts Handover", "Spare parts handed over, counted and signed by both", (PROJECT, ENGINEER), "R37", DELIVERY),
	_printed("Stores Ledger", "Spare Parts", "Receipts and issues of the stores", (BUYER, ENGINEER), "R38", DELIVERY, no_blank=FROM_BOOKS),
	Form("Quality Warranty", "Quality Warranty", "Terms of the warranty certificate by part", (MANAGER,), "R83", EXPIRY),
	_printed("Expiry Notice Poster", "Expiry Campaign", "Posted on the notice boards before a warranty ends", (CLERK,), "R52 R53", EXPIRY),
	_printed("Expiry Notice Letter", "Expiry Unit", "Letter to the owner of a unit with reply slip", (CLERK, OWNER), "R52", EXPIRY),
	_printed("Expiry Notice Letters", "Expiry Campaign", "The same letter for all units of a campaign", (CLERK,), "R52", EXPIRY, no_blank="Its blank is that of the letter to one unit."),
	_printed("Expiry Briefing Sheet", "Expiry Briefing", "What is still open at the end of a warranty, signed by owner and contractor", (ENGINEER, CONTRACTOR, OWNER), "R57", EXPIRY),
)

_BY_TITLE = {form.title: form for form in FORMS}


def named(title: str) -> Form | None:
	"""The form of this title (in English, as in ``FORMS``); None if there is none."""
	return _BY_TITLE.get(title)


def doctype_of(title: str) -> str:
	"""The document whose readers may have the form ``title``; of an unknown form one that only administrators read."""
	form = named(title)
	return form.doctype if form else "DocType"


def texts() -> list[str]:
	"""All texts of the list, in English: each has its row in the translations."""
	found = [*SUBJECTS]
	for form in FORMS:
		found += [form.title, form.used_for, *form.filled_by, *filter(None, [form.why_no_blank()])]
	return found
