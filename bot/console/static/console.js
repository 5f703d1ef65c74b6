/* Small comforts of the staff console. Every page works without this file. */
"use strict";

/* While a meeting is written: what a complete invitation still lacks. */
function watchWhole(form) {
  const box = form.querySelector("[data-lacks]");
  const list = form.querySelector("[data-lacks-list]");
  const isEmpty = (field) =>
    ![...field.querySelectorAll("input, textarea")].some((input) =>
      input.type === "radio" ? input.checked && input.value : input.value.trim());
  const look = () => {
    const lacks = [...form.querySelectorAll("[data-whole]")].filter(isEmpty);
    const words = lacks.map((field) => field.dataset.whole).join(", ");
    if (words !== list.textContent) list.textContent = words;
    box.toggleAttribute("data-none", lacks.length === 0);
  };
  form.addEventListener("input", look);
  look();
}

document.querySelectorAll('[data-watch="whole"]').forEach(watchWhole);
