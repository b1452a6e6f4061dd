/* Lists, breadcrumbs and file fields show each name once, and a name instead of a code. */
import { esc } from "./util";

const MODULE = "Fangxiu App";
const List = frappe.views.ListView.prototype;
const { setup_columns } = List;

/** The field a document is named by, e.g. its title; null for numbers and for names put together. */
const named_by = (meta) =>
	meta.autoname?.startsWith("field:") ? meta.autoname.slice("field:".length) : null;

/** Numbers like RT-2611-00028 are said and written down; other names are only the key of a document that has a title. */
const is_number = (meta) => Boolean(meta.autoname?.includes("#"));

/** Columns for the width of the screen, as many as Frappe's; its hidden one for tags takes no place from those that are seen. */
const places = () => 1 + (window.innerWidth <= 1366 ? 4 : window.innerWidth >= 1920 ? 10 : 6);

List.setup_columns = function () {
	const { meta, settings } = this;
	if (meta.module !== MODULE) {
		setup_columns.call(this);
		return;
	}
	settings.hide_name_column = settings.hide_name_column || !is_number(meta);
	const field = named_by(meta);
	const subject = meta.title_field || "name";
	// the coloured state in front says it already; Frappe knows this of a field "status" only
	const said = settings.get_indicator ? [field, "state"] : [field];
	const twice = (df) => said.includes(df?.fieldname);
	const kept = this.list_view_settings;
	const most = kept.total_fields || places();
	// what is said twice takes no place from the columns behind it
	this.list_view_settings = {
		...kept,
		total_fields: most + meta.fields.filter((df) => df.in_list_view && twice(df)).length,
	};
	setup_columns.call(this);
	this.list_view_settings = kept;
	const is_number_column = (column) => column.type === "Field" && column.df.fieldname === "name"; // Frappe adds it beyond those that fit
	const others = this.columns.filter(
		(column) => !is_number_column(column) && (column.type !== "Field" || !twice(column.df))
	);
	this.columns = [...others.slice(0, most), ...this.columns.filter(is_number_column)];
	// Frappe looks the heading of the first column up without its document, where the word may mean something else
	const [{ df }] = this.columns;
	const label = field && subject === "name" ? frappe.meta.get_label(meta.name, field) : df.label;
	this.columns[0] = { ...this.columns[0], df: { ...df, label: __(label, null, meta.name) } };
};

const { get_subject_element } = List;

/** Below the title of a row, on a phone, what a list of ours says there itself: number, kind, party. */
List.get_subject_element = function (doc, title) {
	const row = get_subject_element.call(this, doc, title);
	const words = this.settings.fx_phone_line?.(doc);
	if (words) {
		const line = document.createElement("small");
		line.className = "fx-phone-line";
		line.textContent = words;
		row.lastChild.append(line);
	}
	return row;
};

const { set_form_breadcrumb } = frappe.breadcrumbs;

frappe.breadcrumbs.set_form_breadcrumb = function (breadcrumbs, view) {
	set_form_breadcrumb.call(this, breadcrumbs, view);
	const meta = frappe.get_meta(breadcrumbs.doctype);
	if (meta?.module !== MODULE || !meta.title_field || is_number(meta)) return;
	const name = frappe.get_route().slice(2).join("/");
	const title = frappe.get_doc(breadcrumbs.doctype, name)?.[meta.title_field];
	if (title) this.$breadcrumbs.find("li").last().find("a").text(title);
};

/** Roles by their Chinese names in the rows of a table: Frappe translates them in the field only. */
frappe.form.link_formatters.Role = (value) => __(value);

/** A chosen word as its form means it: Frappe's formatter does not say which form, and a transfer read 已转达 beside 已移交. */
frappe.form.formatters.Select = (value, df) => __(frappe.form.formatters.Data(value, df), null, df?.parent);

/** The same in the filters above a list: Frappe makes them without the name of their document. */
const { setup_filter_area } = List;

List.setup_filter_area = function () {
	const { page, doctype } = this;
	const { add_field } = page;
	page.add_field = (df, ...rest) => add_field.call(page, { ...df, context: doctype }, ...rest);
	const made = setup_filter_area.call(this);
	delete page.add_field;
	return made;
};

/** Times to the minute in lists and on forms that are read: seconds of a call or a signature only fill the column. */
const { Datetime } = frappe.form.formatters;
let in_row = false;
frappe.form.formatters.Datetime = (value, ...rest) => {
	const said = Datetime(value, ...rest).replace(/( \d\d:\d\d):\d\d$/, "$1");
	return in_row ? short_time(value, said) : said;
};

/** What fits a column: the year goes where it is this one, else the time of day. */
function short_time(value, said) {
	if (!value || !said.startsWith(String(value).slice(0, 10))) return said;
	const year = frappe.datetime.now_date().slice(0, 5);
	return said.startsWith(year) ? said.slice(year.length) : said.slice(0, 10);
}

const { get_column_html } = List;
List.get_column_html = function (column, doc) {
	in_row = true;
	try {
		return in_words(get_column_html.call(this, column, doc), column.df, doc, this);
	} finally {
		in_row = false;
	}
};

/** A chosen word in a row, and its tip, as our form means it: Frappe looks the word up without its document, and shows the tip as stored. */
export function in_words(html, df, doc, { meta, doctype }) {
	const stored = meta.module === MODULE && df?.fieldtype === "Select" && doc[df.fieldname];
	if (!stored) return html;
	const said = esc(__(stored, null, doctype));
	return html.replace(`: ${esc(stored)}"`, `: ${said}"`).replace(`> ${__(esc(stored))} <`, `> ${said} <`);
}

/** A file by its name; where it lies on the server is in the link. */
const { set_input } = frappe.ui.form.ControlAttach.prototype;
frappe.ui.form.ControlAttach.prototype.set_input = function (value, data_url) {
	set_input.call(this, value, data_url);
	this.$wrapper.find("a").each((_index, link) => {
		if (link.textContent.startsWith("/")) link.textContent = link.textContent.split("/").pop();
	});
};

/** Quantities of our reports as people write them: 12, not 12.000. */
const { Float } = frappe.form.formatters;
frappe.form.formatters.Float = (value, df, ...rest) => {
	const said = Float(value, df, ...rest);
	const ours =
		frappe.get_route()[0] === "query-report" && frappe.query_report?.report_doc?.module === MODULE;
	return ours && df?.precision == null ? without_zeros(String(said)) : said;
};

/** The last number of a text without the zeros behind its point. */
export const without_zeros = (text) =>
	text.replace(/\.(\d*?)0+(?=<|$)/, (_all, kept) => (kept ? `.${kept}` : ""));

/** A list of payments says how much: ERPNext's shows type, day and mode only. */
const { get_fields_in_list_view } = List;
List.get_fields_in_list_view = function () {
	const found = get_fields_in_list_view.call(this);
	const amount = this.doctype === "Payment Entry" && frappe.meta.get_docfield(this.doctype, "paid_amount");
	if (!amount) return found;
	const others = found.filter((df) => df.fieldname !== "paid_amount");
	return [...others.slice(0, 1), { ...amount, in_list_view: 1 }, ...others.slice(1)];
};
