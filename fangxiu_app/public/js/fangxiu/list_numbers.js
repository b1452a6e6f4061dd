/* A document's number in a list opens the document. Frappe filters by it, which leaves one row and opens nothing. */
import { esc } from "./util";

const column_html = frappe.views.ListView.prototype.get_column_html;

frappe.views.ListView.prototype.get_column_html = function (col, doc) {
	const number = col.type === "Field" && col.df?.fieldname === "name";
	if (!number || this.settings.formatters?.name) return column_html.call(this, col, doc);
	return `<div class="list-row-col ellipsis hidden-xs">
		<a class="ellipsis fx-number" href="${this.get_form_link(doc)}" title="${esc(doc.name)}">${esc(doc.name)}</a>
	</div>`;
};
