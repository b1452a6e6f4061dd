/* Files that the server makes at once or, when they are large, in the queue. */
import { read, write } from "./util";

/**
 * Ask for a file, follow its job second by second, and save it; says what to do where the job did not end.
 * ``words``: title, what is being done, what an interrupted job means, and what is said when the file is there.
 */
export async function made_file(start, values, state_of, { title, doing, interrupted, ready }) {
	let answer = await write(start, values);
	while (answer.job) {
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const state = await read(state_of, { job: answer.job });
		if (state.state === "running") frappe.show_progress(title, state.percent, 100, doing);
		else {
			frappe.hide_progress();
			answer = state;
			if (!state.file)
				frappe.msgprint({ title, indicator: "red", message: state.message || interrupted });
		}
	}
	if (answer.file) save(answer.file, ready);
}

/** Save a file: a window that opens long after the click is blocked by browsers, a download is not. */
function save(address, ready) {
	const link = document.createElement("a");
	link.href = address;
	link.download = "";
	link.click();
	frappe.show_alert({ message: ready, indicator: "green" });
}
