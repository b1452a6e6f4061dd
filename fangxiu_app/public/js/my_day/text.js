/* Words, escaping and times of 我的一天: the page is light and has none of the desk's scripts. */

const read_json = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read_json("fx-words");

export const page_data = () => read_json("fx-data");

/** A text in the user's language; ``{0}`` takes the first of ``values``. */
export const __ = (text, values = []) =>
	(words[text] || text).replace(/\{(\d)\}/g, (all, index) => values[index] ?? "");

export const esc = (value) =>
	String(value ?? "").replace(
		/[&<>"']/g,
		(sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[sign]
	);

/** The address of a page of the desk; the page knows where the desk lies. */
export const desk_url = (...route) =>
	[document.getElementById("fx-day").dataset.desk, ...route.map(encodeURIComponent)].join("/");

/** The text of a message the server wrote with a little markup in it. */
export const plain = (html) =>
	new DOMParser().parseFromString(String(html).replace(/<br>/g, "\n"), "text/html").body.textContent;

/** A length of time in words: the two largest units. */
export function span(seconds) {
	const minutes = Math.floor(Math.abs(seconds) / 60);
	const days = Math.floor(minutes / 1440);
	const hours = Math.floor((minutes % 1440) / 60);
	if (days) return hours ? __("{0} d {1} h", [days, hours]) : __("{0} d", [days]);
	return hours ? __("{0} h {1} min", [hours, minutes % 60]) : __("{0} min", [minutes]);
}

/** Day and time; the year stands where it is not this one. */
export const short_time = (value) => {
	const said = value ? String(value).slice(0, 16) : "";
	const year = `${new Date().getFullYear()}-`;
	return said.startsWith(year) ? said.slice(year.length) : said;
};

const two = (number) => String(number).padStart(2, "0");

/** A Date as the server writes times. */
export function written(date) {
	const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A time the server wrote, as a Date of this phone's zone with the same wall clock. */
export const parsed = (text) => new Date(String(text).slice(0, 19).replace(" ", "T"));

/** A number nobody else has; ``crypto.randomUUID`` exists on secure pages only. */
export function new_key() {
	const hex = [...crypto.getRandomValues(new Uint8Array(16))]
		.map((byte) => byte.toString(16).padStart(2, "0"))
		.join("");
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
