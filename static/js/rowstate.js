// What stands beside an entry field after the server has answered, and at the foot of the page.
import { say } from "./texts.js";

const STATES = ["ok", "todo", "auto", "jump", "err"];
const CLASSES = { ok: "okm", err: "st s-r", jump: "st s-a", lost: "failed" };

/** Show an answer (state, message, fix, saved_at) in a row. */
export function showRow(row, answer) {
  if (STATES.includes(answer.state)) markRow(row, answer.state);
  const place = row.querySelector("[data-state]");
  if (!place) return;
  const text = document.createElement("span");
  text.className = CLASSES[answer.state] ?? "";
  text.textContent = answer.message ?? say("saved", { time: answer.saved_at });
  place.replaceChildren(text);
  if (answer.fix) place.append(" ", suggestion(answer.fix));
}

/** Say how saving stands for the form as a whole. */
export function showPage(form, name, values) {
  const place = form.querySelector("[data-save-state]");
  if (place) place.textContent = say(name, values);
}

function markRow(row, state) {
  if (row.matches(".er")) {
    row.classList.remove(...STATES.map((each) => `is-${each}`));
    row.classList.add(`is-${state}`);
  }
  row.querySelectorAll("[data-cell]").forEach((cell) => {
    if (state === "err") cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  });
}

function suggestion(value) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn plain";
  button.dataset.use = value;
  button.textContent = say("use", { value });
  return button;
}
