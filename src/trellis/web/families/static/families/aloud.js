/* Reads the page or one section aloud, with voices that live on this phone: no text ever leaves it. Without one, no
   button. Each part is read in the language that it is written in; what no voice here can say is left out rather than
   garbled. */
const buttons = [...document.querySelectorAll("[data-aloud]")];

function localVoice(wanted) {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const normalize = (tag) => tag.toLowerCase().replace("_", "-");
  const base = (tag) => normalize(tag).split("-")[0];
  return (
    voices.find((voice) => normalize(voice.lang) === normalize(wanted)) ??
    voices.find((voice) => base(voice.lang) === base(wanted))
  );
}

function utterances(part) {
  const voice = localVoice(part.closest("[lang]").lang);
  if (!voice || !part.checkVisibility()) return [];
  const words = new SpeechSynthesisUtterance(part.innerText);
  return [Object.assign(words, { voice, lang: voice.lang, rate: 0.9 })];
}

function label(button, text) {
  (button.querySelector("[data-label]") ?? button).textContent = text;
}

function stop() {
  speechSynthesis.cancel();
  for (const button of buttons) {
    button.setAttribute("aria-pressed", "false");
    label(button, button.dataset.begin);
  }
}

function read(button) {
  const scope = button.closest("section") ?? document;
  const parts = [...scope.querySelectorAll("[data-read]")].flatMap(utterances);
  parts.at(-1)?.addEventListener("end", stop);
  for (const part of parts) speechSynthesis.speak(part);
}

function press(button) {
  const isReading = button.getAttribute("aria-pressed") === "true";
  stop();
  if (isReading) return;
  button.setAttribute("aria-pressed", "true");
  label(button, button.dataset.end);
  read(button);
}

function offer() {
  if (!localVoice(document.documentElement.lang)) return;
  for (const button of buttons.filter((hidden) => hidden.hidden)) {
    button.hidden = false;
    button.addEventListener("click", () => press(button));
  }
}

if (buttons.length && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}
