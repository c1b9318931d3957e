// Buttons that only work with script are shown only where script runs and the browser has passkeys.
if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
}
