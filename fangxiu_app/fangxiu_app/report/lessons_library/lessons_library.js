frappe.query_reports["Lessons Library"] = {
	filters: [
		{
			fieldname: "location",
			label: __("Location", null, "Fangxiu"),
			fieldtype: "Link",
			options: "Repair Location",
		},
		{ fieldname: "defect_type", label: __("Defect Type"), fieldtype: "Link", options: "Defect Type" },
		{ fieldname: "material", label: __("Material or Product"), fieldtype: "Data" },
		{ fieldname: "contractor", label: __("Contractor"), fieldtype: "Link", options: "Supplier" },
		{
			fieldname: "classification",
			label: __("Classification"),
			fieldtype: "Select",
			options: [
				"",
				"Design Defect",
				"Construction Defect",
				"Material Defect",
				"Cost and Contract Defect",
			],
		},
		{
			fieldname: "department",
			label: __("Responsible Department"),
			fieldtype: "Select",
			options: [
				...["", "Design Department", "Engineering Department"],
				...["Procurement Department", "Cost Department"],
			],
		},
		{ fieldname: "words", label: __("Words in Measure or Lesson"), fieldtype: "Data" },
	],
};
