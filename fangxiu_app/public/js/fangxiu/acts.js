/* The logs of a ticket and the entries of the phone call what was done, and who was told, by codes: lists and forms say it in words. */
import { comma, esc } from "./util";
import { __ } from "./wording";

const act = (code) => esc(frappe.boot.fx_acts?.[code] || code || "");
const status = (name) => esc(name ? __(name, null, "Repair Ticket") : "");

/** Users by name, roles by word. */
const told = (lines) =>
	esc(
		(lines || "")
			.split("\n")
			.map((one) => (one.includes("@") ? frappe.user.full_name(one) : __(one)))
			.join(comma())
	);

const SAID = {
	"Clock Escalation": { told },
	"Ticket Event": { action: act, from_status: status, to_status: status },
	"Phone Entry": { kind: act },
};

for (const [doctype, formatters] of Object.entries(SAID)) {
	frappe.listview_settings[doctype] = { formatters };
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			for (const [fieldname, formatter] of Object.entries(formatters)) {
				frm.fields_dict[fieldname].df.formatter = formatter;
				frm.refresh_field(fieldname);
			}
		},
	});
}
