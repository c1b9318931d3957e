/* The fields of a form whose text a draft keeps: never a password, a file or a hidden field. */
const LEFT_OUT = ["password", "file", "hidden", "submit", "button", "reset", "image", "search"];
const RANDOM = ["csrfmiddlewaretoken", "revision", "key", "id", "read", "seen"];

function isKept(field) {
  return field.name && !field.disabled && !field.readOnly && !LEFT_OUT.includes(field.type)
    && ["INPUT", "TEXTAREA", "SELECT"].includes(field.tagName) && field.dataset.draft !== "off";
}

/* By name (and place, where several share one), the fields of a form. */
export function fieldsOf(form) {
  const fields = new Map();
  const seen = new Map();
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const place = seen.get(field.name) ?? 0;
    seen.set(field.name, place + 1);
    fields.set(place ? `${field.name}#${place}` : field.name, field);
  }
  return fields;
}

export const isTick = (field) => field.type === "checkbox" || field.type === "radio";

export const valueOf = (field) => (isTick(field) ? field.checked : field.value);

export function shownIn(field) {
  if (isTick(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = Array.from(field.options).find((one) => one.defaultSelected);
  return (chosen ?? field.options[0])?.value ?? "";
}

/* A browser writes \n where the page that the server sent may hold \r\n. */
export const same = (one, other) => (typeof one === "string" && typeof other === "string"
  ? one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n") : one === other);

/* Whether somebody changed it since the page, or a save, wrote it. */
export const isChanged = (field) => !same(valueOf(field), shownIn(field));

export function put(field, value) {
  if (isTick(field)) field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* What tells one form of a page from the others, and stays the same when the page is opened anew. */
export function nameOf(form, place) {
  const hidden = Array.from(form.querySelectorAll("input[type=hidden]"))
    .filter((one) => !RANDOM.includes(one.name) && !one.name.startsWith("shown-") && !one.name.startsWith("initial-"))
    .map((one) => `${one.name}=${one.value}`);
  return [form.id, ...hidden].filter(Boolean).join("&") || `form ${place}`;
}
