import { show_approval } from "./fangxiu/approval";
import { take_project, ticket_child } from "./fangxiu/records";
import { intake_button, setup_ticket_list } from "./fangxiu/ticket_list";
import { open_intake } from "./fangxiu/intake";
import { lock_plan, plan_buttons } from "./fangxiu/plan";
import { show_ticket } from "./fangxiu/ticket_head";
import "./fangxiu/desk";
import "./fangxiu/report_filters";

frappe.provide("fangxiu.intake");

Object.assign(window.fangxiu, {
	intake_button,
	lock_plan,
	plan_buttons,
	setup_ticket_list,
	show_approval,
	show_ticket,
	take_project,
	ticket_child,
});
fangxiu.intake.open = open_intake;
