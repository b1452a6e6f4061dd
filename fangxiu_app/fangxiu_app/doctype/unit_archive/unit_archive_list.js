frappe.listview_settings["Unit Archive"] = {
	onload(listview) {
		if (frappe.model.can_create("Unit Archive")) {
			listview.page.add_inner_button(__("Import Units"), () => new UnitImport(listview).show());
		}
	},
};

/** Choose project and file, read what the check says, then import: all rows or none. */
class UnitImport {
	constructor(listview) {
		this.listview = listview;
	}

	show() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Import Units"),
			size: "large",
			fields: [
				{
					fieldname: "project",
					fieldtype: "Link",
					options: "Project",
					label: __("Project"),
					reqd: 1,
					onchange: () => this.reset(),
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "file",
					fieldtype: "Attach",
					label: __("Unit List (XLSX or CSV)"),
					reqd: 1,
					onchange: () => this.reset(),
				},
				{ fieldtype: "Section Break" },
				{ fieldname: "result", fieldtype: "HTML" },
			],
			primary_action_label: __("Check File"),
			primary_action: () => this.run(!this.checked),
			secondary_action_label: __("Download Template"),
			secondary_action: () => open_url_post("/api/method/fangxiu_app.api.importing.template", { kind: "units" }),
		});
		this.dialog.show();
		this.reset();
	}

	/** Another project or file: what was checked before says nothing about it. */
	reset() {
		this.checked = false;
		this.dialog.set_primary_action(__("Check File"), () => this.run(true));
		this.draw(
			`<p class="text-muted">${__(
				"Nothing is written by the check. Rows are matched by unit: a list can be imported again after corrections."
			)}</p>`
		);
	}

	async run(dry_run) {
		const { project, file } = this.dialog.get_values() || {};
		if (!file) return;
		this.dialog.disable_primary_action();
		this.draw(`<p class="text-muted">${dry_run ? __("Checking …") : __("Importing …")}</p>`);
		try {
			this.report(await this.call(project, file, dry_run));
		} catch (error) {
			this.reset();
		} finally {
			this.dialog.enable_primary_action();
		}
	}

	async call(project, file_url, dry_run) {
		const args = { file_url, project, dry_run: dry_run ? 1 : 0 };
		const answer = await fangxiu.write("importing.units", args);
		return answer.job ? this.wait(answer.job) : answer;
	}

	/** A long list is imported in the background: ask until its report is there. */
	async wait(job) {
		for (;;) {
			await new Promise((resolve) => setTimeout(resolve, 1500));
			const answer = await fangxiu.read("importing.state", { job });
			if (answer.state === "done") return answer.report;
			if (answer.state === "running") {
				this.progress(job, answer);
				if (answer.interrupted) await fangxiu.write("importing.resume", { job });
			} else {
				frappe.msgprint({
					title: __("Import Failed"),
					indicator: "red",
					message: answer.message || __("The import was interrupted. Start it again."),
				});
				throw new Error(answer.state);
			}
		}
	}

	/** How far it is, in the words of the import; it goes on without this window. */
	progress(job, { percent = 0, text, interrupted }) {
		const words = interrupted ? __("The import was interrupted and is taken up again …") : text || __("Waiting for a free worker …");
		this.draw(`<div class="progress"><div class="progress-bar" style="width: ${cint(percent)}%"></div></div>
			<p>${cint(percent)}% · ${frappe.utils.escape_html(words)}</p>
			<p class="text-muted">${__("You may close this window: the result stands in {0}.", [
				`<a href="/app/unit-import/${encodeURIComponent(job)}">${__("Unit Import")}</a>`,
			])}</p>`);
	}

	report(report) {
		if (!report.ok) {
			this.reset();
			this.draw(this.errors(report));
		} else if (report.dry_run) {
			this.draw(this.counts(__("The list is in order. It would be imported like this:"), report));
			this.checked = true;
			this.dialog.set_primary_action(__("Import"), () => this.run(false));
		} else {
			this.draw(this.counts(__("The list was imported."), report));
			this.dialog.set_primary_action(__("Close"), () => this.dialog.hide());
			this.listview.refresh();
		}
	}

	counts(title, report) {
		const rows = [
			[__("Rows"), report.rows],
			[__("New Units"), report.created],
			[__("Changed Units"), report.updated],
			[__("Unchanged Units"), report.unchanged],
			[__("New Buildings"), report.buildings],
			[__("New Owners"), report.owners],
		];
		const cells = rows.map(([label, count]) => `<tr><td>${label}</td><td class="text-right">${count}</td></tr>`);
		return `<p><b>${title}</b></p><table class="table table-bordered table-sm fx-import">${cells.join("")}</table>`;
	}

	errors(report) {
		const escape = frappe.utils.escape_html;
		const rows = report.errors.map(
			(error) => `<tr><td>${error.row}</td><td>${escape(error.column || "–")}</td>
				<td>${escape(error.header || "–")}</td><td>${error.message}</td></tr>`
		);
		const title = __("Nothing was imported: {0} errors. Correct the file and check it again.", [report.error_count]);
		const heads = [__("Row"), __("Column"), __("Column Header"), __("What To Do")].map((head) => `<th>${head}</th>`);
		return `<p class="text-danger"><b>${title}</b></p>
			<div style="max-height: 45vh; overflow: auto">
			<table class="table table-bordered table-sm fx-import"><thead><tr>${heads.join("")}</tr></thead>
			<tbody>${rows.join("")}</tbody></table></div>`;
	}

	draw(html) {
		this.dialog.fields_dict.result.$wrapper.html(html);
	}
}
