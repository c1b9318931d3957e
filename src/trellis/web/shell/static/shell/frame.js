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
/* Not by scrollIntoView: the next Tab would begin there, and whoever has no mouse would never come to the skip link. */
const current = document.querySelector(".rail .main-nav [aria-current]")?.getBoundingClientRect();
if (current) {
  const nav = document.querySelector(".rail .main-nav"), box = nav.getBoundingClientRect();
  nav.scrollLeft += current.left + current.width / 2 - (box.left + box.width / 2);
  if (current.bottom > box.bottom) nav.scrollTop += current.bottom - box.bottom;
}
