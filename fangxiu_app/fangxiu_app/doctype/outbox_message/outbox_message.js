frappe.ui.form.on("Outbox Message", {
	refresh(frm) {
		fangxiu.show_message(frm);
		const offer = (label, method) =>
			frm.add_custom_button(label, () =>
				frappe
					.call({
						method: `fangxiu_app.messaging.api_outbox.${method}`,
						args: { message: frm.doc.name },
						freeze: true,
					})
					.then(() => frm.reload_doc())
			);
		if (frm.doc.state === "Queued") offer(__("Cancel Message"), "cancel");
		if (["Failed", "Cancelled"].includes(frm.doc.state)) offer(__("Send Again"), "send_again");
	},
});
