// data-key="g c" on a link: two keys, one after the other, follow it. "?" shows the map, "/" goes to the search.
const WAIT = 1200;
let first = "";
let since = 0;

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), select, textarea");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") return document.getElementById("keymap")?.showModal();
  if (event.key === "/") {
    const search = document.querySelector("[data-search]") ?? document.querySelector("[data-opens=palette]");
    event.preventDefault();
    return search?.matches("input") ? (search.focus(), search.select()) : search?.click();
  }
  const keys = Date.now() - since < WAIT ? `${first} ${event.key}` : event.key;
  first = event.key;
  since = Date.now();
  const link = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === keys);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
