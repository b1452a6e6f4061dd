/* Frappe's timeline of a list names its months in English: the library knows Chinese ones and is not told. */
import { extend_when_set } from "./later_class";

/** The library's class, with the user's language where it has words for it. */
function worded(Plain) {
	return class extends Plain {
		constructor(wrapper, tasks, options) {
			const language = (frappe.boot?.lang || "").startsWith("zh") ? "zh" : "en";
			super(wrapper, tasks, { language, ...options });
		}
	};
}

// the library is loaded with the first timeline that is opened, and calls itself so
extend_when_set(window, "Gantt", worded);
