/* A link that the server fills in while a form is saved has its title too: Frappe sends titles with an opened form only, and a flat
   was shown by its code until the page was loaded again. */
const MODULE = "Fangxiu App";

/** The links of a form whose titles are not known yet. */
export const untitled = ({ doc, meta }) =>
	meta.fields.filter(
		({ fieldtype, options, fieldname }) =>
			fieldtype === "Link" &&
			doc[fieldname] &&
			frappe.boot.link_title_doctypes.includes(options) &&
			frappe.utils.get_link_title(options, doc[fieldname]) === undefined
	);

$(document).on("form-refresh", (_event, frm) => {
	if (frm.meta.module !== MODULE || frm.is_new()) return;
	for (const { options, fieldname } of untitled(frm))
		frappe.utils.fetch_link_title(options, frm.doc[fieldname]).then(() => frm.refresh_field(fieldname));
});
