frappe.ui.form.on("Repair Ticket", {
	setup(frm) {
		frm.set_query("engineer", () => ({ query: "frappe.core.doctype.user.user.user_query" }));
		frm.set_query("agreement", () => ({
			filters: { project: frm.doc.project, status: "Signed", ...(frm.doc.contractor ? { contractor: frm.doc.contractor } : {}) },
		}));
	},

	refresh(frm) {
		fangxiu.show_ticket(frm);
	},

	on_hide(frm) {
		clearInterval(frm.fx_timer);
	},
});
