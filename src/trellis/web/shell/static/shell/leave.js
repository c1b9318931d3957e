/* Whoever signs out takes the kept page of their day along; what they wrote stays until they come back. */
addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]")) globalThis.caches?.delete("trellis-day");
});
