/* Stores pages and what they need, so that they open without a signal. Nothing else is stored.

   SETTINGS stands before this text as it is served: the name of the store, and which pages it holds. */
const CACHE = SETTINGS.cache;
const PAGES = new RegExp(SETTINGS.pages);
const ASSET = /\.(css|js|svg|webmanifest)$/;
const WORKER = self.location.pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fetchOrCached(request, key) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(key, answer.clone());
    else if (answer.redirected && PAGES.test(key)) await cache.delete(key); // signed out: the next person must not see it
    return answer;
  } catch (offline) {
    const cached = await cache.match(key);
    if (cached) return cached;
    throw offline;
  }
}

/* The first visit came before this worker did: the page asks it to store what was loaded then, and the page itself. */
async function storeAll(addresses, path) {
  const cache = await caches.open(CACHE);
  if (PAGES.test(path)) {
    const page = await fetch(path, { credentials: "same-origin" });
    if (page.ok && !page.redirected) await cache.put(path, page);
  }
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    if (answer.ok && answer.type === "basic") await cache.put(new URL(address).pathname, answer);
  }));
}

self.addEventListener("message", (event) => {
  const assets = (event.data?.keep ?? []).filter((address) => address.startsWith(self.location.origin) && ASSET.test(new URL(address).pathname));
  event.waitUntil(storeAll(assets, event.data?.page ?? "").then(() => event.ports[0]?.postMessage("kept"), () => event.ports[0]?.postMessage("later")));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (PAGES.test(url.pathname)) event.respondWith(fetchOrCached(event.request, url.pathname));
  else if (ASSET.test(url.pathname) && url.pathname !== WORKER) event.respondWith(fetchOrCached(event.request, url.pathname));
});
