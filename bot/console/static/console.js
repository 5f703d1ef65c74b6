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

/* While districts and languages are ticked: how many people that is. */
function watchAudience(section) {
  const form = section.closest("form");
  const numbers = form.querySelectorAll("[data-people]");
  const counted = form.querySelector("[data-counted]");
  const show = new Intl.NumberFormat("sv-SE");
  let latest = 0;
  const count = async () => {
    const turn = ++latest;
    const ticks = [...section.querySelectorAll("input:checked")].map((box) => [box.name, box.value]);
    const answer = await fetch(`${section.dataset.audience}?${new URLSearchParams(ticks)}`);
    if (!answer.ok || turn !== latest) return;
    const found = await answer.json();
    numbers.forEach((number) => { number.textContent = show.format(found.people); });
    counted.value = found.counted;
  };
  section.addEventListener("change", () => count().catch(() => {}));
  section.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
}

document.querySelectorAll("[data-audience]").forEach(watchAudience);

/* While a sending is under way: its figures each second; a new phase is a new page. */
function watchProgress(place) {
  const phase = () => place.querySelector("[data-phase]").dataset.phase;
  const look = async () => {
    const answer = await fetch(place.dataset.live);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-phase]");
    if (!found) return;
    if (found.dataset.phase !== phase()) { location.reload(); return; }
    place.replaceChildren(found);
  };
  const pause = () => (document.hidden || phase() === "scheduled" ? 5000 : 1000);
  const again = () => setTimeout(() => look().catch(() => {}).then(again), pause());
  again();
}

document.querySelectorAll("[data-live]").forEach(watchProgress);
