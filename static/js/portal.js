// Small comforts; every page works without them.
"use strict";

// An open menu closes when one goes elsewhere, and by Escape, which gives the focus back to its button.
const folds = () => document.querySelectorAll("details.fold[open]");
document.addEventListener("click", (event) => {
  folds().forEach((fold) => { if (!fold.contains(event.target)) fold.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  folds().forEach((fold) => { fold.open = false; fold.querySelector("summary").focus(); });
});

// A second click on the same button sends nothing; the server would find it done anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});
// Coming back with the browser's button finds the form usable again.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
