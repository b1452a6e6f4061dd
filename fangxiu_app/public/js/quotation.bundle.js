/* The owner's page of a quotation: sign, refuse or ask. Entered values stay on the page until the server has accepted them. */
import { signature_field } from "./my_day/canvas";
import { keep_days } from "./my_day/days";
import { __, page_data, plain } from "./my_day/text";

const { token } = page_data();
keep_days(document.body);
const field = document.querySelector("[data-sign]");
const canvas = signature_field(field, () => tell(field.closest("form"), ""));

async function send(form) {
	const values = Object.fromEntries(new FormData(form));
	if (form.dataset.call === "accept") {
		const signature = canvas.value();
		if (!signature) return tell(form, __("Please sign in the field above."));
		values.signature = signature;
	}
	const button = form.querySelector("button[type=submit]");
	button.disabled = true;
	tell(form, "");
	try {
		const answer = await fetch(
			`/api/method/fangxiu_app.paid_repairs.api_quote_link.${form.dataset.call}`,
			{
				method: "POST",
				headers: {
					"Content-Type": "application/json",
					Accept: "application/json",
					"X-Frappe-CSRF-Token": window.frappe.csrf_token || "",
				},
				body: JSON.stringify({ token, ...values }),
			}
		);
		if (answer.ok) return location.reload();
		tell(form, await reason(answer));
	} catch {
		tell(form, __("Not sent: there is no connection. What you entered is still here; press again."));
	}
	button.disabled = false;
}

/** What the server says against it. */
async function reason(answer) {
	if (answer.status === 429) return __("Too many tries. Wait ten minutes, or phone us.");
	const body = await answer.json().catch(() => ({}));
	const told = JSON.parse(body._server_messages || "[]").map((entry) => plain(JSON.parse(entry).message));
	return told.join("\n") || __("It did not work. Press again, or phone us.");
}

function tell(form, text) {
	const box = form.querySelector(".fq-error");
	box.textContent = text;
	box.hidden = !text;
}

for (const form of document.querySelectorAll("form[data-call]")) {
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		send(form);
	});
}
