/* The page of a visit: each entry is saved on the device first, then sent. Without this script the forms send plainly. */
import { newId, openQueue, storeThisVisit } from "../shell/offline/queue.js";

const page = document.querySelector("[data-visit]");
const { visit, coach } = page.dataset;
const words = page.dataset;
const status = page.querySelector("[data-say]");
const list = page.querySelector("[data-waiting]");
const noSignal = page.querySelector("[data-no-signal]");
const PAUSE_OF_TYPING = 1500;
const { drop, keep, sendAll, waiting } = openQueue({ name: "trellis-visits", owner: "person" });

/* Whoever signs out is asked first while entries wait (leave.js). */
function markQueue() {
  try { localStorage.setItem("trellis-visits", coach); } catch { /* a browser that stores nothing asks nothing */ }
}

const formOf = (kind, key) => Array.from(page.querySelectorAll(`form[data-kind="${kind}"]`)).find((form) => (
  kind === "note" ? form.dataset.row === key : kind === "check" ? form.elements.commitment.value === key : true
));

/* What a form says now, as an entry: null where nothing has changed since it was last saved. */
function entryOf(form) {
  const fields = new FormData(form);
  const entry = {
    id: newId(), visit, person: coach, kind: form.dataset.kind, address: words.entries, made_at: new Date().toISOString(),
  };
  for (const name of ["row", "text", "level", "replaces", "owner", "due", "commitment", "status"]) {
    if (fields.has(name)) entry[name] = fields.get(name);
  }
  return entry;
}

/* The next version replaces this one, sent by then or not, and what this one replaced, should it be refused. */
const replacedBy = (entry) => [entry.id, ...entry.replaces.split(",").filter(Boolean)].slice(0, 40).join(",");

const contents = (form) => JSON.stringify([form.elements.text?.value ?? "", form.elements.level?.value ?? ""]);
const savedContents = new WeakMap();

async function save(form) {
  const isText = form.dataset.kind === "note" || form.dataset.kind === "private";
  if (isText && savedContents.get(form) === contents(form)) return;
  const entry = entryOf(form);
  const before = savedContents.get(form);
  if (isText) {
    savedContents.set(form, contents(form));
    form.elements.replaces.value = replacedBy(entry);
  }
  try {
    await keep(entry);
  } catch {
    if (isText) {
      savedContents.set(form, before);
      form.elements.replaces.value = entry.replaces;
    }
    status.textContent = words.noSpace;
    return;
  }
  markQueue();
  if (entry.kind === "commitment") {
    entry.owner_name = form.elements.owner.selectedOptions[0]?.textContent.trim();
    showCommitment(entry);
    form.reset();
    form.elements.id.value = newId();
  }
  status.textContent = words.savedHere;
  await listUnsent();
  await sendNow();
}

/* Entries that the stored page does not know yet stand on it again when it is opened without a signal. */
function show(entry) {
  const form = formOf(entry.kind, entry.row ?? entry.commitment);
  if (entry.kind === "commitment") showCommitment(entry);
  if (!form || entry.kind === "commitment") return;
  if (entry.kind === "check") { form.elements.status.value = entry.status; return; }
  form.elements.text.value = entry.text;
  if (form.elements.level) form.elements.level.value = entry.level ?? "";
  form.elements.replaces.value = replacedBy(entry);
  savedContents.set(form, contents(form));
}

function showCommitment(entry) {
  const items = page.querySelector("[data-commitments]");
  if (items.querySelector(`[data-entry="${entry.id}"]`)) return;
  const item = document.createElement("li");
  item.className = "pact";
  item.dataset.entry = entry.id;
  const text = document.createElement("b");
  text.dir = "auto";
  text.textContent = entry.text;
  const line = document.createElement("span");
  line.className = "meta";
  line.textContent = [entry.owner_name, entry.due].filter(Boolean).join(" · ");
  item.append(text, document.createElement("br"), line);
  items.append(item);
}

function showDivided(entry) {
  const form = formOf(entry.kind, entry.row);
  if (!form || form.parentElement.querySelector("[data-divided-line]")) return;
  const box = document.createElement("p");
  box.className = "callout attention";
  box.dataset.dividedLine = "";
  box.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = `${location.pathname}#${form.parentElement.id}`;
  link.textContent = words.compare;
  link.addEventListener("click", (event) => { event.preventDefault(); location.hash = form.parentElement.id; location.reload(); });
  box.append(`${words.divided} `, link);
  form.before(box);
}

async function ownEntries() {
  return (await waiting(coach)).filter((entry) => entry.visit === visit);
}

async function listUnsent() {
  const entries = await ownEntries();
  const unsent = entries.filter((entry) => entry.refused === undefined);
  list.replaceChildren();
  list.hidden = !entries.length;
  if (unsent.length) {
    const line = document.createElement("li");
    line.textContent = unsent.length === 1 ? words.unsentOne : words.unsentMany.replace("0", unsent.length);
    list.append(line);
  }
  for (const entry of entries.filter((entry) => entry.refused !== undefined)) {
    const line = document.createElement("li");
    line.className = "message error";
    const text = document.createElement("span");
    text.dir = "auto";
    text.textContent = `${entry.refused} “${entry.text ?? ""}”`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words.dismiss;
    button.addEventListener("click", async () => { await drop(entry.id); await listUnsent(); });
    line.append(text, button);
    list.append(line);
  }
}

let timer;
let pause = 2000;
async function sendNow() {
  clearTimeout(timer);
  let stopped = navigator.onLine ? "" : "later";
  let sent = 0;
  if (!stopped) await sendAll(coach, (entry, result) => {
    if (result.state === "kept") sent += 1;
    if (result.divided && entry.visit === visit) showDivided(entry);
    stopped = ["later", "sign in"].includes(result.state) ? result.state : stopped;
  });
  await listUnsent();
  noSignal.hidden = stopped !== "later";
  const isUnsent = (await waiting(coach)).some((entry) => entry.refused === undefined);
  if (isUnsent) {
    status.textContent = stopped === "sign in" ? words.signIn : words.savedHere;
    timer = setTimeout(sendNow, pause);
    pause = Math.min(2 * pause, 30000);
    return;
  }
  pause = 2000;
  if (!sent) return;
  status.textContent = words.saved;
  if (navigator.serviceWorker?.controller) await storeThisVisit(page); // the stored page knows what was sent
}

function watchText(form) {
  savedContents.set(form, contents(form));
  let typing;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => save(form), PAUSE_OF_TYPING);
  });
  form.addEventListener("change", () => { clearTimeout(typing); save(form); });
  addEventListener("pagehide", () => { clearTimeout(typing); save(form); });
}

for (const form of page.querySelectorAll("form[data-kind]")) {
  const { kind } = form.dataset;
  form.querySelector("[data-plain]")?.setAttribute("hidden", "");
  if (kind === "note" || kind === "private") watchText(form);
  if (kind === "check") form.addEventListener("change", () => save(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form); });
}

addEventListener("online", sendNow);
addEventListener("offline", () => { noSignal.hidden = false; });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") sendNow();
});
navigator.storage?.persist?.();
navigator.serviceWorker?.register("/visits/worker.js", { scope: "/visits/" }).then(() => storeThisVisit(page), () => {});
for (const entry of await ownEntries()) show(entry);
await listUnsent();
await sendNow();
noSignal.hidden = navigator.onLine;
page.dataset.ready = "1";
