// data-opens="id": a link that opens a dialog instead of leading to its page. A press beside a dialog closes it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  if (link && !event.metaKey && !event.ctrlKey) {
    const dialog = document.getElementById(link.dataset.opens);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const dialog = event.target.closest('dialog[data-behave~="dialog"]');
  if (dialog && event.target === dialog && isBeside(event, dialog.getBoundingClientRect())) dialog.close();
});

function isBeside({ clientX, clientY, detail }, box) {
  return detail > 0 && (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom);
}
