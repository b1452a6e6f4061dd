frappe.query_reports["Deduction Ageing"] = {
	filters: [
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "Project" },
		{
			fieldname: "contractor",
			label: __("Contractor"),
			fieldtype: "Link",
			options: "Supplier",
			get_query: () => ({ filters: fangxiu.suppliers.firm }),
		},
		{
			fieldname: "stage",
			label: __("Stage"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "Not Drafted", label: __("Not Drafted") },
				{ value: "Not Notified", label: __("Not Notified") },
				{ value: "Objection Running", label: __("Objection Running") },
				{ value: "Objection Unanswered", label: __("Objection Unanswered") },
				{ value: "Ready for Approval", label: __("Ready for Approval") },
				{ value: "In Approval", label: __("In Approval") },
				{ value: "Receivable Unpaid", label: __("Receivable Unpaid") },
			],
		},
	],
};
