/* Menus of lists and reports without entries that only System Managers may use. */

const keeper = () => frappe.user.has_role("System Manager");
/** Entries by their English labels; in the actions of a list Frappe's translations have a context. */
const without = (items, labels, context) => {
	const closed = labels.map((text) => __(text, null, context));
	return keeper() ? items : items.filter((item) => !closed.includes(item.label));
};

const wrap = (Class, method, labels, context) => {
	const original = Class.prototype[method];
	Class.prototype[method] = function (...args) {
		return without(original.apply(this, args), labels, context);
	};
};

wrap(
	frappe.views.ListView,
	"get_actions_menu_items",
	["Add Tags", "Apply Assignment Rule"],
	"Button in list view actions menu"
);
// figures are saved as a file; a report of one's own, or one mailed by the site, is set up by the System Manager
wrap(frappe.views.ReportView, "report_menu_items", ["Save", "Save As", "Delete", "Setup Auto Email"]);
wrap(frappe.views.QueryReport, "get_menu_items", ["Save", "Setup Auto Email"]);

const Select = frappe.views.ListViewSelect;
if (Select) {
	const { add_view_to_menu } = Select.prototype;
	Select.prototype.add_view_to_menu = function (view, action) {
		if (view !== "Kanban" || keeper()) add_view_to_menu.call(this, view, action);
	};
}
