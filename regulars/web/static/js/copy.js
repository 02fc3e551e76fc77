// data-behave="copy": a button that copies its data-text, or the value of the field whose id is in data-copy.
// It says so for a moment, in its words or by its state, and to a screen reader. Without a safe connection a browser has no clipboard
// to write to; there a field that nobody sees does it.
const MOMENT = 2500;
const voice = document.createElement("div");
voice.className = "unseen";
voice.setAttribute("role", "status");
document.body.append(voice);

document.addEventListener("click", async (event) => {
  const button = event.target.closest('[data-behave~="copy"]');
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field?.select();
  if (await copied(button.dataset.text ?? field.value, button)) tell(button);
});

async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByField(text, button);
  }
}

function copiedByField(text, button) {
  const field = document.createElement("textarea");
  field.className = "unseen";
  field.value = text;
  button.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  button.focus();
  return done;
}

function tell(button) {
  const isBare = !button.querySelector("svg");
  button.dataset.words ??= button.textContent;
  button.dataset.state = "copied";
  if (isBare) button.textContent = button.dataset.done;
  voice.textContent = `${button.dataset.done}: ${button.dataset.text ?? ""}`;
  setTimeout(() => {
    delete button.dataset.state;
    if (isBare) button.textContent = button.dataset.words;
    voice.textContent = "";
  }, MOMENT);
}
