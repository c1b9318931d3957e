/* A voice note: one press begins, the next ends it. The button shows only where the phone can record. */
const LONGEST = 120000;

export function offerVoice(button, done, failed) {
  if (!button || !navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") return;
  const begin = button.textContent;
  let recorder, timer;
  button.hidden = false;

  function endRecording(stream) {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    button.textContent = begin;
    button.setAttribute("aria-pressed", "false");
    recorder = undefined;
  }

  button.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return failed();
    }
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    recorder.addEventListener("stop", () => {
      const type = recorder.mimeType;
      endRecording(stream);
      if (parts.length) done(new Blob(parts, { type }));
    });
    recorder.start();
    button.textContent = button.dataset.end;
    button.setAttribute("aria-pressed", "true");
    timer = setTimeout(() => recorder?.stop(), LONGEST);
  });
}
