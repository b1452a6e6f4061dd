/* The buyer's screen of a spare parts list: progress of each part, parts that cannot arrive in time, next steps. */
import { suppliers } from "./buying";
import { propose } from "./spare_parts_proposal";
import { comma, desk_url, esc, form_link, form_url, icon, read, write } from "./util";
import { __ } from "./wording";

const RISKS = {
	Done: ["green", "check"],
	"To Hand Over": ["blue", "check"],
	"On Its Way": ["blue", "clock"],
	"To Do": ["grey", "dash"],
	Tight: ["orange", "clock"],
	"Too Late": ["red", "alert"],
};
/** Columns of quantities, and the list behind each number. */
const STEPS = [
	["requested", "Material Request"],
	["ordered", "Purchase Order"],
	["received", "Purchase Receipt"],
	["handed_over", "Parts Handover"],
	["used", "Ticket Part"],
];

/** Read progress and draw it above the form. */
export async function show_spare_parts(frm) {
	const layout = $(frm.layout.wrapper);
	let head = layout.children(".fx-head");
	if (!head.length) head = $('<div class="fx-head"></div>').prependTo(layout);
	if (frm.is_new()) {
		head.html(
			`<div class="fx-banner fx-grey">${esc(__("Save first: the stores are made, then press Propose Quantities."))}</div>`
		);
		return;
	}
	const panel = await read("parts.api_spare_parts.panel", { name: frm.doc.name });
	draw({ frm, head, panel });
}

function draw(view) {
	const { panel, head, frm } = view;
	head.html(`
		<div class="fx-row">
			<div class="fx-chips">
				<span class="fx-chip fx-grey">${esc(__("Delivery Date (D)"))} <b>${esc(day(frm.doc.delivery_date))}</b></span>
				<span class="fx-chip fx-${RISKS[panel.risk][0]}">${icon(RISKS[panel.risk][1])} ${esc(__("Needed By"))}
					<b>${esc(day(frm.doc.needed_by))}</b> ${esc(days_left(panel.days_left))}</span>
				${panel.stores.map(store_chip).join("")}
			</div>
		</div>
		${late_banner(panel)}
		${drafts_banner(panel)}
		<div class="fx-row fx-actions"></div>
		${panel.rows.length ? table(panel) : ""}
	`);
	draw_actions(view);
	head.find("[data-list]").on("click", (event) => open_list(event, view));
}

const day = (value) => (value ? frappe.datetime.str_to_user(value) : "–");

function days_left(days) {
	return days < 0 ? __("overdue {0} d", [-days]) : __("{0} days left", [days]);
}

function store_chip(store) {
	const check = store.check;
	if (!check && store.kind !== "Repair Centre") return "";
	if (!check)
		return `<span class="fx-chip fx-orange">${icon("alert")} ${esc(__(store.kind))}：${esc(__("not checked yet"))}</span>`;
	const due = check.next_due < frappe.datetime.get_today();
	const colour = check.result === "Fail" ? "red" : due ? "orange" : "green";
	const mark = (ok, label) => `${icon(ok ? "check" : "cross")}${esc(label)}`;
	return `<a class="fx-chip fx-${colour}" href="${form_url("Store Check", check.name)}">${esc(__(store.kind))}：
		${mark(check.dry, __("Dry"))} ${mark(check.ventilated, __("Ventilated"))}
		<small>${esc(due ? __("check due since {0}", [day(check.next_due)]) : __("checked {0}", [day(check.checked_on)]))}</small></a>`;
}

/** More rows than these are counted: each stands in the table below. */
const NAMED = 3;

/** Parts that come too late, by what can still be done about each: order, press the supplier, hand over. */
const late_groups = () => [
	[
		(row) => row.planned > Math.max(row.ordered, row.received),
		(count) => __("{0} parts cannot be there in time. Order now, or take another product", [count]),
	],
	[
		(row) => row.shortage > 0,
		(count) => __("{0} ordered parts come too late. Ask the supplier for an earlier day", [count]),
	],
	[() => true, (count) => __("{0} parts were received and are not handed over yet", [count])],
];

function late_banner(panel) {
	let late = panel.rows.filter((row) => row.risk === "Too Late");
	return late_groups()
		.map(([fits, words]) => {
			const rows = late.filter(fits);
			late = late.filter((row) => !rows.includes(row));
			if (!rows.length) return "";
			const names = rows.length <= NAMED ? rows.map((row) => row.part_name).join(comma()) : "";
			const text = names
				? __("{0}; these are: {1}.", [words(rows.length), names])
				: __("{0}; see the red rows below.", [words(rows.length)]);
			return `<div class="fx-banner fx-red">${icon("alert")} ${esc(text)}</div>`;
		})
		.join("");
}

function drafts_banner(panel) {
	const links = Object.entries(panel.drafts).flatMap(([doctype, names]) =>
		names.map((name) => `${esc(__(doctype))} ${form_link(doctype, name)}`)
	);
	if (!links.length) return "";
	return `<div class="fx-banner fx-orange">${icon("plan")} ${esc(__("Not submitted yet:"))} ${links.join("，")}</div>`;
}

function table(panel) {
	const heads = [
		__("Spare Part"),
		__("Proposed"),
		__("Planned Quantity"),
		__("Asked For"),
		__("On Order"),
		__("Received"),
		__("Transferred Quantity"),
		__("Used"),
		__("Shortage"),
		__("Expected"),
	];
	return `<div class="fx-scroll"><table class="fx-parts"><thead><tr>${heads
		.map((label, at) => `<th class="${at && at < 9 ? "fx-num" : ""}">${esc(label)}</th>`)
		.join("")}</tr></thead><tbody>${panel.rows.map(line).join("")}</tbody></table></div>`;
}

function line(row) {
	const [colour, sign] = RISKS[row.risk];
	const details = [row.brand, row.model_colour, row.location_used].filter(Boolean).join(" · ");
	const amounts = STEPS.map(([field, doctype]) => amount(row, field, doctype)).join("");
	return `<tr>
		<td><b>${esc(row.part_name)}</b>${row.item ? "" : ` <span class="fx-tag fx-orange">${esc(__("no item"))}</span>`}
			<small>${esc(details)}</small></td>
		<td class="fx-num" title="${esc(row.qty_basis)}">${number(row.qty_proposed)}</td>
		<td class="fx-num">${number(row.planned)} <small>${esc(row.unit)}</small></td>
		${amounts}
		<td class="fx-num ${row.shortage ? `fx-${colour === "red" ? "overdue" : "soon"}` : ""}">${number(row.shortage)}</td>
		<td><span class="fx-tag fx-${colour}">${icon(sign)} ${esc(__(row.risk))}</span> ${row.expected ? esc(day(row.expected)) : ""}</td>
	</tr>`;
}

const number = (value) => (value ? esc(format_number(value, null, Number.isInteger(value) ? 0 : 2)) : "–");

function amount(row, field, doctype) {
	if (!row[field]) return '<td class="fx-num">–</td>';
	return `<td class="fx-num"><a href="#" data-list="${esc(doctype)}" data-item="${esc(row.item)}">${number(row[field])}</a></td>`;
}

/** The vouchers behind a number. */
function open_list(event, { frm }) {
	event.preventDefault();
	const { list, item } = event.currentTarget.dataset;
	const filters = {
		"Parts Handover": { spare_parts: frm.doc.name },
		"Ticket Part": { project: frm.doc.project, item },
	}[list] || { fx_spare_parts: frm.doc.name };
	frappe.set_route("List", list, filters);
}

/** Buttons in the order of the way; the first one that has something to do is the primary one. */
function draw_actions(view) {
	const { panel, frm, head } = view;
	const may = frappe.model;
	const rows = panel.rows.filter((row) => row.planned);
	const some = (test) => rows.some(test);
	const writes = may.can_write("Spare Parts");
	const steps = [
		[writes, !panel.rows.length, __("Propose Quantities"), () => propose(view)],
		[
			writes && may.can_create("Item"),
			some((row) => !row.item),
			__("Create Missing Items"),
			() => create_items(view),
		],
		[
			writes && may.can_create("Material Request"),
			some((row) => row.item && row.to_request > 0),
			__("Request the Gap"),
			() => request(view),
		],
		[
			writes && may.can_create("Purchase Order"),
			!panel.drafts["Purchase Order"] &&
				some((row) => row.requested > Math.max(row.ordered, row.received)),
			__("Make Orders"),
			() => order(view),
		],
		[
			may.can_create("Purchase Receipt"),
			some((row) => row.ordered > row.received),
			__("Receive Parts"),
			() => receive(view),
		],
		[
			may.can_create("Parts Handover"),
			some((row) => row.received > row.handed_over),
			__("Hand Over to Repair Centre"),
			() => hand_over(view),
		],
	].filter(([allowed]) => allowed);
	const first = steps.findIndex(([, due]) => due);
	steps.forEach(([, due, label, run], at) => {
		const button = $(`<button type="button" class="btn btn-sm">${esc(label)}</button>`)
			.addClass(at === first ? "btn-primary fx-next" : "btn-default")
			.prop("disabled", !due && at > 0)
			.on("click", (event) => saved(frm) && run($(event.currentTarget)));
		head.find(".fx-actions").append(button);
	});
	more(view, writes);
}

function more({ frm }, writes) {
	const group = __("More");
	frm.add_custom_button(
		__("Store Check"),
		() => frappe.new_doc("Store Check", { project: frm.doc.project, warehouse: frm.doc.repair_store }),
		group
	);
	frm.add_custom_button(
		__("Stores Ledger"),
		() => frappe.set_route("query-report", "Spare Parts Ledger", { project: frm.doc.project }),
		group
	);
	if (writes && frappe.model.can_write("Item")) {
		frm.add_custom_button(__("Set Reorder Levels"), () => reorder(frm), group);
	}
}

function saved(frm) {
	if (!frm.is_dirty()) return true;
	frappe.msgprint({ message: __("Save the list first, then go on."), indicator: "orange" });
	return false;
}

async function create_items({ frm }, button) {
	const made = await write("parts.api_spare_parts.create_items", { name: frm.doc.name }, button);
	told(
		made.length
			? __("{0} items made.", [made.length])
			: __("Items of these names were there already and are used.")
	);
	frm.reload_doc();
}

async function request({ frm }, button) {
	const name = await write("parts.api_spare_parts.request_gap", { name: frm.doc.name }, button);
	if (name) told(__("Material Request {0} is submitted.", [form_link("Material Request", name)]));
	frm.reload_doc();
}

/** Orders by the rows' suppliers; rows without one get the one asked for here. */
function order({ frm }) {
	const open = frm.doc.items.filter((row) => !row.supplier && row.qty_planned);
	if (!open.length) return make_orders(frm);
	const dialog = new frappe.ui.Dialog({
		title: __("Make Orders"),
		fields: [
			{
				fieldname: "supplier",
				fieldtype: "Link",
				options: "Supplier",
				get_query: () => ({ filters: suppliers.parts }),
				label: __("Supplier"),
				reqd: 1,
				description: esc(
					__("For the rows that name none: {0}", [open.map((row) => row.part_name).join("、")])
				),
			},
		],
		primary_action_label: __("Make Orders"),
		primary_action({ supplier }) {
			dialog.hide();
			make_orders(frm, supplier);
		},
	});
	dialog.show();
}

async function make_orders(frm, supplier) {
	const names = await write("parts.api_spare_parts.order", { name: frm.doc.name, supplier });
	if (names.length === 1) {
		frappe.set_route("Form", "Purchase Order", names[0]);
		return;
	}
	told(
		names.length
			? __("{0} draft orders made: fill in the prices and submit them.", [names.length])
			: __("Nothing is left to order.")
	);
	frm.reload_doc();
}

/** What was ordered is received from its order: of the only open one at once, else of the one that is chosen. */
async function receive({ frm, panel }) {
	const orders = await frappe.db.get_list("Purchase Order", {
		fields: ["name", "supplier_name", "schedule_date"],
		filters: {
			fx_spare_parts: frm.doc.name,
			docstatus: 1,
			status: ["in", ["To Receive and Bill", "To Receive"]],
		},
		order_by: "schedule_date, name",
		limit: 0,
	});
	if (!orders.length) return frappe.msgprint(nothing_open(frm, panel));
	if (orders.length === 1) return new_receipt(orders[0].name);
	const options = orders.map((row) => ({
		value: row.name,
		label: [row.supplier_name, row.name, __("expected {0}", [day(row.schedule_date)])].join(" · "),
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Receive Parts"),
		fields: [
			{
				fieldname: "order",
				fieldtype: "Select",
				label: __("Received From Which Order"),
				options,
				default: options[0].value,
				reqd: 1,
			},
		],
		primary_action_label: __("Enter Receipt"),
		primary_action(values) {
			dialog.hide();
			new_receipt(values.order);
		},
	});
	dialog.show();
}

/** Why nothing can be received: the order is a draft, or other receipts of it have brought all, which the list does not count. */
export function nothing_open(frm, panel) {
	if (panel.drafts["Purchase Order"]) return __("No order is open. Submit the draft order first.");
	const receipts = `${desk_url("purchase-receipt")}?project=${encodeURIComponent(frm.doc.project)}`;
	return [
		esc(
			__(
				"All orders of this list are received, but some of it was rejected or did not come into the store of this list. Cancel the receipt that is wrong and enter it from its order again, or order more in a new order."
			)
		),
		`<a href="${esc(receipts)}">${esc(__("Purchase Receipt"))}</a>`,
	].join(" ");
}

/** ERPNext's own receipt of what is open of an order. */
const new_receipt = (source_name) =>
	frappe.model.open_mapped_doc({
		method: "erpnext.buying.doctype.purchase_order.purchase_order.make_purchase_receipt",
		source_name,
	});

async function hand_over({ frm }, button) {
	const name = await write("parts.api_spare_parts.handover", { name: frm.doc.name }, button);
	frappe.set_route("Form", "Parts Handover", name);
}

async function reorder(frm) {
	const count = await write("parts.api_spare_parts.set_reorder_levels", { name: frm.doc.name });
	told(__("Reorder levels of {0} items written.", [count]));
}

const told = (message) => frappe.show_alert({ message, indicator: "green" }, 10);
