// What stands beside an entry field after the server has answered, and above and below the rows.
import { say } from "./texts.js";

const STATES = ["ok", "draft", "todo", "auto", "jump", "err"];
const SIGNED_OUT = "waiting-signed-out";
const CLASSES = { ok: "okm", draft: "okm", err: "st s-r", jump: "st s-a", lost: "failed" };

/** Show an answer (state, message, choices, saved_at) in a row, and in what the page says of it. */
export function showRow(row, answer) {
  if (STATES.includes(answer.state)) markRow(row, answer.state);
  const place = row.querySelector("[data-state]");
  if (!place) return;
  const text = document.createElement("span");
  text.className = CLASSES[answer.state] ?? "";
  text.textContent = answer.message ?? say("saved", { time: answer.saved_at });
  place.replaceChildren(text);
  offer(row, answer.choices ?? []);
  const why = row.querySelector("[data-why]");
  if (why) why.hidden = answer.state !== "jump" && !why.querySelector("textarea").value;
  const form = row.closest("form[data-entry]");
  if (form) count(form);
}

/** Offer what may have been meant: [words, text by the name of the field] each. */
export function offer(row, choices) {
  const place = row.querySelector("[data-state]");
  choices.forEach(([value, fields]) => place.append(" ", suggestion(value, fields)));
}

/** Say how saving stands for the form as a whole; who is signed out gets the way back. */
export function showPage(form, name, values) {
  const place = form.querySelector("[data-save-state]");
  // Said again every few seconds it would take the focus from the link.
  if (!place || (name === SIGNED_OUT && place.dataset.saying === name)) return;
  place.dataset.saying = name;
  place.textContent = say(name, values);
  if (name !== SIGNED_OUT || !form.dataset.signInUrl) return;
  const link = document.createElement("a");
  link.href = form.dataset.signInUrl;
  link.textContent = say("sign-in-again");
  place.append(" ", link);
}

/** Say how many rows were brought back out of this browser. */
export function showRestored(form, rows) {
  const place = form.querySelector("[data-restored]");
  if (!place || !rows || !place.hidden) return;
  place.textContent = say(rows === 1 ? "restored-one" : "restored-many", { count: rows });
  place.hidden = false;
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

function suggestion(value, fields) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn plain use";
  button.dataset.use = JSON.stringify(fields);
  button.textContent = say("use", { value });
  return button;
}

// All rows in these states are on the page, also where those that are done are not.
function count(form) {
  const within = form.closest("main") ?? form;
  within.querySelectorAll("[data-count]").forEach((place) => {
    const found = form.querySelectorAll(`.er.is-${place.dataset.count}`).length;
    place.hidden = !found;
    place.textContent = say(`count-${place.dataset.count}`, { count: found });
  });
  const bar = form.querySelector("[data-in-the-way]");
  if (!bar) return;
  const rows = [...form.querySelectorAll(".er:is(.is-err, .is-jump)")];
  bar.hidden = !rows.length;
  bar.querySelector("[data-links]").replaceChildren(...rows.flatMap(linkTo));
}

function linkTo(row, place) {
  const link = document.createElement("a");
  link.href = `#${row.querySelector("[data-cell]").id}`;
  link.textContent = row.dataset.name;
  return place ? [", ", link] : [link];
}
