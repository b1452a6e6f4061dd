const TITLE = "title";

frappe.views.calendar["Delivery Milestone"] = {
	field_map: { start: "due_date", end: "due_date", id: "name", title: TITLE, allDay: "allDay" },
	gantt: true,
};
