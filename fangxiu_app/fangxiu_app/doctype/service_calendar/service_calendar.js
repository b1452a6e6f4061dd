frappe.ui.form.on("Service Calendar", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.always_on || !frm.perm[0]?.write) return;
		const this_year = moment().year();
		for (const year of [this_year, this_year + 1]) {
			if (frm.doc.exceptions.some((row) => row.kind === "Workday" && row.date?.startsWith(`${year}-`)))
				continue;
			frm.add_custom_button(__("Holidays of {0}", [year]), async () => {
				const said = await fangxiu.write("core.time.api_calendars.fill_year", {
					calendar: frm.doc.name,
					year,
				});
				await frm.reload_doc();
				frappe.show_alert({ message: said, indicator: "green" }, 15);
			});
		}
	},
});
