/* What a step asks for that was said to a customer: by which way, when, and what proves it. */
import { __ } from "./wording";

const WAYS = ["Phone", "Visit", "Message", "Meeting", "Letter"];

/** The fields by name, for a dialog. */
export const said_fields = () => ({
	way: {
		fieldname: "way",
		fieldtype: "Select",
		label: __("Way"),
		options: WAYS.map((value) => ({ value, label: __(value) })),
		default: "Phone",
		reqd: 1,
	},
	at: {
		fieldname: "at",
		fieldtype: "Datetime",
		label: __("Time"),
		default: frappe.datetime.system_datetime(),
		reqd: 1,
	},
	file: {
		fieldname: "file",
		fieldtype: "Attach",
		label: __("Evidence"),
		options: { make_attachments_public: false },
	},
});
