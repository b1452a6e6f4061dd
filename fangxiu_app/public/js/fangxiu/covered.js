// Telephones the user's roles read covered: the menu shows them once, for the log (adr/0127).

import { phone } from "./util";
import { __ } from "./wording";

const COVERED = /\*{4}/;

$(document).on("form-refresh", (_event, frm) => {
	if (!frappe.boot.fx_may_ask || frm.is_new() || !covered(frm)) return;
	frm.add_custom_button(__("Show Full Telephones"), () => show(frm));
});

function covered(frm) {
	return (
		in_doc(frm.meta, frm.doc) ||
		frappe.meta
			.get_table_fields(frm.doctype)
			.some((df) =>
				(frm.doc[df.fieldname] || []).some((row) => in_doc(frappe.get_meta(df.options), row))
			)
	);
}

function in_doc(meta, doc) {
	return (meta?.fields || []).some(
		(df) => /(phone|mobile|fax|sent_to)$/.test(df.fieldname) && COVERED.test(doc[df.fieldname] || "")
	);
}

async function show(frm) {
	const found = await frappe.xcall("fangxiu_app.archive.api_personal.show", {
		doctype: frm.doctype,
		name: frm.docname,
	});
	const text = frappe.utils.escape_html;
	const rows = found.map(
		(one) =>
			`<tr><td>${text(one.label)}</td><td>${text(one.who)}</td><td><a href="tel:${text(one.number)}">${text(phone(one.number))}</a></td></tr>`
	);
	frappe.msgprint({
		title: __("Full Telephones"),
		message: `<table class="table table-bordered">${rows.join("")}</table><p class="text-muted">${__("That you looked is kept in the document's record.")}</p>`,
	});
}
