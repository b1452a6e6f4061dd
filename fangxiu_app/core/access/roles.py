"""The app's roles, and the rights each needs on ERPNext's own documents."""

MANAGER = "Repair Manager"
SUPERVISOR = "Repair Supervisor"
ENGINEER = "Repair Engineer"
CLERK = "Repair Clerk"
PROPERTY_DESK = "Fangxiu Property Desk"
CUSTOMER_SERVICE = "Repair Customer Service"
CALL_CENTRE = "Fangxiu Group Call Centre"
PROJECT_DEPARTMENT = "Fangxiu Project Department"
COST_DEPARTMENT = "Fangxiu Cost Department"
BUYER = "Spare Parts Buyer"
CS_HEAD = "Fangxiu Customer Service Head"
GENERAL_MANAGER = "Fangxiu General Manager"
#: Either of them gives the second signature where money of a deposit is freed (R18, docs/adr/0108, 0111).
HEADS = (CS_HEAD, GENERAL_MANAGER)
ADMINISTRATOR = "Fangxiu Administrator"
#: ERPNext's own roles of the finance department: not ours to create or remove.
FINANCE = "Accounts Manager"
FINANCE_CLERK = "Accounts User"

ROLES = (
	MANAGER,
	SUPERVISOR,
	ENGINEER,
	CLERK,
	PROPERTY_DESK,
	CUSTOMER_SERVICE,
	CALL_CENTRE,
	PROJECT_DEPARTMENT,
	COST_DEPARTMENT,
	BUYER,
	CS_HEAD,
	GENERAL_MANAGER,
	ADMINISTRATOR,
)

CRAFT = (ENGINEER, SUPERVISOR, MANAGER)
STAFF = (CLERK, *CRAFT)

#: Who sees every project unless User Permissions on Project narrow it. Everybody else sees only the projects named there.
#: Finance posts for the company, not for an estate (adr/0040).
ALL_PROJECT_ROLES = (ADMINISTRATOR, FINANCE, FINANCE_CLERK, "System Manager")

#: Whose guide is which page of public/guides; a user reads that of the first role he has.
GUIDES = {
	CLERK: "clerk",
	ENGINEER: "engineer",
	SUPERVISOR: "supervisor",
	MANAGER: "manager",
	PROPERTY_DESK: "property",
	CUSTOMER_SERVICE: "service",
	CALL_CENTRE: "callcentre",
	PROJECT_DEPARTMENT: "project",
	COST_DEPARTMENT: "cost",
	BUYER: "buyer",
	CS_HEAD: "servicehead",
	GENERAL_MANAGER: "gm",
	FINANCE: "finance",
	FINANCE_CLERK: "finance",
	ADMINISTRATOR: "admin",
}

#: Heads of a department have its role, and a page of their own beside it.
HEADS_GUIDES = {COST_DEPARTMENT: "costhead"}

#: Guides of work that several roles share; they stand in everybody's list.
SHARED_GUIDES = ("monthend",)

_VOUCHER = ("select", "read", "write", "create", "submit", "cancel", "amend", "print", "report", "export")
_READ = ("select", "read")
#: A document may be chosen in a form, not opened.
_CHOOSE = ("select",)

#: Rights of our roles on ERPNext's documents. Owners are Customers, but our staff read them only inside the unit archive.
ERPNEXT_RIGHTS = {
	"Project": {role: ("select", "read") for role in ROLES},
	"Supplier": {
		role: ("select", "read")
		for role in (
			*STAFF,
			PROJECT_DEPARTMENT,
			COST_DEPARTMENT,
			BUYER,
			CUSTOMER_SERVICE,
			CS_HEAD,
			GENERAL_MANAGER,
			ADMINISTRATOR,
		)
	},
	# buying spare parts, in ERPNext's own screens; core/access/vouchers.py keeps each to the user's projects
	"Material Request": {BUYER: _VOUCHER, PROJECT_DEPARTMENT: ("select", "read", "print")},
	"Purchase Order": {BUYER: _VOUCHER, PROJECT_DEPARTMENT: ("select", "read", "print")},
	"Purchase Receipt": {BUYER: _VOUCHER, PROJECT_DEPARTMENT: _VOUCHER},
	"Stock Entry": {role: ("select", "read", "print") for role in (BUYER, PROJECT_DEPARTMENT, *STAFF)},
	"Item": {
		BUYER: ("select", "read", "write", "create"),
		**{role: _READ for role in (PROJECT_DEPARTMENT, *STAFF)},
	},
	"Warehouse": {role: _READ for role in (BUYER, PROJECT_DEPARTMENT, *STAFF, ADMINISTRATOR)},
	"UOM": {role: _READ for role in (BUYER, PROJECT_DEPARTMENT, *STAFF, ADMINISTRATOR)},
	"Item Group": {BUYER: _READ},
	"Company": {BUYER: _READ, PROJECT_DEPARTMENT: _READ, ADMINISTRATOR: _CHOOSE},
	"Currency": {BUYER: _READ, PROJECT_DEPARTMENT: _READ},
	"Price List": {BUYER: _READ},
	# the receipt's form reads a setting of it; without the right a message lies over every new receipt
	"Buying Settings": {BUYER: _READ, PROJECT_DEPARTMENT: _READ},
	# a payment review names the bill it releases (R16, R18); core/access/vouchers.py keeps each to the user's projects
	"Purchase Invoice": {
		role: ("select", "read", "print") for role in (*CRAFT, COST_DEPARTMENT, ADMINISTRATOR)
	},
	# the voucher a deposit entry takes back: only those of deposits in the user's projects
	"Journal Entry": {COST_DEPARTMENT: _CHOOSE},
	"Account": {COST_DEPARTMENT: _CHOOSE, ADMINISTRATOR: _CHOOSE},
	# escalation steps, approval steps and recipients name one
	"Role": {ADMINISTRATOR: _CHOOSE, MANAGER: _CHOOSE},
}

#: Rights that ERPNext's own roles lack for forms of ours: a deposit entry and a repair bill name their project.
FOREIGN_RIGHTS = {"Project": {FINANCE: _CHOOSE, FINANCE_CLERK: _CHOOSE}}
