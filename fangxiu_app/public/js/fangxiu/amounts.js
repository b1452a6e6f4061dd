/* One spelling of negative amounts, on forms, in lists and reports, and on our pages: −¥ 960.00, as papers and cards have it. */

const { format_currency } = window;

/** Frappe writes ¥ -960.00. */
window.format_currency = (value, ...rest) => {
	const said = format_currency(value, ...rest);
	return minus_first(said);
};

/** The minus stands before the sign of the currency; what is not negative stays as it is. */
export const minus_first = (text) =>
	typeof text === "string" && /^[^\d-]*-\d/.test(text) ? `−${text.replace("-", "")}` : text;
