/* A voice note on phones whose file chooser cannot record: what was said lies in the form as if it had been chosen, and
   can be heard before it is sent. Without a microphone the chooser stays. */
import { offerVoice } from "../internships/voice.js";

const field = document.querySelector("#voice");
const heard = document.querySelector("[data-heard]");

function keep(note) {
  const chosen = new DataTransfer();
  chosen.items.add(new File([note], "note", { type: note.type }));
  field.files = chosen.files;
  heard.src = URL.createObjectURL(note);
  heard.hidden = false;
}

if (field) offerVoice(document.querySelector("[data-voice]"), keep, () => field.focus());
