// Drafts: every row is saved by itself while a person types; what the server has not yet
// acknowledged stays in this browser until it has, or until the person signs out.
// The server gets the fields of the row and answers with JSON, all keys optional: saved_at
// ("08:07"), state (ok, todo, jump, err), message, fix (a value to offer instead). 2xx: the draft
// is stored; 422: it is not, the message says why, and the text stays here.
import { forgetAll, keepIn } from "./kept.js";
import { showPage, showRow } from "./rowstate.js";
import { say } from "./texts.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
// A quick answer needs no "Saving": the words would only flicker.
const SLOW = 300;

/** Forget everything that is kept here when the person signs out. */
export function bindDrafts() {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-sign-out]")) forgetAll();
  });
}

/** Keep the drafts of one entry form; returns remember(cell), save(cell), restore(cell). */
export function keepDrafts(form) {
  const kept = keepIn(`${form.dataset.owner ?? ""}:${form.dataset.draftUrl}`);
  const waiting = new Set();
  const refused = new Set();
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
  }

  async function sendRow(row) {
    const sent = valuesOf(row);
    const answer = await post(form, sent);
    if (answer.isLost) {
      showRow(row, { state: "lost", message: say(answer.reason) });
      tell(answer.reason === "signed-out" ? "signed-out" : "retrying");
      timer = setTimeout(sendAll, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
      return false;
    }
    wait = FIRST_WAIT;
    acknowledge(row, sent, answer);
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
    },
  };
  window.addEventListener("online", sendAll);
  bringBack(form, kept, drafts);
  return drafts;
}

function bringBack(form, kept, drafts) {
  form.querySelectorAll("[data-cell]").forEach((cell) => {
    const value = kept.get(cell.name);
    if (value === undefined) return;
    if (value === cell.value || cell.readOnly || cell.disabled) return kept.drop(cell.name);
    cell.value = value;
    drafts.save(cell);
  });
}

async function post(form, values) {
  const body = new URLSearchParams(values);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) {
      return { isLost: true, reason: "signed-out" };
    }
    if (!response.ok && response.status !== 422) return { isLost: true, reason: "not-saved" };
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    const state = response.ok ? "ok" : "err";
    return { saved_at: clock(), state, ...answer, isRefused: !response.ok };
  } catch {
    return { isLost: true, reason: "not-saved" };
  }
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
