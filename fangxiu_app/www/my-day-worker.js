/* Opens 我的一天 again without a connection: the newest page and its files first from the net, else as they were last seen. */
const KEPT = "fangxiu-my-day";
const ours = (url) => url.pathname === "/my-day" || url.pathname.startsWith("/assets/fangxiu_app/dist/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
	const url = new URL(event.request.url);
	if (event.request.method !== "GET" || url.origin !== self.location.origin || !ours(url)) return;
	event.respondWith(answer(event.request));
});

async function answer(request) {
	const kept = await caches.open(KEPT);
	try {
		const fresh = await fetch(request);
		if (fresh.ok && !fresh.redirected) await kept.put(request, fresh.clone());
		return fresh;
	} catch (problem) {
		const last = await kept.match(request);
		if (last) return last;
		throw problem;
	}
}
