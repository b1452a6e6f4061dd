frappe.listview_settings["Time Limit"] = {
	/** As people say it: 15 天, not 21,600 minutes; 0 stands for what the document itself names. */
	formatters: {
		limit_minutes: (value) => (cint(value) ? fangxiu.span(cint(value) * 60) : __("by the document")),
	},
};
