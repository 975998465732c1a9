// Entering figures: arrow keys, Enter and Shift+Enter go from row to row, Escape restores what is
// saved, Ctrl+Enter submits. Drafts and pasting are modules of their own.
// Markup: form[data-entry] data-draft-url, data-paste-url, data-sign-in-url, data-choices (what may
// have been meant, by the id of a row's first field), rows tr.er with data-name, fields input.cell[data-cell] named cell-<kpi>-<unit>-<part>, [data-state] in a row for
// its message, [data-save-state] for the page's, button[data-without] for what does not apply.
import { keepDrafts } from "./drafts.js";
import { bindPaste, put } from "./paste.js";
import { offer } from "./rowstate.js";

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
  form.addEventListener("click", (event) => {
    useSuggestion(event, form, drafts);
    leaveOut(event, form, drafts);
  });
  bindPaste(form, drafts);
  const choices = Object.entries(JSON.parse(form.dataset.choices ?? "{}"));
  choices.forEach(([id, offers]) => offer(document.getElementById(id).closest("tr"), offers));
}

/** Return the fields of a form or row that a person may fill, in their order. */
export function openCells(part) {
  return [...part.querySelectorAll("input.cell[data-cell]")].filter(
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
  const next = nextCell(event, form, cell);
  if (next) {
    event.preventDefault();
    goTo(next, cell);
  }
}

// Enter begins the next row; an arrow stays in its column, or goes to the other field of a ratio.
function nextCell(event, form, cell) {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === "Enter") return inRow(form, cell, event.shiftKey ? -1 : 1, 0);
  if (event.shiftKey) return null;
  const column = openCells(cell.closest("tr")).indexOf(cell);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) return inRow(form, cell, step, column);
  const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  return side && isAtEdge(cell, side) ? openCells(cell.closest("tr"))[column + side] : null;
}

// At the last row the field itself: Enter must never submit half a month by accident.
function inRow(form, cell, step, column) {
  const rows = [...form.querySelectorAll("tr")].filter((row) => openCells(row).length);
  const row = rows[rows.indexOf(cell.closest("tr")) + step];
  if (!row) return cell;
  const cells = openCells(row);
  return cells[Math.min(column, cells.length - 1)];
}

function isAtEdge(cell, side) {
  const edge = side > 0 ? cell.value.length : 0;
  return cell.selectionStart === edge && cell.selectionEnd === edge;
}

function goTo(next, cell) {
  // Leaving it, also to come back at once, is what saves it.
  if (next === cell) cell.blur();
  next.focus();
  next.select();
}

function useSuggestion(event, form, drafts) {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  const cells = Object.entries(JSON.parse(button.dataset.use)).map(([name, value]) => {
    put(form.elements[name], value, drafts);
    return form.elements[name];
  });
  cells[0].focus();
}

function leaveOut(event, form, drafts) {
  const button = event.target.closest("button[data-without]");
  if (!button) return;
  event.preventDefault();
  const cell = form.elements[button.value];
  put(cell, "n/a", drafts);
  cell.focus();
}
