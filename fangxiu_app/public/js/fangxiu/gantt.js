/* Frappe's timeline of a list names its months in English: the library knows Chinese ones and is not told. */

/** The library's class, with the user's language where it has words for it. */
function worded(Plain) {
	return class extends Plain {
		constructor(wrapper, tasks, options) {
			const language = (frappe.boot?.lang || "").startsWith("zh") ? "zh" : "en";
			super(wrapper, tasks, { language, ...options });
		}
	};
}

let held = window.Gantt && worded(window.Gantt);

// the library is loaded with the first timeline that is opened, and calls itself so
Object.defineProperty(window, "Gantt", {
	configurable: true,
	get: () => held,
	set: (given) => {
		held = given && worded(given);
	},
});
