// Pasting out of a spreadsheet. The server says what a block fills and how it reads it: a column
// without a doubt is filled in at once, everything else is shown first. Ctrl+Z or the toast takes
// all of it back.
import { preview } from "./pasted.js";
import { send } from "./send.js";
import { say } from "./texts.js";
import { toast } from "./toasts.js";

/** Bind pasting to one entry form. */
export function bindPaste(form, drafts) {
  let last = null;

  const fillIn = (fields) => {
    const pasted = fields
      .map(([name, value]) => ({ cell: form.elements[name], value }))
      .filter(({ cell }) => cell && !cell.readOnly && !cell.disabled)
      .map(({ cell, value }) => ({ cell, value, before: cell.value }));
    pasted.forEach(({ cell, value }) => put(cell, value, drafts));
    last = pasted;
    const count = new Set(pasted.map(({ cell }) => cell.closest("tr"))).size;
    toast(say(count === 1 ? "pasted-one" : "pasted-many", { count }), () => undo(pasted));
  };
  const undo = (pasted) => {
    // What was typed over since then stays.
    const untouched = pasted.filter(({ cell, value }) => cell.value === value);
    untouched.forEach(({ cell, before }) => put(cell, before, drafts));
    last = null;
  };

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const start = event.target;
    if (!start.matches("input.cell[data-cell]") || !isBlock(text)) return;
    event.preventDefault();
    ask(form, start, text, fillIn);
  });
  form.addEventListener("input", () => {
    // Once a person types on, Ctrl+Z means the letters again, not the block.
    last = null;
  });
  form.addEventListener("keydown", (event) => {
    if (!last || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    undo(last);
  });
}

/** Write a text into a field, and keep and save it as if it had been typed. */
export function put(cell, value, drafts) {
  cell.value = value;
  drafts.remember(cell);
  drafts.save(cell);
}

async function ask(form, start, block, fillIn) {
  const fields = [...new FormData(form), ["block", block], ["at", start.name]];
  const answer = await send(form, form.dataset.pasteUrl, fields);
  if (answer.ok && answer.json.is_plain) return fillIn(fieldsOf(answer.json.lines));
  if (answer.ok) return preview(answer.json, fillIn, start);
  if (answer.json) return toast(answer.json.message);
  const lines = block.trimEnd().split(/\r?\n/);
  // Without the server a column still fills the rows below: each of them says later how it reads.
  if (lines.every((line) => !line.includes("\t"))) return fillIn(downwards(form, start, lines));
  return toast(say(answer.reason === "signed-out" ? "paste-signed-out" : "paste-lost"));
}

function isBlock(text) {
  return /[\t\n]/.test(text.replace(/[\r\n]+$/, ""));
}

function fieldsOf(lines) {
  return lines.flatMap((line) => Object.entries(line.fields));
}

// A field that may not be written still uses up its line, so that the rows stay aligned.
function downwards(form, start, lines) {
  const rows = [...form.querySelectorAll("tr.er")];
  const first = rows.indexOf(start.closest("tr.er"));
  const column = cellsOf(rows[first]).indexOf(start);
  return lines.flatMap((line, place) => {
    const cells = rows[first + place] ? cellsOf(rows[first + place]) : [];
    const cell = cells[Math.min(column, cells.length - 1)];
    return cell && line.trim() ? [[cell.name, line.trim()]] : [];
  });
}

function cellsOf(row) {
  return [...row.querySelectorAll("input.cell[data-cell]")];
}
