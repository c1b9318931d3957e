/* Entries that wait on this phone. Each is written down before anything is said to be kept. */
const NAME = "trellis-day";

function opened() {
  return new Promise((done, failed) => {
    const ask = indexedDB.open(NAME, 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("entries", { keyPath: "id" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => failed(ask.error);
  });
}

async function within(mode, work) {
  const base = await opened();
  try {
    return await new Promise((done, failed) => {
      const whole = base.transaction("entries", mode, { durability: "strict" });
      const ask = work(whole.objectStore("entries"));
      whole.oncomplete = () => done(ask.result);
      whole.onerror = whole.onabort = () => failed(whole.error);
    });
  } finally {
    base.close();
  }
}

export const keep = (entry) => within("readwrite", (entries) => entries.put(entry));
export const drop = (id) => within("readwrite", (entries) => entries.delete(id));

/* A student's own entries, the oldest first. Another student's are neither shown nor sent. */
export async function waiting(student) {
  const all = await within("readonly", (entries) => entries.getAll());
  return all.filter((one) => one.student === student).sort((a, b) => a.made_at.localeCompare(b.made_at));
}

function token() {
  return document.cookie.split("; ").find((one) => one.startsWith("csrftoken="))?.slice(10) ?? "";
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

/* Sends what waits, in order; two pages take turns; tells what became of each. */
export async function sendAll(student, told) {
  const work = async () => {
    for (const entry of await waiting(student)) {
      if (entry.refused !== undefined) continue;
      const result = await send(entry);
      if (result.state === "kept") await drop(entry.id);
      else if (result.state === "refused") await keep({ ...entry, refused: result.sentence });
      told(entry, result);
      if (result.state === "later" || result.state === "sign in") return;
    }
  };
  if (navigator.locks) await navigator.locks.request("trellis-day", work);
  else await work();
}
