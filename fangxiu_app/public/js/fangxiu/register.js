/* The contractor register (施工单位名册): contractors with an agreement that it does not have are named above the list (R112). */
import { esc, form_link, read } from "./util";
import { __ } from "./wording";

/** One line for each: its agreement, and for who keeps the register the way to its entry. */
export async function unlisted_contractors(list) {
	if (!frappe.model.can_read("Warranty Agreement")) return;
	const rows = await read("contractors.api_register.unlisted");
	if (!rows.length) return;
	const may = frappe.model.can_create("Contractor Register");
	const line = (row, index) => {
		const enter = may
			? ` <button type="button" class="btn btn-xs btn-default" data-enter="${index}">${esc(__("Enter in the Register"))}</button>`
			: "";
		return `<li>${esc(row.contractor_name || row.contractor)} ${form_link("Warranty Agreement", row.agreement)}${enter}</li>`;
	};
	const head = __(
		"{0} contractors have a signed agreement and no entry here. An entry is needed before a third-party order goes to them.",
		[rows.length]
	);
	const note = $(
		`<details class="fx-banner fx-blue"><summary>${esc(head)}</summary><ul>${rows.map(line).join("")}</ul></details>`
	);
	list.page.main.children("details.fx-banner").remove();
	list.page.main.prepend(note);
	note.on("click", "[data-enter]", (event) => {
		const { contractor, contractor_name } = rows[event.currentTarget.dataset.enter];
		frappe.new_doc("Contractor Register", { supplier: contractor, supplier_name: contractor_name });
	});
}
