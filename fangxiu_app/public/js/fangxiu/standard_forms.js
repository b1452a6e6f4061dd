/* 标准表单: every form of the repair centre, where it is filled in, and its blank to print. */
import { desk_url, esc, read } from "./util";
import { __ } from "./wording";

const BLANK = "/api/method/fangxiu_app.reports.api_forms.blank";
const FLOW_CHART = "/api/method/fangxiu_app.reports.api_forms.flow_chart";

export class StandardForms {
	constructor(page) {
		this.body = $('<div class="fx-account fx-forms"></div>').appendTo(page.main);
		this.search = page.add_field({
			fieldname: "search",
			fieldtype: "Data",
			label: __("Search"),
			change: () => this.draw(),
		});
	}

	async show() {
		this.rows = this.rows || (await read("reports.api_forms.listed"));
		this.draw();
	}

	draw() {
		if (!this.rows) return;
		const asked = (this.search.get_value() || "").trim().toLowerCase();
		const said = (row) => [row.title, row.used_for, row.clauses, row.filled_by].join(" ").toLowerCase();
		const rows = this.rows.filter((row) => said(row).includes(asked));
		const subjects = [...new Set(rows.map((row) => row.subject))];
		const none = `<p class="text-muted">${esc(__("No form matches. Clear the search to see all forms."))}</p>`;
		const flow = `<p><a class="btn btn-sm btn-default" href="${FLOW_CHART}" target="_blank" rel="noopener">${esc(__("Flow Chart of a Repair"))}</a></p>`;
		this.body.html(
			flow +
				(subjects
					.map((subject) =>
						this.table(
							subject,
							rows.filter((row) => row.subject === subject)
						)
					)
					.join("") || none)
		);
	}

	table(subject, rows) {
		const heads = [
			__("Form"),
			__("Clause"),
			__("What It Is For"),
			__("Filled In By"),
			__("Where It Is Filled In"),
			__("Blank Form"),
		];
		const cells = (row) => [
			`<b>${esc(row.title)}</b>`,
			esc(row.clauses),
			esc(row.used_for),
			esc(row.filled_by),
			`<a href="${esc(place(row))}">${esc(row.place_title)}</a>`,
			blank(row),
		];
		const line = (row) =>
			`<tr>${cells(row)
				.map((text, index) => `<td data-label="${esc(heads[index])}">${text}</td>`)
				.join("")}</tr>`;
		return `<h6>${esc(__(subject))}</h6><table class="table table-sm table-bordered">
			<thead><tr>${heads.map((text) => `<th>${esc(text)}</th>`).join("")}</tr></thead>
			<tbody>${rows.map(line).join("")}</tbody></table>`;
	}
}

function place(row) {
	if (row.place === "report") return desk_url("query-report", row.target);
	const list = desk_url(frappe.router.slug(row.target));
	const filters = new URLSearchParams(row.filters).toString();
	return filters ? `${list}?${filters}` : list;
}

function blank(row) {
	if (row.why_no_blank) return `<span class="text-muted">${esc(row.why_no_blank)}</span>`;
	const address = `${BLANK}?${new URLSearchParams({ form: row.code })}`;
	return `<a class="btn btn-xs btn-default" href="${esc(address)}" target="_blank" rel="noopener">${esc(__("Print Blank"))}</a>`;
}
