import { compose_letter, letter_of_cause, letter_buttons } from "./fangxiu/letters";
import {
	letter_contractor,
	letter_earlier,
	letter_kind,
	letter_needs_ticket,
	letter_queries,
	letter_opened,
	letter_text,
} from "./fangxiu/letter_contractor";
import { preview_template } from "./fangxiu/letter_preview";
import { order_buttons, suspension_reason } from "./fangxiu/orders";
import {
	bill_tax_button,
	begin_review,
	discard_review,
	mark_differences,
	review_button,
} from "./fangxiu/payments";
import { compensation_form, ticket_compensation } from "./fangxiu/compensation";
import { freeing_buttons } from "./fangxiu/freeing";
import { deposit_move } from "./fangxiu/deposit_move";
import { ask_company } from "./fangxiu/company_accounts";
import { bill_agreements, follow_agreement, propose_agreement } from "./fangxiu/bills";
import { show_approval } from "./fangxiu/approval";
import { contractor_request, request_contractor } from "./fangxiu/contractor_request";
import { correction_buttons, notice_button } from "./fangxiu/corrections";
import { take_project, ticket_child } from "./fangxiu/records";
import { BuildingBoard } from "./fangxiu/board";
import { ContractorAccount } from "./fangxiu/contractor_account";
import { intake_button, setup_ticket_list } from "./fangxiu/ticket_list";
import { open_intake, reopen_intake } from "./fangxiu/intake";
import { asks_place } from "./fangxiu/intake_ask";
import { watch_forms } from "./fangxiu/form_drafts";
import { watch_session } from "./fangxiu/session";
import { quiet_refusals } from "./fangxiu/refusals";
import { lock_plan, plan_buttons } from "./fangxiu/plan";
import { line_words } from "./fangxiu/deduction_words";
import { deduction_buttons, show_chain, taken } from "./fangxiu/money";
import { release_head } from "./fangxiu/releases";
import { import_deposits, import_units } from "./fangxiu/list_import";
import { record_free_check } from "./fangxiu/free_check";
import { show_inspection, show_transfer, transfer_kinds } from "./fangxiu/handover";
import { show_sides } from "./fangxiu/two_sided";
import { UnitInspection, inspection_title } from "./fangxiu/inspection";
import { evaluation_form, register_buttons } from "./fangxiu/evaluations";
import { unlisted_contractors } from "./fangxiu/register";
import { quote_amounts, quote_form, show_quotes } from "./fangxiu/quotes";
import { edit_person } from "./fangxiu/staff";
import { show_affected } from "./fangxiu/affected";
import { show_records } from "./fangxiu/ticket_records";
import { show_ticket } from "./fangxiu/ticket_head";
import { photo_query, report_buttons, show_data, show_sent } from "./fangxiu/stage_report";
import { show_spare_parts } from "./fangxiu/spare_parts";
import { part_buttons, show_parts } from "./fangxiu/ticket_parts";
import { propose_button } from "./fangxiu/spot_check_plan";
import { generate_units, show_unit } from "./fangxiu/unit_file";
import { show_answer, show_complaint, show_complaints } from "./fangxiu/complaint";
import { show_special_report, show_special_reports } from "./fangxiu/special_report";
import { recipient, sent_or_waits, show_message, show_message_list } from "./fangxiu/messages";
import { forget_choices } from "./fangxiu/record_rows";
import { special_report_unit } from "./fangxiu/special_report_words";
import { check_rules, show_warning, warning_button } from "./fangxiu/risk_warning";
import { feedback_button, show_feedback } from "./fangxiu/defect_feedback";
import { show_meter_charge, take_readings } from "./fangxiu/meter_charge";
import { UserGuide } from "./fangxiu/user_guide";
import { StandardForms } from "./fangxiu/standard_forms";
import { fill_from_ticket } from "./fangxiu/prefill";
import { list_actions, ticket_deduction } from "./fangxiu/charging";
import { check_expiry, mark_late_campaigns, show_campaign, show_expiry_unit } from "./fangxiu/expiry";
import { show_briefing } from "./fangxiu/expiry_briefing";
import { show_proofs } from "./fangxiu/evidence_pack";
import { watch } from "./fangxiu/watch";
import { read, span, write } from "./fangxiu/util";
import { batch_scope } from "./fangxiu/delivery_batch";
import { DeliveryBoard } from "./fangxiu/delivery_board";
import "./fangxiu/attached";
import "./fangxiu/bulk_edit";
import "./fangxiu/menus";
import "./fangxiu/page_actions";
import "./fangxiu/form_actions";
import "./fangxiu/covered";
import { price_button, suppliers } from "./fangxiu/buying";
import { cards_on_phone, nothing_to_sign, sign_several } from "./fangxiu/signing";
import "./fangxiu/charts";
import "./fangxiu/gantt";
import "./fangxiu/desk";
import "./fangxiu/finder";
import "./fangxiu/form_reload";
import "./fangxiu/form_sidebar";
import "./fangxiu/form_words";
import "./fangxiu/new_state";
import "./fangxiu/amounts";
import "./fangxiu/dialogs";
import "./fangxiu/typing";
import "./fangxiu/report_reload";
import "./fangxiu/report_empty";
import "./fangxiu/report_print";
import "./fangxiu/link_enter";
import "./fangxiu/link_titles";
import "./fangxiu/list_rooms";
import "./fangxiu/bare_words";
import "./fangxiu/list_columns";
import "./fangxiu/list_numbers";
import "./fangxiu/acts";
import "./fangxiu/report_filters";
import "./fangxiu/timeline";
import "./fangxiu/voucher_forms";
import "./fangxiu/voucher_projects";

frappe.provide("fangxiu.intake");

Object.assign(window.fangxiu, {
	span,
	BuildingBoard,
	ContractorAccount,
	contractor_request,
	deduction_list: list_actions,
	ticket_deduction,
	correction_buttons,
	compensation_form,
	ticket_compensation,
	compose_letter,
	letter_of_cause,
	letter_contractor,
	letter_earlier,
	letter_kind,
	letter_needs_ticket,
	letter_queries,
	letter_opened,
	letter_text,
	mark_differences,
	bill_agreements,
	fill_from_ticket,
	follow_agreement,
	propose_agreement,
	request_contractor,
	review_button,
	bill_tax_button,
	begin_review,
	discard_review,
	deposit_move,
	freeing_buttons,
	letter_buttons,
	preview_template,
	order_buttons,
	suspension_reason,
	generate_units,
	import_deposits,
	import_units,
	deduction_buttons,
	line_words,
	intake_button,
	lock_plan,
	notice_button,
	cards_on_phone,
	nothing_to_sign,
	plan_buttons,
	sign_several,
	prepare_accounts: ask_company,
	price_button,
	suppliers,
	propose_button,
	edit_person,
	evaluation_form,
	record_free_check,
	register_buttons,
	unlisted_contractors,
	quote_amounts,
	quote_form,
	read,
	setup_ticket_list,
	release_head,
	check_expiry,
	mark_late_campaigns,
	show_briefing,
	show_campaign,
	show_expiry_unit,
	show_affected,
	show_approval,
	show_chain,
	show_proofs,
	show_answer,
	show_complaint,
	show_complaints,
	show_special_report,
	show_special_reports,
	special_report_unit,
	forget_choices,
	recipient,
	show_message,
	sent_or_waits,
	show_message_list,
	taken,
	show_inspection,
	show_quotes,
	show_meter_charge,
	show_records,
	show_ticket,
	asks_place,
	show_sides,
	show_transfer,
	transfer_kinds,
	show_unit,
	feedback_button,
	show_feedback,
	check_rules,
	show_warning,
	part_buttons,
	show_parts,
	show_spare_parts,
	DeliveryBoard,
	batch_scope,
	take_project,
	take_readings,
	ticket_child,
	UnitInspection,
	inspection_title,
	UserGuide,
	StandardForms,
	warning_button,
	watch,
	write,
});
fangxiu.intake.open = open_intake;
fangxiu.stage_report = { photo_query, report_buttons, show_data, show_sent };

watch_session();
quiet_refusals();
watch_forms();
$(document).one("app_ready", () => setTimeout(reopen_intake, 500));
