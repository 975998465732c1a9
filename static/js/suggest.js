// What is found while somebody types into the search: a listbox below the field. Arrows walk through
// it, Enter opens what is chosen or, where nothing is, the page of all hits; Escape closes it.
import { say } from "./texts.js";

const PAUSE = 250;
const FEWEST = 2;
let waiting = 0;
let asked = null;

/** Bind every `form[data-suggest]`. */
export function bindSuggestions() {
  document.querySelectorAll("form[data-suggest]").forEach(bind);
}

function bind(form) {
  const field = form.querySelector("[data-search]");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("autocomplete", "off");
  close(form);
  form.addEventListener("input", () => later(form));
  form.addEventListener("keydown", (event) => steer(event, form));
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close(form);
  });
}

function later(form) {
  clearTimeout(waiting);
  asked?.abort();
  const words = fieldOf(form).value.trim();
  if (words.length < FEWEST) return close(form);
  waiting = setTimeout(() => ask(form, words), PAUSE);
}

async function ask(form, words) {
  asked = new AbortController();
  const address = new URL(form.action);
  address.searchParams.set("q", words);
  const options = { headers: { "HX-Request": "true" }, redirect: "manual", signal: asked.signal };
  // Without an answer nothing is suggested; Enter still leads to the page, which says why.
  const answer = await fetch(address, options).catch(() => null);
  if (answer?.status !== 200) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelector("[role=listbox]");
  if (list && fieldOf(form).value.trim() === words && form.contains(document.activeElement)) {
    open(form, document.adoptNode(list));
  }
}

function open(form, list) {
  close(form);
  tell(form, say("suggested", { count: list.dataset.count }));
  if (!list.querySelector("[role=option]")) return;
  form.append(list);
  fieldOf(form).setAttribute("aria-controls", list.id);
  fieldOf(form).setAttribute("aria-expanded", "true");
}

function close(form) {
  form.querySelector("[role=listbox]")?.remove();
  const field = fieldOf(form);
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-controls");
  field.removeAttribute("aria-activedescendant");
  tell(form, "");
}

function steer(event, form) {
  const options = [...form.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const chosen = options.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(form, options, chosen, step);
  else if (event.key === "Escape") close(form);
  else if (event.key === "Enter" && chosen >= 0) options[chosen].click();
  else return;
  event.preventDefault();
}

// Beyond either end the field itself is chosen again: Enter then asks for all hits.
function choose(form, options, chosen, step) {
  const places = options.length + 1;
  const next = ((chosen + 1 + step + places) % places) - 1;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
  if (next < 0) return fieldOf(form).removeAttribute("aria-activedescendant");
  fieldOf(form).setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

function tell(form, words) {
  form.querySelector("[role=status]").textContent = words;
}

function fieldOf(form) {
  return form.querySelector("[data-search]");
}
