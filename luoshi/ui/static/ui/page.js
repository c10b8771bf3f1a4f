// Small conveniences; every page works without them.
"use strict";

const card = () => document.getElementById("card");
let opener = null;

function closeCard() {
  card()?.replaceChildren();
  document.querySelectorAll(".promise.on").forEach((mark) => mark.classList.remove("on"));
  opener?.focus({ preventScroll: true });
  opener = null;
}

// A promise in the text opens its card beside the text; focus moves there and comes back.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== card()) return;
  document.querySelectorAll(".promise.on").forEach((mark) => mark.classList.remove("on"));
  opener = event.detail.requestConfig.elt;
  const address = opener.getAttribute("href");
  document.querySelectorAll(".promise").forEach((mark) => {
    if (mark.getAttribute("href") === address) mark.classList.add("on");
  });
  card().firstElementChild?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && card()?.firstElementChild) closeCard();
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-close]")) closeCard();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
});
