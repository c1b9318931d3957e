/* Entries that are not sent yet. Each is saved on the device before the page says so.

   A queue has a name (its database), the address that takes its entries (or each entry names its own), and the field of
   an entry that names whose it is: another person's entries on the same device are neither shown nor sent. */
const STORE = "entries";
const LOCAL = ["refused", "address"]; // what the device alone needs to know of an entry

/* crypto.randomUUID needs a secure page; a school's own machine may have none. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function token() {
  return document.cookie.split("; ").find((cookie) => cookie.startsWith("csrftoken="))?.slice(10) ?? "";
}

/* Sends one entry: "kept" with the answer, "refused" with a sentence, "sign in", or "later". */
async function send(address, entry) {
  const form = new FormData();
  for (const [name, value] of Object.entries(entry)) if (value != null && !LOCAL.includes(name)) form.append(name, value);
  form.append("sent_at", new Date().toISOString());
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST", body: form, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token() },
    });
  } catch {
    return { state: "later" };
  }
  if (answer.ok) return { state: "kept", ...(await answer.json()) };
  if (answer.status === 422) return { state: "refused", sentence: (await answer.json()).sentence };
  if (answer.status === 413) return { state: "refused", sentence: "" };
  if (answer.type === "opaqueredirect" || [401, 403, 404, 409].includes(answer.status)) return { state: "sign in" };
  return { state: "later" };
}

export function openQueue({ name, address, owner }) {
  function openDatabase() {
    return new Promise((done, failed) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  async function transact(mode, work) {
    const database = await openDatabase();
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction(STORE, mode, { durability: "strict" });
        const request = work(transaction.objectStore(STORE));
        transaction.oncomplete = () => done(request.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  const keep = (entry) => transact("readwrite", (entries) => entries.put(entry));
  const drop = (id) => transact("readwrite", (entries) => entries.delete(id));

  /* A person's own entries, the oldest first. */
  async function waiting(person) {
    const all = await transact("readonly", (entries) => entries.getAll());
    return all.filter((entry) => entry[owner] === person).sort((a, b) => a.made_at.localeCompare(b.made_at));
  }

  /* Sends unsent entries in order; two pages take turns; reports the result of each. */
  async function sendAll(person, report) {
    const work = async () => {
      for (const entry of await waiting(person)) {
        if (entry.refused !== undefined) continue;
        const result = await send(entry.address ?? address, entry);
        if (result.state === "kept") await drop(entry.id);
        else if (result.state === "refused") await keep({ ...entry, refused: result.sentence });
        report(entry, result);
        if (result.state === "later" || result.state === "sign in") return;
      }
    };
    if (navigator.locks) await navigator.locks.request(name, work);
    else await work();
  }

  return { keep, drop, waiting, sendAll };
}

/* So that the page opens without a signal from the first visit on: the worker stores what was loaded before it came. */
export async function storeThisVisit(page) {
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((resource) => resource.name);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { page.dataset.offline = event.data; };
  active.postMessage({ keep: loaded, page: location.pathname }, [port2]);
}
