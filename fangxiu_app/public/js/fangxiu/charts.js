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

frappe.Chart = class extends frappe.Chart {
	constructor(parent, options) {
		super(parent, with_whole_axis(options));
	}
};
