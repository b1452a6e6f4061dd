/* Reads the answer to an entry. Only answers in our own format count, because networks may insert pages of their own. */
import { __, plain } from "./text";

/** Anything but an object the server itself writes: a login page of a Wi-Fi, a proxy's error. */
export const foreign = (body) => !body || typeof body !== "object" || !OURS.some((name) => name in body);

const OURS = ["message", "exc_type", "exception", "_server_messages", "_error_message", "session_expired"];

export const answered = (status, body) => status >= 200 && status < 300 && !foreign(body);

/** The page in front of the server is down for a moment, or asks to retry later: the entry is not at fault. */
const PATIENCE = [408, 425, 429, 502, 503, 504];

/**
 * ``{}``: taken. ``{all_wait}``: nothing can be sent now. ``{later}``: this one again later; ``broke`` counts against it.
 * ``{refused}``: not accepted, with the reasons. ``login`` with a refusal: first ask whether the login still stands.
 */
export function meaning(status, body, key) {
	if (status >= 200 && status < 300) {
		if (body?.message?.received === key) return {};
		return {
			all_wait: __(
				"Another page answers instead of the server: log in to the Wi-Fi first, or switch it off"
			),
		};
	}
	if (PATIENCE.includes(status)) return { all_wait: __("The server is busy") };
	if (status >= 500) return { later: __("The server is busy"), broke: true };
	if (status === 413)
		return {
			refused: __(
				"The file is too large to be sent. Take the photo or video again, smaller or shorter."
			),
		};
	if (foreign(body))
		return {
			all_wait: __(
				"Another page answers instead of the server: log in to the Wi-Fi first, or switch it off"
			),
		};
	if (body.exc_type === "CSRFTokenError")
		return { all_wait: __("Reload the page, then everything is sent"), login: true };
	return { refused: reasons(body), login: true };
}

function reasons(body) {
	let rows = [];
	try {
		rows = JSON.parse(body._server_messages || "[]").map((row) => plain(JSON.parse(row).message));
	} catch {
		// a message that is no JSON says nothing to anybody
	}
	return rows.join("\n") || __("Not allowed, or no longer there.");
}
