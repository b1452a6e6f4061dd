"""Methods that users of this app may call, grouped by the reason why that is safe (adr/0122). Review every line you add.

The list comes from what the walks and browser tests of all roles call; each method was read in Frappe 15.56.1 and ERPNext 15.53.1.
"""

from __future__ import annotations

import re

from fangxiu_app.core.access.roles import BUYER, PROJECT_DEPARTMENT, STAFF

#: Ours ask for their right on the first line (tests/architecture/test_endpoints.py); our documents' own, and searches, too.
OWN = re.compile(r"fangxiu_app(\.\w+)+\.api_\w+\.\w+|fangxiu_app\.fangxiu_app\.dashboard_chart_source\..+|document:fangxiu:.*")

#: Before there is a user: signing in and out, and the pages of signed links.
GUESTS = frozenset(
	"""
	login logout ping web_logout
	frappe.auth.get_logged_user frappe.handler.logout frappe.handler.ping frappe.handler.web_logout frappe.ping
	frappe.client.get_time_zone
	frappe.core.doctype.user.user.reset_password
	frappe.core.doctype.user.user.test_password_strength
	frappe.core.doctype.user.user.update_password
	frappe.integrations.oauth2.approve frappe.integrations.oauth2.authorize frappe.integrations.oauth2.get_token
	frappe.integrations.oauth2.openid_profile frappe.integrations.oauth2.revoke_token
	frappe.integrations.oauth2_logins.custom
	frappe.realtime.can_subscribe_doc frappe.realtime.can_subscribe_doctype frappe.realtime.get_user_info
	frappe.www.login.login_via_key frappe.www.login.login_via_token frappe.www.login.send_login_link
	fangxiu_app.paid_repairs.api_quote_link.accept fangxiu_app.paid_repairs.api_quote_link.ask fangxiu_app.paid_repairs.api_quote_link.decline
	""".split()
)

#: Asks the document or its DocType for the right by itself.
_ASKS = """
	upload_file frappe.handler.upload_file
	frappe.client.cancel frappe.client.delete frappe.client.get frappe.client.get_doc_permissions frappe.client.get_list
	frappe.client.get_single_value frappe.client.get_value frappe.client.has_permission frappe.client.insert
	frappe.client.insert_many frappe.client.save frappe.client.set_value frappe.client.submit frappe.client.bulk_update
	frappe.client.rename_doc frappe.client.attach_file frappe.client.is_document_amended
	frappe.automation.doctype.reminder.reminder.create_new_reminder
	frappe.core.api.file.get_attached_images frappe.core.api.file.get_files_by_search_text
	frappe.core.api.file.get_files_in_folder frappe.core.api.file.get_max_file_size
	frappe.core.doctype.data_import.data_import.download_template
	frappe.handler.download_file download_file
	frappe.desk.calendar.get_events frappe.desk.calendar.update_event
	frappe.desk.desk_page.getpage
	frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings
	frappe.desk.doctype.dashboard_settings.dashboard_settings.save_chart_config
	frappe.desk.form.assign_to.close frappe.desk.form.assign_to.remove
	frappe.desk.form.linked_with.get frappe.desk.form.linked_with.get_submitted_linked_docs
	frappe.desk.form.linked_with.cancel_all_linked_docs
	frappe.desk.form.load.get_communications frappe.desk.form.load.get_docinfo frappe.desk.form.load.getdoc
	frappe.desk.form.load.getdoctype frappe.desk.form.load.get_user_info_for_viewers
	frappe.desk.form.save.cancel frappe.desk.form.save.savedocs
	frappe.desk.form.utils.get_next frappe.desk.form.utils.remove_attach frappe.desk.form.utils.update_comment
	frappe.desk.like.toggle_like
	frappe.desk.link_preview.get_preview_data
	frappe.desk.listview.get_group_by_count frappe.desk.listview.get_list_settings
	frappe.desk.query_report.export_query
	frappe.desk.query_report.get_data_for_custom_field frappe.desk.query_report.get_script frappe.desk.query_report.run
	frappe.desk.reportview.delete_items frappe.desk.reportview.get frappe.desk.reportview.get_count
	frappe.desk.reportview.get_list frappe.desk.reportview.get_sidebar_stats
	frappe.desk.search.search_widget
	frappe.desk.treeview.get_children frappe.desk.treeview.get_all_nodes
	frappe.model.rename_doc.update_document_title
	frappe.utils.print_format.download_multi_pdf frappe.utils.print_format.download_multi_pdf_async
	frappe.utils.print_format.download_pdf
	frappe.core.doctype.communication.email.make
	frappe.utils.diff.get_version_diff frappe.utils.diff.version_query
""".split()

#: Of the session's user alone: their settings, bells, desk and session.
_OWN = """
	frappe.core.doctype.session_default_settings.session_default_settings.get_session_default_values
	frappe.core.doctype.session_default_settings.session_default_settings.set_session_default_values
	frappe.core.doctype.user.user.get_email_awaiting frappe.core.doctype.user.user.switch_theme
	frappe.core.doctype.user.user.get_timezones frappe.core.doctype.user.user.verify_password
	frappe.desk.desktop.get_desktop_page frappe.desk.desktop.get_workspace_sidebar_items
	frappe.desk.doctype.event.event.get_events
	frappe.desk.doctype.form_tour.form_tour.update_user_status
	frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards
	frappe.desk.doctype.list_view_settings.list_view_settings.get_default_listview_fields
	frappe.desk.doctype.note.note.mark_as_seen
	frappe.desk.doctype.notification_log.notification_log.get_notification_logs
	frappe.desk.doctype.notification_log.notification_log.mark_all_as_read
	frappe.desk.doctype.notification_log.notification_log.mark_as_read
	frappe.desk.doctype.notification_log.notification_log.trigger_indicator_hide
	frappe.desk.doctype.notification_settings.notification_settings.set_seen_value
	frappe.desk.doctype.route_history.route_history.deferred_insert
	frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar
	frappe.desk.form.document_follow.update_follow
	frappe.desk.notifications.get_notification_info
	frappe.model.utils.user_settings.get frappe.model.utils.user_settings.save
	frappe.sessions.clear frappe.sessions.get_boot_assets_json
	frappe.utils.change_log.get_versions frappe.utils.change_log.show_update_popup
	frappe.utils.change_log.update_last_known_versions
	frappe.core.doctype.access_log.access_log.make_access_log
	frappe.translate.get_app_translations
	frappe.desk.doctype.custom_html_block.custom_html_block.get_custom_blocks_for_user
""".split()

#: Answers nothing, or no more than its caller may see, because we wrap it (hooks.override_whitelisted_methods).
_WRAPPED = """
	frappe.utils.global_search.search
	frappe.client.get_count frappe.client.validate_link
	frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs
	frappe.desk.doctype.dashboard_chart.dashboard_chart.get
	frappe.desk.doctype.number_card.number_card.get_result
	frappe.desk.doctype.number_card.number_card.get_percentage_difference
	frappe.desk.form.assign_to.add frappe.desk.form.assign_to.add_multiple
	frappe.desk.form.assign_to.remove_multiple frappe.email.get_contact_list
	frappe.desk.form.utils.add_comment frappe.desk.notifications.get_open_count
	frappe.desk.reportview.export_query
	frappe.desk.search.get_link_title frappe.desk.search.search_link
	frappe.www.printview.get_html_and_style frappe.www.printview.get_rendered_raw_commands
	frappe.printing.page.print.print.get_print_settings_to_show frappe.utils.print_format.report_to_pdf
""".split()

#: Of those, what answers about a document its caller may not read as if it were not there.
STAND_INS = frozenset(("frappe.client.validate_link", "frappe.desk.search.get_link_title"))

#: Only tells what is the same for everybody: choices of the desk, no document.
_COMMON = """
	erpnext.accounts.doctype.accounting_dimension.accounting_dimension.get_dimensions
	erpnext.accounts.utils.get_fiscal_year
	frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source.get_config
	frappe.core.doctype.user.user.user_query
	frappe.desk.search.get_names_for_mentions
	frappe.integrations.doctype.google_settings.google_settings.get_file_picker_settings
	frappe.geo.country_info.get_country_timezone_info
	frappe.model.workflow.get_transitions frappe.model.workflow.get_common_transition_actions
	frappe.desk.doctype.tag.tag.get_tags
	frappe.utils.pdf.is_wkhtmltopdf_valid
	frappe.core.doctype.prepared_report.prepared_report.get_reports_in_queued_state
""".split()

#: ERPNext's buying screens, for who buys and receives: the vouchers they fill are kept to the project (core/access/vouchers.py).
_BUYING = """
	erpnext.accounts.party.get_party_details
	erpnext.buying.doctype.purchase_order.purchase_order.make_purchase_receipt
	erpnext.buying.utils.get_linked_material_requests
	erpnext.controllers.accounts_controller.get_default_taxes_and_charges
	erpnext.controllers.accounts_controller.get_payment_terms
	erpnext.controllers.accounts_controller.update_child_qty_rate
	erpnext.controllers.taxes_and_totals.get_rounding_tax_settings
	erpnext.controllers.taxes_and_totals.get_round_off_applicable_accounts
	erpnext.setup.doctype.company.company.get_billing_shipping_address
	erpnext.stock.doctype.stock_settings.stock_settings.get_enable_stock_uom_editing
	erpnext.controllers.queries.item_query
	erpnext.controllers.queries.get_batch_no erpnext.controllers.queries.get_expense_account
	erpnext.controllers.queries.get_filtered_dimensions erpnext.controllers.queries.get_tax_template
	erpnext.controllers.queries.tax_account_query
	erpnext.stock.doctype.material_request.material_request.get_default_supplier_query
	frappe.contacts.doctype.address.address.address_query frappe.contacts.doctype.contact.contact.contact_query
	erpnext.controllers.queries.get_project_name erpnext.controllers.queries.warehouse_query
	erpnext.setup.utils.get_exchange_rate
	erpnext.stock.doctype.item.item.get_uom_conv_factor
	erpnext.stock.doctype.material_request.material_request.make_purchase_order
	erpnext.stock.get_item_details.apply_price_list
	erpnext.stock.get_item_details.get_conversion_factor erpnext.stock.get_item_details.get_item_details
	erpnext.stock.get_item_details.get_item_tax_info erpnext.stock.utils.get_incoming_rate
	frappe.model.mapper.make_mapped_doc frappe.model.mapper.map_docs
""".split()
BUYERS = frozenset((BUYER, PROJECT_DEPARTMENT))
KEEPERS_OF_STORES = frozenset((*BUYERS, *STAFF))

#: Method → the roles it is for; none named: everybody who has signed in.
ALLOWED: dict[str, frozenset[str]] = {
	**dict.fromkeys((*_ASKS, *_OWN, *_WRAPPED, *_COMMON), frozenset()),
	**dict.fromkeys(_BUYING, BUYERS),
	"erpnext.stock.dashboard.item_dashboard.get_data": KEEPERS_OF_STORES,
}
