// data-behave="palette": Ctrl or Cmd and K open it, arrow keys walk what was found, Enter opens the first.
const palette = document.querySelector('dialog[data-behave~="palette"]');
const input = palette?.querySelector("input[name=q]");
const found = () => [...palette.querySelectorAll("a.found__item")];
const isAnswered = () => palette.querySelector("[data-typed]")?.dataset.typed === input.value.trim();
let isWanted = false;

document.addEventListener("keydown", (event) => {
  if (!palette || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  event.preventDefault();
  if (palette.open) palette.close();
  else palette.showModal();
});

palette?.addEventListener("toggle", () => {
  isWanted = false;
  if (!palette.open) return;
  input.select();
  input.dispatchEvent(new Event("opened"));
});

palette?.addEventListener("keydown", (event) => {
  const links = found();
  const here = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  } else if (event.key === "Enter" && document.activeElement === input && input.value.trim()) {
    event.preventDefault();
    isWanted = true;
    follow();
  } else if (event.key === "Escape") {
    event.preventDefault(); // else it would empty the field, and close only when pressed again
    palette.close();
  } else if (here >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    input.focus();
  }
});

// Whoever types and presses Enter at once means what was typed, not what still stands there.
palette?.addEventListener("htmx:afterSwap", () => isWanted && follow());
input?.addEventListener("input", () => (isWanted = false));

function follow() {
  if (!isAnswered()) return;
  isWanted = false;
  found()[0]?.click();
}
