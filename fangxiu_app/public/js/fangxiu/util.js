/* Small helpers shared by every screen: escaping, calls, times in words. */
import { __ } from "./wording";

export const esc = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

/** Read from one of our endpoints; resolves to its answer. */
export function read(method, args) {
	return frappe.call({ method: `fangxiu_app.${method}`, args, type: "GET" }).then((r) => r.message);
}

/** Write through one of our endpoints. The promise rejects after Frappe has shown the refusal. */
export function write(method, args, button) {
	return frappe
		.call({ method: `fangxiu_app.${method}`, args, freeze: true, btn: button })
		.then((r) => r.message);
}

/** A paper that only actions change now: no field invites to type what is then refused. */
export function freeze(frm) {
	frm.set_read_only();
	frm.refresh_fields();
	frm.disable_save();
}

/** Now, in the zone the server writes its times in. */
export const server_now = () => moment(frappe.datetime.system_datetime());

/** A length of time in words: the two largest units that matter. */
export function span(seconds) {
	const minutes = Math.floor(Math.abs(seconds) / 60);
	const days = Math.floor(minutes / 1440);
	const hours = Math.floor((minutes % 1440) / 60);
	if (days) return hours ? __("{0} d {1} h", [days, hours]) : __("{0} d", [days]);
	if (hours) return minutes % 60 ? __("{0} h {1} min", [hours, minutes % 60]) : __("{0} h", [hours]);
	return __("{0} min", [minutes]);
}

/** What is left of a limit, or by how much it is missed; ``write`` puts the length in words. */
export function remaining(seconds, write = span) {
	return seconds < 0 ? __("overdue {0}", [write(seconds)]) : __("{0} left", [write(seconds)]);
}

/** A length of time in one unit, for narrow columns. */
export function rough_span(seconds) {
	const unit = Math.abs(seconds) >= 86400 ? 86400 : Math.abs(seconds) >= 3600 ? 3600 : 60;
	return span(Math.floor(Math.abs(seconds) / unit) * unit);
}

/** Two hours are left or less: the last colour before red. */
export const SOON = 2 * 3600;

export function urgency(seconds) {
	if (seconds == null) return "quiet";
	if (seconds < 0) return "overdue";
	return seconds <= SOON ? "soon" : "running";
}

const SHAPES = {
	clock: '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>',
	alert: '<path d="M8 2.2l6.2 11.3H1.8z"/><path d="M8 6.4v3.4M8 11.4v.6"/>',
	pause: '<path d="M5.5 4v8M10.5 4v8"/>',
	check: '<path d="M3 8.5l3.2 3.2L13 4.8"/>',
	cross: '<path d="M4 4l8 8M12 4l-8 8"/>',
	dash: '<path d="M3.5 8h9"/>',
	repeat: '<path d="M3 8a5 5 0 0 1 8.5-3.5L13 6M13 3v3h-3M13 8a5 5 0 0 1-8.5 3.5L3 10M3 13v-3h3"/>',
	plan: '<path d="M4 2.5h8v11H4zM6 6h4M6 8.5h4M6 11h2.5"/>',
};

/** A small line drawing in the text's colour; fonts with pictures are not everywhere. */
export const icon = (name) =>
	`<svg class="fx-icon" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;

/** Marks before a defect: emergency, and a repeat repair once it is confirmed. */
export function marks(doc) {
	const emergency = doc.emergency ? `<span class="fx-tag fx-red">${esc(__("Emergency"))}</span> ` : "";
	const repeat =
		doc.repeat_state === "Confirmed"
			? `<span class="fx-tag fx-orange">${esc(__("Repeat Repair"))}</span> `
			: "";
	return emergency + repeat;
}

/** A number in the groups it is read in: 138 0001 0002, and behind their area code 021 6888 1234, 0512 6888 123. */
export const phone = (value) =>
	String(value || "")
		.replace(/^(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3")
		.replace(/^(0(?:10|2\d)|0[3-9]\d{2})-?(\d{4})(\d{3,4})$/, "$1 $2 $3");

/** What stands between the members of a list. */
export const comma = () => ((frappe.boot?.lang || "").startsWith("zh") ? "、" : ", ");

/** What is written without its year where that is this one. */
function without_this_year(said) {
	const year = frappe.datetime.now_date().slice(0, 5);
	return said.startsWith(year) ? said.slice(year.length) : said;
}

export const short_time = (value) => (value ? without_this_year(long_time(value)) : "–");
export const short_day = (value) => without_this_year(moment(value).format("YYYY-MM-DD"));
export const long_time = (value) => (value ? moment(value).format("YYYY-MM-DD HH:mm") : "–");

/** The address of a page of the desk by the parts of its route. */
export const desk_url = (...route) => frappe.router.make_url(route);

/** The address of a document's form. */
export const form_url = (doctype, name) => desk_url(frappe.router.slug(doctype), name);

export function form_link(doctype, name, label) {
	return `<a href="${esc(form_url(doctype, name))}" target="_blank" rel="noopener">${esc(label || name)}</a>`;
}

/** A control of the stock kind inside any element. */
export function make_control(parent, df, on_change) {
	const control = frappe.ui.form.make_control({
		parent,
		df: { ...df, onchange: on_change },
		render_input: true,
	});
	control.refresh();
	if (df.default !== undefined) control.set_value(df.default);
	return control;
}

/** The list as it is now: Frappe's own refresh does nothing within three seconds of the last one. */
export function list_anew(list) {
	list.last_args = null;
	list.refresh();
}
