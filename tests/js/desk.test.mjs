/* The desk's reports and cards: nothing stays marked or old after something was done. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const FOLDER = new URL("../../fangxiu_app/public/js/fangxiu/", import.meta.url);
let pages = 0;
let listeners;

const open_script = (name) => import(new URL(`${name}.js?page=${(pages += 1)}`, FOLDER).href);

beforeEach(() => {
	listeners = new Set();
	globalThis.document = {};
	globalThis.$ = () => ({
		on: (_event, one) => listeners.add(one),
		off: (_event, one) => listeners.delete(one),
	});
	globalThis.__ = (text) => text;
});

test("after signing nothing stays marked: another document stands in the row", async () => {
	const { read_anew } = await open_script("signing");
	const done = [];
	read_anew({
		datatable: { rowmanager: { checkAll: (on) => done.push(on) } },
		refresh: () => done.push("refresh"),
	});
	assert.deepEqual(done, [false, "refresh"]);
});

test("a list without a table yet is only read again", async () => {
	const { read_anew } = await open_script("signing");
	const done = [];
	read_anew({ refresh: () => done.push("refresh") });
	assert.deepEqual(done, ["refresh"]);
});

test("a card on the screen is read again after each call, one that is gone listens no longer", async () => {
	const { draw_again } = await open_script("desk_refresh");
	const widget = { widget: [{ isConnected: true }] };
	let read = 0;
	draw_again(widget, () => (read += 1));
	draw_again(widget, () => (read += 1));
	assert.equal(listeners.size, 1);
	[...listeners].forEach((one) => one());
	assert.equal(read, 1);
	widget.widget[0].isConnected = false;
	[...listeners].forEach((one) => one());
	assert.equal(read, 1);
	assert.equal(listeners.size, 0);
});

/** A page's button as Frappe makes it, on the report of ``module``. */
async function button(label, module, view = "query-report") {
	const classes = [];
	const marks = [];
	const made = { closest: () => ({ attr: (name) => marks.push(name) }) };
	class Page {
		wrapper = { addClass: (name) => classes.push(name) };
		add_inner_button() {
			return made;
		}
	}
	globalThis.frappe = {
		ui: { Page },
		get_route: () => [view, "X"],
		query_report: { report_doc: { module } },
		get_meta: () => ({ module }),
	};
	await open_script("page_actions");
	assert.equal(new Page().add_inner_button(label), made);
	return [classes.length, marks.length];
}

test("buttons of our reports and lists are kept in sight on a phone, Frappe's and others' are not", async () => {
	assert.deepEqual(await button("Review and Sign", "Fangxiu App"), [1, 1]);
	assert.deepEqual(await button("Import Units", "Fangxiu App", "List"), [1, 1]);
	assert.deepEqual(await button("Set Chart", "Fangxiu App"), [0, 0]);
	assert.deepEqual(await button("Ageing", "Accounts"), [0, 0]);
	assert.deepEqual(await button("Save", "Fangxiu App", "Form"), [0, 0]);
});

/** The time as moment gives it, enough of it for one day and the next. */
class Moment {
	constructor(at) {
		this.at = new Date(at);
	}
	clone = () => new Moment(this.at);
	hour(value) {
		if (value === undefined) return this.at.getHours();
		this.at.setHours(value);
		return this;
	}
	add(number, unit) {
		const length = { minutes: 6e4, hour: 36e5, day: 864e5 }[unit];
		this.at = new Date(+this.at + number * length);
		return this;
	}
	startOf(unit) {
		if (unit === "hour") this.at.setMinutes(0);
		this.at.setSeconds(0, 0);
		return this;
	}
	isBefore = (other) => this.at < other.at;
	format = () =>
		`${this.at.getDate()} ${String(this.at.getHours()).padStart(2, "0")}:${String(this.at.getMinutes()).padStart(2, "0")}`;
}

async function proposed(now, doc) {
	globalThis.moment = (at) => new Moment(at);
	globalThis.frappe = {
		datetime: { system_datetime: () => `2026-11-29T${now}:20` },
		defaultDatetimeFormat: "",
	};
	const { proposed_visit } = await open_script("visit_time");
	return proposed_visit(doc);
}

test("an emergency is visited before its limit, at once where that has run out", async () => {
	const due = (time) => ({ emergency: 1, next_due_at: `2026-11-29T${time}:00` });
	assert.equal(await proposed("23:06", due("23:21")), "29 23:21");
	assert.equal(await proposed("23:06", due("22:50")), "29 23:11");
	assert.equal(await proposed("10:20", due("14:00")), "29 11:00");
});

test("what is no emergency is not agreed on for the night", async () => {
	assert.equal(await proposed("23:06", { emergency: 0 }), "30 09:00");
	assert.equal(await proposed("05:30", { emergency: 0 }), "29 09:00");
	assert.equal(await proposed("10:20", { emergency: 0 }), "29 11:00");
});

/** A form of ours or others', read again with ``answer``; what is marked as old at once and at the end. */
async function reloaded(module, answer) {
	const marked = new Set();
	const found = (names) => ({
		addClass: () => (names.forEach((name) => marked.add(name)), found(names)),
		removeClass: () => names.forEach((name) => marked.delete(name)),
		filter: (kept) => found(names.filter((name) => kept.split(", ").includes(name))),
	});
	class Form {
		meta = { module };
		page = { wrapper: { find: (text) => found(text.split(", ")) } };
		reload_doc() {
			return answer();
		}
	}
	globalThis.$ = () => ({ on() {} });
	globalThis.frappe = { ui: { form: { Form } }, utils: { debounce: (run) => run } };
	await open_script("form_reload");
	const done = new Form().reload_doc();
	const at_once = [...marked];
	await Promise.resolve(done).catch(() => {});
	await new Promise((resolve) => setImmediate(resolve));
	return [at_once.length, [...marked]];
}

test("after a step nothing of the step before takes a click until the form is drawn anew", async () => {
	const [at_once, left] = await reloaded("Fangxiu App", () => Promise.resolve());
	assert.equal(at_once, 4);
	assert.deepEqual(left, [".fx-head .fx-path", ".fx-head .fx-actions"]);
	assert.deepEqual(await reloaded("Fangxiu App", () => Promise.reject(new Error())), [4, []]);
	assert.deepEqual(await reloaded("Accounts", () => Promise.resolve()), [0, []]);
});

test("a chart in a box without a width is drawn with one", async () => {
	class Element {
		wide = 0;
		get clientWidth() {
			return this.wide;
		}
	}
	globalThis.Element = Element;
	let seen = 0;
	globalThis.frappe = {
		Chart: class {
			constructor(parent) {
				seen = parent.clientWidth;
			}
		},
	};
	await open_script("charts");
	const box = new Element();
	new globalThis.frappe.Chart(box, {});
	assert.equal(seen, 160);
	box.wide = 600;
	assert.equal(box.clientWidth, 600);
});

/** Frappe's one page of all reports, and what it does when ``name`` is shown after ``from``. */
async function shown_again(names, from, filters) {
	const done = [];
	let change;
	let name;
	globalThis.$ = () => ({ on: (_event, one) => (change = one) });
	globalThis.frappe = {
		get_route: () => ["query-report", name],
		get_prev_route: () => from,
		has_route_options: () => false,
		query_report: {
			filters,
			refresh: () => done.push("refresh"),
			refresh_report: (options) => done.push(options),
		},
	};
	await open_script("report_reload");
	for (name of names) {
		globalThis.frappe.query_report.report_name = name;
		change();
	}
	return done;
}

test("a report opened again from a desk begins without the old filters, back from a document it keeps them", async () => {
	assert.deepEqual(await shown_again(["A", "A"], ["Workspaces", "Desk"], [{}]), [{}]);
	assert.deepEqual(await shown_again(["A", "A"], ["Workspaces", "Desk"], []), ["refresh"]);
	assert.deepEqual(await shown_again(["A", "A"], ["Form", "Unit", "X"], [{}]), ["refresh"]);
	assert.deepEqual(await shown_again(["A", "B"], ["Workspaces", "Desk"], [{}]), []);
});

test("the words of an empty report are its own and not of the report before", async () => {
	class QueryReport {
		get_no_result_message() {
			return "usual";
		}
	}
	globalThis.frappe = { views: { QueryReport } };
	await open_script("report_empty");
	const page = new QueryReport();
	page.report_settings = { nothing_to_show: () => "nothing to sign" };
	assert.equal(page.get_no_result_message(), "nothing to sign");
	page.report_settings = {};
	assert.equal(page.get_no_result_message(), "usual");
});

/** Frappe's print page with ``module``'s document of one form of its own; what stands in the field for the form. */
async function print_page(module, roles = []) {
	const asked = [];
	const made = (df) => {
		const field = { df, value: "", shown: true };
		field.$input = { val: () => field.value, empty() {} };
		field.$wrapper = { toggle: (on) => (field.shown = on) };
		field.set_input = (value) => (field.value = value);
		return field;
	};
	class PrintView {
		add_sidebar_item(df) {
			return made(df);
		}
		set_default_print_format() {
			asked.push("stock");
		}
		async is_wkhtmltopdf_valid() {
			asked.push("version");
		}
	}
	globalThis.frappe = {
		ui: { form: { PrintView } },
		meta: { get_print_formats: () => ["Complaint Handling Form", "Standard"] },
		user: { has_role: (role) => roles.includes(role) },
	};
	globalThis.__ = (text) => ({ "Complaint Handling Form": "投诉处理单" })[text] || text;
	await import(new URL(`../print_page.js?page=${(pages += 1)}`, FOLDER).href);
	const page = new PrintView();
	page.print_format_selector = page.add_sidebar_item({ fieldname: "print_format" }).$input;
	page.frm = { doctype: "X", meta: { module, default_print_format: "Complaint Handling Form" } };
	page.set_default_print_format();
	await page.is_wkhtmltopdf_valid();
	return { page, asked };
}

test("the print page of our documents names its forms in Chinese, and opens the usual one", async () => {
	const { page, asked } = await print_page("Fangxiu App");
	const { ours, theirs } = page.fx_forms;
	assert.deepEqual([ours.shown, theirs.shown], [true, false]);
	assert.deepEqual(
		ours.df.options.map(({ label }) => label),
		["投诉处理单", "Standard"]
	);
	assert.equal(page.print_format_selector.val(), "Complaint Handling Form");
	ours.value = "Standard";
	page.set_default_print_format();
	assert.equal(page.print_format_selector.val(), "Standard");
	page.frm = { doctype: "Y", meta: page.frm.meta };
	page.set_default_print_format();
	assert.equal(page.print_format_selector.val(), "Complaint Handling Form");
	assert.deepEqual(asked, []);
});

test("only who can mend the server hears of its PDF program, and pages of others stay as they are", async () => {
	assert.deepEqual((await print_page("Fangxiu App", ["System Manager"])).asked, ["version"]);
	const { page, asked } = await print_page("Accounts");
	assert.deepEqual(asked, ["stock", "version"]);
	assert.deepEqual([page.fx_forms.ours.shown, page.fx_forms.theirs.shown], [false, true]);
});

test("a button of two Chinese words is written as one", async () => {
	class Page {
		set_primary_action(label, ...more) {
			return [label, ...more];
		}
	}
	globalThis.frappe = { ui: { Page } };
	await open_script("page_actions");
	assert.deepEqual(new Page().set_primary_action("添加 客户投诉", "click"), ["添加客户投诉", "click"]);
	assert.deepEqual(new Page().set_primary_action("Add Complaint"), ["Add Complaint"]);
});

/** Feedback raised from a warning of which ``known`` was given already; where the user got to. */
async function raised(known, wanted) {
	const went = [];
	const asked = [];
	globalThis.__ = (text) => text;
	globalThis.frappe = {
		db: { get_list: async (_doctype, { filters }) => (asked.push(filters[0]), known) },
		confirm: (text, yes, no) => {
			asked.push(text);
			(wanted ? yes : no)();
		},
		model: { with_doctype: async () => {}, get_new_doc: () => ({ name: "new" }), add_child: () => ({}) },
		router: { slug: (name) => name, make_url: (route) => route.join("/") },
		set_route: (...route) => went.push(route),
		user: { has_role: () => false },
		utils: { escape_html: (text) => text },
	};
	const { raise } = await open_script("defect_feedback");
	await raise({ doc: { project: "P" } }, { warning: "RW-1" });
	return [went.length, asked];
}

test("a second feedback about the same warning is shown the first one and asked for", async () => {
	const known = [{ name: "DF-1", subject: "渗漏", state: "Closed" }];
	assert.deepEqual((await raised([], false))[0], 1);
	const [went, asked] = await raised(known, false);
	assert.equal(went, 0);
	assert.deepEqual(asked[0], ["Defect Feedback", "warning", "=", "RW-1"]);
	assert.match(asked[1], /DF-1/);
	assert.equal((await raised(known, true))[0], 1);
});

test("on a phone each document that waits is a card with payee, amount and applicant", async () => {
	globalThis.__ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, at) => values[at]);
	globalThis.format_currency = (amount) => `¥ ${amount}`;
	globalThis.frappe = {
		boot: { fx_projects: { P: "翠湖天地" } },
		router: { slug: (name) => name, make_url: (route) => route.join("/") },
		utils: { escape_html: (text) => text },
	};
	const { cards_on_phone } = await open_script("signing");
	let html;
	const place = {
		children: () => ({ remove() {} }),
		prepend: (text) => (html = text),
		find: () => ({ on() {} }),
	};
	const row = {
		...{ document_type: "Compensation", kind: "赔付", document: "CP-1", project: "P", here: 1 },
		...{ party: "沈永康", amount: 4800, requested_by: "王静", role: "房修经理", waits: 2 },
	};
	cards_on_phone({ $report: place, data: [row, { document: "" }] });
	for (const words of ["沈永康", "¥ 4800", "王静", "翠湖天地", "CP-1"])
		assert.match(html, new RegExp(words));
	assert.equal(html.match(/fx-sign-card/g).length, 1);
});

test("a timeline is drawn in the user's language, also where the library comes later", async () => {
	globalThis.window = {};
	globalThis.frappe = { boot: { lang: "zh" } };
	await open_script("gantt");
	class Library {
		constructor(...given) {
			this.given = given;
		}
	}
	window.Gantt = Library;
	const [wrapper, tasks, options] = new window.Gantt("#list", [1], { bar_height: 35 }).given;
	assert.deepEqual([wrapper, tasks, options], ["#list", [1], { language: "zh", bar_height: 35 }]);
	globalThis.frappe.boot.lang = "de";
	assert.equal(new window.Gantt("#list", [], {}).given[2].language, "en");
});

test("a time or day of another year names its year, on the desk and on the phone", async () => {
	globalThis.moment = (value) => ({ format: (form) => value.slice(0, form.length) });
	globalThis.frappe = { datetime: { now_date: () => "2026-11-30" } };
	const { short_day, short_time } = await open_script("util");
	assert.equal(short_time("2026-11-29 10:00:00"), "11-29 10:00");
	assert.equal(short_time("2029-11-29 10:00:00"), "2029-11-29 10:00");
	assert.deepEqual(
		[short_time(""), short_day("2026-11-29"), short_day("2025-12-30")],
		["–", "11-29", "2025-12-30"]
	);
});

test("what the property company was given and what it did with it stands above the ticket, closed or not", async () => {
	globalThis.frappe = { utils: { escape_html: (text) => text }, datetime: { str_to_user: (day) => day } };
	const { aside } = await open_script("ticket_path");
	const transfer = {
		label: "已转物业",
		outcome: "客户付费维修",
		on: "2026-11-30",
		note: "业主付 260 元疏通",
	};
	for (const status of ["Transferred", "Closed"]) {
		const said = aside({
			status,
			path: [{ status: "Transferred" }, { status: "Closed" }],
			transfer,
			merged: {},
		});
		assert.match(said, /<b>已转物业<\/b> · 客户付费维修 2026-11-30 · 业主付 260 元疏通/);
	}
	assert.equal(aside({ status: "Closed", path: [{ status: "Closed" }], transfer: {}, merged: {} }), "");
	assert.match(
		aside({ status: "Paid Repair", path: [{ status: "Surveyed" }], transfer: {}, merged: {} }),
		/<b>Paid Repair<\/b>/
	);
});

/** The buttons of a ticket that begin a special report. */
async function offered(doc) {
	const added = [];
	globalThis.frappe = {
		model: { can_read: () => true, can_create: () => true },
		datetime: { get_today: () => "2026-11-30" },
		call: () => new Promise(() => {}),
		utils: {},
	};
	const { show_special_reports } = await open_script("special_report");
	const frm = {
		is_new: () => false,
		doc: { name: "T-1", ...doc },
		add_custom_button: (label) => added.push(label),
	};
	show_special_reports(frm);
	return added;
}

test("what the customer pays for is not reported to the developer", async () => {
	assert.deepEqual(await offered({ owner_until: "2025-01-01" }), ["File a Special Report"]);
	assert.deepEqual(await offered({ responsibility: "Expired", transfer_outcome: "Special Report Made" }), [
		"File a Special Report",
	]);
	assert.deepEqual(await offered({ responsibility: "Expired", transfer_outcome: "Customer Pays" }), []);
	assert.deepEqual(await offered({ owner_until: "2027-01-01" }), []);
});

/** A form as Frappe makes it, with a button whose action is noted; ``refused``: its saving is. */
async function form({
	dirty = false,
	fresh = false,
	refused = false,
	module = "Fangxiu App",
	docstatus = 0,
} = {}) {
	const done = [];
	class Form {
		meta = { module };
		doc = { docstatus };
		dirty = dirty;
		is_new = () => fresh;
		is_dirty = () => this.dirty;
		save = async (how) => {
			done.push(how);
			this.dirty = refused;
		};
		add_custom_button(_label, run) {
			return { press: run };
		}
	}
	class Other {}
	globalThis.document.addEventListener = () => {};
	globalThis.frappe = { ui: { form: { Form, Toolbar: Other, Layout: Other, Dashboard: Other } } };
	await open_script("form_actions");
	await new Form().add_custom_button("Issue", () => done.push("issued")).press();
	return done;
}

test("what was typed on a form is saved before its action runs, and where that is refused nothing runs", async () => {
	assert.deepEqual(await form(), ["issued"]);
	assert.deepEqual(await form({ dirty: true }), ["Save", "issued"]);
	assert.deepEqual(await form({ dirty: true, docstatus: 1 }), ["Update", "issued"]);
	assert.deepEqual(await form({ dirty: true, refused: true }), ["Save"]);
	assert.deepEqual(await form({ dirty: true, fresh: true }), ["issued"]);
	assert.deepEqual(await form({ dirty: true, module: "Accounts" }), ["issued"]);
});
