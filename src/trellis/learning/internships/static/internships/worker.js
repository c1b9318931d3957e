/* Stores the page of the day and what it needs, so that it opens without a signal. Nothing else is stored. */
const CACHE = "trellis-day";
const PAGE = "/day/";
const ASSET = /\.(css|js|svg|webmanifest)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fetchOrCached(request, key) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(key, answer.clone());
    else if (answer.redirected && key === PAGE) await cache.delete(PAGE); // signed out: the next person must not see it
    return answer;
  } catch (offline) {
    const cached = await cache.match(key);
    if (cached) return cached;
    throw offline;
  }
}

/* The first visit came before this worker did: the page asks it to store what was loaded then, and the page itself. */
async function storeAll(addresses) {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { credentials: "same-origin" });
  if (page.ok && !page.redirected) await cache.put(PAGE, page);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    if (answer.ok && answer.type === "basic") await cache.put(new URL(address).pathname, answer);
  }));
}

self.addEventListener("message", (event) => {
  const assets = (event.data?.keep ?? []).filter((address) => address.startsWith(self.location.origin) && ASSET.test(new URL(address).pathname));
  event.waitUntil(storeAll(assets).then(() => event.ports[0]?.postMessage("kept"), () => event.ports[0]?.postMessage("later")));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(fetchOrCached(event.request, PAGE));
  else if (ASSET.test(url.pathname) && url.pathname !== "/day/worker.js")
    event.respondWith(fetchOrCached(event.request, url.pathname));
});
