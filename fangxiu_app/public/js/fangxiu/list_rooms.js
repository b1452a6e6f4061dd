// Lists hear of changes in the user's own projects (core/access/realtime_rooms.py). Who sees all projects hears by Frappe's own room.

const EVENT = "fx_list_update";
// More projects than this and the list is read anew by hand: each room is one question to the server.
const MOST = 20;
let joined = [];

function join() {
	const [view, doctype] = frappe.get_route() || [];
	for (const room of joined) frappe.realtime.emit("doc_unsubscribe", ...room);
	joined = [];
	const projects = Object.keys(frappe.boot.fx_projects || {});
	if (view !== "List" || !(frappe.boot.fx_scoped || []).includes(doctype) || projects.length > MOST) return;
	joined = projects.map((project) => [doctype, `project:${project}`]);
	for (const room of joined) frappe.realtime.emit("doc_subscribe", ...room);
}

function heard(data) {
	const list = window.cur_list;
	if (list?.doctype !== data.doctype || list.$checks?.length || list.avoid_realtime_update?.()) return;
	list.pending_document_refreshes?.push(data);
	list.debounced_refresh?.();
}

$(document).on("app_ready", () => {
	if (!frappe.boot.fx_scoped?.length || !frappe.realtime.socket) return;
	frappe.realtime.on(EVENT, heard);
	frappe.realtime.socket.on("connect", join);
	frappe.router.on("change", join);
});
