// On the scorecard the row of a KPI opens to the units directly below, which come when asked for.
// Without this script the name of the KPI leads to the page that lists them.
import { say } from "./texts.js";

const ROW = "tr.kpi:not(.below)";
const STATUS = "[data-live]";

/** Give every row of a scorecard a button that opens it; safe to do twice. */
export function bindRows(table) {
  for (const row of table.querySelectorAll(ROW)) {
    if (row.querySelector(".opener")) continue;
    const link = row.querySelector("th a");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "opener";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", say("below", { value: link.textContent.trim() }));
    button.addEventListener("click", () => toggle(row, button, link));
    link.before(button);
  }
}

async function toggle(row, button, link) {
  const shown = rowsOf(row);
  if (button.getAttribute("aria-expanded") === "true") {
    shown.forEach((each) => each.remove());
    return announce(button, "closed", link, 0);
  }
  button.disabled = true;
  const rows = await ask(link);
  button.disabled = false;
  if (!rows) return location.assign(link.href);
  row.after(...rows);
  button.focus();
  return announce(button, "opened", link, rows.length);
}

/** The rows below one up to the next that is not below it. */
function rowsOf(row) {
  const found = [];
  let next = row.nextElementSibling;
  while (next?.classList.contains("below")) {
    found.push(next);
    next = next.nextElementSibling;
  }
  return found;
}

async function ask(link) {
  const address = new URL(link.href);
  address.pathname = address.pathname.replace(/\/kpis\//, "/scorecard/below/");
  const headers = { "HX-Request": "true" };
  const answer = await fetch(address, { headers }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  const table = document.createElement("table");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  table.append(...page.querySelectorAll("tbody > tr"));
  return [...table.rows];
}

function announce(button, word, link, count) {
  button.setAttribute("aria-expanded", String(word === "opened"));
  const live = document.querySelector(STATUS);
  if (live) live.textContent = say(word, { value: link.textContent.trim(), count });
}
