// Toasts go by themselves once they have been there long enough to read; those with a button, or an error, stay longer.
const SHORT = 6000;
const LONG = 20000;

function plan(toast) {
  const isLong = toast.querySelector("button") || toast.classList.contains("toast--error");
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, SHORT) : toast.remove());
  setTimeout(leave, isLong ? LONG : SHORT);
}

const shelf = document.querySelector(".shell .toasts");
if (shelf) {
  shelf.querySelectorAll(".toast").forEach(plan);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach((node) => node.matches?.(".toast") && plan(node));
  }).observe(shelf, { childList: true });
}
