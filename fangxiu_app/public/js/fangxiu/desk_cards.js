/* Number cards of a desk: all in one request, where Frappe asks twice for each. */
import { draw_again } from "./desk_refresh";
import { read } from "./util";

/** Milliseconds in which the cards of a desk are drawn, one after the other. */
const TOGETHER = 30;
const waiting = { names: new Set(), answer: null };

/** Settings and value of our card, or nothing: then Frappe asks for it as for those of others. */
async function ask_together(name) {
	waiting.names.add(name);
	waiting.answer ??= new Promise((done) => setTimeout(done, TOGETHER)).then(() => {
		const names = JSON.stringify([...waiting.names]);
		waiting.names.clear();
		waiting.answer = null;
		return read("overview.api_desk.cards", { names });
	});
	return waiting.answer.then((cards) => cards?.[name]).catch(() => null);
}

/** A number card opens its list by its words too: Frappe takes a click on the number alone. */
export function whole_card(Stock) {
	return class WholeCard extends Stock {
		set_body() {
			super.set_body();
			draw_again(this, () => this.card_doc && this.render_card());
		}

		async make_card() {
			this.fx_found = await ask_together(this.number_card_name || this.name);
			if (this.fx_found) frappe.model.sync([this.fx_found.doc]);
			super.make_card();
		}

		async get_data() {
			const found = this.fx_found || (await ask_together(this.card_doc.name));
			this.fx_found = null;
			if (!found) return super.get_data();
			this.data = found.data;
			return this.settings.get_number(this.data);
		}

		/** A list of names is that of now, also on a desk that has been open since the morning. */
		async set_route() {
			const found = this.card_doc.type === "Custom" && (await ask_together(this.card_doc.name));
			if (found) this.data = found.data;
			super.set_route();
		}

		set_events() {
			super.set_events();
			this.title_field
				.css("cursor", "pointer")
				.on("click", () => this.in_customize_mode || this.set_route());
		}
	};
}
