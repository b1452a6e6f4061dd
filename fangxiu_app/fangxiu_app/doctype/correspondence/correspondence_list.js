frappe.listview_settings["Correspondence"] = {
	add_fields: ["state", "kind", "cure_until", "letter_no", "to_name"],
	// on a phone only the title and the state have a column
	fx_phone_line: ({ kind, letter_no: number, to_name: receiver }) =>
		[__(kind), number, receiver].filter(Boolean).join(" · "),
	formatters: {
		// a number is told apart by its end: it stands whole, in two lines where it must
		letter_no: (value) => {
			const number = frappe.utils.escape_html(value || "");
			return `<span class="fx-letter-no" title="${number}">${number}</span>`;
		},
	},
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Issued: "orange",
			Served: "blue",
			Answered: "purple",
			Closed: "green",
			Withdrawn: "gray",
		};
		return [__(doc.state, null, "Correspondence"), colours[doc.state], `state,=,${doc.state}`];
	},
};
