frappe.ui.form.on("Meter Charge", {
	setup(frm) {
		frm.set_query("agreement", () => ({ filters: { project: frm.doc.project, status: "Signed" } }));
		frm.set_query("unit", () => ({
			filters: { kind: "Private", ...(frm.doc.project ? { project: frm.doc.project } : {}) },
		}));
	},

	refresh(frm) {
		fangxiu.show_meter_charge(frm);
	},

	unit(frm) {
		fangxiu.take_readings(frm);
	},

	kind(frm) {
		fangxiu.take_readings(frm);
	},

	from_reading: reckon,
	to_reading: reckon,
	price: reckon,
});

function reckon(frm) {
	const quantity = flt(frm.doc.to_reading) - flt(frm.doc.from_reading);
	frm.set_value({ quantity, amount: flt(quantity * flt(frm.doc.price), 2) });
}
