// data-behave="palette": Ctrl or Cmd and K open it, arrow keys walk what was found, Enter opens the first.
const palette = document.querySelector('dialog[data-behave~="palette"]');
const input = palette?.querySelector("input[name=q]");
const found = () => [...palette.querySelectorAll("a.found__item")];

document.addEventListener("keydown", (event) => {
  if (!palette || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  event.preventDefault();
  if (palette.open) palette.close();
  else palette.showModal();
});

palette?.addEventListener("toggle", () => {
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
  } else if (event.key === "Enter" && document.activeElement === input && input.value && links.length) {
    event.preventDefault();
    links[0].click();
  } else if (here >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    input.focus();
  }
});
