from fangxiu_app.core.access.doctypes import BUSINESS_NUMBERS as _BUSINESS_NUMBERS
from fangxiu_app.core.access.doctypes import CHILD_PARENTS as _CHILDREN
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES as _DOCUMENTS
from fangxiu_app.core.access.doctypes import VOUCHER_ROWS as _VOUCHER_ROWS
from fangxiu_app.core.access.doctypes import VOUCHERS as _VOUCHERS
from fangxiu_app.core.access.roles import ROLES as _ROLES

app_name = "fangxiu_app"
app_title = "Fangxiu"
app_publisher = "Fangxiu contributors"
app_description = "After-sales house repair centre of a property developer, on ERPNext"
app_email = "fangxiu@example.com"
app_license = "gpl-3.0"
# with the organisation: a bare name makes Frappe ask a web API which organisation owns the app
required_apps = ["frappe/erpnext"]

# with two apps Frappe opens the desk after a login, which knows whose page is first; with one it opens ERPNext's home
add_to_apps_screen = [
	{
		"name": "fangxiu_app",
		"logo": "/assets/fangxiu_app/images/fangxiu.svg",
		"title": "房修管理",
		"route": "/app/repair-desk",
		"has_permission": "fangxiu_app.core.framework.boot.begins_with_us",
	}
]

#: Where the texts of refusals stand (core.messages.texts), each in the room of its rule: a function returns code → text.
fangxiu_texts = [
	"fangxiu_app.overview.texts.texts",
	"fangxiu_app.field.texts.texts",
	"fangxiu_app.evidence.texts.texts",
	"fangxiu_app.archive.texts.texts",
	"fangxiu_app.delivery.texts.texts",
	"fangxiu_app.parts.texts.texts",
	"fangxiu_app.special_reports.texts.texts",
	"fangxiu_app.quality.texts.texts",
	"fangxiu_app.quality.texts_evaluation.texts",
	"fangxiu_app.expiry.texts.texts",
	"fangxiu_app.complaints.texts.texts",
	"fangxiu_app.paid_repairs.texts.texts",
	"fangxiu_app.money.texts.texts",
	"fangxiu_app.money.deposits.texts.texts",
	"fangxiu_app.money.deposits.texts_changes.texts",
	"fangxiu_app.money.deductions.texts.texts",
	"fangxiu_app.money.deductions.texts_chain.texts",
	"fangxiu_app.money.releases.texts.texts",
	"fangxiu_app.money.payments.texts.texts",
	"fangxiu_app.money.outgoing.texts.texts",
	"fangxiu_app.money.payments.texts_compensation.texts",
	"fangxiu_app.money.meters.texts_meter.texts",
	"fangxiu_app.ledger.texts.texts",
	"fangxiu_app.ledger.texts_tools.texts",
	"fangxiu_app.staff.texts.texts",
	"fangxiu_app.correspondence.texts.texts",
	"fangxiu_app.tickets.clocks.texts.texts",
	"fangxiu_app.tickets.life.texts.texts",
	"fangxiu_app.tickets.intake.texts.texts",
	"fangxiu_app.tickets.site_work.texts.texts",
	"fangxiu_app.contractors.texts.texts",
	"fangxiu_app.contractors.breach.texts.texts",
	"fangxiu_app.estate.texts.texts",
	"fangxiu_app.approvals.texts.texts",
	"fangxiu_app.warranty.texts.texts",
	"fangxiu_app.core.time.texts.texts",
	"fangxiu_app.core.texts.texts",
]

#: What a ticket asks of subjects that build on it.
fangxiu_settled_quotes = ["fangxiu_app.paid_repairs.reads_paid_repairs.settled"]

#: Which addresses only the recipient of a message learns: DocType it is about → a function returns name → address.
fangxiu_message_addresses = {"Access Link": ["fangxiu_app.links.service_access_links.addresses"]}

#: Lists that people import, by kind: columns, file and sheet of the template, columns with a choice.
fangxiu_lists = {
	"units": ["fangxiu_app.estate.import_units_file.LIST"],
	"deposits": ["fangxiu_app.money.deposits.import_deposits_file.LIST"],
}

before_install = "fangxiu_app.setup.preflight.before_install"
after_install = "fangxiu_app.setup.ensure.after_install"
before_migrate = "fangxiu_app.setup.controllers.before_migrate"
after_migrate = "fangxiu_app.setup.ensure.after_migrate"
before_uninstall = "fangxiu_app.setup.teardown.before_uninstall"
after_uninstall = "fangxiu_app.setup.teardown.after_uninstall"
before_tests = "fangxiu_app.setup.company.ensure"

# the bare address opens the desk: Frappe shows a page about the login to whoever is inside already
role_home_page = dict.fromkeys(_ROLES, "app")
get_website_user_home_page = "fangxiu_app.core.framework.home.page"

app_include_js = "fangxiu.bundle.js"
app_include_css = ["fangxiu.bundle.css", "signing.bundle.css", "boards.bundle.css", "forms.bundle.css"]
doctype_js = {"Purchase Invoice": "public/js/purchase_invoice.js", "Purchase Order": "public/js/purchase_order.js"}
page_js = {"print": "public/js/print_page.js"}
permission_query_conditions = dict.fromkeys(
	(*_DOCUMENTS, *_CHILDREN), "fangxiu_app.core.access.scope.query_conditions"
)
has_permission = dict.fromkeys(_DOCUMENTS, "fangxiu_app.core.access.scope.has_permission")
permission_query_conditions |= dict.fromkeys(
	(*_VOUCHERS, *_VOUCHER_ROWS), "fangxiu_app.core.access.vouchers.query_conditions"
)
has_permission |= dict.fromkeys(_VOUCHERS, "fangxiu_app.core.access.vouchers.has_permission")
# of special reports the departments see those they are asked about
_SPECIAL = "fangxiu_app.special_reports.reads_special_report_rights"
permission_query_conditions |= {
	doctype: f"{_SPECIAL}.query_conditions"
	for doctype in ("Special Report", *(row for row, parent in _CHILDREN.items() if parent == "Special Report"))
}
has_permission["Special Report"] = f"{_SPECIAL}.has_permission"
# what tells of another document is read by whoever may read that one
_TELLING = "fangxiu_app.core.access.references"
permission_query_conditions |= dict.fromkeys(("Outbox Message", "Approval Log"), f"{_TELLING}.query_conditions")
has_permission |= dict.fromkeys(("Outbox Message", "Approval Log"), f"{_TELLING}.has_permission")
permission_query_conditions["Evidence Item"] = "fangxiu_app.evidence.reads_evidence_rights.query_conditions"
has_permission["Evidence Item"] = "fangxiu_app.evidence.reads_evidence_rights.has_permission"
permission_query_conditions["Journal Entry"] = "fangxiu_app.core.narrowing.journals.query_conditions"
# a project itself, and what Frappe keeps for one person about its documents, end with the right to it
permission_query_conditions |= dict.fromkeys(("Project", "Project User"), "fangxiu_app.core.narrowing.projects_seen.project_conditions")
has_permission["Project"] = "fangxiu_app.core.narrowing.projects_seen.project_permission"
permission_query_conditions |= dict.fromkeys(("ToDo", "Notification Log"), "fangxiu_app.core.narrowing.kept_for_one.query_conditions")
has_permission |= dict.fromkeys(("ToDo", "Notification Log"), "fangxiu_app.core.narrowing.kept_for_one.has_permission")
has_permission["File"] = "fangxiu_app.core.narrowing.kept_for_one.file_permission"
permission_query_conditions["File"] = "fangxiu_app.core.narrowing.own_files.query_conditions"
has_permission["Journal Entry"] = "fangxiu_app.core.narrowing.journals.has_permission"
has_permission |= {"Number Card": "fangxiu_app.core.framework.dashboards.sees_card", "Dashboard Chart": "fangxiu_app.core.framework.dashboards.sees_chart"}

auth_hooks = [
	"fangxiu_app.core.access.gate.check",
	"fangxiu_app.core.access.asking.check_request",
	"fangxiu_app.core.narrowing.figures.check_request",
	"fangxiu_app.core.framework.sorting.check_request",
	"fangxiu_app.ledger.deposit_requests.lock_first",
]
pdf_body_html = "fangxiu_app.core.access.personal.render_print"
before_request = [
	"fangxiu_app.core.framework.translations.keep",
	"fangxiu_app.core.framework.definitions.keep",
	"fangxiu_app.core.access.incoming.clean_request",
	"fangxiu_app.core.framework.pages.settle_guest",
]
before_job = ["fangxiu_app.core.framework.jobs.speak", "fangxiu_app.core.narrowing.listed_columns.keep"]

jinja = {"methods": ["fangxiu_app.core.capitals.in_capitals", "fangxiu_app.core.numbers.plain_number", "fangxiu_app.core.wording.own_words"]}

standard_queries = {"Unit Archive": "fangxiu_app.archive.api_units.link_query"}

override_doctype_class = {
	"Comment": "fangxiu_app.core.framework.docinfo.OwnComment",
	"Communication": "fangxiu_app.core.framework.docinfo.OwnCommunication",
	"File": "fangxiu_app.core.framework.file.OwnFile",
	"Report": "fangxiu_app.core.framework.script_reports.WatchedReport",
}

doc_events = {
	"Journal Entry": {
		"before_insert": "fangxiu_app.money.events_vouchers.lock_journal",
		"before_validate": "fangxiu_app.money.events_vouchers.lock_journal",
		"before_submit": [
			"fangxiu_app.money.events_vouchers.before_submit_journal",
			"fangxiu_app.money.payments.events_repair_bills.check_journal",
			"fangxiu_app.money.outgoing.events_outgoing.check_journal",
		],
		"before_update_after_submit": [
			"fangxiu_app.money.events_vouchers.before_update_journal",
			"fangxiu_app.money.payments.events_repair_bills.check_journal",
			"fangxiu_app.money.outgoing.events_outgoing.check_journal",
		],
		"before_cancel": [
			"fangxiu_app.money.events_vouchers.before_cancel_journal",
			"fangxiu_app.money.outgoing.events_outgoing.before_cancel",
			"fangxiu_app.ledger.erpnext_tools.before_cancel",
		],
		"on_submit": "fangxiu_app.money.payments.events_repair_bills.change_journal",
		"on_cancel": "fangxiu_app.money.payments.events_repair_bills.change_journal",
	},
	"Payment Entry": {
		"before_insert": "fangxiu_app.money.events_vouchers.lock_payment",
		"before_validate": "fangxiu_app.money.events_vouchers.before_validate_payment",
		"before_submit": [
			"fangxiu_app.money.events_vouchers.before_submit_payment",
			"fangxiu_app.money.payments.events_repair_bills.check_payment",
			"fangxiu_app.money.outgoing.events_outgoing.check_payment",
		],
		"before_update_after_submit": [
			"fangxiu_app.money.events_vouchers.before_update_payment",
			"fangxiu_app.money.payments.events_repair_bills.check_payment",
			"fangxiu_app.money.outgoing.events_outgoing.check_payment",
		],
		"before_cancel": [
			"fangxiu_app.money.events_vouchers.before_cancel_payment",
			"fangxiu_app.money.outgoing.events_outgoing.before_cancel",
			"fangxiu_app.ledger.erpnext_tools.before_cancel",
		],
		"on_submit": "fangxiu_app.money.events_vouchers.move_payment",
		"on_cancel": "fangxiu_app.money.events_vouchers.move_payment",
	},
	"Purchase Invoice": {
		"before_insert": "fangxiu_app.money.events_vouchers.lock_invoice",
		"before_validate": "fangxiu_app.money.events_vouchers.lock_invoice",
		"before_submit": [
			"fangxiu_app.money.events_vouchers.before_submit_invoice",
			"fangxiu_app.money.payments.events_repair_bills.before_submit_invoice",
			"fangxiu_app.money.outgoing.events_outgoing.before_submit_invoice",
			"fangxiu_app.parts.events_purchase.before_bill",
		],
		"before_update_after_submit": "fangxiu_app.money.outgoing.events_outgoing.before_update_invoice",
		"on_submit": "fangxiu_app.money.events_vouchers.submit_invoice",
		"before_cancel": [
			"fangxiu_app.money.events_vouchers.before_cancel_invoice",
			"fangxiu_app.money.payments.events_repair_bills.before_cancel_invoice",
		],
		"on_cancel": "fangxiu_app.money.payments.events_repair_bills.cancel_invoice",
		"on_change": "fangxiu_app.money.payments.events_repair_bills.change_invoice",
	},
	"Unreconcile Payment": {
		"before_submit": [
			"fangxiu_app.money.events_vouchers.before_submit_unreconcile",
			"fangxiu_app.money.payments.events_repair_bills.before_submit_unreconcile",
		]
	},
	"File": {"after_insert": "fangxiu_app.core.framework.file.show_heif"},
	"DocShare": {"before_validate": "fangxiu_app.core.framework.shares.check"},
	"Account": {
		"validate": "fangxiu_app.money.events_vouchers.validate_account",
		"on_update": "fangxiu_app.money.events_vouchers.update_account",
		"before_rename": "fangxiu_app.money.events_vouchers.before_rename",
	},
	"Item": {"validate": "fangxiu_app.parts.events_item.validate"},
	"Supplier": {"before_rename": "fangxiu_app.money.events_vouchers.before_rename"},
	"Period Closing Voucher": {"validate": "fangxiu_app.money.events_vouchers.validate_closing"},
	"GL Entry": {
		"before_insert": [
			"fangxiu_app.money.events_vouchers.before_insert_ledger",
			"fangxiu_app.money.outgoing.events_outgoing.before_insert_ledger",
			"fangxiu_app.parts.events_store_ledger.before_insert_value",
		],
		"on_trash": "fangxiu_app.money.events_vouchers.delete_ledger",
	},
	"Payment Ledger Entry": {
		"before_insert": "fangxiu_app.money.events_vouchers.before_insert_payment_ledger",
		"on_trash": "fangxiu_app.money.events_vouchers.delete_ledger",
	},
	"Accounting Dimension": {
		"validate": "fangxiu_app.ledger.erpnext_tools.validate_dimension",
		"on_trash": "fangxiu_app.ledger.erpnext_tools.delete_dimension",
	},
	"Auto Repeat": {"validate": "fangxiu_app.ledger.erpnext_tools.validate_repeat"},
	"Transaction Deletion Record": {"before_submit": "fangxiu_app.ledger.erpnext_tools.before_deletion"},
}

doc_events |= {
	"Material Request": {"validate": "fangxiu_app.parts.events_purchase.validate"},
	"Purchase Order": {
		"validate": "fangxiu_app.parts.events_purchase.validate",
		"before_submit": "fangxiu_app.parts.events_purchase.before_order",
		"before_update_after_submit": [
			"fangxiu_app.parts.events_purchase.before_order",
			"fangxiu_app.money.outgoing.events_outgoing.before_update_order",
		],
		"before_change": "fangxiu_app.money.outgoing.events_outgoing.before_change_order",
		"before_cancel": "fangxiu_app.money.payments.events_repair_bills.before_cancel_order",
	},
	"Purchase Receipt": {
		"validate": "fangxiu_app.parts.events_purchase.validate",
		"before_submit": "fangxiu_app.parts.events_purchase.before_receipt",
		"before_update_after_submit": "fangxiu_app.parts.events_purchase.before_update_receipt",
		"before_cancel": "fangxiu_app.parts.events_purchase.before_cancel_receipt",
	},
	"Stock Ledger Entry": {"before_insert": "fangxiu_app.parts.events_store_ledger.before_insert"},
	"Stock Entry": {
		"validate": "fangxiu_app.parts.events_stock_entry.validate",
		"before_submit": "fangxiu_app.parts.events_stock_entry.before_submit",
		"before_cancel": "fangxiu_app.parts.events_stock_entry.before_cancel",
		"on_cancel": "fangxiu_app.parts.events_stock_entry.on_cancel",
	},
	"Sales Invoice": {
		"validate": "fangxiu_app.paid_repairs.events_sales_invoice.validate",
		"before_submit": [
			"fangxiu_app.paid_repairs.events_sales_invoice.before_submit",
			"fangxiu_app.money.outgoing.events_outgoing.before_submit_sales_invoice",
		],
		"before_update_after_submit": "fangxiu_app.money.outgoing.events_outgoing.before_update_sales_invoice",
	},
}

# what is cancelled is what is stored: before any other hook of these looks at it, whatever the request sent
for _doctype in ("Journal Entry", "Payment Entry", "Sales Invoice", *_VOUCHERS):
	_events = doc_events.setdefault(_doctype, {})
	_then = _events.get("before_cancel", [])
	_events["before_cancel"] = ["fangxiu_app.core.access.stored.keep_on_cancel", *([_then] if isinstance(_then, str) else _then)]

# a voucher that was made by a document of ours says so as long as it stands
for _doctype in ("Journal Entry", "Payment Entry", "Sales Invoice", *_VOUCHERS):
	if _doctype != "Warehouse":
		_events = doc_events.setdefault(_doctype, {})
		_then = _events.get("validate", [])
		_events["validate"] = ["fangxiu_app.core.access.voucher_links.check", *([_then] if isinstance(_then, str) else _then)]

# every document of every app: a row is written with its document only, and names no file or document its user may not read
doc_events["*"] = dict.fromkeys(
	("before_insert", "before_cancel", "before_update_after_submit", "before_rename", "on_trash"),
	"fangxiu_app.core.access.rows.check",
)
doc_events["*"]["before_validate"] = [
	"fangxiu_app.core.access.rows.check",
	"fangxiu_app.core.access.incoming.check_addresses",
	"fangxiu_app.core.access.of_everybody.check",
	"fangxiu_app.core.access.personal.put_back",
	"fangxiu_app.core.access.files.check_attached",
]
doc_events["*"]["on_trash"] = ["fangxiu_app.core.access.rows.check", "fangxiu_app.core.access.of_everybody.check"]
doc_events["*"]["before_rename"] = [
	"fangxiu_app.core.access.rows.check",
	"fangxiu_app.core.access.of_everybody.check",
	"fangxiu_app.approvals.service_renames.before_rename",
]
doc_events["*"]["after_rename"] = "fangxiu_app.approvals.service_renames.after_rename"
doc_events["*"]["before_print"] = "fangxiu_app.core.framework.boot.before_print"
for _doctype in (*_BUSINESS_NUMBERS, "Contact"):  # whose numbers are open to everybody
	doc_events.setdefault(_doctype, {})["on_update"] = "fangxiu_app.core.access.personal.forget_numbers"

# sums of vouchers on forms that more people open than read the vouchers
for _doctype in ("Supplier", "Customer"):
	doc_events.setdefault(_doctype, {})["onload"] = "fangxiu_app.core.narrowing.figures.leave_out"
doc_events.setdefault("Project", {})["onload"] = "fangxiu_app.core.narrowing.figures.leave_out_hours"

scheduler_events = {
	"cron": {
		"* * * * *": [
			"fangxiu_app.tasks.wake_holds",
			"fangxiu_app.tasks.sweep_clocks",
			"fangxiu_app.tasks.send_outbox",
			"fangxiu_app.tasks.resume_imports",
			"fangxiu_app.tasks.seal_evidence",
		],
		"0 6 * * *": [
			"fangxiu_app.tasks.draft_reports",
			"fangxiu_app.tasks.remind_milestones",
			"fangxiu_app.tasks.remind_warnings",
			"fangxiu_app.tasks.propose_warnings",
			"fangxiu_app.tasks.remind_feedback",
			"fangxiu_app.tasks.remind_special_reports",
			"fangxiu_app.tasks.draft_evaluations",
			"fangxiu_app.tasks.remind_calendars",
			"fangxiu_app.tasks.check_expiry",
			"fangxiu_app.tasks.raise_complaints",
		],
		"30 7 * * *": ["fangxiu_app.tasks.warn_releases"],
	}
}

_INVOICE = "erpnext.accounts.doctype.purchase_invoice.purchase_invoice"
_DIMENSION = "erpnext.accounts.doctype.accounting_dimension.accounting_dimension"

after_request = [
	"fangxiu_app.core.framework.again.after_request",
	"fangxiu_app.core.framework.answers.after_request",
	"fangxiu_app.core.framework.page_errors.after_request",
	"fangxiu_app.core.framework.account_answers.after_request",
	"fangxiu_app.core.access.personal.after_request",
	"fangxiu_app.core.framework.response_headers.after_request",
	"fangxiu_app.core.framework.tables.after_request",
	"fangxiu_app.core.framework.printing.after_request",
	"fangxiu_app.field.events_connection.after_request",
]
page_renderer = ["fangxiu_app.core.framework.page_errors.UnsettledPage", "fangxiu_app.core.framework.pages.StandalonePage"]
update_website_context = ["fangxiu_app.core.framework.page_errors.settle"]
extend_bootinfo = ["fangxiu_app.core.framework.boot.extend", "fangxiu_app.field.entry_words.extend"]
override_whitelisted_methods = {
	"frappe.client.get_count": "fangxiu_app.core.framework.client.get_count",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "fangxiu_app.core.framework.dashboards.chart",
	"frappe.desk.doctype.number_card.number_card.get_result": "fangxiu_app.core.framework.dashboards.card",
	"frappe.desk.notifications.get_open_count": "fangxiu_app.core.framework.open_counts.get_open_count",
	"frappe.desk.form.utils.add_comment": "fangxiu_app.core.framework.client.add_comment",
	"frappe.desk.reportview.export_query": "fangxiu_app.core.framework.exports.export_query",
	"frappe.desk.query_report.export_query": "fangxiu_app.core.framework.exports.export_report",
	"frappe.realtime.can_subscribe_doc": "fangxiu_app.core.framework.socket_rooms.can_subscribe_doc",
	"frappe.realtime.can_subscribe_doctype": "fangxiu_app.core.framework.socket_rooms.can_subscribe_doctype",
	"frappe.client.validate_link": "fangxiu_app.core.framework.client.validate_link",
	"frappe.utils.global_search.search": "fangxiu_app.core.framework.client.search_everywhere",
	"frappe.desk.search.search_link": "fangxiu_app.core.framework.pickers.search_link",
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": "fangxiu_app.core.framework.list_actions.submit_cancel_or_update_docs",
	"frappe.desk.form.assign_to.add": "fangxiu_app.core.framework.list_actions.assign",
	"frappe.desk.form.assign_to.add_multiple": "fangxiu_app.core.framework.list_actions.assign_many",
	"frappe.desk.form.assign_to.remove_multiple": "fangxiu_app.core.framework.list_actions.remove_many",
	"frappe.email.get_contact_list": "fangxiu_app.core.framework.client.find_addresses",
	"frappe.www.printview.get_html_and_style": "fangxiu_app.core.framework.printing.get_html_and_style",
	"frappe.www.printview.get_rendered_raw_commands": "fangxiu_app.core.framework.printing.get_rendered_raw_commands",
	"frappe.utils.print_format.report_to_pdf": "fangxiu_app.core.framework.rendering.report_to_pdf",
	"frappe.printing.page.print.print.get_print_settings_to_show": "fangxiu_app.core.framework.client.get_print_settings_to_show",
	"frappe.desk.search.get_link_title": "fangxiu_app.core.framework.client.get_link_title",
	"erpnext.accounts.doctype.payment_entry.payment_entry.get_outstanding_reference_documents": "fangxiu_app.ledger.open_references.get_outstanding_reference_documents",
	f"{_INVOICE}.unblock_invoice": "fangxiu_app.money.payments.invoice_hold.unblock_invoice",
	f"{_INVOICE}.change_release_date": "fangxiu_app.money.payments.invoice_hold.change_release_date",
	f"{_INVOICE}.block_invoice": "fangxiu_app.money.payments.invoice_hold.block_invoice",
	f"{_DIMENSION}.disable_dimension": "fangxiu_app.ledger.erpnext_tools.disable_dimension",
}
