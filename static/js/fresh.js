// A page that is left open follows the figures: every few seconds it asks whether it still holds.
// It does not change under the hands of somebody who types, reads a dialog or has opened rows.
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const SECONDS = 5;
// What would be lost or would jump if the page changed now.
const OPEN_ROWS = ":is([data-heatmap], [data-below]) [aria-expanded='true']";
const BUSY = `dialog[open], details.pick[open], ${OPEN_ROWS}`;
let offered = null;

/** Keep a page fresh that bears a mark in `data-fresh`; `update` binds what a new part of a page needs. */
export function bindFreshness(update) {
  if (!marked(document)) return;
  setInterval(() => document.hidden || follow(update), SECONDS * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || follow(update));
}

function marked(page) {
  return page.querySelector("[data-fresh]");
}

function main() {
  return document.querySelector("#main");
}

async function follow(update) {
  const page = await newer(marked(document).dataset.fresh);
  if (!page) return;
  if (isBusy()) offer(page, update);
  else show(page, update);
}

/** Ask for the page; null where it is the same, or none can be had now. */
async function newer(mark) {
  // Nobody clicked: the session must not last longer for it, and where it ends the next click says so.
  const headers = { "If-None-Match": mark, "OSM-Follows": "1" };
  const asked = fetch(location.href, { headers, cache: "no-store", redirect: "manual" });
  const answer = await asked.catch(() => null);
  if (answer?.status !== 200) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return marked(page) ? page : null;
}

function isBusy() {
  const active = document.activeElement;
  const isTyping = main().contains(active) && active.matches("input, textarea, select");
  return isTyping || !getSelection().isCollapsed || document.querySelector(BUSY) !== null;
}

/** Say once that there is something newer, with a button that shows it. */
function offer(page, update) {
  if (offered?.isConnected) return;
  offered = toast(say("newer"), () => show(page, update), say("show"));
}

function show(page, update) {
  const focused = main().contains(document.activeElement) && wayTo(document.activeElement);
  const open = [...main().querySelectorAll("details[open]")].map(wayTo);
  main().replaceChildren(...page.querySelector("#main").childNodes);
  marked(document).dataset.fresh = marked(page).dataset.fresh;
  document.title = page.title;
  replaceAround(page);
  open.forEach((way) => at(way)?.setAttribute("open", ""));
  update(main());
  if (focused) at(focused)?.focus({ preventScroll: true });
  offered?.remove();
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  toast(say("updated", { time }));
}

/** The navigation counts what waits: it changes with the page. */
function replaceAround(page) {
  for (const around of ["nav.side", "nav.tabs-phone"]) {
    document.querySelector(around).replaceChildren(...page.querySelector(around).childNodes);
  }
}

/** How to find an element again: its id, its address, or its place among its like. */
function wayTo(element) {
  if (element.id) return { selector: `#${CSS.escape(element.id)}`, place: 0 };
  const href = element.getAttribute("href");
  const tag = element.localName;
  const selector = href ? `${tag}[href="${CSS.escape(href)}"]` : tag;
  return { selector, place: [...main().querySelectorAll(selector)].indexOf(element) };
}

function at({ selector, place }) {
  return main().querySelectorAll(selector)[place];
}
