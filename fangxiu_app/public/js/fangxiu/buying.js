/* Buying: which suppliers a link field offers, and entering an order's prices in one table. */
import { __ } from "./wording";

const kinds = (...names) => ({ fx_contractor_kind: ["in", ["", ...names]] });

/** Filters of a picker of suppliers, by what it is for; the fields of our forms carry the same as link filters. */
export const suppliers = {
	contractor: kinds("General Contractor", "Subcontractor"),
	firm: kinds("General Contractor", "Subcontractor", "Third Party"),
	parts: kinds("Parts Supplier"),
};

const unpriced = (frm) => frm.doc.items.filter((row) => !row.rate && !row.fx_free_reason && row.item_code);

/** While rows of a draft have no price: say so above the form, and ask for all of them at once; submitting it would be refused. */
export function price_button(frm) {
	if (frm.doc.docstatus || !unpriced(frm).length) return;
	const text = __("{0} of {1} rows have no price yet: fill in the prices, then submit.", [
		unpriced(frm).length,
		frm.doc.items.length,
	]);
	const asks = __("Submit this document to confirm");
	frm.layout.message
		?.children()
		.filter((_at, line) => line.textContent.trim() === asks)
		.remove();
	frm.page.btn_primary?.addClass("fx-save"); // the style sheet greys it until the form is drawn anew
	// ERPNext refreshes an order more than once, and Frappe adds each line to those above the form
	if (!frm.layout.message?.text().includes(text))
		frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), "orange");
	frm.add_custom_button(__("Fill In Prices"), () => ask_prices(frm))
		.removeClass("btn-default")
		.addClass("btn-primary");
}

function ask_prices(frm) {
	const rows = unpriced(frm);
	const column = (fieldname, fieldtype, label, more = {}) => ({
		fieldname,
		fieldtype,
		label,
		in_list_view: 1,
		...more,
	});
	const reasons = frappe.meta.get_docfield("Purchase Order Item", "fx_free_reason").options;
	const dialog = new frappe.ui.Dialog({
		title: __("Fill In Prices"),
		size: "large",
		fields: [
			{
				fieldname: "lines",
				fieldtype: "Table",
				label: __("Parts"),
				cannot_add_rows: true,
				cannot_delete_rows: true,
				in_place_edit: true,
				data: rows.map((row) => ({ row_name: row.name, item_name: row.item_name, qty: row.qty })),
				fields: [
					column("item_name", "Data", __("Spare Part"), { read_only: 1, columns: 4 }),
					column("qty", "Float", __("Quantity"), { read_only: 1, columns: 1 }),
					column("rate", "Currency", __("Rate"), { columns: 2 }),
					column("fx_free_reason", "Select", __("Reason for Zero Price"), {
						options: reasons,
						columns: 3,
					}),
				],
			},
		],
		primary_action_label: __("Save"),
		async primary_action({ lines }) {
			dialog.hide();
			for (const { row_name, rate, fx_free_reason } of lines) {
				if (rate) await frappe.model.set_value("Purchase Order Item", row_name, "rate", rate);
				else if (fx_free_reason)
					await frappe.model.set_value("Purchase Order Item", row_name, { fx_free_reason });
			}
			frm.save();
		},
	});
	dialog.on_page_show = () => type_into_first(dialog.fields_dict.lines.grid);
	dialog.show();
}

/** The cursor stands in the first price, as in a spreadsheet: the arrow down leads to the next. */
function type_into_first(grid) {
	const [row] = grid.grid_rows;
	row.toggle_editable_row();
	row.on_grid_fields_dict.rate.$input.trigger("focus");
}
