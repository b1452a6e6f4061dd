frappe.ui.form.on("Repair Ticket", {
	setup(frm) {
		frm.set_query("defect_type", () => ({
			query: "fangxiu_app.tickets.intake.api_intake.problems",
			filters: { location: frm.doc.location || "" },
		}));
		frm.set_query("agreement", () => ({
			filters: {
				project: frm.doc.project,
				status: "Signed",
				...(frm.doc.contractor ? { contractor: frm.doc.contractor } : {}),
			},
		}));
	},

	async validate(frm) {
		const { unit, location, defect_type } = frm.doc;
		if (frm.fx_place === undefined || frm.fx_place === `${location}|${defect_type}`) return;
		if (!(await fangxiu.asks_place(unit, location, defect_type))) frappe.validated = false;
	},

	refresh(frm) {
		if (!frm.is_dirty()) frm.fx_place = `${frm.doc.location}|${frm.doc.defect_type}`;
		// the head shows these, with more about them
		frm.toggle_display(["status", "waiting_on", "next_due_at", "next_clock"], frm.is_new());
		fangxiu.show_ticket(frm);
		fangxiu.show_records(frm);
		if (frm.doc.status === "Merged") {
			// its work, cost and letters go on with the other ticket, which the head names
			frm.set_read_only();
			frm.refresh_fields();
			frm.disable_save();
			fangxiu.show_proofs(frm);
			return;
		}
		fangxiu.show_complaints(frm);
		fangxiu.show_special_reports(frm);
		fangxiu.show_affected(frm);
		fangxiu.show_parts(frm);
		fangxiu.show_quotes(frm);
		fangxiu.ticket_deduction(frm);
		fangxiu.ticket_compensation(frm);
		fangxiu.show_proofs(frm);
		fangxiu.warning_button(
			frm,
			() => ({
				ticket: frm.doc.name,
				unit: frm.doc.unit,
				contractor: frm.doc.contractor,
				danger: frm.doc.description,
			}),
			true
		);
		fangxiu.feedback_button(
			frm,
			() => ({
				tickets: [frm.doc.name],
				building: frm.doc.building,
				location: frm.doc.location,
				defect_type: frm.doc.defect_type,
				contractor: frm.doc.contractor,
				subject: [frm.doc.location, frm.doc.defect_type].filter(Boolean).join(" "),
				finding: frm.doc.description,
			}),
			true
		);
	},

	on_hide(frm) {
		clearInterval(frm.fx_timer);
	},
});
