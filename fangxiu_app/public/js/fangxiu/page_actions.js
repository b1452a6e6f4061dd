/* On a phone Frappe keeps the buttons of a report or list in the menu with three dots: ours stand below the title. */

const OURS = "Fangxiu App";
/** What Frappe itself puts there stays where it was. */
const FRAPPES = ["Create Card", "Set Chart", "Add Chart to Dashboard", "Download Report"];

/** Reports of ours, and lists of documents of ours. */
function is_ours() {
	const [view, name] = frappe.get_route() || [];
	if (view === "query-report") return frappe.query_report?.report_doc?.module === OURS;
	return view === "List" && frappe.get_meta(name)?.module === OURS;
}

const { add_inner_button } = frappe.ui.Page.prototype;

frappe.ui.Page.prototype.add_inner_button = function (label, ...more) {
	const button = add_inner_button.call(this, label, ...more);
	if (button && is_ours() && !FRAPPES.some((text) => __(text) === label)) {
		this.wrapper.addClass("fx-page-actions");
		button.closest(".custom-actions > *").attr("data-fx-own", "");
	}
	return button;
};

/** Frappe disables a button until its action is done, and for good where it is refused. */
const { btn_disable_enable } = frappe.ui.Page.prototype;

frappe.ui.Page.prototype.btn_disable_enable = function (btn, response) {
	if (!response?.then) return btn_disable_enable.call(this, btn, response);
	const again = () => btn.prop("disabled", false);
	btn.prop("disabled", true);
	response.then(again, again);
};

/** Frappe puts "Add" and the document together with a space, which Chinese does not write. */
const SPACED = /([\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g;
const { set_primary_action } = frappe.ui.Page.prototype;

frappe.ui.Page.prototype.set_primary_action = function (label, ...more) {
	return set_primary_action.call(this, (label || "").replace(SPACED, "$1"), ...more);
};
