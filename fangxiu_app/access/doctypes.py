"""Which documents belong to a project, and which are masters shared by all (design 2.6). Plain constants: hooks read them."""

#: Documents that carry a mandatory ``project``.
PROJECT_DOCTYPES = (
	"Building",
	"Unit Archive",
	"Quality Warranty",
	"Warranty Agreement",
	"Repair Request",
	"Repair Ticket",
	"Ticket Event",
	"Ticket Hold",
	"Clock Escalation",
	"Site Visit",
	"Correction Notice",
	"Repair Plan",
	"Owner Contact",
	"Rain Event",
	"Watch Entry",
	"Spot Check Plan",
	"Evidence Item",
	"Handover Inspection",
	"Unit Transfer",
	"Stage Report",
	"Report Schedule",
	"Outbox Message",
	"Approval Log",
	"Third Party Order",
	"Warranty Deposit Entry",
	"Spare Parts",
	"Parts Handover",
	"Store Check",
	"Ticket Part",
)

#: Child tables and the document whose project decides about their rows.
CHILD_PARENTS = {
	"Unit Owner": "Unit Archive",
	"Unit Meter": "Unit Archive",
	"Warranty Term": "Quality Warranty",
	"Agreement Scope": "Warranty Agreement",
	"Agreement Talk": "Warranty Agreement",
	"Authorised Contact": "Warranty Agreement",
	"Agreement Worker": "Warranty Agreement",
	"Agreement Training": "Warranty Agreement",
	"Response Term": "Warranty Agreement",
	"Deduction Term": "Warranty Agreement",
	"Request Item": "Repair Request",
	"Ticket Clock": "Repair Ticket",
	"Visit Check": "Site Visit",
	"Stage Report Photo": "Stage Report",
	"Report Recipient": "Report Schedule",
	"Order Quotation": "Third Party Order",
	"Work Item": "Third Party Order",
	"Free Check": "Site Visit",
	"Inspection Item": "Handover Inspection",
	"Meter Reading": "Handover Inspection",
	"Acceptance Attempt": "Unit Transfer",
	"Spare Parts Item": "Spare Parts",
	"Parts Handover Item": "Parts Handover",
	"Correction Fault": "Correction Notice",
	"Correction Round": "Correction Notice",
	"Spot Check Item": "Spot Check Plan",
}

#: Settings and masters without a project: the same for every estate.
MASTERS = (
	"Fangxiu Settings",
	"Service Calendar",
	"Service Window",
	"Calendar Exception",
	"Time Limit",
	"Escalation Step",
	"Trade",
	"Repair Location",
	"Warranty Item",
	"Defect Type",
	"Free Check Item",
	"Patrol Checklist",
	"Patrol Item",
	"Patrol Scope",
	"KPI Target",
	"Approval Rule",
	"Approval Step",
	"Spare Part Standard",
)

#: Documents of ERPNext that are narrowed to the user's projects, and the field that names theirs (access/vouchers.py).
VOUCHERS = {
	"Material Request": "fx_project",
	"Purchase Order": "project",
	"Purchase Receipt": "project",
	"Stock Entry": "project",
	"Warehouse": "fx_project",
}
#: Their rows, which REST lists by themselves.
VOUCHER_ROWS = {
	"Material Request Item": "Material Request",
	"Purchase Order Item": "Purchase Order",
	"Purchase Receipt Item": "Purchase Receipt",
	"Stock Entry Detail": "Stock Entry",
}
