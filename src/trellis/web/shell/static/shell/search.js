/* The palette: Ctrl K or Cmd K, or typing in the search field. The server finds; a later answer replaces an earlier
   question, and Enter opens what is selected as soon as it is there. */
const palette = document.getElementById("palette");
const field = document.querySelector("[data-search] input");
const query = palette.querySelector("[role=combobox]");
const list = palette.querySelector("[role=listbox]");
const status = palette.querySelector("[role=status]");
const PAUSE = 60;
let asked = null;
let pending = null;

const options = () => [...list.querySelectorAll("[role=option]")];
const selected = () => list.querySelector("[aria-selected=true]");

function select(option) {
  selected()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) query.setAttribute("aria-activedescendant", option.id);
  else query.removeAttribute("aria-activedescendant");
}

function show(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const summary = parsed.querySelector("[data-summary]");
  if (!summary) throw new Error("The answer has no results.");
  status.textContent = summary.textContent.trim();
  summary.remove();
  list.replaceChildren(...parsed.body.childNodes);
  options().forEach((option, number) => (option.id = `palette-option-${number}`));
  const some = options().length > 0;
  list.hidden = !some;
  query.setAttribute("aria-expanded", String(some));
  select(query.value.trim() ? options()[0] : null);
}

async function ask() {
  asked?.abort();
  const question = (asked = new AbortController());
  const address = new URL(palette.dataset.options, location.href);
  address.searchParams.set("q", query.value);
  try {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (question.signal.aborted) return;
    const answer = await fetch(address, { signal: question.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const html = await answer.text();
    if (!question.signal.aborted) show(html);
  } catch {
    if (question.signal.aborted) return;
    list.hidden = true;
    list.replaceChildren();
    query.setAttribute("aria-expanded", "false");
    select(null);
    status.textContent = palette.dataset.failed;
  }
}

function search() {
  pending = ask();
}

function open(text = "") {
  if (palette.open || document.querySelector("dialog[open]")) return;
  palette.showModal();
  query.value = text;
  query.focus();
  search();
}

async function follow() {
  const last = pending;
  await last;
  if (last !== pending) return;
  const option = selected();
  if (option) location.assign(option.href);
  else if (query.value.trim()) query.form.submit();
}

function move(step) {
  const all = options();
  if (!all.length) return;
  const at = all.indexOf(selected());
  select(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
}

addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (palette.open) palette.close();
  else open();
});
query.addEventListener("input", search);
query.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !(event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    follow();
  } else if (event.key === "Escape") {
    event.preventDefault(); // a search field would only empty itself
    palette.close();
  }
});
palette.addEventListener("click", (event) => {
  if (event.target === palette || event.target.closest("[data-close]")) palette.close();
});
palette.addEventListener("close", () => asked?.abort());
field.addEventListener("click", () => open(field.value));
field.addEventListener("input", (event) => {
  if (event.isComposing) return;
  open(field.value);
});
const hint = field.parentElement.querySelector("kbd");
hint.textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";
hint.hidden = false;
