/* Moving a lesson with the keyboard or by dragging. Without this script the same links and buttons do it page by page.
   Enter on a lesson picks it up; arrows walk the times of its row, Enter places it, Escape puts it back. */

let board = document.querySelector("[data-week]");
let request = null;

async function load(url, options) {
  request?.abort();
  request = new AbortController();
  const response = await fetch(url, { ...options, signal: request.signal, headers: { "X-Requested-With": "fetch" } });
  if (!response.ok && response.status !== 422) throw new Error(String(response.status));
  return { page: new DOMParser().parseFromString(await response.text(), "text/html"), url: response.url };
}

/* Leaves the page as it would have gone without the script. */
function follow(url) {
  return (error) => {
    if (error.name !== "AbortError") location.assign(url);
  };
}

function place() {
  const wide = board.querySelector(".scroll");
  return wide ? [wide.scrollLeft, window.scrollY] : [0, window.scrollY];
}

function show({ page, url }, focus) {
  const [left, top] = place();
  const next = page.querySelector("[data-week]");
  const after = document.querySelector("main");
  if (!next) {
    location.assign(url);
    return;
  }
  after.querySelector(".error-summary")?.remove();
  const error = page.querySelector(".error-summary");
  if (error) board.before(error);
  board.replaceWith(next);
  board = next;
  for (const part of page.querySelectorAll("[data-part]")) {
    document.querySelector(`[data-part=${part.dataset.part}]`)?.replaceWith(part);
  }
  history.replaceState(null, "", url);
  const wide = board.querySelector(".scroll");
  if (wide) wide.scrollLeft = left;
  window.scrollTo({ top, behavior: "instant" });
  ready();
  const target = focus && board.querySelector(focus);
  if (!target) return;
  const folded = target.closest("details");
  if (folded) folded.open = true;
  target.focus();
}

function ready() {
  for (const keys of board.querySelectorAll("[data-keys]")) keys.hidden = false;
}

const isMoving = () => Boolean(board.querySelector(".movebar"));
const movedLesson = () => `[data-lesson="${board.querySelector(".movebar").dataset.move}"]`;

function pickUp(link) {
  load(link.href).then((result) => show(result, "[data-focus]")).catch(follow(link.href));
}

/* ---- arrows: the times of the lesson's row, with what a move there would do ---- */

function targets() {
  return Array.from(board.querySelectorAll(".slots > li"))
    .filter((line) => line.querySelector(".target, [data-origin]"));
}

function neighbor(from, key) {
  const days = Array.from(new Set(targets().map((line) => line.closest("td"))));
  const day = days.indexOf(from.closest("td"));
  const lines = Array.from(from.parentElement.children);
  const at = lines.indexOf(from);
  const rtl = document.documentElement.dir === "rtl";
  const step = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1 }[key];
  if (step) {
    const column = days[day + step];
    const other = column && Array.from(column.querySelectorAll(".slots > li"));
    return other && other[Math.min(at, other.length - 1)];
  }
  return lines[at + (key === "ArrowUp" ? -1 : 1)];
}

function walk(key) {
  const current = document.activeElement.closest(".slots > li") ?? board.querySelector("[data-origin]").closest("li");
  const next = neighbor(current, key)?.querySelector(".target, [data-origin]");
  if (!next) return;
  next.focus();
  if (next.href) preview(next);
}

function preview(target) {
  load(target.href).then(({ page }) => {
    const bar = page.querySelector("#move-bar");
    if (bar) board.querySelector("#move-bar").replaceWith(bar);
    for (const old of board.querySelectorAll(".lifted")) old.classList.remove("lifted");
    target.classList.add("lifted");
    ready();
  }).catch(follow(target.href));
}

function send(form) {
  const lesson = movedLesson();
  const data = new FormData(form);
  load(location.href, { method: "POST", body: data }).then((result) => show(result, lesson))
    .catch(() => form.submit());
}

function enter(target) {
  const bar = board.querySelector(".movebar");
  const isShown = bar.dataset.to === target.closest("li").dataset.slot;
  if (isShown && "possible" in bar.dataset) send(bar.querySelector("[data-place]"));
  else if (isShown) bar.querySelector("[data-place] button").focus();
  else load(target.href).then((result) => show(result, "[data-place] button")).catch(follow(target.href));
}

function cancel() {
  const link = board.querySelector("[data-cancel]");
  const lesson = movedLesson();
  load(link.href).then((result) => show(result, lesson)).catch(follow(link.href));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (!board?.contains(event.target) || !isMoving()) return;
  if (event.key === "Escape") {
    event.preventDefault();
    cancel();
  } else if (event.key.startsWith("Arrow") && event.target.closest(".slots")) {
    event.preventDefault();
    walk(event.key);
  }
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !board?.contains(event.target)) return;
  const link = event.target.closest("a[data-lesson], a.target, a[data-cancel]");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[data-cancel]")) cancel();
  else if (link.matches(".target")) enter(link);
  else pickUp(link);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-place]")) return;
  event.preventDefault();
  send(event.target);
});

/* ---- dragging: dropped where nothing else changes it is placed, otherwise the bar asks ---- */

let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-lesson]");
  if (dragged) event.dataTransfer.setData("text/plain", dragged.href);
});

document.addEventListener("dragover", (event) => {
  const line = dragged && event.target.closest?.(".slots > li[data-slot]");
  if (!line) return;
  event.preventDefault();
  for (const old of board.querySelectorAll(".over")) if (old !== line) old.classList.remove("over");
  line.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const line = dragged && event.target.closest?.(".slots > li[data-slot]");
  if (!line) return;
  event.preventDefault();
  const url = new URL(dragged.href);
  url.searchParams.set("to", line.dataset.slot);
  load(url).then((result) => {
    show(result, "[data-place] button");
    const bar = board.querySelector(".movebar[data-simple]");
    if (bar) send(bar.querySelector("[data-place]"));
  }).catch(follow(url));
});

document.addEventListener("dragend", () => {
  dragged = null;
  for (const old of board?.querySelectorAll(".over") ?? []) old.classList.remove("over");
});

if (board) ready();
