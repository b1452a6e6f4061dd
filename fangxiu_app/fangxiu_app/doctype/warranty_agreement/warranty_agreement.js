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
		change_buttons(frm);
	},
});

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
				__("{0}: {1}. Deposit: {2}. Agree?", [
					__(doc.change_kind),
					frappe.utils.escape_html(doc.change_reason),
					__(doc.deposit_fate || "–"),
				]),
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
	if (waits)
		frm.set_intro(
			__("{0} is asked for and waits for a head of customer service or the general manager.", [
				__(doc.change_kind),
			]),
			"orange"
		);
}

function ask_change(frm, run) {
	const kinds = ["Terminate", ...(frm.doc.security === "Deposit" ? ["Guarantee Instead of Deposit"] : [])];
	const choice = (values) => values.map((value) => ({ value, label: __(value) }));
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
			{
				fieldname: "change_reason",
				fieldtype: "Small Text",
				label: __("Reason of the Change"),
				reqd: 1,
			},
			{
				fieldname: "change_file",
				fieldtype: "Attach",
				label: __("Agreement on the Change (File)"),
				reqd: 1,
			},
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
