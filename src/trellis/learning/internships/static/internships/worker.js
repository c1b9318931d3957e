/* Keeps the page of the day and what it needs, so that it opens without a signal. Nothing else is kept. */
const KEPT = "trellis-day";
const PAGE = "/day/";
const ASSET = /\.(css|js|svg|webmanifest)$/;

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

/* The first visit came before this worker did: the page asks it to keep what was loaded then, and the page itself. */
async function keepAll(addresses) {
  const kept = await caches.open(KEPT);
  const page = await fetch(PAGE, { credentials: "same-origin" });
  if (page.ok && !page.redirected) await kept.put(PAGE, page);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    if (answer.ok && answer.type === "basic") await kept.put(new URL(address).pathname, answer);
  }));
}

self.addEventListener("message", (event) => {
  const own = (event.data?.keep ?? []).filter((address) => address.startsWith(self.location.origin) && ASSET.test(new URL(address).pathname));
  event.waitUntil(keepAll(own).then(() => event.ports[0]?.postMessage("kept"), () => event.ports[0]?.postMessage("later")));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(fresh(event.request, PAGE));
  else if (ASSET.test(url.pathname) && url.pathname !== "/day/worker.js")
    event.respondWith(fresh(event.request, url.pathname));
});
