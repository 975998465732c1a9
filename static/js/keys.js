// Single keys: / search, [ and ] one period back and on, g and a letter to a page, e explains the
// figure, ? the list. They are off inside fields, in dialogs, and where the person has switched
// them off.
import { explainFocused } from "./explain.js";

const PATIENCE = 1500;
let awaitsPage = 0;

/** Listen to single keys on the whole page. */
export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (isOff(event)) return;
    if (pressed(event.key)) event.preventDefault();
  });
}

function isOff(event) {
  const inField = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
  const withOthers = event.ctrlKey || event.metaKey || event.altKey;
  return inField || withOthers || document.body.dataset.keys === "off";
}

function pressed(key) {
  if (Date.now() - awaitsPage < PATIENCE) {
    awaitsPage = 0;
    return follow(`[data-go="${CSS.escape(key)}"]`);
  }
  if (key === "g") {
    awaitsPage = Date.now();
    return true;
  }
  if (key === "[") return follow('main a[rel="prev"]');
  if (key === "]") return follow('main a[rel="next"]');
  if (key === "/") return search();
  if (key === "e") return explainFocused();
  if (key === "?") return list();
  return false;
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

function search() {
  const fields = [...document.querySelectorAll("[data-search]")];
  const field = fields.find((each) => each.offsetParent);
  if (!field) return openUnits();
  field.focus();
  field.select();
  return true;
}

// Where there is no search, finding a unit is the next best; the picker gives its field the focus.
function openUnits() {
  const field = document.querySelector("main .crumbs details[data-pop] [data-filter]");
  field?.closest("details").setAttribute("open", "");
  return Boolean(field);
}

function list() {
  const dialog = document.querySelector("dialog[data-keys]");
  dialog?.showModal();
  return Boolean(dialog);
}
