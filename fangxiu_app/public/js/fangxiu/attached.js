/* File fields show the file's name instead of its address; choosing a file for a new form does not save that form. */
import { extend_when_set } from "./later_class";
import { esc } from "./util";

const file_name = (url) => {
	const last = String(url).split("/").pop().split("?")[0];
	try {
		return decodeURIComponent(last);
	} catch {
		return last; // a bare % in a name
	}
};

const stock = { ...frappe.form.formatters };
for (const type of ["Attach", "AttachImage"]) {
	frappe.form.formatters[type] = (url, ...rest) =>
		url && String(url).includes("/files/")
			? `<a href="${esc(url)}" target="_blank">${esc(file_name(url))}</a>`
			: stock[type](url, ...rest);
}

const control = frappe.ui.form.ControlAttach.prototype;
const { set_input, on_upload_complete } = control;

control.set_input = function (value, dataurl) {
	set_input.call(this, value, dataurl);
	if (value && value.startsWith?.("/") && this.$value)
		this.$value.find(".attached-file-link").text(file_name(value)).attr("title", file_name(value));
};

/** Frappe saves the form after each upload: a new one, half filled in, would answer with everything that is still missing. */
control.on_upload_complete = async function (attachment) {
	if (!this.frm?.is_new()) return on_upload_complete.call(this, attachment);
	await this.parse_validate_and_set_in_model(attachment.file_url);
	this.set_value(attachment.file_url);
};

/** What is attached stays private. Frappe offers "Set all public" and a box in every upload; only a field that asks for public
    files, as a letterhead's picture does, keeps that choice. */
function private_uploader(Stock) {
	return class PrivateUploader extends Stock {
		constructor(options = {}) {
			super(options);
			if (!options.make_attachments_public) $(this.wrapper).closest(".modal").addClass("fx-private");
		}
	};
}

// Frappe asks for it when the desk opens, and does not wait for it
extend_when_set(frappe.ui, "FileUploader", private_uploader);
