/* Reads the page aloud, with a voice that lives on this phone: no text ever leaves it. Without one, no button. */
const button = document.querySelector("[data-aloud]");
const language = document.documentElement.lang.toLowerCase();

function ownVoice() {
  const voices = speechSynthesis.getVoices().filter((one) => one.localService);
  const near = (one) => one.lang.toLowerCase().replace("_", "-");
  return voices.find((one) => near(one) === language) ?? voices.find((one) => near(one).split("-")[0] === language.split("-")[0]);
}

function read(voice) {
  for (const part of document.querySelectorAll("[data-read]")) {
    const said = new SpeechSynthesisUtterance(part.innerText);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    said.addEventListener("end", () => speechSynthesis.pending || still());
    speechSynthesis.speak(said);
  }
}

function still() {
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", "false");
  button.textContent = button.dataset.begin;
}

function offer() {
  const voice = ownVoice();
  if (!voice || !button.hidden) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) return still();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.end;
    read(voice);
  });
}

if (button && "speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}
