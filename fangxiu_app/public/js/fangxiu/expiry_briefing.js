/* The written briefing of what is open when the warranty ends: both sides sign it, then it is printed (R57). */
import { ask, CRAFT, has, open_print, photo } from "./expiry_ask";
import { __ } from "./wording";

/** A briefing: owner and contractor sign on the screen, or on the paper that is photographed; then it is printed. */
export function show_briefing(frm) {
	const { doc } = frm;
	if (frm.is_new()) return;
	if (doc.state === "Signed") {
		frm.add_custom_button(__("Print Briefing"), () => open_print(doc, "Expiry Briefing Sheet")).addClass(
			"btn-primary"
		);
		return;
	}
	frm.set_intro(
		__(
			"Owner and contractor confirm by their signatures what is still open at the end of the warranty and that it is repaired afterwards (R57)."
		),
		"blue"
	);
	if (!has(CRAFT)) return;
	const reload = () => frm.reload_doc();
	const sides = [["owner", __("Owner Signs")]];
	if (doc.contractor) sides.push(["contractor", __("Contractor Signs")]);
	const missing = sides.filter(([side]) => !doc[`${side}_signed_at`]);
	const owner = doc.__onload?.owner_name;
	for (const [index, [side, label]] of missing.entries()) {
		const fields = [
			{
				fieldname: "signed_by",
				fieldtype: "Data",
				label: __("Name"),
				default: side === "owner" ? owner : "",
				reqd: 1,
			},
			{ fieldname: "signature", fieldtype: "Signature", label: __("Signature"), reqd: 1 },
		];
		const button = frm.add_custom_button(label, () =>
			ask(label, fields, "sign", { briefing: doc.name, side }, reload)
		);
		if (!index) button.addClass("btn-primary");
	}
	const label = __("File Signed Paper");
	const names = {
		owner: {
			fieldname: "owner_by",
			fieldtype: "Data",
			label: __("Signed by Owner"),
			default: owner,
			reqd: 1,
		},
		contractor: {
			fieldname: "contractor_by",
			fieldtype: "Data",
			label: __("Signed by Contractor"),
			reqd: 1,
		},
	};
	const fields = [
		{ ...photo(__("Photo of the Signed Paper")), fieldname: "file", fieldtype: "Attach" },
		...missing.map(([side]) => names[side]),
	];
	const args = { briefing: doc.name, owner_by: doc.owner_by || "" };
	frm.add_custom_button(label, () => ask(label, fields, "file_paper", args, reload));
}
