/* The session ended while somebody was typing: a dialog says so, typed values are kept, and after login the user returns here. */
import { esc } from "./util";
import { __ } from "./wording";

let shown = null;

/** Who the browser's cookie says is logged in; logging out or in elsewhere changes it. */
function cookie_user() {
	const found = document.cookie.split("; ").find((each) => each.startsWith("user_id="));
	return found ? decodeURIComponent(found.slice("user_id=".length)) : "";
}

function ended(xhr) {
	if (![400, 401, 403].includes(xhr.status)) return false;
	const said = xhr.responseJSON || {};
	return Boolean(said.session_expired) || cookie_user() !== frappe.session.logged_in_user;
}

/** The one dialog that says so. The page below stays as it is; what was typed is in the browser's drafts. */
export function show_session_ended() {
	if (shown && shown.display) return;
	$(document).trigger("fx-session-ended");
	shown = new frappe.ui.Dialog({
		title: __("Log In Again"),
		static: true,
		fields: [{ fieldname: "said", fieldtype: "HTML" }],
		primary_action_label: __("Log In Again"),
		primary_action: () =>
			(location.href = `/login?redirect-to=${encodeURIComponent(location.pathname + location.search)}`),
		secondary_action_label: __("Stay on This Page"),
		secondary_action: () => shown.hide(),
	});
	const lines = [
		__("You were logged out, or your login has expired. Nothing was saved by the last step."),
		__("What you typed is kept in this browser. Log in again: it is offered where you left it."),
	];
	shown.get_field("said").$wrapper.html(lines.map((line) => `<p>${esc(line)}</p>`).join(""));
	shown.show();
	// Frappe's own word for the refused request comes a moment later, and says nothing anybody could use
	[0, 400, 1000].forEach((wait) => setTimeout(() => frappe.msg_dialog && frappe.msg_dialog.hide(), wait));
}

export function watch_session() {
	if (!frappe.Application) return;
	// the stock answer leaves the page at once, with everything that was typed
	frappe.Application.prototype.handle_session_expired = show_session_ended;
	$(document).on("ajaxError", (event, xhr) => {
		if (frappe.app && !frappe.app.logged_out && ended(xhr)) setTimeout(show_session_ended);
	});
}
