import { isSignedOut, post } from "../shell/session.js";

/* Scoring on a panel: each level is saved as it is chosen. Without a network it is sent once there is one again. */
const form = document.querySelector("[data-panel-scores]");
const state = form?.querySelector("[data-state]");
const WAIT = 400;
const RETRY = 3000;
let timer = 0;
let sending = Promise.resolve();
let stopped = false;
let wantsToFinish = false;

function settle(sent) {
  for (const field of form.elements) {
    if (field.type === "radio") field.defaultChecked = sent.get(field.name) === field.value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

async function save() {
  if (stopped) return;
  const sent = new FormData(form);
  sent.set("do", "row");
  try {
    const answer = await post(form.action, sent);
    if (isSignedOut(answer)) {
      state.textContent = form.dataset.signedOut;
      plan(RETRY);
      return;
    }
    if (answer.status >= 500) throw new Error(answer.statusText);
    const result = await answer.json();
    state.textContent = answer.ok ? form.dataset.saved : result.errors.join(" ");
    if (answer.ok) settle(sent);
  } catch {
    state.textContent = form.dataset.failed;
    plan(RETRY);
  }
}

function plan(wait = WAIT) {
  clearTimeout(timer);
  timer = setTimeout(() => { sending = sending.then(save); }, wait);
}

if (form) {
  form.addEventListener("input", () => {
    state.textContent = form.dataset.saving;
    plan();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (navigator.onLine) {
      stopped = true;
      return;
    }
    event.preventDefault();
    wantsToFinish = true;
    state.textContent = form.dataset.failed;
  });
  addEventListener("online", () => {
    if (wantsToFinish) form.requestSubmit();
    else plan(0);
  });
}
