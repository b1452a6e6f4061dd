/* What a page is given: one ticket's card, and the forms of the day. */
export const CARD = {
	name: "T-1",
	unit_code: "2-1-101",
	location: "Bathroom",
	defect_type: "Leak",
	description: "drips",
	caller_name: "王女士",
	root_cause: "pipe",
	expected_days: 3,
	temporary_measure: "bucket",
};

export const DAY = {
	now: "2026-05-06 10:00:00",
	forms: {
		accept: { label: "Accept", fields: [] },
		arrive: { label: "Arrive", fields: [{ name: "arrival_place", type: "Data", label: "Place" }] },
		appoint: { label: "Appoint", fields: [{ name: "appointment_at", type: "Datetime", label: "At" }] },
		survey: {
			label: "Survey",
			fields: [
				{
					name: "responsibility",
					type: "Select",
					label: "Responsibility",
					options: [
						["Warranty", "保修"],
						["To Be Judged", "待判"],
					],
				},
				{ name: "contractor", type: "Link", label: "Contractor" },
			],
		},
		owner_accept: {
			label: "Owner Accepts",
			fields: [
				{
					name: "acceptance_result",
					type: "Select",
					label: "Result",
					options: [
						["Pass", "通过"],
						["Pass With Remark", "有保留"],
						["Substitute", "代"],
					],
				},
				{ name: "acceptance_remark", type: "Data", label: "Remark" },
				{ name: "owner_signature", type: "Signature", label: "Signature" },
				{ name: "substitute_reason", type: "Data", label: "Why" },
			],
		},
	},
	plan_fields: [
		{ name: "start_at", type: "Datetime", label: "Start", required: true },
		{ name: "completion_at", type: "Datetime", label: "Completion", required: true },
	],
	aspects: [
		["Safety", "安全"],
		["Quality", "质量"],
	],
	check_results: [
		["Pass", "合格"],
		["Fault", "问题"],
	],
	free_checks: [{ name: "Windows", look_at: "seals", location: "Living Room", defect_type: "Leak" }],
	free_results: [
		["In Order", "完好"],
		["Problem", "问题"],
		["Not Checked", "未查"],
	],
	locations: [["Living Room", "客厅"]],
	defect_types: [["Leak", "渗漏"]],
};
