/* One spelling of negative amounts, on our forms, lists, reports and pages: −¥ 960.00, as papers and cards have it. */

const OURS = "Fangxiu App";
const PAGES = ["contractor-account", "building-board", "delivery-board"];
const { format_currency } = window;

/** What is shown is ours: vouchers and reports of others keep their own spelling. */
function is_ours() {
	const [view, name] = frappe.get_route?.() || [];
	if (view === "query-report") return frappe.query_report?.report_doc?.module === OURS;
	if (["Form", "List", "print"].includes(view)) return frappe.get_meta(name)?.module === OURS;
	return PAGES.includes(view);
}

/** Frappe writes ¥ -960.00. */
window.format_currency = (value, ...rest) => {
	const said = format_currency(value, ...rest);
	return is_ours() ? minus_first(said) : said;
};

/** The minus stands before the sign of the currency; what is not negative stays as it is. */
export const minus_first = (text) =>
	typeof text === "string" && /^[^\d-]*-\d/.test(text) ? `−${text.replace("-", "")}` : text;
