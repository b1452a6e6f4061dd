frappe.query_reports["Recourse Gap"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{ fieldname: "months", label: __("Months Ahead"), fieldtype: "Int", default: 12, reqd: 1 },
	],
	formatter(value, row, column, data, format) {
		const shown = format(value, row, column, data);
		if (!data || !data.part) return shown;
		if (column.fieldname === "past_cost" && value) {
			const all = { from_date: "", to_date: "" };
			return fangxiu.reports.report_link(
				"Repair Cost Vouchers",
				{ kind: "Borne by Us", project: data.project, warranty_item: data.part, ...all },
				shown
			);
		}
		if (column.fieldname === "deposit_left" && data.contractor) {
			return fangxiu.reports.report_link(
				"Deposit Register",
				{ project: data.project, contractor: data.contractor },
				shown
			);
		}
		return column.fieldname === "month" && data.running ? `<b class="text-danger">${shown}</b>` : shown;
	},
};
