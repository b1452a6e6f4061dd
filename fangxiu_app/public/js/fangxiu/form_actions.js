/* Each button on a form of ours acts on what is stored; Save is black only while there is something to save; Tab adds no rows. */
import { saved_first } from "./saved_first";
import { __ } from "./wording";

const MODULE = "Fangxiu App";
const ours = (frm) => frm.meta?.module === MODULE && !frm.meta.issingle;

const { add_custom_button } = frappe.ui.form.Form.prototype;

frappe.ui.form.Form.prototype.add_custom_button = function (label, run, ...more) {
	return add_custom_button.call(this, label, run && ours(this) ? saved_first(this, run) : run, ...more);
};

const { set_page_actions } = frappe.ui.form.Toolbar.prototype;

/** The style sheet greys it on a form of ours that is saved; Submit, which stands in the same place, is a step and stays. */
frappe.ui.form.Toolbar.prototype.set_page_actions = function (status, ...more) {
	const done = set_page_actions.call(this, status, ...more);
	this.page.btn_primary?.toggleClass("fx-save", status === "Save" && ours(this.frm));
	return done;
};

const { Layout } = frappe.ui.form;
const { focus_on_next_field } = Layout.prototype;
const is_table = (field) => field.df.fieldtype === "Table";

/* Stock, Tab out of the field before an empty table adds a row to it and opens that row's editor, mostly out of sight: the
   page turns grey, and the row that nobody wanted stops the saving. On our forms, and in dialogs, it goes to the table's
   button for a new row, and where there is none to the next field. */
Layout.prototype.focus_on_next_field = function (start, fields) {
	if (this.frm && this.frm.meta?.module !== MODULE) return focus_on_next_field.call(this, start, fields);
	for (let at = start + 1; at < fields.length; at++) {
		const field = fields[at];
		// a field of a section that is not shown is none to go to
		if (!this.is_visible(field) || !$(field.wrapper).is(":visible")) continue;
		if (is_table(field)) {
			const button = field.grid?.wrapper.find(".grid-add-row:visible").first();
			if (!button?.length) continue;
			button.trigger("focus");
			return true;
		}
		if (
			field.df.fieldtype === "Table MultiSelect" ||
			!frappe.model.no_value_type.includes(field.df.fieldtype)
		) {
			this.set_focus(field);
			return true;
		}
	}
	return undefined;
};

const last_cell = (row, input) =>
	input.hasAttribute("data-last-input") || row.wrapper.find(":input:enabled:last").get(0) === input;

/* Stock, Tab out of the last cell adds a row, also to a table whose rows are given: on our forms, and there, it leaves the
   table instead; the button for a new row comes next. */
document.addEventListener(
	"keydown",
	(event) => {
		if (event.key !== "Tab" || event.shiftKey) return;
		const row = $(event.target).closest(".grid-row").data("grid_row");
		const given = row?.grid.cannot_add_rows || row?.grid.df?.cannot_add_rows;
		if (!row?.doc || !(given || row.grid.frm?.meta?.module === MODULE)) return;
		if (row.doc.idx === row.grid.get_data().length && last_cell(row, event.target))
			event.stopPropagation();
	},
	true
);

const { set_badge_count_common } = frappe.ui.form.Dashboard.prototype;

/** Beside the number of linked documents stands how many of them are not finished: in words, not a second bare number. */
frappe.ui.form.Dashboard.prototype.set_badge_count_common = function (open_count, count, $link) {
	set_badge_count_common.call(this, open_count, count, $link);
	if (!open_count || !ours(this.frm)) return;
	const words = __("{0} unfinished", [open_count > 99 ? "99+" : open_count]);
	$link.find(".open-notification").addClass("fx-open-count").text(words).attr("title", words);
};
