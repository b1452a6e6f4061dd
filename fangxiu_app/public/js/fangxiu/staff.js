/* The administrator's dialog for one person: name, roles of ours, projects. */
import { read, write } from "./util";
import { __ } from "./wording";

const ticks = (options, chosen) => options.map((one) => ({ ...one, checked: chosen.includes(one.value) }));

/** Add a person, or change the one with this login; the report is read again afterwards. */
export async function edit_person(report, user) {
	const [choices, known] = await Promise.all([
		read("staff.api_staff.choices"),
		user
			? read("staff.api_staff.person", { user })
			: { roles: [], projects: [], enabled: 1, foreign: [] },
	]);
	const foreign = known.foreign.length > 0;
	const dialog = new frappe.ui.Dialog({
		title: user ? known.full_name : __("Add Person"),
		fields: [
			{
				fieldname: "full_name",
				fieldtype: "Data",
				label: __("Full Name"),
				reqd: 1,
				default: known.full_name,
				read_only: foreign,
			},
			{
				fieldname: "email",
				fieldtype: "Data",
				label: __("Login (E-mail)"),
				reqd: 1,
				default: user,
				read_only: Boolean(user),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "mobile",
				fieldtype: "Data",
				label: __("Mobile"),
				default: known.mobile_no,
				read_only: foreign,
			},
			{
				fieldname: "password",
				fieldtype: "Data",
				label: __("First Password"),
				hidden: Boolean(user),
				description: __("Empty: a link to set it is sent by e-mail"),
			},
			{
				fieldname: "enabled",
				fieldtype: "Check",
				label: __("May Log In"),
				default: known.enabled,
				hidden: !user,
				read_only: foreign,
			},
			{ fieldtype: "Section Break", label: __("Roles"), hidden: foreign },
			{
				fieldname: "roles",
				fieldtype: "MultiCheck",
				columns: 3,
				options: ticks(choices.roles, known.roles),
			},
			{
				fieldtype: "Section Break",
				label: __("Projects"),
				description: choices.projects.length
					? ""
					: __("There is no open project yet. Create one first, then give it to the person here."),
			},
			{
				fieldname: "projects",
				fieldtype: "MultiCheck",
				columns: 2,
				select_all: choices.projects.length > 3,
				options: ticks(choices.projects, known.projects || []),
			},
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			await write("staff.api_staff.save", {
				email: values.email,
				full_name: values.full_name || known.full_name,
				mobile: values.mobile,
				password: values.password,
				enabled: user ? values.enabled : 1,
				roles: foreign
					? known.roles.filter((role) => choices.roles.some((one) => one.value === role))
					: values.roles || [],
				projects: values.projects || [],
			});
			dialog.hide();
			frappe.show_alert({ message: __("Saved"), indicator: "green" });
			report.refresh();
		},
	});
	dialog.show();
}
