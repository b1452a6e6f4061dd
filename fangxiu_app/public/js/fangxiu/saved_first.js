/* An action of a form acts on what is stored: what was typed is saved before it runs, and where that is refused nothing else happens. */

/** ``run`` after what was typed on the form is saved. A form that was never saved has no actions, only help with filling it in. */
export const saved_first =
	(frm, run) =>
	async (...args) => {
		if (!frm.is_new() && frm.is_dirty()) {
			await frm.save(frm.doc.docstatus === 1 ? "Update" : "Save");
			if (frm.is_dirty()) return undefined; // what is wrong is said already, and what was typed stays
		}
		return run(...args);
	};

/** An action in the menu with three dots. */
export const menu_action = (frm, label, run) => frm.page.add_menu_item(label, saved_first(frm, run));
