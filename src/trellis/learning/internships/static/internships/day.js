/* The page of the day: each press is kept on the phone first, then sent. Without this script the forms send plainly. */
import { drop, keep, sendAll, waiting } from "./queue.js";
import { offerVoice } from "./voice.js";

const page = document.querySelector("[data-student]");
const student = page.dataset.student;
const say = page.querySelector("[data-say]");
const list = page.querySelector("[data-waiting]");
const words = page.dataset;

/* crypto.randomUUID wants a secure page; a school's own machine may have none. */
function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

/* As the server writes it, on the 12-hour clock, until the server has answered with its own. */
const clock = (moment) => moment.toLocaleTimeString(
  document.documentElement.lang === "ht" ? "en" : document.documentElement.lang,
  { hour: "numeric", minute: "2-digit", hour12: true },
);

/* A photo no larger than it needs to be, drawn anew: the place that a camera writes into it is not sent. */
async function small(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const drawn = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(drawn.width * scale);
    canvas.height = Math.round(drawn.height * scale);
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.82));
  } catch {
    return file;
  }
}

function show(entry, day) {
  if (entry.date) return;
  const field = page.querySelector(`form[data-kind="${entry.kind}"] [name="words"]`);
  if (field && document.activeElement !== field) field.value = entry.words;
  if (entry.kind === "back") {
    page.querySelector("[data-shown=left]").hidden = true;
    page.querySelector("form[data-kind=left]").hidden = false;
    return;
  }
  const place = page.querySelector(`[data-shown="${entry.kind}"]`);
  if (!place) return;
  place.hidden = false;
  const told = entry.kind === "arrived" ? day?.shown?.arrived : day?.shown?.left;
  const slot = place.querySelector("[data-value]");
  if (slot) slot.textContent = told || clock(new Date(entry.made_at));
  if (entry.kind === "arrived" || entry.kind === "left") page.querySelector(`form[data-kind="${entry.kind}"]`).hidden = true;
}

async function count() {
  const left = await waiting(student);
  const open = left.filter((one) => one.refused === undefined);
  list.replaceChildren();
  list.hidden = !left.length;
  if (open.length) {
    const line = document.createElement("li");
    line.textContent = open.length === 1 ? words.waitsOne : words.waitsMany.replace("0", open.length);
    list.append(line);
  }
  for (const one of left.filter((each) => each.refused !== undefined)) {
    const line = document.createElement("li");
    const away = document.createElement("button");
    away.className = "button";
    away.textContent = words.putAway;
    away.addEventListener("click", async () => { await drop(one.id); await count(); });
    line.append(`${one.words || one.kind}: ${one.refused || words.tooLarge} `, away);
    list.append(line);
  }
}

/* Not every browser says when there is a signal again: what waits is tried soon, then less and less often. */
let timer;
let pause = 2000;
async function sendNow() {
  clearTimeout(timer);
  let stopped = "";
  await sendAll(student, (entry, result) => {
    if (result.state === "kept") show(entry, result.day);
    else stopped = result.state;
  });
  await count();
  const open = (await waiting(student)).some((one) => one.refused === undefined);
  if (stopped === "sign in") say.textContent = words.signIn;
  else if (open) { say.textContent = words.keptHere; timer = setTimeout(sendNow, pause); pause = Math.min(2 * pause, 30000); }
  else if (say.textContent) say.textContent = words.sent;
  if (!open) pause = 2000;
}

for (const form of page.querySelectorAll("form[data-kind]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const file = fields.get("file");
    const entry = {
      id: fresh(), student, kind: fields.get("kind"), words: fields.get("words") ?? "",
      date: fields.get("date") ?? "", at: fields.get("at") ?? "", made_at: new Date().toISOString(),
    };
    if (file instanceof Blob && file.size) entry.file = await small(file);
    if (entry.kind === "file" && !entry.file) return;
    try {
      await keep(entry);
    } catch {
      form.submit(); // no room to keep it here: send it plainly
      return;
    }
    if (entry.kind === "file" || entry.date) form.reset();
    await kept(entry);
  });
}

async function kept(entry) {
  say.textContent = words.keptHere;
  show(entry);
  await count();
  await sendNow();
}

async function speak(file) {
  const entry = { id: fresh(), student, kind: "file", words: "", date: "", at: "", made_at: new Date().toISOString(), file };
  try {
    await keep(entry);
  } catch {
    say.textContent = words.noRoom;
    return;
  }
  await kept(entry);
}

offerVoice(page.querySelector("[data-voice]"), speak, () => { say.textContent = words.noVoice; });

/* So that the page opens without a signal from the first visit on. */
async function keepThisVisit() {
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (event) => { page.dataset.offline = event.data; };
  active.postMessage({ keep: loaded }, [port2]);
}

addEventListener("online", sendNow);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
navigator.storage?.persist?.();
navigator.serviceWorker?.register("/day/worker.js", { scope: "/day/" }).then(keepThisVisit, () => {});
for (const entry of await waiting(student)) show(entry);
await count();
await sendNow();
page.dataset.ready = "1";
