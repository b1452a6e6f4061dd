/* Classes that Frappe loads on its own after the desk's scripts, or with the first view that needs them. */

/** Extend the class ``name`` of ``holder`` with ``extend(Stock)``: now if it is there, and whenever it is set. */
export function extend_when_set(holder, name, extend) {
	let held = holder[name] && extend(holder[name]);
	Object.defineProperty(holder, name, {
		configurable: true,
		enumerable: true,
		get: () => held,
		set: (given) => {
			held = given && extend(given);
		},
	});
}
