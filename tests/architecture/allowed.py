"""Every place that steps outside the rules, with its reason. An entry that is no longer needed fails the tests too."""

from __future__ import annotations

from pathlib import Path

#: What counts as stepping outside (see ``powers``).
KINDS = ("ignore_permissions", "set_user", "flags.ignore", "db.commit", "db.sql")

NUMBERED_LATER = "set-up moves and marks an account of the site, with or without the number that is asked for now"
SETUP = "set-up runs before there are users whose rights could be asked"

#: file → (function, kind) → why it is safe there.
POWERS: dict[str, dict[tuple[str, str], str]] = {
	"fangxiu_app/core/access/project_document.py": {
		("ProjectDocument.write_by_action", "ignore_permissions"): "passes on what its callers, listed here, decided",
	},
	"fangxiu_app/estate/service_places.py": {
		("common_part", "ignore_permissions"): "who takes reports does not keep the archive; scope was checked",
	},
	"fangxiu_app/tickets/intake/service_affected.py": {
		("add", "ignore_permissions"): "part of the report or of the ticket, whose rights were asked for",
		("remove", "ignore_permissions"): "the endpoint asked for the right to write the ticket",
		("inform", "ignore_permissions"): "the endpoint asked for the right to write the ticket",
		("accept", "ignore_permissions"): "the endpoint asked for the right to write the ticket",
	},
	"fangxiu_app/approvals/service_approvals.py": {
		("_write", "ignore_permissions"): "the round decides who signs, not rights on the form",
		("_submit", "ignore_permissions"): "nobody may submit by hand; the last signature was checked",
		("_submit", "flags.ignore"): "Frappe's word for not looking for removed rows: there are none under the lock",
		("cancel", "ignore_permissions"): "nobody may cancel by hand; the role of the last step was checked",
		("_log", "ignore_permissions"): "nobody may write log lines by hand; the step itself was checked",
	},
	"fangxiu_app/core/framework/again.py": {
		("after_request", "db.commit"): "plays a whole request once more, as Frappe's own end of it does",
	},
	"fangxiu_app/money/deposits/service_account_moves.py": {
		("prepare", "ignore_permissions"): "finance, whose role was asked for, makes its own drafts of the move anew",
		("_follow", "ignore_permissions"): "the setting is part of the posted move; the role was asked for",
	},
	"fangxiu_app/core/framework/open_counts.py": {
		("_listed", "flags.ignore"): "Frappe's word for comparing as stored, without a value for what is empty",
	},
	"fangxiu_app/core/framework/client.py": {
		("_counted", "db.sql"): "counts the rows of Frappe's own select, which carries the rights of lists",
	},
	"fangxiu_app/ledger/service_purchase.py": {
		("_submit", "ignore_permissions"): "the document behind the voucher was approved",
		("invoice_order", "ignore_permissions"): "the endpoint checked who settles; the order is the document's own",
		("_cancel", "ignore_permissions"): "the document's own cancellation was checked",
		("individual", "ignore_permissions"): "an approved compensation pays people who are no suppliers yet",
	},
	"fangxiu_app/money/payments/api_payments.py": {
		("discard", "ignore_permissions"): "the right to write the draft was checked, and that nobody was asked to sign it",
	},
	"fangxiu_app/money/payments/service_repair_payments.py": {
		("ask", "ignore_permissions"): "the review or compensation behind the request was approved",
		("withdraw", "ignore_permissions"): "the review's own cancellation was checked",
	},
	"fangxiu_app/money/payments/service_settlements.py": {
		("_evidence", "ignore_permissions"): "its endpoint checked the right to the compensation; the evidence is part of the step",
		("add_photos", "ignore_permissions"): "its endpoint checked the right and the project; nobody writes an approved one by hand",
		("_write", "ignore_permissions"): "its endpoint checked the role and the project",
		("sign", "ignore_permissions"): "its endpoint checked the role and the project",
	},
	"fangxiu_app/fangxiu_app/doctype/third_party_order/third_party_order.py": {
		("ThirdPartyOrder.verify_work", "ignore_permissions"): "its endpoint checked the role and the project",
		("ThirdPartyOrder.settle", "ignore_permissions"): "its endpoint checked the role and the project",
	},
	"fangxiu_app/paid_repairs/service_sales_invoices.py": {
		("_insert", "flags.ignore"): "ERPNext's field for its price rules: the agreed price holds",
		("_insert", "ignore_permissions"): "a draft for finance; the right was checked on the accepted quotation",
		("_customer", "ignore_permissions"): "an accepted quotation bills people who are no customers yet",
	},
	"fangxiu_app/links/service_access_links.py": {
		("write", "ignore_permissions"): "the right was checked on the quotation, or the link's token was",
	},
	"fangxiu_app/paid_repairs/service_quotes.py": {
		("_write", "ignore_permissions"): "only where the payer's signed link acts, checked by its token",
	},
	"fangxiu_app/core/framework/file.py": {
		("OwnFile.before_insert", "flags.ignore"): "Frappe's word for leaving a new file its own address instead of that of equal bytes",
		("show_heif", "ignore_permissions"): "part of an upload that was allowed: the same person, the same photo",
	},
	"fangxiu_app/staff/service_staff.py": {
		("_save_account", "ignore_permissions"): "its endpoint is the administrator's; only roles of ours are given",
		("give_projects", "ignore_permissions"): "its endpoint is the administrator's, whose task this right is",
	},
	"fangxiu_app/contractors/service_suspensions.py": {
		("_write", "ignore_permissions"): "what may change the register was checked on the evaluation or the role",
	},
	"fangxiu_app/setup/teardown.py": {
		("_close_desks", "flags.ignore"): "Frappe's own way to remove the definitions of an app: without their hooks, which write into the app's folder",
		("_close_desks", "ignore_permissions"): "the uninstall takes away what the installation made",
		("_find_what_is_left", "db.sql"): "tables whose DocType a killed removal took away; Frappe drops by DocType only",
	},
	"fangxiu_app/setup/custom_columns.py": {
		("drop_empty", "db.sql"): "Frappe drops no column, and this takes only empty ones of ours",
		("_columns", "db.sql"): "the columns of one table: Frappe asks for those of all databases of the server",
	},
	"fangxiu_app/setup/project_figures.py": {
		("_grant", "ignore_permissions"): SETUP,
		("remove", "ignore_permissions"): "the uninstall takes away what the installation made",
	},
	"fangxiu_app/setup/titles.py": {
		("remove", "ignore_permissions"): "the uninstall takes away what the installation made",
	},
	"fangxiu_app/setup/custom_fields.py": {
		("all_fields", "flags.ignore"): "a property of a field: a link that limits nobody to the projects it names",
	},
	"fangxiu_app/setup/preflight.py": {
		("end_removal", "db.commit"): "the removal is committed by Frappe already; its mark must not outlive it",
		("_mark", "db.commit"): "a process that is killed rolls back: what it had begun is said before",
	},
	"fangxiu_app/setup/service_item.py": {
		("ensure", "ignore_permissions"): SETUP,
		("_make", "ignore_permissions"): SETUP,
		("remove", "ignore_permissions"): "uninstall takes its own item away, whoever runs it",
	},
	"fangxiu_app/setup/units.py": {
		("ensure", "ignore_permissions"): SETUP,
		("delete_unused", "ignore_permissions"): "uninstall takes its own units away, whoever runs it",
	},
	"fangxiu_app/setup/module_profiles.py": {
		("ensure", "ignore_permissions"): SETUP,
		("remove", "ignore_permissions"): "uninstall takes its own profiles away, whoever runs it",
	},
	"fangxiu_app/tickets/intake/service_intake.py": {
		("_create_ticket", "ignore_permissions"): "the ticket is part of the report its desk was allowed to insert",
	},
	"fangxiu_app/tickets/life/service_merging.py": {
		("inherit", "ignore_permissions"): "the merge or the report was allowed; the ticket that stays follows",
	},
	"fangxiu_app/core/files/originals.py": {
		("attach", "ignore_permissions"): "the photo is part of the report its desk was allowed to insert",
		("drop", "ignore_permissions"): "the user's own upload that belongs to nothing yet",
	},
	"fangxiu_app/tickets/life/service_transitions.py": {
		("log", "flags.ignore"): "the line's links are the ticket that was just locked, and its project",
		("log", "ignore_permissions"): "nobody may write log lines by hand; the action itself was checked",
		("_save", "ignore_permissions"): "the table's roles and the project scope decide, not rights on the form",
	},
	"fangxiu_app/field/service_phone.py": {
		("receive", "ignore_permissions"): "the service of the entry checks the rights; nobody writes entries by hand",
	},
	"fangxiu_app/tickets/site_work/service_visits.py": {
		("record", "ignore_permissions"): "the visit is part of an action checked by role, state and project",
		("_write", "ignore_permissions"): "the visit is part of an action, as above",
	},
	"fangxiu_app/tickets/clocks/service_duties.py": {
		("_change", "ignore_permissions"): "the right was checked on the visit or contact that keeps the duty",
	},
	"fangxiu_app/delivery/service_handover.py": {
		("hand_over", "ignore_permissions"): "the unit's file follows a signature that was checked",
		("keep", "ignore_permissions"): "who may write the inspection keeps its photos; the file's right is asked",
		("_save", "ignore_permissions"): "the side that may act is asked by role and project",
	},
	"fangxiu_app/delivery/service_transfer.py": {
		("complete", "ignore_permissions"): "both sides' roles and the project were asked",
		("close_rectified", "ignore_permissions"): "part of the handover that both sides signed",
	},
	"fangxiu_app/delivery/service_two_sided.py": {
		("sign", "ignore_permissions"): "the side, its role and the project were asked; rights differ between sides",
		("send_back", "ignore_permissions"): "as above: takes the signature off and changes nothing else",
	},
	"fangxiu_app/fangxiu_app/doctype/briefing_record/briefing_record.py": {
		("BriefingRecord.complete", "ignore_permissions"): "both sides' roles and the project were asked",
	},
	"fangxiu_app/quality/service_warning_rules.py": {
		("_warning", "ignore_permissions"): "the scheduler proposes for all projects; a person confirms",
	},
	"fangxiu_app/quality/service_defect_feedback.py": {
		("act", "ignore_permissions"): "the step was checked by role, department and project",
	},
	"fangxiu_app/special_reports/service_special_reports.py": {
		("act", "ignore_permissions"): "the step was checked by role, project and whose opinion is asked",
		("keep_evidence", "ignore_permissions"): "the file is asked for its right when it is hashed",
	},
	"fangxiu_app/special_reports/service_special_report_tickets.py": {
		("make", "ignore_permissions"): "role, project and state were checked; heads may not write the form",
	},
	"fangxiu_app/complaints/service_complaints.py": {
		("act", "ignore_permissions"): "the step was checked by role, owner of the case and project",
		("raise_old", "ignore_permissions"): "a job of the morning: the age of a case raises its level",
		("add_tickets", "ignore_permissions"): "the report that was split was asked for its right",
		("_again", "ignore_permissions"): "the report that repeats the complaint was saved by its own right",
		("_of_request", "ignore_permissions"): "the complaint is part of the report, whose right was asked for",
		("keep_evidence", "ignore_permissions"): "the file is asked for its right when it is hashed",
	},
	"fangxiu_app/complaints/service_answers.py": {
		("follow", "ignore_permissions"): "the round of approval decides who signs; the complaint goes along",
		("given", "ignore_permissions"): "the step on the complaint was checked; nobody writes an approved answer by hand",
	},
	"fangxiu_app/quality/service_risk_warnings.py": {
		("look", "ignore_permissions"): "the role and the project were checked",
		("act", "ignore_permissions"): "the step was checked by role, department and project",
		("keep_photos", "ignore_permissions"): "the file is asked for its right when it is hashed",
	},
	"fangxiu_app/tickets/site_work/service_corrections.py": {
		("_write", "ignore_permissions"): "serving and withdrawing were checked by the endpoint, a re-check by the visit's right",
	},
	"fangxiu_app/quality/service_spot_checks.py": {
		("checked", "ignore_permissions"): "the right was checked on the spot check; the plan only notes that it was done",
	},
	"fangxiu_app/core/files/evidence.py": {
		("keep", "ignore_permissions"): "the proof is part of an action or visit that was checked; the file's own rights are asked for",
	},
	"fangxiu_app/correspondence/service_letters.py": {
		("_move_time", "ignore_permissions"): "the letter's service was allowed: its tickets follow, as they do when it is served first",
		("_keep", "ignore_permissions"): "the endpoint asked for the right to write the letter, the item for the file",
	},
	"fangxiu_app/staff/service_reassign.py": {
		("_give", "ignore_permissions"): "who gives and who may get tickets was checked by the rule, project by project",
		("_give_building", "ignore_permissions"): "the coming tickets of a building go with those that were given",
	},
	"fangxiu_app/tickets/life/service_ties.py": {
		("_free_parts", "ignore_permissions"): "the ticket's end, which the table allowed, frees what was reserved for it",
		("_watch_on", "ignore_permissions"): "a merge keeps on the watch list what somebody who may had put there",
	},
	"fangxiu_app/fangxiu_app/doctype/ticket_part/ticket_part.py": {
		("TicketPart.release", "ignore_permissions"): "only where the ticket's own end releases it",
	},
	"fangxiu_app/tickets/life/service_holds.py": {
		("apply", "ignore_permissions"): "the right was checked on the hold; due times follow from it",
	},
	"fangxiu_app/messaging/outbox.py": {
		("cancel", "ignore_permissions"): "nobody may write messages by hand; its right was checked",
		("send_again", "ignore_permissions"): "nobody may write messages by hand; its right was checked",
	},
	"fangxiu_app/reports/service_stage_reports.py": {
		("schedule_projects", "ignore_permissions"): "follows from the delivery its writer was allowed to make",
		("draft", "ignore_permissions"): "a scheduled job drafts what the project's schedule asks for",
	},
	"fangxiu_app/parts/service_stores.py": {
		("_make", "ignore_permissions"): "the stores are part of the list its writer was allowed to save",
	},
	"fangxiu_app/parts/service_stock_entries.py": {
		("submit_entry", "ignore_permissions"): "the right was checked on the handover or the ticket part that the entry is made for",
		("cancel_entries", "ignore_permissions"): "as above: undone where it was made",
	},
	"fangxiu_app/parts/service_ticket_parts.py": {
		("recompute", "ignore_permissions"): "states what the vouchers say, whoever cancelled one in ERPNext",
	},
	"fangxiu_app/expiry/service_campaigns.py": {
		("_save", "ignore_permissions"): "the action asked for role and project; nobody writes the rows of a campaign by hand",
		("_keep", "ignore_permissions"): "who may post keeps the photo; the file's right is asked when it is hashed",
	},
	"fangxiu_app/expiry/service_briefings.py": {
		("_save", "ignore_permissions"): "the action asked for role and project; nobody writes a briefing by hand",
	},
	"fangxiu_app/core/files/proof_files.py": {
		("keep_proof", "ignore_permissions"): "the file is part of a record its writer was allowed to save",
	},
	"fangxiu_app/delivery/service_deliveries.py": {
		("need_done", "ignore_permissions"): "the role and the project were asked; one day of one row is written",
		("make", "ignore_permissions"): "milestones are part of the batch its writer was allowed to make",
		("_move_parts", "ignore_permissions"): "the lists follow the D their batch's writer was allowed to move",
	},
	"fangxiu_app/importing/bulk.py": {
		("insert_values", "db.sql"): "names of tables and columns are the caller's constants, values go as parameters",
		("weights", "db.sql"): "a collation's weights have no other name in Frappe; values go as parameters",
		("_collation", "db.sql"): "asks the database's own catalogue",
	},
	"fangxiu_app/estate/import_jobs.py": {
		("start", "ignore_permissions"): "the right to import was checked; nobody writes the record by hand",
		("run", "db.sql"): "a lock of the connection has no other name in Frappe",
		("_is_left", "db.sql"): "asks for the lock named above",
		("run", "set_user"): "an import that is taken up again stays that of the user who asked for it",
		("run", "db.commit"): "that a worker has begun must outlive the worker",
		("_carry_out", "db.commit"): "why the job failed must outlive the failed job",
	},
	"fangxiu_app/tasks.py": {
		("seal_evidence", "db.commit"): "a scheduled job gives the locks of a full round back before the next",
		("send_outbox", "db.commit"): "a scheduled job gives the locks of a full round back before the next",
		("sweep_clocks", "db.commit"): "a scheduled job gives the locks of a full round back before the next",
	},
	"fangxiu_app/setup/company.py": {
		("ensure", "db.commit"): "set-up of a demo or test site, outside of a request",
		("_ensure_company", "ignore_permissions"): SETUP,
		("_ensure_fiscal_year", "ignore_permissions"): SETUP,
		("_ensure_account", "ignore_permissions"): SETUP,
		("_ensure_settings", "ignore_permissions"): SETUP,
	},
	"fangxiu_app/setup/ensure.py": {
		("settings_defaults", "ignore_permissions"): SETUP,
	},
	"fangxiu_app/setup/deposit.py": {
		("_put_under", "flags.ignore"): NUMBERED_LATER,
		("ensure", "flags.ignore"): "an account somebody chose badly is told to who saves the settings, and stops no migrate",
		("_put_under", "ignore_permissions"): SETUP,
		("ensure", "ignore_permissions"): SETUP,
		("remove", "ignore_permissions"): "uninstall takes away what set-up made, whoever runs it",
		("_remove_dimension", "ignore_permissions"): "uninstall takes the dimension away, as above",
	},
	"fangxiu_app/ledger/service_company_accounts.py": {
		("create", "ignore_permissions"): "set-up, or who may write the settings that name the account; nothing else of it is theirs",
		("mark", "flags.ignore"): NUMBERED_LATER,
		("mark", "ignore_permissions"): "as above: the mark closes the account, it opens nothing",
	},
	"fangxiu_app/ledger/service_journal.py": {
		("submit", "ignore_permissions"): "the voucher is part of a document whose submission was checked",
		("cancel", "ignore_permissions"): "the voucher is part of a document whose cancellation was checked",
	},
	"fangxiu_app/money/deposits/service_deposit_entries.py": {
		("hold_on_invoice", "ignore_permissions"): "the deposit is part of the invoice that its user was allowed to submit",
	},
	"fangxiu_app/money/deductions/service_deductions.py": {
		("_cancel", "ignore_permissions"): "the vouchers are part of the deduction that is cancelled",
		("reverse", "ignore_permissions"): "the entry is part of the reversal that finance was allowed to make",
		("_note", "ignore_permissions"): "the debit note is part of the deduction that was approved",
	},
	"fangxiu_app/contractors/service_contractor_requests.py": {
		("_insert", "ignore_permissions"): "what follows from a request that procurement or finance accepted",
	},
	"fangxiu_app/money/deposits/service_agreement_changes.py": {
		("_release", "ignore_permissions"): "Drafted by what two people decided; a head may not make releases of their own.",
		("agree", "ignore_permissions"): "A head reads agreements and signs this one change; the method checked the role.",
		("turn_down", "ignore_permissions"): "A head reads agreements and turns this one change down.",
	},
	"fangxiu_app/money/releases/service_release_payments.py": {
		("_drop_drafts", "ignore_permissions"): "its own drafts go once the release is paid in full",
		("_draft", "ignore_permissions"): "a draft for finance, part of the release that was approved",
		("check_cancel", "ignore_permissions"): "its own drafts go with the release that is cancelled",
		("draft_anew", "ignore_permissions"): "a draft that names a cancelled voucher is replaced by another",
	},
	"fangxiu_app/ledger/service_accounts.py": {
		("require_agreement_on", "ignore_permissions"): "the filter follows from the account that its user was allowed to change",
		("_insert", "ignore_permissions"): "set-up, or the move of deposits that finance posts",
	},
	"fangxiu_app/setup/masters.py": {
		("_create", "ignore_permissions"): SETUP,
	},
	"fangxiu_app/setup/permissions.py": {
		("ensure", "ignore_permissions"): SETUP,
		("_grant", "ignore_permissions"): SETUP,
		("remove", "ignore_permissions"): "uninstall takes its own roles away, whoever runs it",
	},
}

#: Folders that run from the command line only, as the site's owner: folder → kinds, and why.
FOLDERS: dict[str, tuple[tuple[str, ...], str]] = {
	"fangxiu_app/demo/": (
		("ignore_permissions", "set_user", "db.commit"),
		"the fictional estate is made by acting as its fictional users, outside of a request",
	),
}

#: Links between project documents without an index: (DocType, field) → why nobody searches by it.
UNINDEXED: dict[tuple[str, str], str] = {
	("Inspection Item", "rechecked_in"): "a record of where; problems are read by their own inspection",
	("Agreement Scope", "building"): "scopes are read by agreement; a project has a handful of rows",
	(
		"Repair Ticket",
		"manager_visit",
	): "visits are found by their ticket; an index would only slow tickets down",
	("Repair Ticket", "quote"): "quotations are found by their ticket, as above",
	("Repair Ticket", "joint_visit"): "visits are found by their ticket, as above",
	("Repair Ticket", "pre_acceptance_visit"): "visits are found by their ticket, as above",
	("Repair Ticket", "survey_visit"): "visits are found by their ticket, as above",
	("Unit Archive", "quality_warranty"): "nobody searches units by their warranty book",
}

#: Words of Frappe or ERPNext that zh.csv translates although no source of ours has them: word → why.
FRAMEWORK_WORDS: dict[str, str] = dict.fromkeys(
	(Path(__file__).parent / "framework_words.txt").read_text(encoding="utf-8").splitlines(),
	"Frappe or ERPNext shows it in English, or in a Chinese nobody of the trade writes, where our people work",
)
