/* Whoever signs out takes stored pages along. Entries of a coach's visits that were not sent yet are sent first; where
   that fails, the first press asks and the second deletes them. What a student wrote stays until they come back. */
const VISITS = "trellis-visits";

function queueOwner() {
  try { return localStorage.getItem(VISITS); } catch { return null; }
}

async function deleteStoredPages() {
  await Promise.all(["trellis-day", VISITS].map((name) => globalThis.caches?.delete(name)));
}

async function leave(form, person) {
  const { openQueue } = await import("./offline/queue.js");
  const { waiting, drop, sendAll } = openQueue({ name: VISITS, owner: "person" });
  if (form.dataset.confirmed === undefined) await sendAll(person, () => {});
  const entries = await waiting(person);
  if (entries.length && form.dataset.confirmed === undefined) {
    form.dataset.confirmed = "";
    const warning = form.querySelector("template[data-unsent]");
    warning.replaceWith(warning.content.cloneNode(true));
    return;
  }
  for (const entry of entries) await drop(entry.id);
  try { localStorage.removeItem(VISITS); } catch { /* nothing is stored there */ }
  await deleteStoredPages();
  form.requestSubmit();
}

addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  const person = queueOwner();
  if (!person || person !== document.body.dataset.person) {
    deleteStoredPages();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation(); // nothing else takes it for a sign-out yet
  leave(event.target, person);
}, true);
