frappe.ui.form.on("KPI Target", {
	/** A target that nobody has entered is empty, not 0: the form asks for it. */
	has_target(frm) {
		if (frm.doc.has_target && !frm.doc.target) frm.set_value("target", null);
	},
});
