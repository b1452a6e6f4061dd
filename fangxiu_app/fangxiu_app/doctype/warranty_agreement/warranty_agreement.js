frappe.ui.form.on("Warranty Agreement", {
	setup(frm) {
		frm.set_query("deposit_account", () => ({
			filters: { fx_warranty_deposit: 1, is_group: 0 },
		}));
	},

	refresh(frm) {
		show_missing(frm);
	},
});

function show_missing(frm) {
	const rows = (frm.doc.__onload && frm.doc.__onload.missing) || [];
	const escape = frappe.utils.escape_html;
	const line = (row) => {
		const due = row.due ? __("by {0}", [frappe.datetime.str_to_user(row.due)]) : "";
		const mark = row.overdue
			? `<span class="indicator-pill red">${__("Overdue")}</span>`
			: row.remark
				? `<span class="indicator-pill gray">${__("Remark")}</span>`
				: `<span class="indicator-pill orange">${__("Still Missing")}</span>`;
		return `<li>${mark} ${escape(row.text)} <span class="text-muted">${escape(due)}</span></li>`;
	};
	const body = rows.length
		? `<ul class="fx-missing">${rows.map(line).join("")}</ul>`
		: `<p class="text-muted">${__("Nothing is missing.")}</p>`;
	frm.get_field("gaps_html").$wrapper.html(frm.is_new() ? "" : body);
	frm.toggle_display("s_gaps", !frm.is_new());
}
