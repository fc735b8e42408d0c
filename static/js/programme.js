// Moves the items of a draft: by the pointer or by keys, then the item's own form is sent, once for each drop.
"use strict";

const QUARTER = 15;
const DAY = 24 * 60;
const said = document.getElementById("moving");

const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const say = (words, block, minute) => {
  said.textContent = words
    .replace("{what}", block.querySelector(".name").textContent)
    .replace("{from}", clock(minute))
    .replace("{to}", clock(Math.min(minute + Number(block.dataset.length), DAY - 1)));
};

// Where a block stands while it is being moved; before and after that, where the server has put it.
const at = (block) => Number(block.dataset.moved ?? block.dataset.minute);
const show = (block, minute) => {
  const grid = block.closest(".timeline");
  const last = Number(grid.dataset.first) + Number(grid.dataset.rows) * QUARTER - QUARTER;
  const kept = Math.min(Math.max(minute, Number(grid.dataset.first)), last);
  const row = Math.round((kept - Number(grid.dataset.first)) / QUARTER);
  block.classList.replace([...block.classList].find((name) => name.startsWith("at-")), `at-${row}`);
  block.classList.toggle("moving", kept !== Number(block.dataset.minute));
  block.dataset.moved = kept;
  block.querySelector("time").textContent = clock(kept);
  say(said.dataset.moved, block, kept);
};
const back = (block) => {
  block.classList.replace([...block.classList].find((name) => name.startsWith("at-")), `at-${block.dataset.row}`);
  block.classList.remove("moving");
  delete block.dataset.moved;
  block.querySelector("time").textContent = clock(Number(block.dataset.minute));
  say(said.dataset.back, block, Number(block.dataset.minute));
};
const drop = (block) => {
  const form = document.getElementById(`move-${block.dataset.key}`);
  form.elements.time.value = clock(at(block));
  form.requestSubmit();
};
const isMoved = (block) => at(block) !== Number(block.dataset.minute);

const STEPS = { ArrowUp: -QUARTER, ArrowLeft: -QUARTER, ArrowDown: QUARTER, ArrowRight: QUARTER };
const onKey = (event) => {
  const block = event.currentTarget;
  if (event.key in STEPS) show(block, at(block) + STEPS[event.key] * (event.shiftKey ? 4 : 1));
  else if (event.key === "Enter" && isMoved(block)) drop(block);
  else if (event.key === "Escape" && isMoved(block)) back(block);
  else return;
  event.preventDefault();
};

const onPointer = (event) => {
  if (event.button) return;
  const block = event.currentTarget;
  const from = event.clientY;
  const row = block.closest(".timeline").clientHeight / Number(block.closest(".timeline").dataset.rows);
  const move = (now) => show(block, Number(block.dataset.minute) + Math.round((now.clientY - from) / row) * QUARTER);
  const end = (now) => {
    block.removeEventListener("pointermove", move);
    if (now.type === "pointerup" && isMoved(block)) drop(block);
    else if (block.dataset.moved) back(block);
  };
  block.setPointerCapture(event.pointerId);
  block.addEventListener("pointermove", move);
  block.addEventListener("pointerup", end, { once: true });
  block.addEventListener("pointercancel", end, { once: true });
};

document.querySelectorAll(".can-move").forEach((block) => {
  let down = 0;
  block.addEventListener("keydown", onKey);
  block.addEventListener("pointerdown", (event) => { down = event.clientY; onPointer(event); });
  block.addEventListener("blur", () => { if (isMoved(block) && !block.hasPointerCapture?.(1)) back(block); });
  // What was dragged is not followed as a link.
  block.addEventListener("click", (event) => { if (event.detail && Math.abs(event.clientY - down) > 4) event.preventDefault(); });
});

// After a drop the page comes back to the block that was moved, and so does the focus.
const returned = location.hash.startsWith("#block-") && document.getElementById(location.hash.slice(1));
if (returned) returned.focus({ preventScroll: true });
