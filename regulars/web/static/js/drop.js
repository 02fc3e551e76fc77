// data-behave="drop": a field for a file that says what was chosen, and shows when one is held over it.
for (const type of ["dragenter", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    event.target.closest?.('[data-behave~="drop"]')?.classList.toggle("drop--over", type === "dragenter");
  });
}

document.addEventListener("change", (event) => {
  const area = event.target.closest('[data-behave~="drop"]');
  const [file] = event.target.files ?? [];
  if (area && file) area.querySelector("[data-chosen]").textContent = file.name;
});
