/* Tables that record what was done: their texts are read whole, not cut after one line. */

/** Let the cells of these tables of a form wrap; rows become as high as their text. */
export function wrap_rows(frm, tables) {
	for (const table of tables) frm.get_field(table)?.grid?.wrapper?.addClass("fx-record-rows");
}
