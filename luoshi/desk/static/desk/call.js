// Keys for the agent's form: take a suggestion, save. The form works without.
"use strict";

const form = document.getElementById("call");
const fieldOf = (name) => form.elements.namedItem(name);
const touched = new Set(); // what the agent has chosen is not chosen again for them

form.addEventListener("input", (event) => touched.add(event.target.name));

function fill(name, value) {
  const field = fieldOf(name);
  if (field.tagName !== "SELECT") {
    field.value = field.value === value ? "" : value;
    return;
  }
  // A suggestion may stop above the categories that can be chosen: then the first below it.
  const option = [...field.options].find((one) => one.value && one.value.startsWith(value));
  if (!option) return;
  field.value = option.value;
  if (option.value !== value && touched.has(name)) field.focus();
}

function take(button) {
  const { fill: name, value } = button.dataset;
  touched.add(name);
  fill(name, value);
  if (name === "repeat_of") mark();
  else fieldOf(name).dispatchEvent(new Event("change", { bubbles: true }));
}

// Which of the similar requests was said to be the same.
function mark() {
  form.querySelectorAll('[data-fill="repeat_of"]').forEach((button) => {
    button.dataset.off ??= button.textContent;
    const on = button.dataset.value === fieldOf("repeat_of").value;
    button.textContent = on ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", String(on));
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (button) take(button);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.altKey && /^Digit[1-3]$/.test(event.code)) {
    const button = form.querySelectorAll('[data-fill="category"]')[Number(event.code.at(-1)) - 1];
    if (!button) return;
    event.preventDefault();
    take(button);
  }
});

// What is suggested with confidence stands in the form until the agent chooses otherwise.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "advice") return;
  const best = form.querySelector("[data-best]")?.dataset.best;
  if (best && !touched.has("category")) fill("category", best);
  const place = form.querySelector('[data-fill="locality"]')?.dataset.value;
  if (place && !touched.has("locality")) fill("locality", place);
  mark();
});
