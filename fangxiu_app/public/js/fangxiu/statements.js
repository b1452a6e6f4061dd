/* 质保金对账单: shown and saved for one contractor, sent to many in one go. */
import { comma, esc, form_url, write } from "./util";
import { __ } from "./wording";

const address = (kind, args) => {
	const query = Object.entries({ ...args, kind }).filter(([, value]) => value);
	return `/api/method/fangxiu_app.money.deposits.api_contractor.statement?${new URLSearchParams(query)}`;
};

/** The buttons of the page; ``chosen`` tells contractor and project, ``all`` the contractors with a deposit. */
export function statement_buttons(page, chosen, all) {
	const group = __("Statement");
	const open = (kind) => {
		if (!chosen().contractor) return frappe.msgprint(__("Choose a contractor first."));
		window.open(address(kind, chosen()), "_blank");
	};
	page.add_inner_button(__("Show as PDF"), () => open("pdf"), group);
	if (frappe.model.can_export("Warranty Agreement"))
		page.add_inner_button(__("Save as Excel"), () => open("xlsx"), group);
	if (frappe.model.can_create("Correspondence")) {
		page.add_inner_button(__("Send With Reply Slip"), () => choose(chosen(), all()), group);
	}
}

/** Whom to send to and as of which day: the contractor on the page, or those ticked of all. */
function choose({ contractor, project }, all) {
	const many = {
		fieldname: "contractors",
		fieldtype: "MultiCheck",
		label: __("Contractor"),
		columns: 2,
		select_all: true,
		options: all.map((one) => ({
			value: one.contractor,
			label: esc(one.name || one.contractor),
			checked: 1,
		})),
	};
	const day = {
		fieldname: "until",
		fieldtype: "Date",
		label: __("Statement Of"),
		default: frappe.datetime.get_today(),
		reqd: 1,
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Send Statements"),
		fields: contractor ? [day] : [day, many],
		primary_action_label: __("Send"),
		primary_action: async ({ until, contractors }) => {
			const names = contractor ? [contractor] : contractors || [];
			if (!names.length) return frappe.msgprint(__("Choose a contractor first."));
			dialog.hide();
			await send_all(names, project, until, all);
		},
	});
	dialog.show();
}

/** One after the other: what went out stands, also where a later one is refused. */
async function send_all(names, project, until, all) {
	const title = (name) => (all.find((one) => one.contractor === name) || {}).name || name;
	const lines = [];
	for (const [index, contractor] of names.entries()) {
		frappe.show_progress(__("Send Statements"), index, names.length, title(contractor));
		try {
			const { to, letters, again } = await write("money.deposits.api_contractor.send_statement", {
				contractor,
				until,
				...(project ? { project } : {}),
			});
			const links = letters
				.map((name) => `<a href="${form_url("Correspondence", name)}">${esc(name)}</a>`)
				.join(comma());
			const how = again
				? __("already sent for this day")
				: to.length
					? __("sent to {0}", [esc(to.join(comma()))])
					: __("no e-mail address in the agreements: print the PDF and hand it over");
			lines.push(`<tr><td>${esc(title(contractor))}</td><td>${how}</td><td>${links}</td></tr>`);
		} catch {
			lines.push(
				`<tr><td>${esc(title(contractor))}</td><td class="text-danger">${__("not sent, see the message")}</td><td></td></tr>`
			);
		}
	}
	frappe.hide_progress();
	frappe.msgprint({
		title: __("Send Statements"),
		wide: true,
		message: `<table class="table table-sm"><thead><tr><th>${__("Contractor")}</th><th>${__("Outcome")}</th><th>${__("Letter")}</th></tr></thead><tbody>${lines.join("")}</tbody></table>`,
	});
}
