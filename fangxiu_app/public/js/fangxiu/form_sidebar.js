/* The sidebar of a form without tags and sharing, whose methods only System Managers may call (core/access/methods). */
$(document).on("form-refresh", (_event, frm) => {
	if (frappe.user.has_role("System Manager")) return;
	frm.sidebar?.sidebar?.find(".form-tags, .form-shared").addClass("hidden");
});
