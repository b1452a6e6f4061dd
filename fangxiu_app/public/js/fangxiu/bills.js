/* ERPNext's bill of a contractor: its agreement and project are filled in from the contractor, and the amount to be held is shown before saving. */
import { esc } from "./util";
import { __ } from "./wording";

const own = (doc) =>
	!doc.docstatus &&
	!doc.is_return &&
	!["fx_third_party_order", "fx_compensation", "fx_deduction"].some((field) => doc[field]);
const readable = (frm) => frm.fields_dict.warranty_agreement && frappe.model.can_read("Warranty Agreement");

/** Agreements of the bill's contractor, and of its project once that is known. */
const wanted = ({ supplier, project }) => ({
	contractor: supplier,
	status: "Signed",
	...(project ? { project } : {}),
});

export function bill_agreements(frm) {
	if (!frm.fields_dict.warranty_agreement) return;
	frm.set_query("warranty_agreement", () => ({
		filters: frm.doc.supplier && own(frm.doc) ? wanted(frm.doc) : {},
	}));
}

/** The only agreement there is comes by itself; of several one is chosen; a contractor without one is asked nothing. */
export async function propose_agreement(frm) {
	const { supplier } = frm.doc;
	if (!supplier || !own(frm.doc) || !readable(frm)) return;
	const rows = await frappe.db.get_list("Warranty Agreement", {
		filters: wanted(frm.doc),
		fields: ["name", "project"],
		limit: 20,
	});
	if (frm.doc.supplier !== supplier) return;
	const kept = rows.find((row) => row.name === frm.doc.warranty_agreement);
	if (kept) return;
	await frm.set_value("warranty_agreement", rows.length === 1 ? rows[0].name : "");
	if (rows.length < 2) return;
	const text = __(
		"{0} has {1} signed agreements. Choose the warranty agreement of this bill; its project follows.",
		[frm.doc.supplier_name || supplier, rows.length]
	);
	frm.scroll_to_field("warranty_agreement"); // its section is folded
	frappe.show_alert({ message: esc(text), indicator: "orange" }, 10);
}

/** The project follows the agreement, and what will be held stands above the form. */
export async function follow_agreement(frm) {
	if (!own(frm.doc) || !readable(frm)) return;
	frm.set_intro("");
	const { warranty_agreement, supplier } = frm.doc;
	if (!warranty_agreement) return;
	const { message } = await frappe.db.get_value("Warranty Agreement", warranty_agreement, [
		"project",
		"contractor",
		"security",
		"deposit_rate",
	]);
	if (!message || frm.doc.warranty_agreement !== warranty_agreement) return;
	if (!frm.doc.project) await frm.set_value("project", message.project);
	if (message.contractor !== supplier || message.security !== "Deposit") return;
	const text = message.deposit_rate
		? __(
				"On submission {0} % of this bill is held as deposit of agreement {1}. Clear the agreement if this bill is not for its work.",
				[message.deposit_rate, warranty_agreement]
			)
		: __(
				"On submission the deposit of agreement {0} is held from this bill. Clear the agreement if this bill is not for its work.",
				[warranty_agreement]
			);
	frm.set_intro(esc(text), "blue");
}
