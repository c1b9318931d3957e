/* A link that was just created: copies it, and emails it without leaving the page. Without script its address can be
   selected by hand, and each button opens a page that does the same. */
const textOf = (root) => root.querySelector("[data-address]");

async function copy(button) {
  const field = textOf(button.closest("[data-share]"));
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  button.textContent = button.dataset.copied;
}

function offer(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function send(form, button) {
  const place = form.closest("[data-share]");
  const body = new FormData(form, button);
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-share]");
  if (!next) return location.assign(form.action);
  place.replaceWith(next);
  offer(next);
  next.querySelector("h2").tabIndex = -1;
  next.querySelector("h2").focus();
}

addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});
addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-share-form]");
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => location.assign(form.action));
});
offer(document);
