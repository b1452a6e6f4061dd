/* What changed, below a form: Frappe names the old and the new value as they are stored. Here they are said in words. */

/** A stored value as a person reads it. */
function in_words(value, df) {
	if (value === null || value === undefined || value === "") return __("empty");
	const kind = df?.fieldtype;
	if (kind === "Check") return cint(value) ? __("Yes") : __("No");
	if (kind === "Select") return __(value, null, df.parent);
	if (kind === "Signature") return __("Signature");
	if (kind === "Attach" || kind === "Attach Image") return String(value).split("/").pop();
	if (kind === "Link" && df.options === "User") return frappe.user.full_name(value);
	if (kind === "Link" && df.options === "Project") return frappe.boot.fx_projects?.[value] || value;
	if (kind === "Link") return frappe.utils.get_link_title(df.options, value) || __(value);
	if (kind === "Datetime") return String(value).slice(0, 16);
	return value;
}

const said = (doctype, [name, before, after]) => {
	if (name === "docstatus") return [name, before, after];
	const df = frappe.meta.get_docfield(doctype, name);
	return [name, in_words(before, df), in_words(after, df)];
};

/** Changes in words, without those that read the same: nothing stored as null and as an empty text. */
const all_said = (doctype, changes) =>
	(changes || []).map((change) => said(doctype, change)).filter(([, before, after]) => before !== after);

/** One version of ``frm``'s document with its values in words; rows count from 1, as they do in their table. */
function told(version, frm) {
	const data = JSON.parse(version.data || "{}");
	if (data.comment) return version;
	const table = (name) => frappe.meta.get_docfield(frm.doctype, name)?.options;
	data.changed = all_said(frm.doctype, data.changed);
	data.row_changed = (data.row_changed || []).map(([name, at, row, changes]) => [
		name,
		cint(at) + 1,
		row,
		all_said(table(name), changes),
	]);
	// many rows that were added at once are one table: its name is said once
	for (const key of ["added", "removed"]) {
		const first = (row, at, rows) => rows.findIndex(([name]) => name === row[0]) === at;
		if (data[key]) data[key] = data[key].filter(first);
	}
	return { ...version, data: JSON.stringify(data) };
}

const { update_user_info } = frappe;
const { sync_docinfo } = frappe.model;

/** Forms and notices bring the names of people along, Administrator's in English again: the name the desk began with stays. */
function without_setup(people) {
	const { Administrator, ...others } = people || {};
	return frappe.boot.user_info?.Administrator
		? others
		: { ...others, ...(Administrator && { Administrator }) };
}

frappe.update_user_info = (people) => update_user_info(without_setup(people));
frappe.model.sync_docinfo = (answer) => {
	if (answer.docinfo) answer.docinfo.user_info = without_setup(answer.docinfo.user_info);
	return sync_docinfo(answer);
};

const { make_timeline } = frappe.ui.form.Footer.prototype;

/** What was attached or removed. The log keeps a sentence, and the timeline builds another around it: the name alone is meant. */
function named(log) {
	const said = __(log.comment_type === "Attachment" ? "Added {0}" : "Removed {0}", [""]);
	return { ...log, content: String(log.content || "").replace(said, "") };
}

frappe.ui.form.Footer.prototype.make_timeline = function (...args) {
	make_timeline.apply(this, args);
	const { timeline } = this.frm;
	const files = timeline.get_attachment_timeline_contents;
	timeline.get_attachment_timeline_contents = function () {
		const { attachment_logs } = this.doc_info;
		this.doc_info.attachment_logs = (attachment_logs || []).map(named);
		try {
			return files.call(this);
		} finally {
			this.doc_info.attachment_logs = attachment_logs;
		}
	};
	const stock = timeline.get_version_timeline_contents;
	timeline.get_version_timeline_contents = function () {
		const { versions } = this.doc_info;
		const label = frappe.meta.get_label;
		// Frappe translates labels of the document's own fields, not those of its tables
		frappe.meta.get_label = (doctype, ...of) =>
			__(label.call(frappe.meta, doctype, ...of), null, doctype);
		this.doc_info.versions = (versions || []).map((version) => told(version, this.frm));
		try {
			return stock.call(this);
		} finally {
			this.doc_info.versions = versions;
			frappe.meta.get_label = label;
		}
	};
};
