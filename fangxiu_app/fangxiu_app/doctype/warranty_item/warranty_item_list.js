const SEASONS = { Heating: __("Heating Seasons"), Cooling: __("Cooling Seasons") };

/** A term with its unit: 2 years, 2 heating seasons. */
const term = (side) => (amount, _df, doc) => {
	const unit = doc[`${side}_unit`];
	const words = unit === "Season" ? SEASONS[doc.season_kind] : __(unit, null, "Warranty Item");
	return frappe.utils.escape_html([amount || "", unit ? words : ""].filter(Boolean).join(" "));
};

frappe.listview_settings["Warranty Item"] = {
	add_fields: ["season_kind", "owner_unit", "contractor_unit", "minimum_unit"],
	formatters: {
		owner_amount: term("owner"),
		contractor_amount: term("contractor"),
		minimum_amount: term("minimum"),
	},
};
