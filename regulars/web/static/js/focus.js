// After htmx has changed a part, whoever was in it goes on from its beginning instead of from nowhere.
document.addEventListener("htmx:beforeSwap", (event) => {
  event.detail.target?.toggleAttribute("data-had-focus", event.detail.target.contains(document.activeElement));
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.target;
  if (!part?.hasAttribute?.("data-had-focus")) return;
  part.removeAttribute("data-had-focus");
  if (part.contains(document.activeElement)) return;
  const next = part.querySelector("[data-focus-first]") ?? part;
  if (!next.hasAttribute("tabindex") && next === part) next.tabIndex = -1;
  next.focus({ preventScroll: true });
});
