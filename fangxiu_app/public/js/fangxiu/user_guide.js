/* 使用指南: the page of one's own role, out of the app's own files; from the Help menu and from 我的一天. */
import { desk_url, esc } from "./util";
import { __ } from "./wording";

const FOLDER = "/assets/fangxiu_app/guides";

export class UserGuide {
	constructor(page) {
		this.page = page;
		this.body = $('<article class="fx-guide"></article>').appendTo(page.main);
		const { own, pages } = frappe.boot.fx_guides;
		const options = pages.map(([value, label]) => ({ value, label }));
		this.choice = page.add_field({
			fieldname: "guide",
			fieldtype: "Select",
			label: __("User Guide"),
			options,
			default: own[0] || pages[0]?.[0],
			change: () => this.show(),
		});
	}

	/** The chosen page; its pictures lie beside it. */
	async show() {
		const key = this.choice.get_value();
		if (!key || key === this.shown) return;
		this.shown = key;
		const answer = await fetch(
			`${FOLDER}/${encodeURIComponent(key)}.md?v=${encodeURIComponent(frappe.boot.versions.fangxiu_app)}`
		);
		if (!answer.ok) {
			this.shown = null;
			this.body.html(
				`<p class="text-muted">${esc(__("The guide could not be read. Try again, or ask the administrator."))}</p>`
			);
			return;
		}
		const text = await answer.text();
		this.body.html(frappe.markdown(text));
		this.body.find("img").each((_index, image) => {
			image.src = `${FOLDER}/${image.getAttribute("src")}`;
			image.loading = "lazy";
		});
		this.contents();
	}

	/** The chapters in one line: the one that is looked for is a click away. */
	contents() {
		const heads = this.body.find("h2").toArray();
		const links = heads.map(
			(head, index) => `<a href="#" data-chapter="${index}">${esc(head.textContent)}</a>`
		);
		$(`<nav>${links.join("")}</nav>`)
			.insertBefore(heads[0])
			.on("click", "a", (event) => {
				event.preventDefault();
				heads[event.currentTarget.dataset.chapter].scrollIntoView({ behavior: "smooth" });
			});
	}
}

/** Help leads to the guide; the framework's own links lead out of the house, to pages in English for its developers. */
$(document).on("toolbar_setup", () => {
	const menu = $(".dropdown-help .dropdown-menu");
	if (!frappe.user.has_role("System Manager")) menu.find('a[href^="http"]').remove();
	$(`<a class="dropdown-item" href="${desk_url("user-guide")}">${esc(__("User Guide"))}</a>`).prependTo(
		menu
	);
});
