/* The design of a project: each part is saved while somebody types in it, together with what others wrote meanwhile.
   Where two texts conflict, the choice between them is shown below the box. */
import { autosave } from "../shell/autosave.js";
import { isChanged, same } from "../shell/draft_fields.js";

const form = document.querySelector("[data-parts]");

/* Put another text into a box, and leave the cursor at the words where it was. */
function replaceText(box, text) {
  const { value: before, selectionStart: start } = box;
  const place = text.startsWith(before.slice(0, start)) ? start : Math.max(0, text.length - (before.length - start));
  box.value = text;
  if (document.activeElement === box) box.setSelectionRange(place, place);
}

function begin(part) {
  const box = part.querySelector("textarea");
  const revision = part.querySelector("input[type=hidden]");
  const versions = part.querySelector("[data-versions]");
  const state = part.querySelector("[data-state]");

  function values(action) {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    sent.set("do", action);
    sent.set(box.name, box.value);
    sent.set(revision.name, revision.value);
    return sent;
  }

  /* The box starts from what the server has: what somebody typed since it was sent is still unsaved. */
  function settle(result, sent) {
    const typedOn = !same(box.value, sent.get(box.name));
    if (result.text === null) {
      revision.value = result.revision;
      box.defaultValue = sent.get(box.name);
    } else {
      if (!typedOn) replaceText(box, result.text);
      revision.value = (typedOn ? result.ahead : result.revision) ?? revision.value;
      box.defaultValue = result.text;
    }
    versions.innerHTML = result.versions;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return result.aside ? state.dataset.aside : null;
  }

  const saving = autosave({ collect: () => (isChanged(box) ? values("write") : null), settle, state });
  box.addEventListener("input", () => saving.plan());
  versions.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    saving.save();
    saving.save(() => {
      const sent = values("settle");
      sent.set("version", button.value);
      return sent;
    }).then(() => box.focus());
  });
  if (isChanged(box)) saving.plan();
}

if (form) {
  form.querySelector("[data-save]").hidden = true;
  for (const part of form.querySelectorAll("[data-part]")) begin(part);
}
