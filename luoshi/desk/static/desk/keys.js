// Keys for those who prefer them, and a box to narrow long lists of choices. Every page works without.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
const linkOf = (row) => row.querySelector("a[href], button[name=open]");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  const link = all[next] && linkOf(all[next]);
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "/": () => document.getElementById("id_q")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A second click sends nothing; the server would take it for the same act anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.querySelectorAll("[data-narrow]").forEach((box) => {
  if (box.querySelectorAll("label").length < 12) return;
  const narrow = document.createElement("input");
  narrow.type = "search";
  narrow.className = "narrow";
  narrow.placeholder = narrow.ariaLabel = box.dataset.narrow;
  narrow.addEventListener("input", () => {
    box.querySelectorAll("label").forEach((label) => {
      label.hidden = !label.textContent.includes(narrow.value.trim()) && !label.querySelector(":checked");
    });
  });
  narrow.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  box.before(narrow);
});

// Open the form that a person was sent back to.
document.querySelector("details[open].deed .wrong")?.scrollIntoView({ block: "center" });

// A suggestion is put into the form it is about, and the form opened: whoever decides still sends it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-into]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.value = button.dataset.value;
  field.focus();
});
