/* Arrow keys and Enter walk the cells of the gradebook; typing a level replaces what stands. */
const table = document.querySelector("table.levels");
const fields = Array.from(table?.querySelectorAll("tbody tr") ?? [], (row) => Array.from(row.querySelectorAll("input")));

function at(field) {
  const row = fields.findIndex((some) => some.includes(field));
  return [row, fields[row]?.indexOf(field)];
}

table?.addEventListener("focusin", (event) => event.target.select?.());
table?.addEventListener("keydown", (event) => {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step || event.target.tagName !== "INPUT") return;
  const [row, column] = at(event.target);
  const side = document.dir === "rtl" ? -step[1] : step[1];
  const next = fields[row + step[0]]?.[column + side];
  event.preventDefault();
  next?.focus();
});
