"""Methods of Frappe and ERPNext that check no permission, and what each of them discloses (15.56.1, 15.53.1).

Closed for everybody but system managers. Users with roles of ERPNext may call the other methods of their modules.
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
	"erpnext.stock.doctype.serial_and_batch_bundle.serial_and_batch_bundle.upload_csv_file": "reads any file of the server",
	"erpnext.edi.doctype.code_list.code_list_import.import_genericode": "fetches any address, and files that its XML names",
	"erpnext.edi.doctype.code_list.code_list_import.process_genericode_import": "reads any file of the site",
	"erpnext.accounts.doctype.chart_of_accounts_importer.chart_of_accounts_importer.import_coa": "deletes all accounts of any company first",
	"frappe.utils.print_format.print_by_server": "writes a file to any place of the server",
	"frappe.desk.doctype.tag.tag.get_documents_for_tag": "names documents of anybody",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "as above",
	"frappe.integrations.doctype.dropbox_settings.dropbox_settings.take_backup": "sends the whole database away",
	"frappe.integrations.doctype.google_drive.google_drive.take_backup": "as above",
	"frappe.integrations.doctype.s3_backup_settings.s3_backup_settings.take_backup": "as above",
	"frappe.integrations.doctype.s3_backup_settings.s3_backup_settings.take_backups_s3": "as above",
	"erpnext.stock.doctype.repost_item_valuation.repost_item_valuation.execute_repost_item_valuation": "runs a job of the system",
	"frappe.core.doctype.sms_settings.sms_settings.send_sms": "sends any words to any telephone, in the company's name",
	"frappe.core.doctype.sms_settings.sms_settings.get_contact_number": "tells the telephone of any contact",
	"erpnext.utilities.bulk_transaction.transaction_processing": "makes vouchers of any document, unread",
	"erpnext.utilities.bulk_transaction.retry": "as above",
	"frappe.website.doctype.web_form.web_form.accept": "writes documents past the right to do so",
	"uploadfile": "the upload of before, without its checks",
	"frappe.handler.uploadfile": "as above",
}
