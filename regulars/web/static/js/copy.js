// data-behave="copy": a button that copies the value of the field whose id is in data-copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest('[data-behave~="copy"]');
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value);
  button.textContent = button.dataset.done;
});
