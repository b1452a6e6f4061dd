/* The log of a ticket and the entries of the phone call what was done by a code: lists and forms say it in words. */
import { esc } from "./util";
import { __ } from "./wording";

const act = (code) => esc(frappe.boot.fx_acts?.[code] || code || "");
const status = (name) => esc(name ? __(name, null, "Repair Ticket") : "");

const SAID = {
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
