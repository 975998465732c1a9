// Pickers and the menu: one open at a time, Escape closes and gives the focus back, lists filter.

/** Bind all `details[data-pop]`, present and future. */
export function bindPickers() {
  document.addEventListener("click", closeOthers);
  document.addEventListener("toggle", opened, true);
  document.addEventListener("keydown", closeOnEscape);
  document.addEventListener("keydown", moveInList);
  document.addEventListener("input", filterList);
}

function openOnes() {
  return [...document.querySelectorAll("details[data-pop][open]")];
}

function closeOthers(event) {
  openOnes()
    .filter((pop) => !pop.contains(event.target))
    .forEach((pop) => pop.removeAttribute("open"));
}

function opened(event) {
  const pop = event.target;
  if (!pop.matches?.("details[data-pop][open]")) return;
  openOnes()
    .filter((other) => other !== pop && !other.contains(pop))
    .forEach((other) => other.removeAttribute("open"));
  pop.querySelector("[data-filter]")?.focus();
}

function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  openOnes().forEach((pop) => {
    const hadFocus = pop.contains(document.activeElement);
    pop.removeAttribute("open");
    if (hadFocus) pop.querySelector("summary").focus();
  });
}

function filterList(event) {
  if (!event.target.matches("[data-filter]")) return;
  const words = event.target.value.trim().toLocaleLowerCase();
  const list = event.target.closest(".pop").querySelector("[data-filtered]");
  // A unit stays when its own name fits or that of one below it, so that the path stays readable.
  list.querySelectorAll("li").forEach((item) => {
    item.hidden = !item.textContent.toLocaleLowerCase().includes(words);
  });
}

function moveInList(event) {
  const pop = event.target.closest?.("details[data-pop][open]");
  if (!pop) return;
  if (event.key === "Enter" && event.target.matches("[data-filter]")) return goToFirst(event, pop);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [...pop.querySelectorAll("[data-filter], a")].filter((stop) => stop.offsetParent);
  const next = stops[stops.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function goToFirst(event, pop) {
  const words = event.target.value.trim().toLocaleLowerCase();
  const links = [...pop.querySelectorAll("[data-filtered] a")].filter((link) => link.offsetParent);
  const first = links.find((link) => link.textContent.toLocaleLowerCase().includes(words));
  if (!words || !first) return;
  event.preventDefault();
  first.click();
}
