/* 施工单位对账: a contractor's deposits, vouchers and open claims. Every number opens the list behind it. */
import { suppliers } from "./buying";
import { deduct_source } from "./money";
import { draft_several } from "./charging";
import { askable, new_of_agreement } from "./of_agreement";
import { statement_buttons } from "./statements";
import { comma, desk_url, esc, form_link, form_url, long_time, read } from "./util";
import { __ } from "./wording";

/** Each cell says what it is: on a phone a row is a card, its cells below one another. */
function name_cells(table) {
	const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
	for (const row of table.querySelectorAll("tbody tr"))
		if (row.cells.length === heads.length)
			heads.forEach((head, index) => row.cells[index].setAttribute("data-head", head));
}

export class ContractorAccount {
	constructor(page) {
		this.page = page;
		this.body = $('<div class="fx-account"></div>').appendTo(page.main);
		const field = (options) =>
			page.add_field({ fieldtype: "Link", change: () => this.load(), ...options });
		this.contractor = field({
			fieldname: "contractor",
			label: __("Contractor"),
			options: "Supplier",
			get_query: () => ({ filters: suppliers.firm }),
		});
		// a company's name is longer than a code
		$(this.contractor.wrapper).removeClass("col-md-2").addClass("col-md-4");
		this.project = field({ fieldname: "project", label: __("Project"), options: "Project" });
		const chosen = () => ({ contractor: this.contractor.get_value(), project: this.project.get_value() });
		statement_buttons(page, chosen, () => (this.data && this.data.contractors) || []);
		this.body.on("click", "[data-deduct]", (event) =>
			deduct_source(this.data.waiting[event.currentTarget.dataset.deduct])
		);
		this.body.on("click", "[data-draft]", () => {
			const marked = this.body
				.find("[data-pick]:checked")
				.toArray()
				.map((box) => this.data.waiting[box.dataset.pick].name);
			if (!marked.length)
				return frappe.show_alert({
					message: __("Mark what is to be deducted first."),
					indicator: "orange",
				});
			return draft_several(marked);
		});
		this.body.on("click", "[data-contractor]", async (event) => {
			event.preventDefault();
			const { contractor } = event.currentTarget.dataset;
			await this.contractor.set_value(contractor);
			this.load(contractor);
		});
	}

	/** Shown again, it reads what was done on other pages since: the figures are those of now. */
	async show({ contractor, project }) {
		this.loaded = null;
		if (contractor) await this.contractor.set_value(contractor);
		if (project) await this.project.set_value(project);
		this.load(contractor);
	}

	/** ``chosen`` by a link: the field reads as empty until it has fetched the title. */
	async load(chosen) {
		const contractor = chosen || this.contractor.get_value();
		const project = this.project.get_value() || null;
		const key = `${contractor}|${project}`;
		if (key === this.loaded) return;
		this.loaded = key;
		const args = { ...(contractor ? { contractor } : {}), ...(project ? { project } : {}) };
		const data = await read(
			contractor ? "money.deposits.api_contractor.account" : "money.deposits.api_contractor.overview",
			args
		);
		if (this.loaded !== key) return;
		this.data = data;
		this.shown = contractor;
		this.address(args);
		this.actions();
		this.body.html(
			contractor
				? this.figures() + this.chips() + this.waiting() + this.agreements() + this.timeline()
				: this.waiting() + this.contractors()
		);
		this.body.find("table").each((_index, table) => name_cells(table));
	}

	/** Who is shown stands in the address: a reload and a link that is passed on show the same. */
	address(args) {
		if (frappe.get_route()[0] !== "contractor-account") return;
		const query = new URLSearchParams(args).toString();
		history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
	}

	/** A deduction or release is of an agreement: offered once one of the chosen contractor is shown. */
	actions() {
		const { page } = this;
		page.clear_primary_action();
		page.clear_secondary_action();
		if (!this.shown || !(this.data.agreements || []).length) return;
		const may = (doctype) => frappe.model.can_create(doctype);
		if (may("Contractor Deduction"))
			page.set_primary_action(__("New Deduction"), () => this.make("Contractor Deduction"));
		if (may("Deposit Release"))
			page.set_secondary_action(__("Request Release"), () => this.make("Deposit Release"));
	}

	/** Before a contractor is chosen: all of them, the largest balance first. */
	contractors() {
		const heads = [
			__("Contractor"),
			`#${__("Warranty Agreements")}`,
			`#${__("Deposited")}`,
			`#${__("Deducted")}`,
			`#${__("Undecided Deductions")}`,
			`#${__("Released")}`,
			`#${__("Deposit Balance")}`,
			__("Due Back On"),
		];
		const cell = (text) => `<td class="text-right">${text}</td>`;
		const row = (
			one
		) => `<tr><td><a href="#" data-contractor="${esc(one.contractor)}">${esc(one.name || one.contractor)}</a></td>
			${cell(one.agreements)}${["held", "deducted", "undecided", "released"].map((name) => cell(format_currency(one[name] || 0, one.currency))).join("")}
			${cell(`<b>${format_currency(one.balance || 0, one.currency)}</b>`)}
			<td>${esc(one.due ? frappe.datetime.str_to_user(one.due) : "–")}</td></tr>`;
		return this.table(__("Deposits by Contractor"), heads, this.data.contractors.map(row));
	}

	/** What is verified, billed or confirmed and charged by nobody yet: one click to a deduction with its lines. */
	waiting() {
		const rows = this.data.waiting;
		if (!rows.length) return "";
		const one_contractor = Boolean(this.shown);
		const may = frappe.model.can_create("Contractor Deduction");
		const heads = [
			...(may ? [""] : []),
			__("Source"),
			...(one_contractor ? [] : [__("Contractor")]),
			__("Project"),
			__("Concerns"),
			`#${__("Cost")}`,
			__("Waiting Since"),
			...(may ? [""] : []),
		];
		const row = (
			one,
			index
		) => `<tr>${may ? `<td><input type="checkbox" data-pick="${index}" aria-label="${esc(one.name)}"></td>` : ""}<td>${esc(__(one.kind))} ${form_link(one.kind, one.name)}</td>
			${one_contractor ? "" : `<td><a href="#" data-contractor="${esc(one.contractor)}">${esc(one.contractor_name)}</a></td>`}
			<td>${esc(one.project_name)}</td><td>${esc(one.about)}</td>
			<td class="text-right">${format_currency(one.cost, frappe.boot.sysdefaults.currency)}</td><td>${esc(long_time(one.since).slice(0, 10))}</td>
			${may ? `<td><button class="btn btn-xs btn-primary" data-deduct="${index}">${__("Deduct")}</button></td>` : ""}</tr>`;
		const all = may
			? `<p><button class="btn btn-xs btn-default" data-draft>${esc(__("Draft Deductions for the Marked"))}</button></p>`
			: "";
		return this.table(`${__("Waiting to Be Deducted")} (${rows.length})`, heads, rows.map(row)) + all;
	}

	/** Deposits in different currencies stand below one another: they are never added. */
	figures() {
		return this.data.figures.map((group) => this.group(group)).join("");
	}

	group({ currency, totals, safe }) {
		const money = (value) => format_currency(value || 0, currency);
		const cells = [
			[__("Deposited"), totals.held],
			[__("Deducted"), totals.deducted],
			[__("In Dispute"), totals.disputed, totals.disputed ? "text-danger" : ""],
			[__("Released"), totals.released],
			[__("Deposit Balance"), totals.balance],
			[__("Safe to Release"), safe.amount, "fx-safe"],
		];
		// the same figure as the dialog and the new release have
		if (safe.lines.some((one) => one.in_approval))
			cells.push([
				__("Can Be Asked For"),
				safe.lines.reduce((sum, one) => sum + askable(one), 0),
				"fx-safe",
			]);
		const figure = ([label, value, css = ""]) =>
			`<div class="fx-figure"><b class="${css}">${money(value)}</b><span>${esc(label)}</span></div>`;
		return `<div class="fx-figures">${cells.map(figure).join("")}</div>${this.safe(safe, money)}`;
	}

	/** One line for each agreement, each term named: what exceeds one deposit is not taken from another. */
	safe({ lines, amount }, money) {
		if (!lines.length) return "";
		const heads = [
			__("Warranty Agreement"),
			`#${__("Deposit Balance")}`,
			`#−\u00a0${__("Approved, Not Paid Yet")}`,
			`#−\u00a0${__("Undecided Deductions")}`,
			`#−\u00a0${__("Charges Not Deducted Yet")}`,
			`#−\u00a0${__("Compensations Under Way")}`,
			`#−\u00a0${__("Open defects of the agreement")}`,
			`#−\u00a0${__("Expected Until Expiry")}`,
			`#=\u00a0${__("Safe to Release")}`,
		];
		const cell = (text) => `<td class="text-right">${text}</td>`;
		const defects = (one) =>
			one.open_defects
				? `${money(one.for_defects)} <span class="text-muted">(${one.open_defects})</span>`
				: money(0);
		const signing = (one) =>
			one.in_approval
				? `<br><span class="text-muted">${esc(__("{0} of it in approval", [money(one.in_approval)]))}<br>${esc(__("can be asked for: {0}", [money(askable(one))]))}</span>`
				: "";
		const row = (
			one
		) => `<tr><td>${form_link("Warranty Agreement", one.agreement)}</td>${cell(money(one.balance))}${cell(money(one.promised))}${cell(money(one.undecided))}${cell(money(one.waiting))}${cell(money(one.compensations))}
			${cell(defects(one))}${cell(money(one.expected))}${cell(`<b class="fx-safe">${money(one.amount)}</b>${signing(one)}`)}</tr>`;
		const sum =
			lines.length > 1
				? [
						`<tr><td colspan="8"><b>${esc(__("Total"))}</b></td>${cell(`<b class="fx-safe">${money(amount)}</b>`)}</tr>`,
					]
				: [];
		const note = `<p class="text-muted">${esc(__("Never below 0: what exceeds the deposit of one agreement is not taken from another."))}</p>`;
		return this.table(__("Safe to Release"), heads, [...lines.map(row), ...sum]) + note;
	}

	chips() {
		const { counts } = this.data;
		const contractor = this.shown;
		const undecided = ["Draft", "Notified", "Objected", "Answered"]
			.filter((state) => counts.deductions[state])
			.map((state) => `${__(state, null, "Contractor Deduction")} ${counts.deductions[state]}`)
			.join(comma());
		const all = Object.values(counts.deductions).reduce((sum, count) => sum + count, 0);
		const invoices = counts.invoices.reduce((sum, one) => sum + one.count, 0);
		const due = counts.invoices.map((one) => format_currency(one.amount, one.currency)).join(" + ");
		const named = (names) => ({ name: ["in", names.length ? names : [""]] });
		const chips = [
			// who may not read a kind of document sees how many there are, without a way into a refusal
			[
				"Warranty Agreement",
				__("Warranty Agreements"),
				counts.agreements,
				"",
				named(this.data.agreements.map((one) => one.agreement)),
			],
			[
				"Repair Ticket",
				__("Open Tickets of the Contractor"),
				counts.tickets.open,
				counts.tickets.overdue ? __("{0} overdue", [counts.tickets.overdue]) : "",
				{ status: ["not in", ["Closed", "Merged", "Cancelled"]] },
			],
			["Third Party Order", __("Third Party Orders"), counts.orders.all, "", { docstatus: ["<", 2] }],
			[
				"Contractor Deduction",
				__("Undecided Deductions"),
				all,
				undecided,
				{ docstatus: 0, state: ["in", counts.undecided] },
			],
			[
				"Purchase Invoice",
				__("Invoices Open"),
				invoices,
				due,
				named(counts.invoices.flatMap((one) => one.names)),
			],
		];
		const project = this.project.get_value();
		const chip = ([doctype, label, count, more, extra]) => {
			const by = doctype === "Purchase Invoice" ? "supplier" : "contractor";
			const chosen = { [by]: contractor, ...(project ? { project } : {}), ...extra };
			const texts = Object.entries(chosen).map(([field, value]) => [
				field,
				typeof value === "object" ? JSON.stringify(value) : value,
			]);
			const href = esc(`${desk_url(frappe.router.slug(doctype))}?${new URLSearchParams(texts)}`);
			const way = frappe.model.can_read(doctype) ? ` href="${href}"` : "";
			return `<a class="fx-count"${way}><b>${count || 0}</b> ${esc(label)} <span class="text-muted">${esc(more)}</span></a>`;
		};
		return `<div class="fx-counts">${chips.map(chip).join("")}</div>`;
	}

	agreements() {
		const heads = [
			__("Warranty Agreement"),
			__("Project"),
			`#${__("Deposited")}`,
			`#${__("Deducted")}`,
			`#${__("Released")}`,
			`#${__("Deposit Balance")}`,
			__("Due Back On"),
			"",
		];
		const row = (
			one
		) => `<tr><td><a href="${form_url("Warranty Agreement", one.agreement)}">${esc(one.agreement)}</a></td>
			<td>${esc(one.project_name)}</td><td class="text-right">${format_currency(one.held || 0, one.currency)}</td>
			<td class="text-right">${format_currency(one.deducted || 0, one.currency)}</td><td class="text-right">${format_currency(one.released || 0, one.currency)}</td>
			<td class="text-right"><b>${format_currency(one.balance || 0, one.currency)}</b>${one.difference ? ` <span class="text-danger">≠ ${format_currency(one.booked || 0, one.currency)}</span>` : ""}</td>
			<td>${esc(one.liability_end ? frappe.datetime.str_to_user(one.liability_end) : "–")}</td>
			<td><a href="/printview?doctype=Warranty%20Agreement&name=${encodeURIComponent(one.agreement)}&format=Contractor%20Statement&trigger_print=0" target="_blank">${__("Statement")}</a></td></tr>`;
		return this.table(__("Deposits by Agreement"), heads, this.data.agreements.map(row));
	}

	timeline() {
		const heads = [
			__("Date"),
			__("What"),
			__("Voucher"),
			__("Warranty Agreement"),
			`#${__("Amount")}`,
			`#${__("Deposit Balance")}`,
		];
		const row = (one) => {
			const [doctype, name] = one.entry
				? ["Warranty Deposit Entry", one.entry]
				: one.deduction
					? ["Contractor Deduction", one.deduction]
					: [one.voucher_type, one.voucher_no];
			const minus = one.amount < 0 ? "text-danger" : "";
			return `<tr><td>${esc(frappe.datetime.str_to_user(one.posting_date))}</td><td>${esc(__(one.what, null, "Warranty Deposit Entry"))}</td>
				<td><a href="${form_url(doctype, name)}">${esc(name)}</a></td><td>${esc(one.agreement)}</td>
				<td class="text-right ${minus}">${format_currency(one.amount || 0, one.currency)}</td><td class="text-right"><b>${format_currency(one.balance || 0, one.currency)}</b></td></tr>`;
		};
		const more = this.data.more
			? `<p class="text-muted">${__("{0} earlier vouchers stand in the statement.", [this.data.more])}</p>`
			: "";
		return (
			this.line() + this.table(__("Vouchers"), heads, [...this.data.vouchers].reverse().map(row)) + more
		);
	}

	/** The balance after each voucher as a line, one for each currency. */
	line() {
		const { figures, vouchers } = this.data;
		return figures
			.map(({ currency }) =>
				this.curve(
					currency,
					vouchers.filter((one) => one.currency === currency)
				)
			)
			.join("");
	}

	curve(currency, vouchers) {
		const points = vouchers.map((one) => one.balance);
		if (points.length < 2) return "";
		const top = Math.max(...points, 1);
		const x = (index) => ((index / points.length) * 960 + 20).toFixed(1);
		const y = (value) => (110 - (value / top) * 90).toFixed(1);
		const path =
			points.map((value, index) => `${index ? `H${x(index)} V` : `M${x(0)},`}${y(value)}`).join(" ") +
			` H${x(points.length)}`;
		return `<svg class="fx-balance" viewBox="0 0 1000 120" role="img" aria-label="${esc(__("Deposit Balance"))}">
			<path d="M20,110 H980" class="fx-axis"></path><path d="${path}"></path>
			<text x="20" y="14">${esc(format_currency(top, currency))}</text></svg>`;
	}

	/** ``heads`` that begin with # stand over numbers. */
	table(title, heads, rows) {
		const head = (text) =>
			text[0] === "#" ? `<th class="text-right">${esc(text.slice(1))}</th>` : `<th>${esc(text)}</th>`;
		const empty = `<tr><td colspan="${heads.length}" class="text-muted">${__("Nothing yet.")}</td></tr>`;
		return `<h6>${esc(title)}</h6><div class="fx-scroll"><table class="table table-sm table-bordered">
			<thead><tr>${heads.map(head).join("")}</tr></thead>
			<tbody>${rows.join("") || empty}</tbody></table></div>`;
	}

	make(doctype) {
		return new_of_agreement(doctype, this.data);
	}
}
