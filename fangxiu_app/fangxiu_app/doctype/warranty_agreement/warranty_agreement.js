frappe.ui.form.on("Warranty Agreement", {
	setup(frm) {
		frm.set_query("deposit_account", () => ({
			filters: { fx_warranty_deposit: 1, is_group: 0 },
		}));
	},

	validate(frm) {
		// the desk would throw the row away without a word
		const empty = (frm.doc.scope || []).find(
			(row) => !row.whole_project && !row.lot && !row.building && !row.trade
		);
		if (!empty) return;
		frappe.validated = false;
		frappe.msgprint(
			__(
				"Row {0} of the scope names nothing. Tick Whole Project, name a lot, building or trade, or remove the row.",
				[empty.idx]
			)
		);
	},

	refresh(frm) {
		show_missing(frm);
		hold_terms(frm);
		change_buttons(frm);
	},
});

const told = (frm, name) => (frm.doc.__onload && frm.doc.__onload[name]) || [];

/** Terms of a signed agreement are read here and changed by Change Terms. */
function hold_terms(frm) {
	const fixed = told(frm, "fixed");
	for (const df of frappe.meta.get_docfields(frm.doctype)) {
		if (fixed.includes(df.fieldname)) frm.set_df_property(df.fieldname, "read_only", 1);
		else if ((frm.fx_held || []).includes(df.fieldname))
			frm.set_df_property(df.fieldname, "read_only", 0);
	}
	frm.fx_held = fixed;
}

/** Label, old and new value of each term that is asked for. */
function asked_terms(frm) {
	const escape = frappe.utils.escape_html;
	return told(frm, "asked").map(
		([label, now, then]) => `${escape(label)}: ${escape(now)} → ${escape(then)}`
	);
}

/** Ending a signed agreement, or exchanging its deposit: asked for here, agreed to by a head. */
function change_buttons(frm) {
	const doc = frm.doc;
	if (frm.is_new() || frm.is_dirty() || doc.status === "Terminated") return;
	const waits = doc.change_asked_at && !doc.change_agreed_at;
	const heads = ["Fangxiu General Manager", "Fangxiu Customer Service Head"].some((role) =>
		frappe.user.has_role(role)
	);
	const run = (method, args) => frm.call(method, args).then(() => frm.reload_doc());
	if (waits && heads && doc.change_asked_by !== frappe.session.user) {
		frm.add_custom_button(__("Agree to the Change"), () =>
			frappe.confirm(
				[
					__("{0}: {1}. Deposit: {2}. Agree?", [
						__(doc.change_kind),
						frappe.utils.escape_html(doc.change_reason),
						__(doc.deposit_fate || "–"),
					]),
					...asked_terms(frm),
					...(told(frm, "low").length ? [frappe.utils.escape_html(told(frm, "low"))] : []),
				].join("<br>"),
				() => run("agree_change")
			)
		);
		frm.add_custom_button(__("Turn the Change Down"), () =>
			frappe.prompt(
				[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
				(values) => run("turn_down_change", values)
			)
		);
	}
	if (!waits && frm.perm[0].write && doc.status === "Signed") {
		frm.add_custom_button(__("Terminate or Exchange Deposit"), () => ask_change(frm, run));
	}
	if (!waits && frm.perm[0].write && told(frm, "fixed").length) {
		frm.add_custom_button(__("Change Terms"), () => ask_terms(frm, run));
	}
	if (waits)
		frm.set_intro(
			[
				__("{0} is asked for and waits for a head of customer service or the general manager.", [
					__(doc.change_kind),
				]),
				...asked_terms(frm),
			].join("<br>"),
			"orange"
		);
}

const choice = (values) => values.map((value) => ({ value, label: __(value) }));
const paper = () => [
	{ fieldname: "change_reason", fieldtype: "Small Text", label: __("Reason of the Change"), reqd: 1 },
	{ fieldname: "change_file", fieldtype: "Attach", label: __("Agreement on the Change (File)"), reqd: 1 },
];

/** Other terms: each fixed one with its value, to be written over. */
function ask_terms(frm, run) {
	const names = told(frm, "fixed");
	const terms = names.map((fieldname) => {
		const { fieldtype, label, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
		const list = fieldtype === "Select" ? choice(options.split("\n").filter(Boolean)) : "";
		return { fieldname, fieldtype, label: __(label), options: list, default: frm.doc[fieldname] };
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Change Terms"),
		fields: [
			...paper(),
			{ fieldtype: "Section Break", label: __("New Terms") },
			...terms.slice(0, Math.ceil(terms.length / 2)),
			{ fieldtype: "Column Break" },
			...terms.slice(Math.ceil(terms.length / 2)),
		],
		primary_action_label: __("Ask for Agreement"),
		primary_action: ({ change_reason, change_file, ...given }) => {
			const terms = Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
			const values = { change_kind: "Change of Terms", change_reason, change_file, terms };
			return run("ask_change", { values }).then(() => dialog.hide());
		},
	});
	dialog.show();
}

function ask_change(frm, run) {
	const kinds = ["Terminate", ...(frm.doc.security === "Deposit" ? ["Guarantee Instead of Deposit"] : [])];
	const guarantee = [
		"guarantee_kind",
		"guarantor",
		"guarantee_no",
		"guarantee_amount",
		"guarantee_until",
	].map((fieldname) => {
		const { fieldtype, label, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
		const given =
			fieldtype === "Select"
				? choice(options.split("\n").filter(Boolean))
				: fieldtype === "Currency"
					? ""
					: options;
		return {
			fieldname,
			fieldtype,
			label: __(label),
			options: given,
			depends_on: "eval:doc.change_kind=='Guarantee Instead of Deposit'",
		};
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Terminate or Exchange Deposit"),
		fields: [
			{
				fieldname: "change_kind",
				fieldtype: "Select",
				label: __("Change"),
				options: choice(kinds),
				reqd: 1,
			},
			{
				fieldname: "deposit_fate",
				fieldtype: "Select",
				label: __("Disposition of the Deposit"),
				options: choice(["Keep Until Due", "Release the Deposit"]),
			},
			...paper(),
			...guarantee,
		],
		primary_action_label: __("Ask for Agreement"),
		primary_action: (values) => run("ask_change", { values }).then(() => dialog.hide()),
	});
	dialog.show();
}

function show_missing(frm) {
	const rows = (frm.doc.__onload && frm.doc.__onload.missing) || [];
	const escape = frappe.utils.escape_html;
	const line = (row) => {
		const due = row.due ? __("by {0}", [frappe.datetime.str_to_user(row.due)]) : "";
		const mark = row.overdue
			? `<span class="indicator-pill red">${__("Overdue")}</span>`
			: row.remark
				? `<span class="indicator-pill gray">${__("Remark")}</span>`
				: `<span class="indicator-pill orange">${__("Still Missing")}</span>`;
		return `<li>${mark} ${escape(row.text)} <span class="text-muted">${escape(due)}</span></li>`;
	};
	const body = rows.length
		? `<ul class="fx-missing">${rows.map(line).join("")}</ul>`
		: `<p class="text-muted">${__("Nothing is missing.")}</p>`;
	frm.get_field("gaps_html").$wrapper.html(frm.is_new() ? "" : body);
	frm.toggle_display("s_gaps", !frm.is_new());
}
