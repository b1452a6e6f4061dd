/* Messages on the screen: who gets one, by name; its files by name; nothing on it is saved by hand. */
import { esc, phone, read, short_time } from "./util";

/** Login → full name, of the messages seen so far. */
const known = {};

/** The recipient as people know him: a role in words, a user by name, an address with the name beside it. */
export const recipient = ({ recipient_kind: kind, recipient_name: name, recipient: value }) => {
	if (kind === "Role") return __(value);
	if (kind === "User") return known[value] || value || "";
	return [name, phone(value)].filter(Boolean).join(" ");
};

/** When a message went out; of one that waits, from when it goes. */
export const sent_or_waits = ({ state, sent_at, next_try_at }) =>
	sent_at
		? short_time(sent_at)
		: state === "Queued" && next_try_at
			? __("from {0} on", [short_time(next_try_at)])
			: "";

/** Ask for the names of users that are not known yet; whether there were any. */
async function learn(messages) {
	const unknown = messages.filter((row) => row.recipient_kind === "User" && !(row.recipient in known));
	if (!unknown.length) return false;
	unknown.forEach((row) => (known[row.recipient] = ""));
	const names = unknown.map((row) => row.name);
	Object.assign(known, await read("messaging.api_outbox.names", { messages: JSON.stringify(names) }));
	return true;
}

export async function show_message_list(listview) {
	if (await learn(listview.data)) listview.render_list();
}

/** A file by its name: the path says nothing to who reads it. */
export const file_links = (value) =>
	String(value || "")
		.split("\n")
		.filter(Boolean)
		.map(
			(url) =>
				`<a href="${esc(url)}" target="_blank">${esc(decodeURIComponent(url.split("/").pop()))}</a>`
		)
		.join("<br>");

export async function show_message(frm) {
	frm.disable_save(); // messages are written and sent by the system
	const { state, next_try_at } = frm.doc;
	const later = state === "Queued" && next_try_at > frappe.datetime.now_datetime();
	frm.set_intro(
		later
			? esc(__("Messages wait for the message hours and leave from {0} on.", [short_time(next_try_at)]))
			: "",
		"blue"
	);
	frm.toggle_display("dedupe_key", frappe.user.has_role("System Manager"));
	await learn([frm.doc]);
	frm.set_df_property("recipient", "formatter", (_value, _df, _options, doc) =>
		esc(recipient(doc || frm.doc))
	);
	frm.set_df_property("attachment", "formatter", file_links);
}
