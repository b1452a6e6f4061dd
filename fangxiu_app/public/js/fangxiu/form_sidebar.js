/* Beside a form stands what its reader may use: tags and sharing are methods of System Managers only (access/methods). */
$(document).on("form-refresh", (_event, frm) => {
	if (frappe.user.has_role("System Manager")) return;
	frm.sidebar?.sidebar?.find(".form-tags, .form-shared").addClass("hidden");
});
