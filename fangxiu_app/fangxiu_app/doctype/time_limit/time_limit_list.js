frappe.listview_settings["Time Limit"] = {
	/** All of them at once: there are some thirty, and one looks for a limit by its Chinese title. */
	onload(list) {
		list.page_length = list.selected_page_count = 100;
		// what stands below is in days and hours
		for (const column of list.columns)
			if (column.df?.fieldname === "limit_minutes")
				column.df = { ...column.df, label: __("Limit", null, "Fangxiu") };
	},
	/** As people say it: 15 天, not 21,600 minutes; 0 stands for what the document itself names. */
	formatters: {
		limit_minutes: (value) => (cint(value) ? fangxiu.span(cint(value) * 60) : __("by the document")),
	},
};
