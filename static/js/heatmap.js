// The heat map as a tree of rows: one stop for Tab, arrows move, Right opens, Left closes.
// Without this script its links do the same, one page each.
import { say } from "./texts.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Bind one `[data-heatmap]` table. */
export function bindHeatmap(table) {
  table.setAttribute("role", "treegrid");
  // The cells can be reached now, and scroll what holds them.
  table.parentElement.removeAttribute("tabindex");
  describeRows(table);
  moveStop(table, table.tBodies[0].rows[0].cells[0]);
  table.addEventListener("keydown", (event) => {
    if (!withOthers(event) && pressed(table, event)) event.preventDefault();
  });
  table.addEventListener("focusin", ({ target }) => moveStop(table, target.closest("td, th")));
  table.addEventListener("htmx:beforeRequest", (event) => {
    if (!isOpen(event.target.closest("tr"))) return;
    event.preventDefault();
    close(table, event.target.closest("tr"));
  });
  table.addEventListener("htmx:afterSwap", () => describeRows(table));
  table.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) opened(table, detail.elt.closest("tr"));
  });
}

function withOthers(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
}

function pressed(table, event) {
  const cell = event.target.closest("td, th");
  const row = cell.parentElement;
  if (event.key === "ArrowRight" && isHead(cell) && isOpen(row) === false) return toggle(row);
  if (event.key === "ArrowLeft" && isHead(cell) && isOpen(row)) return toggle(row);
  if (event.key === "ArrowLeft" && isHead(cell)) return focus(rowAbove(row)?.cells[0]);
  if (event.key === "Enter" && event.target === cell) return follow(row);
  if (event.key === "Home") return focus(row.cells[0]);
  if (event.key === "End") return focus(row.cells[row.cells.length - 1]);
  return MOVES[event.key] ? move(table, cell, MOVES[event.key]) : false;
}

function isHead(cell) {
  return cell.matches("tbody th");
}

function isOpen(row) {
  const expanded = row?.getAttribute("aria-expanded");
  return expanded === null || expanded === undefined ? undefined : expanded === "true";
}

function move(table, cell, [down, right]) {
  const rows = [...table.rows].slice(1);
  const row = rows[rows.indexOf(cell.parentElement) + down];
  return focus(row?.cells[cell.cellIndex + right]);
}

function rowAbove(row) {
  const level = Number(row.dataset.level ?? 0);
  let above = row.previousElementSibling;
  while (above && Number(above.dataset.level ?? 0) >= level) above = above.previousElementSibling;
  return above;
}

// A cell with one link is that link: Enter then follows it by itself.
function stopOf(cell) {
  return cell.querySelector("[data-unit]") ?? cell.querySelector("a:not(.tw)") ?? cell;
}

function focus(cell) {
  if (!cell) return false;
  const stop = stopOf(cell);
  if (stop === cell) cell.tabIndex = -1;
  stop.focus();
  return true;
}

function moveStop(table, cell) {
  const last = table.querySelector('[tabindex="0"]');
  if (last) last.tabIndex = -1;
  stopOf(cell).tabIndex = 0;
}

function follow(row) {
  const link = row.querySelector("[data-unit]");
  link?.click();
  return Boolean(link);
}

function toggle(row) {
  row.querySelector(".tw").click();
  return true;
}

function describeRows(table) {
  table.querySelectorAll("tbody a, thead a").forEach((link) => {
    if (link.tabIndex !== 0 || !link.hasAttribute("tabindex")) link.tabIndex = -1;
  });
  [...table.tBodies[0].rows].forEach((row) => {
    row.setAttribute("aria-level", Number(row.dataset.level ?? 0) + 1);
    const sign = row.querySelector(".tw");
    if (sign) row.setAttribute("aria-expanded", sign.getAttribute("aria-expanded"));
  });
}

function mark(row, open) {
  row.querySelector(".tw").setAttribute("aria-expanded", open);
  row.setAttribute("aria-expanded", open);
}

function opened(table, row) {
  mark(row, true);
  tell(table, "opened", row, below(row).length);
}

function close(table, row) {
  below(row).forEach((each) => each.remove());
  mark(row, false);
  tell(table, "closed", row);
}

function below(row) {
  const found = [];
  for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
    if (Number(next.dataset.level) <= Number(row.dataset.level)) break;
    found.push(next);
  }
  return found;
}

function tell(table, words, row, count = 0) {
  const value = row.querySelector("[data-unit]").textContent.trim();
  table.parentElement.querySelector("[data-heatmap-state]").textContent = say(words, { value, count });
}
