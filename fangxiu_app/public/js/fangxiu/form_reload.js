/* A form that was just reloaded is not reloaded again by the real-time message about the same change. */

/** Doctype and name → when it was last changed, as the server told. */
const told = new Map();
/** Milliseconds, also for a slow connection. */
const RECENT = 15000;

const is_fresh = ({ doctype, doc }) =>
	told.get(`${doctype}|${doc.name}`) === doc.modified && new Date() - doc.__last_sync_on < RECENT;

// the connection stands only once the desk has started
$(document).on("app_ready", () =>
	frappe.realtime.on("doc_update", ({ doctype, name, modified }) =>
		told.set(`${doctype}|${name}`, modified)
	)
);

$(document).on("form-load", (_event, frm) => {
	if (frm.fx_reads_once) return;
	frm.fx_reads_once = true;
	frm.debounced_reload_doc = frappe.utils.debounce(() => is_fresh(frm) || frm.reload_doc(), 1000);
});

// a comment or message with a telephone in it is not sent to open forms: each reader asks for it (core/framework/docinfo.py)
const read_anew = frappe.utils.debounce((frm) => frm.sidebar?.reload_docinfo(), 500);
$(document).on("app_ready", () =>
	frappe.realtime.on("fx_docinfo", ({ doctype, name }) => {
		const frm = window.cur_frm;
		if (frm?.doctype === doctype && frm.docname === name) read_anew(frm);
	})
);

/** What belongs to the step before: buttons, path and approval of a form of ours that is read again after a step. */
const OLD = ".custom-actions, .fx-head .fx-path, .fx-head .fx-actions, .fx-approval";
const { reload_doc } = frappe.ui.form.Form.prototype;

/** Until a form is drawn anew it takes no click: a second one would open the step that was just finished. */
frappe.ui.form.Form.prototype.reload_doc = function (...args) {
	const done = reload_doc.apply(this, args);
	if (this.meta?.module !== "Fangxiu App") return done;
	const old = this.page.wrapper.find(OLD).addClass("fx-old");
	// the head of a ticket is replaced when its panel has been read; where reading failed, the old one can be used again
	Promise.resolve(done).then(
		() => old.filter(".custom-actions, .fx-approval").removeClass("fx-old"),
		() => old.removeClass("fx-old")
	);
	return done;
};
