/* Above a form a sentence stands once, also when two reads of it were under way: Frappe adds each beside the last. */
const { show_message } = frappe.ui.form.Layout.prototype;

frappe.ui.form.Layout.prototype.show_message = function (html, color) {
	const said = html && $("<div>").html(html).text().trim();
	const there = said && this.message?.children().toArray();
	if (there && there.some((each) => $(each).text().trim() === said)) return;
	show_message.call(this, html, color);
};
