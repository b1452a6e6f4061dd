/* The free check of a visit at the desk (免费项目检查, R99): each item in order, a problem, or not checked; a problem becomes a ticket. */
import { esc, form_link, make_control, read, write } from "./util";
import { __ } from "./wording";

const MARKS = [
	["In Order", "green"],
	["Problem", "red"],
	["Not Checked", "grey"],
];

/** Ask for the free check of ``visit``; ``done`` runs after it is recorded. */
export async function record_free_check(visit, done) {
	const items = await read("tickets.site_work.api_visit.free_check_list");
	const rows = [];
	const dialog = new frappe.ui.Dialog({
		title: __("Free Check"),
		size: "extra-large",
		fields: [
			{
				fieldname: "asked",
				fieldtype: "Check",
				label: __("I have asked the owner for other problems"),
			},
			{ fieldname: "list", fieldtype: "HTML" },
		],
		primary_action_label: __("Record Free Check"),
		primary_action({ asked }) {
			const given = rows
				.map((row) => row.values())
				.filter((row) => row.check_item || row.result === "Problem");
			write(
				"tickets.site_work.api_visit.record_free_checks",
				{ visit, rows: given, asked: asked ? 1 : 0 },
				dialog.get_primary_btn()
			).then((answer) => {
				dialog.hide();
				tell(answer.tickets);
				done();
			});
		},
	});
	const body = dialog.get_field("list").$wrapper
		.html(`<table class="fx-sheet fx-free"><tbody></tbody></table>
		<p><button type="button" class="btn btn-default btn-sm fx-more">${esc(__("Add another problem of the owner"))}</button></p>`);
	const add = (item) => rows.push(draw_row(body.find("tbody"), item));
	items.forEach(add);
	body.find(".fx-more").on("click", () =>
		add({ name: "", look_at: __("Other problems reported by the owner") })
	);
	dialog.show();
}

function tell(tickets) {
	const links = tickets.map((name) => form_link("Repair Ticket", name)).join("、");
	const message = tickets.length
		? __("Recorded; the problems are these tickets: {0}", [links])
		: __("The free check is recorded.");
	frappe.show_alert({ message, indicator: "green" }, tickets.length ? 15 : 5);
}

/** One line; a problem opens its place, kind and words. */
function draw_row(parent, item) {
	const group = `fx-free-${parent.children().length}`;
	const marks = MARKS.map(
		([mark, colour]) =>
			`<label class="fx-mark fx-${colour}"><input type="radio" name="${group}" value="${mark}"><span>${esc(__(mark))}</span></label>`
	).join("");
	const $row =
		$(`<tr><td><b>${esc(item.name || __("Other problem"))}</b><small>${esc(item.look_at)}</small></td>
		<td class="fx-marks">${marks}</td><td class="fx-free-problem"></td></tr>`).appendTo(parent);
	const $problem = $row.find(".fx-free-problem").hide();
	const control = (fieldname, fieldtype, label, options) =>
		make_control($problem, { fieldname, fieldtype, label, options, default: item[fieldname] || "" });
	const fields = {
		location: control("location", "Link", __("Location"), "Repair Location"),
		defect_type: control("defect_type", "Link", __("Defect Type"), "Defect Type"),
		remark: control("remark", "Data", __("What is wrong")),
	};
	const chosen = () => $row.find("input[type=radio]:checked").val() || "";
	$row.on("change", "input[type=radio]", () => $problem.toggle(chosen() === "Problem"));
	if (!item.name) $row.find('[value="Problem"]').prop("checked", true).trigger("change");
	const text = (name) => fields[name].get_value() || "";
	return {
		values: () => ({
			check_item: item.name,
			result: chosen(),
			location: text("location"),
			defect_type: text("defect_type"),
			remark: text("remark"),
		}),
	};
}
