/* Tables that record what was done: their texts are read whole, not cut after one line. */

/** Let the cells of these tables of a form wrap; rows become as high as their text. */
export function wrap_rows(frm, tables) {
	for (const table of tables) frm.get_field(table)?.grid?.wrapper?.addClass("fx-record-rows");
}

/** What the link ``field`` of a table's row has offered, in the line and in its editor, is no longer true: its list is asked for anew. */
export function forget_choices(frm, table, row, field) {
	const line = frm.get_field(table)?.grid?.grid_rows_by_docname?.[row];
	for (const control of [line?.on_grid_fields_dict?.[field], line?.grid_form?.fields_dict?.[field]]) {
		if (!control?.awesomplete) continue;
		control.$input.cache = {};
		control.awesomplete.close();
		control.awesomplete.list = [];
	}
}
