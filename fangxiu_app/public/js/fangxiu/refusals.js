/* What the server refuses it says itself, in its own message. A promise that then ends without any reason is no fault of the page. */

/** Listen once for the whole desk: dialogs that insert or call end so, one of them after the other. */
export function quiet_refusals() {
	window.addEventListener("unhandledrejection", (event) => {
		if (event.reason === undefined) event.preventDefault();
	});
}
