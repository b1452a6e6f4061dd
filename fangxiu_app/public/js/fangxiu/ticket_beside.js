/* What is shown above a ticket's form by several scripts is asked for once. */
import { read } from "./util";

const asked = {};

/** Complaints and special reports about a ticket; who asks while the answer is under way gets the same. */
export function beside(ticket) {
	if (!asked[ticket]) {
		const forget = () => delete asked[ticket];
		asked[ticket] = read("overview.api_ticket_beside.of_ticket", { ticket });
		asked[ticket].then(forget, forget);
	}
	return asked[ticket];
}
