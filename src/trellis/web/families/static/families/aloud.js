/* Reads the page aloud, with voices that live on this phone: no text ever leaves it. Without one, no button. Each part is
   read in the language that it is written in; what no voice here can say is left out rather than garbled. */
const button = document.querySelector("[data-aloud]");

function ownVoice(wanted) {
  const voices = speechSynthesis.getVoices().filter((one) => one.localService);
  const near = (tag) => tag.toLowerCase().replace("_", "-");
  const language = near(wanted);
  return voices.find((one) => near(one.lang) === language) ?? voices.find((one) => near(one.lang).split("-")[0] === language.split("-")[0]);
}

function said(part) {
  const voice = ownVoice(part.closest("[lang]").lang);
  if (!voice) return [];
  const words = new SpeechSynthesisUtterance(part.innerText);
  return [Object.assign(words, { voice, lang: voice.lang, rate: 0.9 })];
}

function read() {
  const parts = [...document.querySelectorAll("[data-read]")].flatMap(said);
  parts.at(-1)?.addEventListener("end", still);
  for (const part of parts) speechSynthesis.speak(part);
}

function still() {
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", "false");
  button.textContent = button.dataset.begin;
}

function offer() {
  if (!ownVoice(document.documentElement.lang) || !button.hidden) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return still();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.end;
    read();
  });
}

if (button && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}
