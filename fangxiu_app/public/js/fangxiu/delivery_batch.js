/* The form of a delivery batch: without rows it is about all buildings of its project, which stand below the table (R20, R41). */
import { __ } from "./wording";

/** Names the buildings of a batch that names none. */
export async function batch_scope(frm) {
	const { project, buildings } = frm.doc;
	const named = (buildings || []).some((row) => row.building);
	const rows =
		named || !project
			? []
			: await frappe.db.get_list("Estate Building", {
					fields: ["building_no"],
					filters: { project },
					order_by: "name",
					limit: 0,
				});
	const numbers = rows.map(({ building_no: no }) => (/\d$/.test(no) ? __("Building {0}", [no]) : no));
	const text = numbers.length ? __("All buildings of the project: {0}", [numbers.join("、")]) : "";
	frm.set_df_property("buildings", "description", frappe.utils.escape_html(text));
}
