// data-behave="submit": a form that sends itself when one of its choices changes.
for (const form of document.querySelectorAll('form[data-behave~="submit"]')) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
}
