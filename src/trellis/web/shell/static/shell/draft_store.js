/* Where drafts are kept: in the browser's storage, by person and page. Links without an account keep theirs for the tab only. */
const PREFIX = "trellis-draft";
const SENT = "trellis-draft-sent";
const LONGEST = 30 * 24 * 3600 * 1000;

export const person = document.body.dataset.person;
const store = person ? localStorage : sessionStorage;
const mine = `${PREFIX}|${person}|`;

export const keyOf = (page, form) => `${mine}${page}|${form}`;

export function read(key) {
  try {
    const draft = JSON.parse(store.getItem(key));
    return draft && Date.now() - draft.at < LONGEST ? draft : null;
  } catch {
    return null;
  }
}

/* False when there is no room: then only the warning on leaving protects the text. */
export function write(key, draft) {
  try {
    store.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const remove = (key) => store.removeItem(key);

const keys = (from, begin) => Object.keys(from).filter((key) => key.startsWith(begin));

export function removeAll() {
  for (const key of keys(store, mine)) store.removeItem(key);
  sessionStorage.removeItem(SENT);
}

/* Drafts that nobody came back to in a month go, whoever's they are. */
export function removeOld() {
  for (const key of keys(localStorage, `${PREFIX}|`)) {
    let at = 0;
    try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* not a draft: it goes too */ }
    if (Date.now() - at >= LONGEST) localStorage.removeItem(key);
  }
}

/* What was sent by the page before this one: the keys of its drafts, and who sent them. */
export function sent() {
  try {
    return JSON.parse(sessionStorage.getItem(SENT)) ?? { keys: [], carried: [] };
  } catch {
    return { keys: [], carried: [] };
  }
}

export function setSent(value) {
  if (value) sessionStorage.setItem(SENT, JSON.stringify({ ...value, person }));
  else sessionStorage.removeItem(SENT);
}
