// data-behave="rows": j and k or the arrow keys walk the rows of a list, Enter opens one, x chooses it.
const table = () => document.querySelector('table[data-behave~="rows"]');

function walk(rows, here, step) {
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  rows.forEach((row) => row.removeAttribute("tabindex"));
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!table() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], details[open]")) return;
  const row = event.target.closest?.("tr[data-row]");
  const isFree = event.target === document.body || event.target.id === "main" || row;
  if (!isFree || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const rows = [...table().querySelectorAll("tr[data-row]")];
  const steps = { j: 1, k: -1, ArrowDown: row ? 1 : 0, ArrowUp: row ? -1 : 0 };
  const here = rows.indexOf(row);
  if (rows.length && steps[event.key]) {
    event.preventDefault();
    walk(rows, here, here < 0 ? 1 : steps[event.key]);
  } else if (event.key === "Enter" && event.target === row) {
    row.querySelector("a")?.click();
  } else if (event.key === "x" && row) {
    row.querySelector("input[name=ids]")?.click();
  }
});
