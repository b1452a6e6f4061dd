/* Words as this app means them; Frappe's own `__` gives those of the whole site (core/wording.py). */
const OURS = "Fangxiu";

/** The row of `context`, else that of this app, else the site's; `values` take the places `{0}`, `{1}` … */
export function __(text, values, context) {
	const named = context && globalThis.frappe?._messages?.[`${text}:${context}`];
	return globalThis.__(text, values, named ? context : OURS);
}
