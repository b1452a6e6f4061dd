/* What every dialog of the desk has in common. */

/* Escape closes what lies on top and nothing below it: stock, Bootstrap closes the message and then Frappe's own key the
   dialog under it, with what has been typed there. */
document.addEventListener(
	"keydown",
	(event) => {
		if (event.key !== "Escape" || frappe.ui.open_dialogs.length < 2) return;
		event.stopImmediatePropagation();
		const top = window.cur_dialog;
		if (top && !top.no_cancel_flag && !top.static) top.cancel();
	},
	true
);

/* A few lines are typed here: at the stock height two of these push the button off a small screen. */
frappe.ui.form.ControlSmallText = class SmallTextInDialog extends frappe.ui.form.ControlSmallText {
	make_input() {
		super.make_input();
		if (!this.frm) this.$input.css({ height: "84px" });
	}
};

/* Frappe's field for a signature loses the star of what has to be filled in. */
frappe.ui.form.ControlSignature = class SignatureWithStar extends frappe.ui.form.ControlSignature {
	make() {
		super.make();
		$(this.wrapper).find(".control-label").toggleClass("reqd", Boolean(this.df.reqd));
	}
};
