// Drafts: every row is saved by itself while a person types; what the server has not yet
// acknowledged stays in this browser until it has, or until the person signs out.
// The server gets the fields of the row and answers with JSON, all keys optional: saved_at
// ("08:07"), state (ok, draft, todo, jump, err), message, choices (what to offer instead). 2xx: the
// draft is stored; 422: it is not, the message says why, and the text stays here.
import { forgetAll, forgetOthers, keepIn } from "./kept.js";
import { showPage, showRestored, showRow } from "./rowstate.js";
import { send } from "./send.js";
import { say } from "./texts.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
// A quick answer needs no "Saving": the words would only flicker.
const SLOW = 300;
const STATES = { "signed-out": "waiting-signed-out", offline: "retrying-offline" };

/** Forget what is kept here: all when the person signs out, others' when somebody signs in. */
export function bindDrafts() {
  const owner = document.querySelector("[data-person]")?.dataset.person;
  if (owner) forgetOthers(owner);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-sign-out]")) forgetAll();
  });
}

/** Keep the drafts of one entry form; returns remember(cell), save(cell), restore(cell). */
export function keepDrafts(form) {
  const kept = keepIn(`${form.dataset.owner ?? ""}:${form.dataset.draftUrl}`);
  const waiting = new Set();
  const refused = new Set();
  const restored = new Set();
  let wait = FIRST_WAIT;
  let isSending = false;
  let timer = 0;

  const tell = (name, values) => showPage(form, name, { count: waiting.size, ...values });

  async function sendAll() {
    clearTimeout(timer);
    // A form that was swapped out must not send its old values after those of the new one.
    if (isSending || !form.isConnected) return;
    isSending = true;
    while (waiting.size) {
      const [row] = waiting;
      const slow = setTimeout(() => tell("saving"), SLOW);
      const isSent = await sendRow(row);
      clearTimeout(slow);
      if (!isSent) break;
    }
    isSending = false;
    showRestored(form, restored.size);
  }

  async function sendRow(row) {
    const sent = valuesOf(row);
    const answer = await send(form, form.dataset.draftUrl, sent);
    if (answer.reason) {
      showRow(row, { state: "lost", message: say(answer.reason) });
      tell(STATES[answer.reason] ?? "retrying");
      timer = setTimeout(sendAll, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
      return false;
    }
    wait = FIRST_WAIT;
    const state = answer.ok ? "draft" : "err";
    acknowledge(row, sent, { saved_at: clock(), state, ...answer.json, isRefused: !answer.ok });
    return true;
  }

  function acknowledge(row, sent, answer) {
    const names = Object.keys(sent);
    const isCurrent = names.every((name) => field(row, name).value === sent[name]);
    if (isCurrent) waiting.delete(row);
    if (answer.isRefused) refused.add(row);
    else {
      refused.delete(row);
      names.forEach((name) => (field(row, name).dataset.saved = sent[name]));
      if (isCurrent) names.forEach(kept.drop);
    }
    // What was kept here had been submitted after all: it was no news.
    if (answer.state === "ok" && restored.delete(row)) {
      names.forEach((name) => (field(row, name).value = field(row, name).defaultValue));
    }
    showRow(row, answer);
    if (waiting.size) return;
    if (refused.size) tell("refused", { count: refused.size });
    else tell("all-saved", { time: answer.saved_at });
  }

  const drafts = {
    remember: (cell) => kept.put(cell.name, cell.value),
    save(cell) {
      waiting.add(rowOf(cell));
      sendAll();
    },
    restore(cell) {
      cell.value = cell.dataset.saved ?? cell.defaultValue;
      kept.drop(cell.name);
      if (waiting.has(rowOf(cell))) sendAll();
    },
  };
  window.addEventListener("online", sendAll);
  // Who turns away from the page may not come back: the field was not left, so nothing was sent.
  document.addEventListener("visibilitychange", () => {
    const cell = form.querySelector("[data-cell]:focus");
    if (document.hidden && cell && kept.get(cell.name) !== undefined) drafts.save(cell);
  });
  bringBack(form, kept, (cell) => {
    restored.add(rowOf(cell));
    drafts.save(cell);
  });
  return drafts;
}

function bringBack(form, kept, save) {
  form.querySelectorAll("[data-cell]").forEach((cell) => {
    const value = kept.get(cell.name);
    if (value === undefined) return;
    if (value === cell.value || cell.readOnly || cell.disabled) return kept.drop(cell.name);
    cell.value = value;
    save(cell);
  });
}

function rowOf(cell) {
  return cell.closest("tr, [data-row]");
}

function field(row, name) {
  return row.querySelector(`[name="${CSS.escape(name)}"]`);
}

function valuesOf(row) {
  const fields = [...row.querySelectorAll("[data-cell]")];
  return Object.fromEntries(fields.map((each) => [each.name, each.value]));
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
