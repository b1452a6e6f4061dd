frappe.ui.form.on("Warranty Agreement", {
	setup(frm) {
		frm.set_query("deposit_account", () => ({
			filters: { fx_warranty_deposit: 1, is_group: 0 },
		}));
	},

	validate(frm) {
		drop_empty(frm);
	},

	refresh(frm) {
		if (frm.is_new()) drop_empty(frm); // the desk puts a blank row into a new table
		show_missing(frm);
		hold_terms(frm);
		change_buttons(frm);
	},
});

/** Rows of the scope that name nothing are not kept, as the help below it says: what is missing then is the scope itself. */
function drop_empty(frm) {
	const rows = frm.doc.scope || [];
	const kept = rows.filter((row) => row.whole_project || row.lot || row.building || row.trade);
	if (kept.length === rows.length) return;
	frm.doc.scope = kept;
	kept.forEach((row, index) => (row.idx = index + 1));
	frm.refresh_field("scope");
}

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
		([label, now, then]) => `${escape(label)} ${escape(now)} → ${escape(then)}`
	);
}

/** Everything a head decides on: what is asked for, by whom and why, and each term as it stands and as it is to be. */
function asked_words(frm) {
	const escape = frappe.utils.escape_html;
	const { change_kind, change_reason, change_file, deposit_fate, change_asked_by } = frm.doc;
	const file = `<a href="${escape(encodeURI(change_file || ""))}" target="_blank">${escape((change_file || "").split("/").pop())}</a>`;
	return [
		__("{0}: {1}. Deposit: {2}.", [__(change_kind), escape(change_reason), __(deposit_fate || "–")]),
		`${__("Change Asked For By")}: ${escape(frappe.user.full_name(change_asked_by))}`,
		`${__("Agreement on the Change (File)")}: ${file}`,
		...asked_terms(frm),
		...(told(frm, "low").length ? [escape(told(frm, "low"))] : []),
	].join("<br>");
}

/** Ending a signed agreement, exchanging its deposit, other terms: asked for here, agreed to by a head. */
function change_buttons(frm) {
	const doc = frm.doc;
	if (frm.is_new() || frm.is_dirty()) return;
	const waits = doc.change_asked_at && !doc.change_agreed_at;
	const run = (method, args) => frm.call(method, args).then(() => frm.reload_doc());
	if (waits) return waiting_buttons(frm, run);
	if (doc.change_refused_at) {
		const { change_refused, change_refused_by: by } = doc;
		const said = [frappe.user.full_name(by), change_refused].map(frappe.utils.escape_html);
		frm.set_intro(__("{0} has turned the change down. {1}", said), "red");
	}
	if (!frm.perm[0].write) return;
	if (doc.status === "Signed")
		frm.add_custom_button(__("Terminate or Exchange Deposit"), () =>
			unhindered(frm, () => ask_change(frm, run))
		);
	if (told(frm, "fixed").length)
		frm.add_custom_button(__("Change Terms"), () => unhindered(frm, () => ask_terms(frm, run)));
}

/** While something is signed by the agreement it is not changed: said before anything is typed. */
function unhindered(frm, go) {
	const hindrance = told(frm, "hindrance");
	if (!hindrance.length) return go();
	frappe.msgprint({ title: __("Not Possible Yet"), message: hindrance, indicator: "orange" });
}

/** A request that waits is agreed to or turned down by a head, or withdrawn by who asked; nothing else is asked for meanwhile. */
function waiting_buttons(frm, run) {
	const mine = frm.doc.change_asked_by === frappe.session.user;
	const head = ["Fangxiu General Manager", "Fangxiu Customer Service Head"].some((role) =>
		frappe.user.has_role(role)
	);
	if (mine) frm.add_custom_button(__("Withdraw Request"), () => run("withdraw_change"));
	if (head && !mine) {
		frm.add_custom_button(__("Agree to the Change"), () => unhindered(frm, () => agree(frm, run)));
		frm.add_custom_button(__("Turn the Change Down"), () =>
			frappe.prompt(
				[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
				(values) => run("turn_down_change", values)
			)
		);
	}
	frm.set_intro(
		[
			__("{0} is asked for and waits for a head of customer service or the general manager.", [
				__(frm.doc.change_kind),
			]),
			...asked_terms(frm),
		].join("<br>"),
		"orange"
	);
}

/** The head reads every line; the digest of what is shown goes with the click. */
function agree(frm, run) {
	const seen = told(frm, "seen");
	const dialog = new frappe.ui.Dialog({
		title: __("Agree to the Change"),
		fields: [{ fieldtype: "HTML", fieldname: "asked", options: `<p>${asked_words(frm)}</p>` }],
		primary_action_label: __("Agree"),
		primary_action: () => run("agree_change", { seen }).then(() => dialog.hide()),
	});
	dialog.show();
}

/** Words of the agreement: its options and labels mean something else elsewhere. */
const word = (text, doctype = "Warranty Agreement") => __(text, null, doctype);
const choice = (values) => values.map((value) => ({ value, label: word(value) }));
const paper = () => [
	{ fieldname: "change_reason", fieldtype: "Small Text", label: __("Reason of the Change"), reqd: 1 },
	{ fieldname: "change_file", fieldtype: "Attach", label: __("Agreement on the Change (File)"), reqd: 1 },
];

const TABLES = ["scope", "response_terms", "deduction_terms"];

/** One table of the agreement, its rows copied, to be written over in a dialog. */
function table(frm, fieldname) {
	const { label, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
	const fields = frappe.meta
		.get_docfields(options)
		.filter(({ fieldtype }) => !frappe.model.no_value_type.includes(fieldtype))
		.map((df) => ({ ...df, label: word(df.label, options), in_list_view: 1 }));
	const data = (frm.doc[fieldname] || []).map((row) =>
		Object.fromEntries(fields.map((df) => [df.fieldname, row[df.fieldname]]))
	);
	return [
		{ fieldtype: "Section Break", label: word(label), collapsible: 0 },
		{ fieldname, fieldtype: "Table", label: word(label), in_place_edit: true, fields, data },
	];
}

/** The agreed total is a term; what stands in the deposit is said beside it. */
const held_now = (frm) =>
	__("Held now: {0}. 0 where the contract names a rate only.", [
		format_currency(frm.doc.__onload?.held || 0, frm.doc.currency),
	]);

/** Other terms: each fixed one with its value, to be written over. */
function ask_terms(frm, run) {
	const names = told(frm, "fixed");
	const terms = names
		.filter((fieldname) => !TABLES.includes(fieldname))
		.map((fieldname) => {
			const { fieldtype, label, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
			const list = fieldtype === "Select" ? choice(options.split("\n").filter(Boolean)) : "";
			const description = fieldname === "deposit_amount" ? held_now(frm) : "";
			return {
				fieldname,
				fieldtype,
				label: word(label),
				options: list,
				default: frm.doc[fieldname],
				description,
			};
		});
	const tables = TABLES.filter((fieldname) => names.includes(fieldname));
	const dialog = new frappe.ui.Dialog({
		title: __("Change Terms"),
		size: "extra-large",
		fields: [
			...paper(),
			{ fieldtype: "Section Break", label: __("New Terms") },
			...terms.slice(0, Math.ceil(terms.length / 2)),
			{ fieldtype: "Column Break" },
			...terms.slice(Math.ceil(terms.length / 2)),
			...tables.flatMap((fieldname) => table(frm, fieldname)),
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
			label: word(label),
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
				label: __("Change", null, "Fangxiu"),
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
			? `<span class="indicator-pill red">${__("Overdue", null, "Fangxiu")}</span>`
			: row.remark
				? `<span class="indicator-pill gray">${__("Remark")}</span>`
				: ""; // the heading says what these lines are
		return `<li>${mark} ${escape(row.text)} <span class="text-muted">${escape(due)}</span></li>`;
	};
	const body = rows.length
		? `<ul class="fx-missing">${rows.map(line).join("")}</ul>`
		: `<p class="text-muted">${__("Nothing is missing.")}</p>`;
	frm.get_field("gaps_html").$wrapper.html(frm.is_new() ? "" : body);
	frm.toggle_display("s_gaps", !frm.is_new());
}
