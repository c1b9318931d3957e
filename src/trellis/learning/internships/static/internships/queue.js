/* Entries that are not sent yet. Each is saved on the phone before the page says so. */
const NAME = "trellis-day";

function openDatabase() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function transact(mode, work) {
  const database = await openDatabase();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction("entries", mode, { durability: "strict" });
      const request = work(transaction.objectStore("entries"));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (entry) => transact("readwrite", (entries) => entries.put(entry));
export const drop = (id) => transact("readwrite", (entries) => entries.delete(id));

/* A student's own entries, the oldest first. Another student's are neither shown nor sent. */
export async function waiting(student) {
  const all = await transact("readonly", (entries) => entries.getAll());
  return all.filter((entry) => entry.student === student).sort((a, b) => a.made_at.localeCompare(b.made_at));
}

function token() {
  return document.cookie.split("; ").find((cookie) => cookie.startsWith("csrftoken="))?.slice(10) ?? "";
}

/* Sends one entry: "kept" with its day, "refused" with a sentence, "sign in", or "later". */
async function send(entry) {
  const form = new FormData();
  for (const [name, value] of Object.entries(entry)) if (value != null && name !== "refused") form.append(name, value);
  form.append("sent_at", new Date().toISOString());
  let answer;
  try {
    answer = await fetch("/day/entries/", {
      method: "POST", body: form, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token() },
    });
  } catch {
    return { state: "later" };
  }
  if (answer.ok) return { state: "kept", day: (await answer.json()).day };
  if (answer.status === 422) return { state: "refused", sentence: (await answer.json()).sentence };
  if (answer.status === 413) return { state: "refused", sentence: "" };
  if (answer.type === "opaqueredirect" || [401, 403, 404, 409].includes(answer.status)) return { state: "sign in" };
  return { state: "later" };
}

/* Sends unsent entries in order; two pages take turns; reports the result of each. */
export async function sendAll(student, report) {
  const work = async () => {
    for (const entry of await waiting(student)) {
      if (entry.refused !== undefined) continue;
      const result = await send(entry);
      if (result.state === "kept") await drop(entry.id);
      else if (result.state === "refused") await keep({ ...entry, refused: result.sentence });
      report(entry, result);
      if (result.state === "later" || result.state === "sign in") return;
    }
  };
  if (navigator.locks) await navigator.locks.request("trellis-day", work);
  else await work();
}
