frappe.ui.form.on("Evidence Item", {
	refresh(frm) {
		fangxiu.ticket_child(frm);
		show_picture(frm);
	},

	file: show_picture,

	ticket(frm) {
		fangxiu.take_project(frm);
	},
});

const PICTURES = /\.(jpe?g|png|webp|gif|bmp)$/i;

/** A photo is seen on its form; other files open by their name. */
function show_picture(frm) {
	const file = PICTURES.test(frm.doc.file || "") ? frappe.utils.escape_html(encodeURI(frm.doc.file)) : "";
	const words = frappe.utils.escape_html(frm.doc.caption || "");
	frm.get_field("picture").$wrapper.html(
		file
			? `<a href="${file}" target="_blank"><img class="fx-evidence" src="${file}" alt="${words}"></a>`
			: ""
	);
}
