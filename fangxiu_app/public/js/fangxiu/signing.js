/* 待我审批: one look at each document that waits, then sign or send back, several at once. The server decides on each. */
import { esc, form_url, icon, long_time, read } from "./util";
import { __ } from "./wording";

/** The empty list in its own words. */
export const nothing_to_sign =
	() => `<div class="msg-box no-border"><p>${esc(__("Nothing waits for your signature."))}</p>
	<p class="text-muted">${esc(__("What is requested of you appears here, and under the bell. What you have signed stands in the log of each document."))}</p></div>`;

const PLAN = "Repair Plan";
const AGREEMENT = "Warranty Agreement";

/** The marked rows of the report, or all that wait now: the report itself may show those of a moment ago. */
export async function sign_several(report) {
	// while the rows are still on their way there is no table yet
	const marked = report.datatable && report.get_checked_items ? report.get_checked_items() : [];
	const rows = (marked.length ? marked : await waiting(report)).filter((row) => row.document);
	if (!rows.length)
		return frappe.show_alert({ message: __("Nothing waits for your signature."), indicator: "green" });
	return open_signing(rows.slice(0, MOST), () => read_anew(report));
}

/** The list as it is now, nothing marked: a mark belongs to the place in the list, where another document stands afterwards. */
export function read_anew(report) {
	report.datatable?.rowmanager.checkAll(false);
	report.refresh();
}

async function waiting({ report_name }) {
	const { message } = await frappe.call({
		method: "frappe.desk.query_report.run",
		args: { report_name, filters: {} },
		type: "GET",
	});
	return message.result;
}

/** Enough for one sitting: each card is to be read. */
const MOST = 20;

/** What one document rests on, from its own form. */
export const look_at = (doctype, name) =>
	open_signing([{ document_type: doctype, document: name, kind: __(doctype), here: 1 }], () => {}, true);

function open_signing(rows, done, only_look = false) {
	const dialog = new frappe.ui.Dialog({
		title: only_look ? __("Basis for Approval") : __("Review and Sign"),
		size: "extra-large",
		fields: [{ fieldtype: "HTML", fieldname: "cards" }],
		...(only_look
			? {}
			: {
					primary_action_label: __("Confirm My Decisions"),
					primary_action: () => decide(dialog, rows, done),
				}),
	});
	const box = dialog.fields_dict.cards.$wrapper.addClass("fx-signing");
	box.html(rows.map((row, at) => card(row, at, only_look)).join(""));
	rows.forEach((row, at) => row.here && fill(box.find(`[data-at="${at}"] [data-basis]`), row));
	dialog.show();
}

function card(row, at, only_look) {
	const href = form_url(row.document_type, row.document);
	const choice = (value, label, state = "") =>
		`<label class="fx-choice"><input type="radio" name="fx-verdict-${at}" value="${value}" ${state}> ${esc(label)}</label>`;
	if (!row.here) {
		// two departments sign such a paper with a drawn signature, and freed money is signed for beside its voucher: on its own form
		return `<section class="fx-sign-card" data-at="${at}">${heading(row, href)}
			<a class="btn btn-sm btn-default" href="${href}" target="_blank">${esc(__("Open and sign there"))}</a></section>`;
	}
	const decision = `<div class="fx-row fx-verdict">
		${choice("", __("Decide later"), "checked")}${choice("approve", __("Approve"), "disabled")}${choice("send_back", __("Send Back"))}
		<input type="text" class="form-control input-sm" data-comment placeholder="${esc(__("Comment; a reason when it is sent back"))}"></div>
		<div data-answer></div>`;
	return `<section class="fx-sign-card" data-at="${at}">${heading(row, href)}
		${row.requested_by ? `<p class="text-muted">${esc(__("Requested by {0}, waiting {1} days; you sign as {2}", [row.requested_by, row.waits || 0, row.role]))}</p>` : ""}
		<div data-basis class="text-muted">${esc(__("Loading"))}…</div>
		<div data-fields></div>
		${only_look ? "" : decision}
	</section>`;
}

function heading(row, href) {
	const amount = row.amount ? format_currency(row.amount, row.currency) : "";
	return `<h4>${esc(row.kind)} <a href="${href}" target="_blank">${esc(row.document)}</a> <b>${esc(row.party || "")}</b> <span class="fx-amount">${amount}</span></h4>`;
}

/** On a phone the table's columns lie to the right of the screen: each document is a card that opens what its signature rests on. */
export function cards_on_phone(report) {
	const place = report.$report;
	place.children(".fx-waiting").remove();
	const rows = (report.data || []).filter((row) => row.document);
	const cards = rows.map((row, at) => {
		const said = __("Requested by {0}, waiting {1} days; you sign as {2}", [
			row.requested_by || "–",
			row.waits || 0,
			row.role,
		]);
		const project = frappe.boot.fx_projects?.[row.project] || row.project || "";
		return `<section class="fx-sign-card" data-at="${at}">${heading(row, form_url(row.document_type, row.document))}
			<p class="text-muted">${esc(project)} · ${esc(said)}</p>
			<button class="btn btn-sm btn-default">${esc(__("Review and Sign"))}</button></section>`;
	});
	place.prepend(`<div class="fx-waiting">${cards.join("")}</div>`);
	place.find(".fx-waiting button").on("click", (event) => {
		const row = rows[$(event.currentTarget).closest("[data-at]").data("at")];
		open_signing([row], () => read_anew(report));
	});
}

async function fill(place, row) {
	const target = { doctype: row.document_type, name: row.document };
	const { sections, fields, seen } = await read("overview.api_approval.look", target);
	row.seen = seen;
	place.removeClass("text-muted").html(sections.map((section, at) => part(section, at, target)).join(""));
	// who only looks decides nothing and fills in nothing
	const verdict = place.closest("section").find(".fx-verdict");
	verdict.find('[value="approve"]').prop("disabled", false); // nobody signs what is not shown yet
	if (verdict.length) place.next("[data-fields]").html(fields.map(input).join(""));
}

/** What this step writes beside its signature, e.g. the price basis of the cost department. */
function input({ fieldname, label, kind, choices, value }) {
	const name = `data-field="${esc(fieldname)}" class="form-control input-sm"`;
	const options = choices.map(
		([one, word]) =>
			`<option value="${esc(one)}" ${one === value ? "selected" : ""}>${esc(word)}</option>`
	);
	const field =
		kind === "Select"
			? `<select ${name}>${options.join("")}</select>`
			: `<input type="${kind === "Date" ? "date" : "text"}" ${name} value="${esc(value)}">`;
	return `<div class="fx-field"><span>${esc(label)}</span>${field}</div>`;
}

const filled_in = (place) =>
	Object.fromEntries(
		place
			.find("[data-field]")
			.toArray()
			.map((field) => [field.dataset.field, field.value])
	);

function part({ title, name, lines, photos }, at, target) {
	const value = (line) => {
		const words = esc(strip_html(line.value));
		return line.href ? `<a href="${esc(line.href)}" target="_blank">${words}</a>` : words;
	};
	const rows = lines.map((line) => `<dt>${esc(line.label)}</dt><dd>${value(line)}</dd>`).join("");
	const pictures = (photos || []).map((photo) => picture(photo, target)).join("");
	const heading = at ? `${esc(title)} <small>${esc(name)}</small>` : esc(__("Summary"));
	return `<details ${at < 2 ? "open" : ""}><summary>${heading}</summary><dl class="fx-facts">${rows}</dl>
		${pictures ? `<div class="fx-photos">${pictures}</div>` : ""}</details>`;
}

function picture(photo, target) {
	const query = new URLSearchParams({ ...target, evidence: photo.name });
	const src = `/api/method/fangxiu_app.overview.api_approval.photo?${query}`;
	const words = [photo.stage, photo.caption].filter(Boolean).join(" · ");
	return `<a href="${src}" target="_blank" title="${esc(words)}"><img src="${src}" alt="${esc(words)}" loading="lazy"></a>`;
}

async function decide(dialog, rows, done) {
	// a button that only looks disabled still takes the second of two quick clicks, and each decision was sent twice
	if (dialog.fx_deciding) return;
	const box = dialog.fields_dict.cards.$wrapper;
	const chosen = rows
		.map((row, at) => ({ row, place: box.find(`[data-at="${at}"]`) }))
		.filter(({ row, place }) => row.here && place.find("[data-comment]").length)
		.map((one) => ({
			...one,
			verdict: one.place.find("input:checked").val(),
			comment: one.place.find("[data-comment]").val().trim(),
		}))
		.filter(({ verdict }) => verdict);
	if (!chosen.length)
		return frappe.show_alert({
			message: __("Choose Approve or Send Back for at least one."),
			indicator: "orange",
		});
	dialog.fx_deciding = true;
	dialog.disable_primary_action();
	const ends = [];
	for (const one of chosen) ends.push(await settle(one)); // one after the other: each stands for itself
	dialog.fx_deciding = false;
	dialog.enable_primary_action();
	done();
	const taken = ends.filter((end) => end === "taken").length;
	if (taken)
		frappe.show_alert(
			{
				message: __("{0} decisions taken; they stand in the log of each document.", [taken]),
				indicator: "green",
			},
			10
		);
	if (!ends.includes("") && box.find(".fx-verdict").length === 0) dialog.hide();
}

/** One decision; its card says what became of it: "taken", "gone" when somebody else was faster, nothing when it is refused. */
async function settle({ row, place, verdict, comment }) {
	const [method, args] = call_of(row, verdict, comment, filled_in(place));
	const said = await quietly(method, args);
	const answer = place.find("[data-answer]").attr("role", "status");
	if (said) {
		const gone = await gone_meanwhile(row);
		answer.html(
			`<div class="fx-banner ${gone ? "fx-orange" : "fx-red"}">${icon("alert")} ${gone || said}</div>`
		);
		if (gone) {
			place.find(".fx-verdict, [data-fields]").remove();
			frappe.show_alert({ message: gone, indicator: "orange" }, 15);
		}
		return gone ? "gone" : "";
	}
	const word = verdict === "approve" ? __("Signed") : __("Sent Back");
	answer.html(`<div class="fx-banner fx-green">${icon("check")} ${esc(word)}</div>`);
	place.find(".fx-verdict, [data-fields]").remove();
	return "taken";
}

/** Who did what to a document that waits for this signature no longer; nothing while it still does. */
async function gone_meanwhile({ document_type: doctype, document: name }) {
	const now = await read("overview.api_approval.standing", { doctype, name });
	return now.waits
		? ""
		: esc(
				__("{0} waits no longer for you: {1}, {2}, {3}.", [
					name,
					now.who,
					now.what,
					long_time(now.at),
				])
			);
}

/** What was shown goes with the decision: nothing else is signed. */
function call_of({ document_type: doctype, document: name, above, seen }, verdict, comment, values) {
	if (doctype === PLAN) {
		return verdict === "approve"
			? ["tickets.site_work.api_plan.review", { plan: name, seen }]
			: ["tickets.site_work.api_plan.send_back", { plan: name, reason: comment }];
	}
	if (doctype === AGREEMENT) {
		return verdict === "approve"
			? ["money.deposits.api_agreements.agree", { agreement: name, seen }]
			: ["money.deposits.api_agreements.turn_down", { agreement: name, reason: comment }];
	}
	if (above && verdict === "approve")
		return ["money.releases.api_releases.sign_above", { release: name, seen }];
	return verdict === "approve"
		? ["overview.api_approval.approve", { doctype, name, seen, comment, values }]
		: ["overview.api_approval.send_back", { doctype, name, reason: comment }];
}

/** What the server says against it, as it escaped it; nothing when it is done. */
async function quietly(method, args) {
	const answer = await fetch(`/api/method/fangxiu_app.${method}`, {
		method: "POST",
		headers: {
			"Content-Type": "application/json",
			Accept: "application/json",
			"X-Frappe-CSRF-Token": frappe.csrf_token,
		},
		body: JSON.stringify(args),
	}).catch(() => null);
	if (answer?.ok) return "";
	const body = (await answer?.json().catch(() => null)) || {};
	const texts = JSON.parse(body._server_messages || "[]").map((text) => JSON.parse(text).message);
	return texts.join("<br>") || esc(__("The server did not answer. Try again."));
}
