import { isSignedOut, post } from "./session.js";

/* Saves a form, or one field of it, while somebody types: after a pause, one request at a time, again when it fails.

   collect() gives the FormData to send, or null where nothing is unsaved. settle(result, sent) takes the answer, and may
   return a sentence to say in place of "Saved". state: the element that says what became of it, with the sentences in
   its data. Returns plan(), to save after a pause, save(), to save now, and stop(). drafts.js keeps in the browser what
   is not saved yet. */
const WAIT = 700;
const LONGEST = 60000;

export function autosave({ collect, settle, state, url = location.href }) {
  let timer = 0;
  let pause = WAIT * 5;
  let queue = Promise.resolve();
  let stopped = false;

  const say = (text) => { state.textContent = text; };

  async function send(sent) {
    const answer = await post(url, sent);
    if (isSignedOut(answer)) {
      retry(state.dataset.signedOut);
      return;
    }
    if (answer.status === 409) {
      stopped = true;
      say(state.dataset.conflict);
      return;
    }
    const result = await answer.json();
    pause = WAIT * 5;
    if (!answer.ok) {
      say(result.errors.join(" "));
      return;
    }
    say(settle(result, sent) ?? state.dataset.saved.replace("{time}", result.saved));
  }

  async function attempt(gather) {
    const sent = stopped ? null : gather();
    if (!sent) return;
    say(state.dataset.saving);
    try {
      await send(sent);
    } catch {
      retry(state.dataset.failed);
    }
  }

  function retry(text) {
    say(text);
    plan(pause);
    pause = Math.min(LONGEST, pause * 2);
  }

  function save(gather = collect) {
    clearTimeout(timer);
    queue = queue.then(() => attempt(gather));
    return queue;
  }

  function plan(wait = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(() => save(), wait);
  }

  addEventListener("online", () => plan(0));
  addEventListener("focus", () => plan(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); else plan(0); });
  return { plan, save, stop() { clearTimeout(timer); stopped = true; } };
}
