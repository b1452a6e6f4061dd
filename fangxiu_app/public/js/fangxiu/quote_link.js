/* The signed link of a quotation, on its form: the owner answers by it, without an account (R58). */
import { esc, long_time, read, write } from "./util";
import { __ } from "./wording";

/** The owner's signed link: how it stands, and the buttons to send, copy and revoke it (R58); ``revoke()`` asks why. */
export async function show_link(frm, revoke) {
	const { name, state, payer_kind, refusal_reason } = frm.doc;
	const refused =
		state === "Refused"
			? __(
					"Reason for the refusal: {0} Draw up a new version under Other Actions, or withdraw the quotation.",
					[esc(refusal_reason)]
				)
			: "";
	const by_link = state !== "Draft" && payer_kind === "Owner";
	const link = by_link ? await read("paid_repairs.api_quotes.link", { quote: name }) : {};
	// other notices stand above the form as well: what is said here is said once, and takes none of them away
	const said = [link.name && link_intro(link), refused].filter(Boolean);
	const urgent = refused || (link.questions && state === "Issued");
	if (said.length) frm.set_intro(said.join("<br>"), urgent ? "orange" : "blue");
	if (!by_link || !["Issued", "Refused"].includes(state)) return;
	const group = __("Signed Link");
	frm.add_custom_button(__("Send Link to Owner"), () => send_link(frm), group);
	frm.add_custom_button(
		__("Copy Link"),
		() => write("paid_repairs.api_quotes.make_link", { quote: name }).then((url) => copied(frm, url)),
		group
	);
	if (link.url) frm.add_custom_button(__("Revoke Link"), revoke, group);
}

const STANDING = {
	open: () => __("waits for the owner"),
	done: () => __("answered"),
	expired: () => __("expired"),
	taken_back: () => __("revoked"),
	replaced: () => __("replaced by a newer version"),
	answered: () => __("no longer needed: accepted in another way"),
	changed: () => __("blocked: the quotation is not what was issued"),
};

function link_intro(link) {
	const sent = link.sent_to ? __("sent to {0} on {1}", [link.sent_to, long_time(link.sent_at)]) : "";
	const answer = link.answered_at ? `${__(link.answer)} ${long_time(link.answered_at)}` : "";
	const until = link.standing === "open" ? __("until {0}", [long_time(link.expires_at)]) : "";
	const head = [__("Signed Link") + "：" + STANDING[link.standing](), sent, answer || until]
		.filter(Boolean)
		.join("，");
	const asked = (link.questions || "").split("\n").filter(Boolean);
	const broken = link.intact
		? []
		: [`<b>${esc(__("The answer that is stored is no longer the one that came by the link."))}</b>`];
	return [esc(head), ...broken, ...asked.map((line) => `${esc(__("Question"))}：${esc(line)}`)].join(
		"<br>"
	);
}

function send_link(frm) {
	const field = {
		fieldname: "address",
		fieldtype: "Data",
		label: __("Phone or E-mail"),
		reqd: 1,
		default: frm.doc.payer_phone,
	};
	frappe.prompt(
		field,
		({ address }) =>
			write("paid_repairs.api_quotes.send_link", { quote: frm.doc.name, address }).then(() => {
				frappe.show_alert({
					message: __("The link goes to {0}.", [esc(address)]),
					indicator: "green",
				});
				frm.reload_doc();
			}),
		__("Send Link to Owner"),
		__("Send")
	);
}

/** Into the clipboard, and shown: not every browser lets a page write there. */
function copied(frm, url) {
	frappe.utils.copy_to_clipboard(url);
	frappe.msgprint({
		title: __("Signed Link"),
		message: `<p>${esc(__("Give this link to the owner only: whoever holds it can answer."))}</p><code>${esc(url)}</code>`,
	});
	frm.reload_doc();
}
