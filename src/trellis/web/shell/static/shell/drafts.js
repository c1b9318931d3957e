/* Nothing that somebody typed is lost: unsaved text is kept in the browser and offered back, and leaving it warns.

A page whose text is confidential says data-drafts="off" on its body: nothing of it is kept, and it only warns. */
import { fieldsOf, isChanged, isTick, nameOf, put, same, shownIn, valueOf } from "./draft_fields.js";
import * as store from "./draft_store.js";

const words = document.querySelector("#draft-words")?.dataset ?? {};
const keeps = document.body.dataset.drafts !== "off";
const forms = new Map();
const dirty = new Set();
let sending = null;
let signingOut = false;

/* ---- what became of what the page before this one sent ---- */

function wasSaved() {
  const way = performance.getEntriesByType("navigation")[0];
  const refused = (way?.responseStatus ?? 200) >= 400 || document.querySelector(".message.error, .error-summary");
  const answered = way?.redirectCount > 0 || document.body.dataset.method === "POST";
  return answered && !refused;
}

function settle() {
  const { keys, carried, person } = store.sent();
  const here = { failed: false, carried: person === store.person ? carried : [] };
  if (!keys.length && !carried.length) return here;
  if (person === store.person && wasSaved()) {
    for (const key of keys) store.remove(key);
    store.setSent(null);
  } else {
    here.failed = document.body.dataset.method === "POST" || Boolean(document.querySelector(".message.error"));
    store.setSent({ keys: here.failed ? keys : [], carried: [] }); // a conflict page sends on for the form before it
  }
  return here;
}

/* ---- keeping ---- */

function changes(form) {
  const found = {};
  for (const [name, field] of fieldsOf(form)) {
    if (isChanged(field)) found[name] = valueOf(field);
  }
  return found;
}

function keepDraft(form) {
  const fields = changes(form);
  const held = Object.keys(fields).length > 0 || form.dataset.conflict !== undefined;
  if (held) dirty.add(form);
  else dirty.delete(form);
  if (!keeps) return;
  if (held) store.write(forms.get(form), { at: Date.now(), fields });
  else store.remove(forms.get(form));
}

/* ---- offering back ---- */

function restore(form, draft) {
  const fields = fieldsOf(form);
  for (const [name, value] of Object.entries(draft.fields)) {
    const field = fields.get(name);
    if (field) put(field, value);
  }
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  keepDraft(form);
}

function spoken(at) {
  const then = new Date(at);
  const day = then.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" };
  const lang = document.documentElement.lang;
  const locales = Intl.DateTimeFormat.supportedLocalesOf(lang).length ? lang : "en-US";
  return new Intl.DateTimeFormat(locales, { ...day, hour: "numeric", minute: "2-digit", hour12: true }).format(then);
}

function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function notice(form, text, buttons) {
  const box = document.createElement("div");
  box.className = "callout attention row";
  box.setAttribute("role", "status");
  box.dataset.draftNotice = "";
  const said = document.createElement("span");
  said.textContent = text;
  box.append(said, ...buttons);
  let before = form;
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) {
    if (!around.open) before = around;
  }
  before.before(box);
  return box;
}

function offer(form, draft) {
  const box = notice(form, words.found.replace("{time}", spoken(draft.at)), [
    button(words.restore, () => { restore(form, draft); box.remove(); fieldsOf(form).values().next().value?.focus(); }),
    button(words.discard, () => { store.remove(forms.get(form)); box.remove(); }),
  ]);
}

function open(form, here) {
  const key = forms.get(form);
  if (form.dataset.conflict !== undefined) dirty.add(form);
  const draft = keeps ? store.read(key) : null;
  if (!draft) return;
  const fields = fieldsOf(form);
  const differs = Object.entries(draft.fields).filter(([name, value]) => fields.has(name) && !same(valueOf(fields.get(name)), value));
  const stands = Object.entries(draft.fields).some(([name, value]) => fields.has(name) && !same(shownIn(fields.get(name)), value));
  if (!differs.length && !stands && !here.failed) store.remove(key); // it is saved
  else if (!differs.length) dirty.add(form); // the page was sent back with what was typed
  else if (here.failed || here.carried.includes(key)) restore(form, draft);
  else if (differs.some(([name]) => !isTick(fields.get(name)))) offer(form, draft);
  else store.remove(key);
}

/* ---- sending and leaving ---- */

function goToOther(form, other, submitter) {
  document.querySelector("[data-draft-notice]")?.remove();
  const box = notice(other, words.other, [
    button(words.discard, () => { dirty.delete(other); other.reset(); box.remove(); form.requestSubmit(submitter); }),
  ]);
  box.scrollIntoView({ block: "center" });
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-sign-out]")) { signingOut = true; return; }
  if (event.defaultPrevented) { // another script keeps what was typed
    if (forms.has(form)) { dirty.delete(form); store.remove(forms.get(form)); }
    return;
  }
  const others = Array.from(dirty).filter((one) => one !== form);
  if (!keeps && others.length) {
    event.preventDefault();
    goToOther(form, others[0], event.submitter);
    return;
  }
  if (forms.has(form)) keepDraft(form);
  const before = form.dataset.conflict !== undefined ? store.sent().keys : [];
  const own = forms.has(form) && keeps ? [forms.get(form)] : [];
  if (form.method === "post") store.setSent({ keys: [...before, ...own], carried: others.map((one) => forms.get(one)) });
  sending = form;
});

addEventListener("click", (event) => {
  if (!event.target.closest("[data-discard-drafts]")) return;
  for (const key of store.sent().keys) store.remove(key);
  store.setSent(null);
  dirty.clear();
});

addEventListener("beforeunload", (event) => {
  const kept = keeps && sending; // the other forms of the page are kept, and filled in again
  if (!kept && Array.from(dirty).some((form) => form !== sending)) event.preventDefault();
});

addEventListener("pagehide", () => { if (signingOut) store.removeAll(); });
addEventListener("pageshow", (event) => { if (event.persisted) sending = null; });

function watch() {
  store.removeOld();
  const here = settle();
  const names = new Map();
  for (const form of document.querySelectorAll("main form")) {
    if (form.method !== "post" || form.dataset.drafts === "off" || form.querySelector("[type=password]")) continue;
    if (!fieldsOf(form).size) continue;
    const name = nameOf(form, forms.size);
    names.set(name, (names.get(name) ?? -1) + 1);
    const page = location.pathname + (form.getAttribute("action") ?? location.search);
    forms.set(form, store.keyOf(page, names.get(name) ? `${name}#${names.get(name)}` : name));
    form.addEventListener("input", () => { sending = null; keepDraft(form); });
    form.addEventListener("change", () => keepDraft(form));
    form.addEventListener("reset", () => setTimeout(() => keepDraft(form)));
    open(form, here);
  }
  document.body.dataset.draftsReady = "";
}

watch();
