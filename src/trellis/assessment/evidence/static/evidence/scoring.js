/* Scoring with the keyboard: arrows walk the rows, digits choose a level, C comments, N returns and goes on, S skips.
   What is chosen and written is saved as a draft while one goes. */
import { autosave } from "../shell/autosave.js";
import { fieldsOf, isChanged } from "../shell/draft_fields.js";

const form = document.querySelector("[data-scoring]");
const rows = form ? Array.from(form.querySelectorAll(".criterion")) : [];
const comment = form?.querySelector("textarea");
let current = 0;

/* ---- the queue: beside the work where there is room, one line above it on a phone ---- */

const wide = matchMedia("(min-width: 64rem)");
const queue = document.querySelector(".queue-list");
const fit = () => { queue.open = wide.matches; };
if (queue) {
  fit();
  wide.addEventListener("change", fit);
}

/* ---- rows ---- */

function show(place) {
  current = Math.max(0, Math.min(rows.length - 1, place));
  rows.forEach((row, at) => row.classList.toggle("now", at === current));
}

function go(place) {
  show(place);
  const row = rows[current];
  (row?.querySelector(":checked") ?? row?.querySelector("input[type=radio]"))?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function choose(level) {
  const radio = rows[current]?.querySelector(`input[type=radio][value="${level}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  if (current < rows.length - 1) go(current + 1);
  else radio.focus({ preventScroll: true });
}

const isTyping = (target) => target.matches?.("textarea, select, input:not([type=radio])");

addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target === comment) { go(current); return; }
  if (isTyping(event.target)) return;
  const act = {
    ArrowDown: () => go(current + 1),
    ArrowUp: () => go(current - 1),
    c: () => comment?.focus(),
    n: () => form.querySelector("[data-return]").click(),
    s: () => form.querySelector("[data-skip]")?.click(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? (/^[1-9]$/.test(event.key) && (() => choose(event.key)));
  if (!act) return;
  event.preventDefault();
  act();
});

form?.addEventListener("focusin", (event) => {
  const at = rows.indexOf(event.target.closest(".criterion"));
  if (at >= 0) show(at);
});

/* ---- saving as one goes ---- */

function collect() {
  if (!Array.from(fieldsOf(form).values()).some(isChanged)) return null;
  const sent = new FormData(form);
  sent.set("do", "draft");
  return sent;
}

/* What the server has is what the fields start from: nothing of it is unsaved any more. */
function settle(result, sent) {
  form.elements.revision.value = result.revision;
  for (const field of form.elements) {
    if (field.type === "radio") field.defaultChecked = sent.get(field.name) === field.value;
    else if (field.tagName === "TEXTAREA") field.defaultValue = sent.get(field.name) ?? "";
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

if (form) {
  const saving = autosave({ collect, settle, state: form.querySelector("[data-state]") });
  form.classList.add("folded");
  form.querySelector("[data-draft]").hidden = true;
  form.querySelector("[data-keys]").hidden = rows.length === 0;
  form.addEventListener("input", () => saving.plan());
  form.addEventListener("submit", () => saving.stop());
  show(Math.max(0, rows.findIndex((row) => !row.querySelector(":checked"))));
}
