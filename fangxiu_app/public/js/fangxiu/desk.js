/* The workspace and the keyboard: the intake dialog from anywhere, and "next ten by due time" as a quick list. */
import { whole_card } from "./desk_cards";
import { draw_again } from "./desk_refresh";
import { open_intake } from "./intake";
import { indicator, seconds_left } from "./ticket_list";
import { esc, form_url, marks, read, remaining, urgency } from "./util";
import { __ } from "./wording";

/** "New Repair Request" means the intake dialog, whoever asks: list, shortcut, search bar, Ctrl+K. */
frappe.ui.form.RepairRequestQuickEntryForm = class RepairRequestQuickEntryForm {
	constructor(doctype, after_insert) {
		this.after_insert = after_insert;
	}

	setup() {
		frappe.quick_entry = null;
		open_intake({
			done: (answer) =>
				this.after_insert && this.after_insert({ doctype: "Repair Request", name: answer.request }),
		});
		return Promise.resolve(this);
	}
};

/** Quick lists of ours say more than a title: tickets in the order of work, proposed warnings with their reason. Others stay stock. */
const LISTS = [
	{
		doctype: "Repair Ticket",
		filter: "",
		method: "overview.api_desk.next_ten",
		empty: () => __("Nothing is due. Well done."),
		heads: () => [__("Time"), __("Unit"), __("Defect"), __("Waiting On"), __("State"), __("Ticket")],
		row: next_row,
	},
	{
		doctype: "Risk Warning",
		filter: "To Be Confirmed",
		method: "quality.api_warning.to_confirm",
		empty: () => __("No proposed warning waits for you. Rules look every morning."),
		heads: () => [
			__("Warning Level"),
			__("Subject"),
			__("Why It Was Proposed"),
			__("Sister Units to Look At"),
		],
		row: proposed_row,
	},
];

function own_quick_list(Stock) {
	return class OwnQuickList extends Stock {
		set_body() {
			const list = LISTS.find(
				({ doctype, filter }) =>
					doctype === this.document_type && (this.quick_list_filter || "").includes(filter)
			);
			if (!list) {
				super.set_body();
				return;
			}
			draw_again(this, () => this.read_again(list));
			this.read_again(list);
		}

		read_again(list) {
			this.widget.addClass("quick-list-widget-box fx-next-ten");
			this.render_loading_state();
			read(list.method).then((rows) => this.draw(list, rows));
		}

		draw(list, rows) {
			this.body.empty();
			if (!rows.length) {
				this.body.html(`<div class="list-no-data-state text-muted">${esc(list.empty())}</div>`);
				return;
			}
			this.body.append(`<table class="fx-next-table fx-stacked"><thead><tr>
				${list
					.heads()
					.map((label) => `<th>${esc(label)}</th>`)
					.join("")}
			</tr></thead><tbody>${rows.map(list.row).join("")}</tbody></table>`);
			this.body.find("tbody tr").on("click", (event) => {
				frappe.set_route("Form", list.doctype, event.currentTarget.dataset.name);
			});
		}
	};
}

function next_row(doc) {
	const left = seconds_left(doc);
	const [label, colour] = indicator(doc);
	const what = [doc.location, doc.defect_type].filter(Boolean).join(" · ");
	return `<tr data-name="${esc(doc.name)}" tabindex="0" ${doc.pinned ? 'class="fx-pinned"' : ""}>
		<td class="fx-${urgency(left)}">${esc(left == null ? "–" : remaining(left))}</td>
		<td><b>${esc(doc.unit_code)}</b></td>
		<td>${marks(doc)}${esc(what)}</td>
		<td>${esc(__(doc.waiting_on || ""))}</td>
		<td><span class="indicator-pill ${colour}">${esc(label)}</span></td>
		<td><a href="${form_url("Repair Ticket", doc.name)}">${esc(doc.name)}</a></td>
	</tr>`;
}

function proposed_row(doc) {
	return `<tr data-name="${esc(doc.name)}" tabindex="0">
		<td><span class="indicator-pill ${doc.level.toLowerCase()}">${esc(__(doc.level))}</span></td>
		<td><a href="${form_url("Risk Warning", doc.name)}">${esc(doc.subject)}</a></td>
		<td>${esc(doc.reason)}</td>
		<td>${esc(doc.unseen || "–")}</td>
	</tr>`;
}

/** What each desk is opened for: its one big button. On the repair desk that is taking a call, for who does; the others sign. */
const MAIN = {
	"Repair Desk": "Waiting for My Approval",
	"Management Desk": "Waiting for My Approval",
	"Delivery Desk": "delivery-board",
	"Cost Desk": "contractor-account",
	"Deposits and Repair Payments": "contractor-account",
	"Parts Desk": "Spare Parts Progress",
};
const desk = () => frappe.workspace?.current_page?.name;
const is_main = (link) =>
	MAIN[desk()] === link && !(desk() === "Repair Desk" && frappe.model.can_create("Repair Request"));

/** Who may have tickets of their own. */
const WITH_TICKETS = ["Repair Engineer", "Repair Supervisor", "Repair Manager", "System Manager"];

/** Of those who open the repair desk these sign: the shortcut says how many documents wait. */
const SIGN_HERE = ["Repair Supervisor", "Repair Manager"];
const TO_SIGN = "Waiting for My Approval";

/** The shortcut to a new Repair Request is the repair desk's big button: one click, and the dialog is there. */
function intake_shortcut(Stock) {
	return class IntakeShortcut extends Stock {
		is_intake() {
			return this.link_to === "Repair Request" && this.doc_view === "New";
		}

		set_actions() {
			super.set_actions();
			// a day of tickets of one's own: others find theirs in the lists
			if (this.url === "/my-day" && !frappe.user.has_role(WITH_TICKETS))
				this.widget.addClass("fx-not-mine");
			if (this.is_intake() || is_main(this.link_to)) this.widget.attr("data-fx", "main");
			else if (this.link_to === TO_SIGN && frappe.user.has_role(SIGN_HERE))
				read("overview.api_approval.waiting").then(({ value }) => this.set_count(value));
		}

		setup_events() {
			if (!this.is_intake()) super.setup_events();
			else this.widget.on("click", () => this.in_customize_mode || open_intake());
		}
	};
}

/** Below what a field offers Frappe writes its filter, of field names, operators and codes in English; ours are put in words, or not. */
frappe.ui.form.ControlLink.prototype.get_filter_description = () => "";

/** A time's description gets the zone behind it before it is translated, and then has no translation: put it into words first. */
const describe_time = frappe.ui.form.ControlDatetime.prototype.set_description;
frappe.ui.form.ControlDatetime.prototype.set_description = function () {
	if (this.df.description) this.df.description = __(this.df.description);
	// a code like Asia/Shanghai says something only to somebody whose clock shows another time
	this.df.hide_timezone = this.df.hide_timezone || frappe.datetime.is_system_time_zone();
	describe_time.call(this);
};

/** Times are read and typed to the minute (core/framework/boot.py): one that was not moved to another minute keeps its seconds. */
const { parse } = frappe.ui.form.ControlDatetime.prototype;
frappe.ui.form.ControlDatetime.prototype.parse = function (typed) {
	const value = with_time(parse.call(this, typed));
	const before = this.doc ? this.doc[this.df.fieldname] : this.value;
	// without its fractions, which Frappe takes for no time
	return value && before && moment(value).isSame(before, "minute")
		? with_time(String(before).replace(/\.\d+$/, ""))
		: value;
};

/** A day that was typed without its hour is midnight, which is seen in the field: Frappe's field and its calendar would go on correcting each other for ever. */
function with_time(value) {
	return /^\d{4}-\d\d-\d\d$/.test(value || "") ? `${value} 00:00:00` : value;
}

/** A number is typed as people write it: 143, not 143.000. Amounts keep their cents, and forms of others their digits. */
const { ControlFloat, ControlCurrency } = frappe.ui.form;
const { format_for_input } = ControlFloat.prototype;
ControlFloat.prototype.format_for_input = function (value) {
	const text = format_for_input.call(this, value);
	const others = this.frm && this.frm.meta.module !== "Fangxiu App";
	return !others && !(this instanceof ControlCurrency)
		? String(text)
				.replace(/(\.\d*?)0+$/, "$1")
				.replace(/\.$/, "")
		: text;
};

frappe.widget.widget_factory.shortcut = intake_shortcut(frappe.widget.widget_factory.shortcut);
frappe.widget.widget_factory.quick_list = own_quick_list(frappe.widget.widget_factory.quick_list);
frappe.widget.widget_factory.number_card = whole_card(frappe.widget.widget_factory.number_card);

/** ERPNext's English units by their Chinese words: Frappe would translate "Set" as a verb and "Meter" as a water meter. */
const UNITS = { Nos: "pcs", Set: "sets", Meter: "metres", Box: "boxes" };

$(document).on("app_ready", () => {
	// a code like zh says nothing where a print's language is chosen
	frappe.utils.add_link_title("Language", "zh", __("Simplified Chinese"));
	frappe.utils.add_link_title("Language", "en", __("English"));
	for (const [name, word] of Object.entries(UNITS)) frappe.utils.add_link_title("UOM", name, __(word));
	if (!frappe.model.can_create("Repair Request")) return;
	frappe.ui.keys.add_shortcut({
		shortcut: "shift+ctrl+b",
		action: () => Boolean(open_intake()),
		description: __("Log a defect"),
		ignore_inputs: true,
	});
});

// Reports and lists show a project by its name: Frappe fetches titles for forms only.
for (const [name, title] of Object.entries(frappe.boot.fx_projects || {})) {
	frappe.utils.add_link_title("Project", name, title);
}
// and a person by the name, also where the server has filled somebody in after the form was opened
for (const [name, { fullname }] of Object.entries(frappe.boot.user_info || {})) {
	if (fullname) frappe.utils.add_link_title("User", name, fullname);
}
