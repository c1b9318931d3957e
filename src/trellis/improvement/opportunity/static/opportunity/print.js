// Show the Print button, which needs a script, and open the browser's print dialog when it is pressed.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
