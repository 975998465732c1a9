// Explanations: a figure's link opens beside the page that shows it. Without this script it leads
// to the same words as a page of their own. The cells of the heat map have no links, for there are
// hundreds: their address is that of their column, asked for the unit and period of their row.
// The score of a KPI on the scorecard is explained with its figure.

const LINK = "a[data-explain]";
const CELL = "td.hc:not(.na)";
const SCORE = ".sc tr.kpi > .c-score";

/** Listen to clicks on figures that explain themselves. */
export function bindExplanations() {
  document.addEventListener("click", (event) => {
    const figure = event.target.closest?.(`${LINK}, ${SCORE}, [data-heatmap] ${CELL}`);
    if (!figure || opensElsewhere(event)) return;
    event.preventDefault();
    explain(figure.matches(SCORE) ? figure.parentElement.querySelector(LINK) : figure);
  });
}

/** Explain the figure that has the focus, else the nearest one beside or around it. */
export function explainFocused() {
  let place = document.activeElement;
  if (!place || place === document.body) place = document.querySelector("main");
  while (place && place !== document.body) {
    const figure = place.matches(`${LINK}, ${CELL}`) ? place : visibleLink(place);
    if (figure) return explain(figure);
    place = place.parentElement;
  }
  return false;
}

function visibleLink(place) {
  return [...place.querySelectorAll(LINK)].find((link) => link.offsetParent);
}

function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
}

function explain(figure) {
  // So that the focus comes back to the figure when the explanation is closed.
  if (figure.matches(CELL)) figure.tabIndex = -1;
  figure.focus();
  show(figure.href ?? addressOf(figure));
  return true;
}

function addressOf(cell) {
  const table = cell.closest("table");
  const head = table.tHead.rows[table.tHead.rows.length - 1].cells[cell.cellIndex];
  const { search } = new URL(cell.parentElement.querySelector(LINK).href);
  return new URL(head.dataset.explainAt + search, location.href).href;
}

async function show(address) {
  const dialog = document.querySelector("dialog[data-explanation]");
  const words = dialog && (await wordsAt(address));
  if (!words) return location.assign(address);
  const place = dialog.querySelector("[data-explanation-words]");
  place.replaceChildren(...words);
  dialog.querySelector("[data-explanation-page]").href = address;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  place.querySelector("[data-explanation-heading]")?.focus();
}

// Whoever is signed out, or asks for what is no longer there, is told so by the page itself.
async function wordsAt(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
  } catch {
    return null;
  }
}
