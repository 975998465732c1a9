// Pasting a column from a spreadsheet fills downwards; Ctrl+Z or the toast takes it all back.
import { say } from "./texts.js";
import { toast } from "./toasts.js";

/** Bind pasting to one entry form. */
export function bindPaste(form, drafts) {
  let pasted = null;

  const undo = () => {
    pasted?.forEach(({ cell, before }) => put(cell, before, drafts));
    pasted = null;
  };

  form.addEventListener("paste", (event) => {
    const rows = readRows(event.clipboardData.getData("text"));
    const start = event.target;
    if (!start.matches("input.cell[data-cell]") || (rows.length < 2 && rows[0].length < 2)) return;
    event.preventDefault();
    pasted = fill(form, start, rows, drafts);
    const count = pasted.length;
    toast(say(count === 1 ? "pasted-one" : "pasted-many", { count }), undo);
  });
  form.addEventListener("input", () => {
    // Once a person types on, Ctrl+Z means the letters again, not the column.
    pasted = null;
  });
  form.addEventListener("keydown", (event) => {
    if (!pasted || event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    undo();
  });
}

function readRows(text) {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}

// One line of the spreadsheet per row of the form; a second column goes into the second field of a
// ratio. A field that may not be written still uses up its line, so that the rows stay aligned.
function fill(form, start, rows, drafts) {
  const tableRows = [...form.querySelectorAll("tr.er")];
  const first = tableRows.indexOf(start.closest("tr.er"));
  const column = fieldsOf(tableRows[first]).indexOf(start);
  const pasted = [];
  rows.forEach((values, line) => {
    const fields = tableRows[first + line] ? fieldsOf(tableRows[first + line]) : [];
    // A row with fewer fields than the first one takes the value in its last.
    const offset = Math.min(column, Math.max(0, fields.length - 1));
    values.forEach((value, place) => {
      const cell = fields[offset + place];
      if (!cell || cell.readOnly || cell.disabled) return;
      pasted.push({ cell, before: cell.value });
      put(cell, value, drafts);
    });
  });
  return pasted;
}

function fieldsOf(row) {
  return [...row.querySelectorAll("input.cell[data-cell]")];
}

function put(cell, value, drafts) {
  cell.value = value;
  drafts.remember(cell);
  drafts.save(cell);
}
