/* The page of the day: each entry is saved on the phone first, then sent. Without this script the forms send plainly. */
import { newId, openQueue, storeThisVisit } from "../shell/offline/queue.js";
import { offerVoice } from "./voice.js";

const page = document.querySelector("[data-student]");
const student = page.dataset.student;
const status = page.querySelector("[data-say]");
const list = page.querySelector("[data-waiting]");
const words = page.dataset;
const { drop, keep, sendAll, waiting } = openQueue({ name: "trellis-day", address: "/day/entries/", owner: "student" });

/* As the server writes it, on the 12-hour clock, until the server has answered with its own. */
const clock = (moment) => moment.toLocaleTimeString(
  document.documentElement.lang === "ht" ? "en" : document.documentElement.lang,
  { hour: "numeric", minute: "2-digit", hour12: true },
);

/* A photo no larger than it needs to be, drawn anew: the place that a camera writes into it is not sent. */
async function shrinkPhoto(file) {
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
  const line = page.querySelector(`[data-shown="${entry.kind}"]`);
  if (!line) return;
  line.hidden = false;
  const savedTime = entry.kind === "arrived" ? day?.shown?.arrived : day?.shown?.left;
  const slot = line.querySelector("[data-value]");
  if (slot) slot.textContent = savedTime || clock(new Date(entry.made_at));
  if (entry.kind === "arrived" || entry.kind === "left") page.querySelector(`form[data-kind="${entry.kind}"]`).hidden = true;
}

async function listUnsent() {
  const entries = await waiting(student);
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
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = words.dismiss;
    button.addEventListener("click", async () => { await drop(entry.id); await listUnsent(); });
    line.append(`${entry.words || entry.kind}: ${entry.refused || words.tooLarge} `, button);
    list.append(line);
  }
}

/* Not every browser says when there is a signal again: unsent entries are tried soon, then less and less often. */
let timer;
let pause = 2000;
async function sendNow() {
  clearTimeout(timer);
  let stopped = "";
  await sendAll(student, (entry, result) => {
    if (result.state === "kept") show(entry, result.day);
    else stopped = result.state;
  });
  await listUnsent();
  const isUnsent = (await waiting(student)).some((entry) => entry.refused === undefined);
  if (isUnsent) {
    status.textContent = stopped === "sign in" ? words.signIn : words.savedOnPhone;
    timer = setTimeout(sendNow, pause);
    pause = Math.min(2 * pause, 30000);
  }
  else if (status.textContent) status.textContent = words.sent;
  if (!isUnsent) pause = 2000;
}

for (const form of page.querySelectorAll("form[data-kind]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const file = fields.get("file");
    const entry = {
      id: newId(), student, kind: fields.get("kind"), words: fields.get("words") ?? "",
      date: fields.get("date") ?? "", at: fields.get("at") ?? "", made_at: new Date().toISOString(),
    };
    if (file instanceof Blob && file.size) entry.file = await shrinkPhoto(file);
    if (entry.kind === "file" && !entry.file) return;
    try {
      await keep(entry);
    } catch {
      form.submit(); // no space to save it on the phone: send it plainly
      return;
    }
    if (entry.kind === "file" || entry.date) form.reset();
    await showAndSend(entry);
  });
}

async function showAndSend(entry) {
  status.textContent = words.savedOnPhone;
  show(entry);
  await listUnsent();
  await sendNow();
}

async function saveVoiceNote(file) {
  const entry = { id: newId(), student, kind: "file", words: "", date: "", at: "", made_at: new Date().toISOString(), file };
  try {
    await keep(entry);
  } catch {
    status.textContent = words.noSpace;
    return;
  }
  await showAndSend(entry);
}

offerVoice(page.querySelector("[data-voice]"), saveVoiceNote, () => { status.textContent = words.noVoice; });

addEventListener("online", sendNow);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
navigator.storage?.persist?.();
navigator.serviceWorker?.register("/day/worker.js", { scope: "/day/" }).then(() => storeThisVisit(page), () => {});
for (const entry of await waiting(student)) show(entry);
await listUnsent();
await sendNow();
page.dataset.ready = "1";
