frappe.views.calendar["Repair Ticket"] = {
	// quoted: what stands behind it is a field, not a text to be translated
	// prettier-ignore
	field_map: { start: "appointment_at", end: "appointment_end", id: "name", "title": "what" },
	color_map: { emergency: "red", kept: "green", standing: "blue" },
	get_css_class: (event) => event.kind,
	get_events_method: "fangxiu_app.tickets.site_work.api_appointments.events",
	filters: [
		{ fieldtype: "Link", fieldname: "engineer", options: "User", label: __("Engineer", null, "Fangxiu") },
	],
	// an appointment is moved by the action on the ticket: it stops and starts clocks
	options: { editable: false, selectable: false },
};
