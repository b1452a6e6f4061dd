frappe.ui.form.on("Delivery Batch Building", {
	buildings_add: (frm) => fangxiu.batch_scope(frm),
	buildings_remove: (frm) => fangxiu.batch_scope(frm),
});

frappe.ui.form.on("Delivery Batch", {
	setup(frm) {
		const inside = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("building", "buildings", inside);
		frm.set_query("agreement", "agreements", inside);
		frm.set_query("engineer", "staff", () => ({ query: "frappe.core.doctype.user.user.user_query" }));
	},

	project(frm) {
		return fangxiu.batch_scope(frm);
	},

	refresh(frm) {
		fangxiu.batch_scope(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Delivery Board"), () =>
			frappe.set_route("delivery-board", { batch: frm.doc.name })
		);
		if (frm.doc.duties?.length)
			frm.add_custom_button(__("Table of Responsibilities"), () => frm.print_doc(), __("Print"));
		const make = (doctype, label, values) =>
			frappe.model.can_create(doctype) &&
			frm.add_custom_button(
				label,
				() => frappe.new_doc(doctype, { project: frm.doc.project, batch: frm.doc.name, ...values }),
				__("Record")
			);
		make("Meeting Record", __("Repair Meeting"), { kind: "Repair Meeting" });
		make("Meeting Record", __("Responsibilities"), { kind: "Responsibilities" });
		make("Briefing Record", __("Briefing", null, "Fangxiu"));
		make("Spare Parts", __("Spare Parts"), { delivery_date: frm.doc.delivery_date });
	},
});
