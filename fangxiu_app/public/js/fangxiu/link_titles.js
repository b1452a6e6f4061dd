/* A link that nobody chose on the form, filled in from the ticket or while saving, is shown by its title as well: Frappe knows titles of
   what was opened or chosen only, and a flat stood there by its code until the page was loaded again. */
const MODULE = "Fangxiu App";
const link = frappe.ui.form.ControlLink.prototype;
const { set_disp_area } = link;

link.set_disp_area = function (given) {
	set_disp_area.call(this, given);
	const [doctype, name] = [this.get_options(), this.value || given];
	if (this.frm?.meta?.module !== MODULE || !name || !this.is_title_link()) return;
	if (frappe.utils.get_link_title(doctype, name) !== undefined) return;
	frappe.utils.fetch_link_title(doctype, name).then(() => {
		if ((this.value || given) === name) set_disp_area.call(this, given);
	});
};
