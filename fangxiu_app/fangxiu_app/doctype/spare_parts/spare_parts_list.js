frappe.listview_settings["Spare Parts"] = {
	add_fields: ["needed_by", "delivery_date"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.delivery_date <= today) return [__("Delivered"), "gray", `delivery_date,<=,${today}`];
		if (doc.needed_by < today) return [__("Due day is over"), "red", `needed_by,<,${today}`];
		return [__("Running"), "blue", `needed_by,>=,${today}`];
	},
};
