/* Each button on a form of ours acts on what is stored. */
import { saved_first } from "./saved_first";

const MODULE = "Fangxiu App";
const ours = (frm) => frm.meta?.module === MODULE && !frm.meta.issingle;

const { add_custom_button } = frappe.ui.form.Form.prototype;

frappe.ui.form.Form.prototype.add_custom_button = function (label, run, ...more) {
	return add_custom_button.call(this, label, run && ours(this) ? saved_first(this, run) : run, ...more);
};
