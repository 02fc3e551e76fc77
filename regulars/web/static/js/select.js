// data-behave="select": choose all rows of a page, or with Shift all between two; says how many are chosen.
let last = null;

document.addEventListener("click", (event) => {
  const form = event.target.closest?.('form[data-behave~="select"]');
  if (!form || !event.target.matches("[data-all], input[name=ids]")) return;
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  if (event.target.matches("[data-all]")) {
    for (const box of boxes) box.checked = event.target.checked;
  } else if (event.shiftKey && last && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(event.target)].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
  }
  last = event.target;
  tell(form, boxes);
});

document.addEventListener("keydown", (event) => {
  const form = document.querySelector('form[data-behave~="select"]');
  if (event.key !== "Escape" || !form?.querySelector("input[name=ids]:checked") || document.querySelector("dialog[open], details[open]")) return;
  const boxes = [...form.querySelectorAll("input[name=ids]")];
  for (const box of boxes) box.checked = false;
  tell(form, boxes);
});

function tell(form, boxes) {
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-all]");
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  form.querySelector("[data-count]").textContent = chosen;
  const everybody = form.querySelector("input[name=everybody]");
  if (everybody && chosen < boxes.length) everybody.checked = false;
}
