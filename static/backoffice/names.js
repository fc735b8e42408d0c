/* Select2 draws a box of its own beside each long choice and leaves it nameless: give it the name of the field. */
const nameBoxes = () => {
  document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const label = document.querySelector(`label[for="${select.id}"]`);
    const name = select.getAttribute("aria-label") || label?.textContent.trim();
    if (!box || !name || box.dataset.named) return;
    const shown = box.querySelector(".select2-selection__rendered");
    shown?.removeAttribute("aria-readonly");
    shown?.removeAttribute("role");
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name.replace(/\s*\*$/, ""));
    box.dataset.named = "yes";
  });
};
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  nameBoxes();
});
