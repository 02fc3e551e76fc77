// A form that people outside fill in: questions that depend on an answer show once it is given, and a frame is told
// how high its page is. Without a script all questions show, and the server asks for those alone that apply.
const form = document.querySelector("[data-asks]");

function holds(condition) {
  const [name, value] = condition.split("=");
  return [...form.elements].some((field) => field.name === name && field.value === value && field.checked);
}

function show() {
  for (const each of form.querySelectorAll("[data-only-if]")) {
    const conditions = each.dataset.onlyIf;
    each.hidden = conditions !== "" && !conditions.split(" ").some(holds);
  }
}

if (form) {
  form.addEventListener("change", show);
  show();
  form.dataset.ready = "";
}

if (parent !== window) {
  const content = document.querySelector("main");
  const tell = () => parent.postMessage({ regularsHeight: content.offsetHeight + 2 * content.offsetTop }, "*");
  new ResizeObserver(tell).observe(content);
  tell();
}
