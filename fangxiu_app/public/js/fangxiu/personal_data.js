/* 个人信息: hand an owner what is held about him, or erase it where nothing needs it (个人信息保护法 45, 47). */
import { esc, read, write } from "./util";
import { __ } from "./wording";

export function personal_data_buttons(frm) {
	if (frm.is_new() || !frappe.user.has_role("Fangxiu Administrator")) return;
	frm.add_custom_button(
		__("Export Personal Data"),
		() => choose(frm, __("Export Personal Data"), [], hand_over),
		__("Personal Data")
	);
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: 1,
		description: __(
			"Who asked for it and when. Telephones, and the names of callers and tenants, are overwritten for good; signed papers, vouchers and the name of an owner stay, as the law asks for them."
		),
	};
	frm.add_custom_button(
		__("Erase Personal Data"),
		() => choose(frm, __("Erase Personal Data"), [reason], erase),
		__("Personal Data")
	);
}

async function choose(frm, title, fields, act) {
	const people = await read("archive.api_personal.people", { unit: frm.doc.name });
	const options = people.map((one) => ({
		value: one.row,
		label: one.current ? one.name : __("{0} (former)", [one.name]),
	}));
	const heading = [title, esc(frm.doc.title || "")].join(" · ");
	const dialog = new frappe.ui.Dialog({
		title: heading,
		fields: [
			{
				fieldname: "row",
				fieldtype: "Select",
				label: __("Owner or Tenant"),
				options,
				reqd: 1,
				default: options[0]?.value,
			},
			...fields,
		],
		primary_action_label: title,
		primary_action: async (values) => {
			// what was refused is said by the server; the dialog stays with what was typed
			const done = await act(frm, values).then(
				() => true,
				() => false
			);
			if (done) dialog.hide();
		},
	});
	if (act === erase) dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
	dialog.show();
}

async function hand_over(frm, { row }) {
	open_url_post("/api/method/fangxiu_app.archive.api_personal.export", { unit: frm.doc.name, row });
}

async function erase(frm, { row, reason }) {
	const count = await write("archive.api_personal.erase", { unit: frm.doc.name, row, reason });
	frappe.show_alert({ message: __("Erased in {0} records.", [count]), indicator: "green" });
	await frm.reload_doc();
}
