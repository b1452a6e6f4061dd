/* Messages above a form are shown once, also when it was loaded twice at the same time: Frappe adds them again each time. */
const { show_message } = frappe.ui.form.Layout.prototype;

frappe.ui.form.Layout.prototype.show_message = function (html, color) {
	const said = html && $("<div>").html(html).text().trim();
	const there = said && this.message?.children().toArray();
	if (there && there.some((each) => $(each).text().trim() === said)) return;
	show_message.call(this, html, color);
};
