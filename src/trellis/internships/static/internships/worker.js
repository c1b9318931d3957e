/* Keeps the page of the day and what it needs, so that it opens without a signal. Nothing else is kept. */
const KEPT = "trellis-day";
const PAGE = "/day/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request, key) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && answer.type === "basic") await kept.put(key, answer.clone());
    else if (answer.redirected && key === PAGE) await kept.delete(PAGE); // signed out: the next person must not see it
    return answer;
  } catch (offline) {
    const held = await kept.match(key);
    if (held) return held;
    throw offline;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(fresh(event.request, PAGE));
  else if (/\.(css|js|svg|webmanifest)$/.test(url.pathname) && url.pathname !== "/day/worker.js")
    event.respondWith(fresh(event.request, url.pathname));
});
