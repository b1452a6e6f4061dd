/* Axes of counts use whole numbers: Frappe's charts divide small ranges into quarters and round them, so that labels repeat. */

/** The highest mark that divides into whole numbers, where ``most`` itself does not. */
function whole_top(most) {
	if (most > 0 && most <= 2) return 3;
	return most === 10 ? 12 : undefined;
}

/** ``options`` of a chart with the top of its axis, if all it shows are counts. */
function with_whole_axis(options = {}) {
	const values = (options.data?.datasets || []).flatMap((set) => set.values || []).map(Number);
	if (!values.length || !values.every((value) => Number.isInteger(value) && value >= 0)) return options;
	const max = whole_top(Math.max(...values));
	if (!max || options.axisOptions?.yAxisRange) return options;
	return { ...options, axisOptions: { ...options.axisOptions, yAxisRange: { max } } };
}

/** No chart is drawn narrower: in a box without a width yet its bars would get negative ones. It is drawn anew with the box. */
const LEAST = 160;
const width = Object.getOwnPropertyDescriptor(Element.prototype, "clientWidth");

function with_width(parent) {
	const box = typeof parent === "string" ? document.querySelector(parent) : parent;
	if (box)
		Object.defineProperty(box, "clientWidth", {
			configurable: true,
			get: () => Math.max(width.get.call(box), LEAST),
		});
	return box;
}

frappe.Chart = class extends frappe.Chart {
	constructor(parent, options) {
		super(with_width(parent), with_whole_axis(options));
	}
};
