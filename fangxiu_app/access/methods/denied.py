"""Methods of Frappe and ERPNext that are known to ask for no right, and what each of them gives away (15.56.1, 15.53.1).

Closed for everybody but who keeps the site. People with roles of ERPNext get the rest of what their modules offer.
"""

from __future__ import annotations

DENIED: dict[str, str] = {
	"erpnext.accounts.doctype.payment_request.payment_request.make_payment_request": "is open to guests, and submits",
	"erpnext.accounts.doctype.payment_request.payment_request.get_print_format_list": "is open to guests",
	"erpnext.selling.page.point_of_sale.point_of_sale.set_customer_info": "overwrites the telephone of any customer",
	"erpnext.selling.page.point_of_sale.point_of_sale.get_past_order_list": "lists invoices of any customer",
	"erpnext.accounts.doctype.pos_invoice.pos_invoice.get_stock_availability": "tells stocks of any warehouse",
	"erpnext.crm.doctype.utils.get_last_interaction": "reads communications of anybody",
	"erpnext.buying.doctype.purchase_order.purchase_order.update_status": "closes any order",
	"erpnext.stock.doctype.material_request.material_request.update_status": "stops any request",
	"erpnext.stock.doctype.purchase_receipt.purchase_receipt.update_purchase_receipt_status": "closes any receipt",
	"erpnext.setup.doctype.employee.employee.create_user": "makes users",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart": "stores charts past the right to do so",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart": "as above",
	"frappe.desk.doctype.number_card.number_card.create_number_card": "stores cards past the right to do so",
	"frappe.desk.doctype.number_card.number_card.create_report_number_card": "as above",
	"frappe.utils.file_manager.add_attachments": "copies files by their address",
	"frappe.core.api.file.unzip_file": "asks no right to the archive",
	"frappe.core.api.file.zip_files": "packs files of any document",
	"frappe.website.doctype.web_form.web_form.accept": "writes documents past the right to do so",
	"uploadfile": "the upload of before, without its checks",
	"frappe.handler.uploadfile": "as above",
}
