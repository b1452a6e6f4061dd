frappe.ui.form.on("Paid Repair Quote", {
	setup(frm) {
		frm.set_query("item", "items", () => ({
			filters: { is_stock_item: 1, is_sales_item: 1, disabled: 0 },
		}));
	},

	refresh(frm) {
		fangxiu.quote_form(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});

frappe.ui.form.on("Paid Repair Item", {
	qty(frm) {
		fangxiu.quote_amounts(frm);
	},

	rate(frm) {
		fangxiu.quote_amounts(frm);
	},

	items_remove(frm) {
		fangxiu.quote_amounts(frm);
	},

	item(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (!row.item) return;
		frappe.db.get_value("Item", row.item, ["item_name", "stock_uom"]).then(({ message }) => {
			frappe.model.set_value(cdt, cdn, { description: message.item_name, uom: message.stock_uom });
		});
	},
});
