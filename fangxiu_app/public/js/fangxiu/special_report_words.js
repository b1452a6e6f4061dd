/* Special reports: what stands above the form, whose turn it is and what comes next; what a decision says (R60). */
import { esc, read } from "./util";
import { __ } from "./wording";

const CONTEXT = "Special Report";
const EDITABLE = ["Draft", "Sent Back"];

/** The button that files a report, by the words of the line above it. */
export const filing_label = ({ state }) =>
	state === "Sent Back" ? __("File Again") : __("File With the Developer");

/** The decision in one line: who pays, the customer's part, what is done. */
export function decision_words({ decision, customer_share, decision_text }) {
	const share = customer_share ? __("Customer's share: {0}", [customer_share]) : "";
	return [__(decision, null, CONTEXT), share, decision_text].filter(Boolean).join("；");
}

/** What the customer is told, as a proposal from the decision. */
export function answer_proposal(doc) {
	const due = doc.decision_due ? __("Done by {0}", [frappe.datetime.str_to_user(doc.decision_due)]) : "";
	return [decision_words(doc), due].filter(Boolean).join("；");
}

/** What the asked departments said in this circulation, beside the decision. */
export function opinions_html({ opinions, round }, people) {
	const rows = (opinions || []).filter((row) => row.round === round && row.state === "Given");
	const line = (row) =>
		`<tr>${[
			`${__(row.department)} ${people[row.person] || row.person}`,
			__(row.opinion, null, CONTEXT),
			row.comment,
		]
			.map((cell) => `<td>${esc(cell)}</td>`)
			.join("")}</tr>`;
	return `<p><b>${esc(__("Opinions of the Departments"))}</b></p>
		<table class="fx-next-table fx-records"><tbody>${rows.map(line).join("")}</tbody></table>`;
}

/** The line above the form: plain text, and whether it is red. */
export function banner(doc, panel) {
	const due = doc.answer_due ? frappe.datetime.str_to_user(doc.answer_due) : "";
	const words = {
		Draft: () => draft(doc, panel),
		"Sent Back": () => sent_back(doc, panel),
		"In Circulation": () => __("Opinions are waited for: {0}.", [waited_for(doc, panel).join("、")]),
		"To Be Decided": () =>
			__("All opinions are in. A head decides; the customer is to be answered by {0}.", [due]),
		Decided: () => __("Decided: {0}. Answer the customer by {1}.", [decision_words(doc), due]),
		Answered: () => answered(panel),
	}[doc.state];
	if (!words) return { text: "", red: false };
	const late = doc.state !== "Answered" && panel.late ? `${__("Overdue.")} ` : "";
	return { text: late + words(), red: Boolean(panel.late) };
}

/** What the filing will ask for is said while it can still be filled in. */
function draft(doc, panel) {
	if (panel.lacks?.length) return __("Before the report can be filed: {0}", [panel.lacks.join(" ")]);
	return (doc.routing || []).length
		? __("File the report with the developer: the departments of the first turn are asked at once.")
		: __("Name the departments to be asked, save, then file the report with the developer.");
}

function sent_back(doc, panel) {
	const { user, department, why } = panel.returned || {};
	const who = [department && __(department), panel.people[user] || user].filter(Boolean).join(" ");
	const said = __("Returned by {0}: {1}", [who || "–", why || "–"]);
	const lacks = panel.lacks?.length ? ` ${panel.lacks.join(" ")}` : "";
	return panel.steps.includes("file")
		? __("{0}. Complete the report, save it, then press “{1}”.", [said, filing_label(doc)]) + lacks
		: __("{0}. The property company completes it and files it again.", [said]);
}

function waited_for(doc, panel) {
	const asked = (doc.opinions || []).filter((row) => row.state === "Asked" && row.round === doc.round);
	return asked.map((row) =>
		__("{0} ({1}) by {2}", [
			panel.people[row.person] || row.person,
			__(row.department),
			frappe.datetime.str_to_user(row.due_on),
		])
	);
}

function answered(panel) {
	const said = panel.late
		? __("The customer was answered {0} days late.", [panel.late])
		: __("The customer was answered in time.");
	const next = panel.carried_out
		? __("Next: close the report, or record that the customer does not accept the answer.")
		: __(
				"Next: carry out the decision under “{0}”, or record that the customer does not accept the answer.",
				[__("Carry Out")]
			);
	return `${said} ${next}`;
}

/** Customer, phone and project of the chosen unit, where nobody typed others. */
export async function special_report_unit(frm) {
	const { unit } = frm.doc;
	if (!unit || !EDITABLE.includes(frm.doc.state || "Draft")) return;
	const { message: card } = await frappe.call({
		method: "fangxiu_app.tickets.intake.api_intake.unit_card",
		args: { unit },
		type: "GET",
	});
	const { message: place } = await frappe.db.get_value("Unit Archive", unit, "project");
	if (frm.doc.unit !== unit) return;
	const owner = card.owners.find((row) => row.is_primary) || card.owners[0] || {};
	const before = frm.doc.__fx_customer || {};
	const values = { customer_name: owner.owner_name, phone: owner.phone };
	if (frm.is_new()) values.project = place.project;
	frm.doc.__fx_customer = values;
	const free = ([field]) => field === "project" || !frm.doc[field] || frm.doc[field] === before[field];
	const changed = Object.entries(values).filter(free);
	await frm.set_value(Object.fromEntries(changed.map(([field, value]) => [field, value || ""])));
}

let limits;

/** Below the urgency stands what it means: the days are set in the settings, which not everybody opens. */
export async function urgency_days(frm) {
	limits = limits || (await read("special_reports.api_special_reports.days"));
	const words = Object.entries(limits).map(([urgency, { opinion, answer }]) =>
		__("{0}: opinions in {1}, answer to the customer in {2} working days", [
			__(urgency, null, CONTEXT),
			opinion,
			answer,
		])
	);
	frm.set_df_property("urgency", "description", words.map(esc).join("<br>"));
}
