/* Lists of our documents offer in bulk only what may be changed in bulk (core/access/bulk_edit.py), and hand work over by 改派. */

/** DocTypes of ours → fields, as the server sent them with the desk. */
const fields_of = (doctype) => (frappe.boot.fx_bulk_fields || {})[doctype];

/** Frappe's own menu entries by their labels; those that give work to people stand aside for 改派. */
const ASSIGN = ["Assign To", "Clear Assignment", "Apply Assignment Rule"];
const label = (text) => __(text, null, "Button in list view actions menu");

/** Run Frappe's bulk edit while it sees the allowed fields only: it reads them when the entry is chosen. */
function narrowed(doctype, allowed, run) {
	const all = frappe.meta.get_docfields;
	frappe.meta.get_docfields = (name, ...rest) => {
		const found = all.call(frappe.meta, name, ...rest);
		return name === doctype ? found.filter((df) => allowed.includes(df.fieldname)) : found;
	};
	try {
		return run();
	} finally {
		frappe.meta.get_docfields = all;
	}
}

function entries(doctype, items) {
	const allowed = fields_of(doctype);
	if (!allowed) return items;
	const may_edit = allowed.length && frappe.model.can_write(doctype);
	const kept = items.filter((item) => item.label !== label("Edit") || may_edit);
	const mine =
		doctype === "Repair Ticket" ? kept.filter((item) => !ASSIGN.map(label).includes(item.label)) : kept;
	return mine.map((item) =>
		item.label === label("Edit")
			? { ...item, action: () => narrowed(doctype, allowed, item.action) }
			: item
	);
}

const List = frappe.views.ListView;
const original = List.prototype.get_actions_menu_items;
List.prototype.get_actions_menu_items = function () {
	return entries(this.doctype, original.call(this));
};
