/* The frame by hand: Escape and a press beside it close a menu, and the way one is on stands in sight on a phone. */
const open = () => document.querySelector(".rail details[open]");
addEventListener("keydown", (event) => {
  const menu = open();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
addEventListener("click", (event) => {
  const menu = open();
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.querySelector(".rail .main-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
