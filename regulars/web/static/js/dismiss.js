// data-behave="dismiss": an open card closes on Escape, on a click elsewhere, and when another one opens.
const open = () => document.querySelectorAll('details[data-behave~="dismiss"][open]');

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const card of open()) {
    card.open = false;
    if (card.contains(document.activeElement)) card.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const card of open()) {
    if (!card.contains(event.target)) card.open = false;
  }
});
