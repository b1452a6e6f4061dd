frappe.ui.form.on("Repair Plan", {
	setup(frm) {
		const query = "fangxiu_app.staff.api_people.engineers_query";
		frm.set_query("engineer", () => ({ query, filters: { project: frm.doc.project } }));
	},

	onload(frm) {
		fangxiu.lock_plan(frm);
	},

	refresh(frm) {
		fangxiu.lock_plan(frm);
		fangxiu.plan_buttons(frm);
		if (frm.is_new() && frm.doc.ticket && !frm.doc.project) fangxiu.take_project(frm);
	},

	ticket(frm) {
		fangxiu.take_project(frm);
	},

	days: complete,
	start_at: complete,
});

/** The agreed completion follows from start and days; who agreed on another hour changes it afterwards. */
function complete(frm) {
	const { start_at, days } = frm.doc;
	if (!start_at || !(days > 0)) return;
	frm.set_value(
		"completion_at",
		moment(start_at)
			.add(days * 24, "hours")
			.format(frappe.defaultDatetimeFormat)
	);
}
