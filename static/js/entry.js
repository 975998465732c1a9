// Entering figures: Enter and Down go on, Shift+Enter and Up go back, Escape restores what is
// saved, Ctrl+Enter submits. Drafts and pasting are modules of their own.
// Markup: form[data-entry] data-draft-url, rows tr.er, fields input.cell[data-cell] named
// cell-<kpi>-<unit>-<part>, [data-state] in a row for its message, [data-save-state] for the page's.
import { keepDrafts } from "./drafts.js";
import { bindPaste } from "./paste.js";

/** Bind one entry form; binding it again does nothing. */
export function bindEntry(form) {
  if (form.dataset.bound) return;
  form.dataset.bound = "yes";
  const drafts = keepDrafts(form);
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-cell]")) drafts.remember(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-cell]")) drafts.save(event.target);
  });
  form.addEventListener("keydown", (event) => keyPressed(event, form, drafts));
  form.addEventListener("click", (event) => useSuggestion(event, drafts));
  bindPaste(form, drafts);
}

/** Return the fields of a form that a person may fill, from top to bottom. */
export function openCells(form) {
  return [...form.querySelectorAll("input.cell[data-cell]")].filter(
    (cell) => !cell.readOnly && !cell.disabled && cell.offsetParent,
  );
}

function keyPressed(event, form, drafts) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  const cell = event.target;
  if (!cell.matches("input.cell[data-cell]")) return;
  if (event.key === "Escape") drafts.restore(cell);
  const step = stepOf(event);
  if (step) goTo(event, form, cell, step);
}

function stepOf(event) {
  if (event.key === "Enter") return event.shiftKey ? -1 : 1;
  return { ArrowDown: 1, ArrowUp: -1 }[event.key];
}

function goTo(event, form, cell, step) {
  // Also at the last field: Enter must never submit half a month by accident.
  event.preventDefault();
  const cells = openCells(form);
  const next = cells[cells.indexOf(cell) + step];
  if (!next) {
    cell.blur();
    cell.focus();
    return;
  }
  next.focus();
  next.select();
}

function useSuggestion(event, drafts) {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  const row = button.closest("tr");
  const cell = row.querySelector("input.cell[data-cell]");
  cell.value = button.dataset.use;
  cell.focus();
  drafts.save(cell);
}
