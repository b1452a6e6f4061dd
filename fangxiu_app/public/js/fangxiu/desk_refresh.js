/* The desk stays open below the intake dialog: what it shows is read again when the dialog is closed. */

/** A call was taken on this desk: its figures and lists are read again. What is no longer on the screen listens no longer. */
export function draw_again(widget, read_again) {
	if (widget.fx_follows) return;
	widget.fx_follows = true;
	$(document).on("fx-tickets-changed", function follow() {
		if (widget.widget?.[0]?.isConnected) read_again();
		else $(document).off("fx-tickets-changed", follow);
	});
}
