frappe.listview_settings["Contractor Evaluation"] = {
	add_fields: ["state", "grade", "suspends"],
	has_indicator_for_draft: true,
	get_indicator(doc) {
		if (doc.state === "Draft") return [__("Draft"), "gray", "state,=,Draft"];
		const colours = { A: "green", B: "blue", C: "orange", D: "red" };
		return [__("Grade {0}", [doc.grade || "–"]), colours[doc.grade] || "gray", `grade,=,${doc.grade}`];
	},
};
