// data-behave="menu": arrow keys, Home and End walk the entries of an open menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest('details[data-behave~="menu"]');
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  if (event.target.matches("input, select, textarea")) return;
  const entries = [...menu.querySelectorAll(".menu__items :is(a, button, input, summary)")].filter((entry) => entry.checkVisibility());
  if (!menu.open) {
    menu.open = true;
    event.preventDefault();
    menu.querySelector(".menu__items :is(a, button, input)")?.focus();
    return;
  }
  const here = entries.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? here + 1 : event.key === "ArrowUp" ? here - 1 : event.key === "Home" ? 0 : -1;
  event.preventDefault();
  entries.at(step % entries.length)?.focus();
});
