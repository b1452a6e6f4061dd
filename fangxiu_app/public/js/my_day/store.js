/* Queued entries with their photos, in IndexedDB, which survives a closed page and an empty battery. */

const DATABASE = "fangxiu-my-day";
const ENTRIES = "entries";

let opened;

function open() {
	opened ||= new Promise((resolve, reject) => {
		const request = indexedDB.open(DATABASE, 1);
		request.onupgradeneeded = () =>
			request.result.createObjectStore(ENTRIES, { keyPath: "id", autoIncrement: true });
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	return opened;
}

async function run(mode, work) {
	const database = await open();
	return new Promise((resolve, reject) => {
		const transaction = database.transaction(ENTRIES, mode);
		const request = work(transaction.objectStore(ENTRIES));
		transaction.oncomplete = () => resolve(request.result);
		transaction.onerror = () => reject(transaction.error);
		transaction.onabort = () => reject(transaction.error);
	});
}

/** Entries of ``user`` in the order they were made. */
export async function entries_of(user) {
	const rows = await run("readonly", (store) => store.getAll());
	return rows.filter((row) => row.user === user);
}

/** Keep an entry; a new one gets its place at the end. */
export const keep = (entry) => run("readwrite", (store) => store.put(entry));

export const forget = (id) => run("readwrite", (store) => store.delete(id));

/** What is typed but not handed in yet, by ticket and form. */
let draft_owner = "";

/** Drafts are their user's own: who else uses this phone never sees them. */
export const drafts_belong_to = (user) => (draft_owner = encodeURIComponent(user));

const draft_name = (ticket, kind) => `fx-draft|${draft_owner}|my_day|${kind} ${ticket}`;

export function load_draft(ticket, kind) {
	try {
		return JSON.parse(localStorage.getItem(draft_name(ticket, kind))) || {};
	} catch {
		return {};
	}
}

export const save_draft = (ticket, kind, values) =>
	localStorage.setItem(draft_name(ticket, kind), JSON.stringify(values));

export const drop_draft = (ticket, kind) => localStorage.removeItem(draft_name(ticket, kind));
