// A page that is left open follows the figures: every few seconds it asks whether it still holds.
// It does not change under the hands of somebody who types, reads a dialog or has opened rows.
import { say } from "./texts.js";
import { toast } from "./toasts.js";

const SECONDS = 5;
// What would be lost or would jump if the page changed now.
const BUSY = "dialog[open], details.pick[open], [data-heatmap] [aria-expanded='true']";
let offered = null;

/** Keep `main[data-fresh]` fresh; `update` binds what a new part of a page needs. */
export function bindFreshness(update) {
  if (!shown()) return;
  setInterval(() => document.hidden || follow(update), SECONDS * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || follow(update));
}

function shown() {
  return document.querySelector("main[data-fresh]");
}

async function follow(update) {
  const page = await newer(shown().dataset.fresh);
  if (!page) return;
  if (isBusy()) offer(page, update);
  else show(page, update);
}

/** Ask for the page; null where it is the same, or none can be had now. */
async function newer(mark) {
  const headers = { "If-None-Match": mark };
  const answer = await fetch(location.href, { headers, cache: "no-store" }).catch(() => null);
  if (answer?.status !== 200) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Whoever has been signed out keeps what they see; the next click says so.
  return page.querySelector("main[data-fresh]") ? page : null;
}

function isBusy() {
  const active = document.activeElement;
  const isTyping = shown().contains(active) && active.matches("input, textarea, select");
  return isTyping || !getSelection().isCollapsed || document.querySelector(BUSY) !== null;
}

/** Say once that there is something newer, with a button that shows it. */
function offer(page, update) {
  if (offered?.isConnected) return;
  offered = toast(say("newer"), () => show(page, update), say("show"));
}

function show(page, update) {
  const main = shown();
  const next = page.querySelector("main[data-fresh]");
  const focus = main.contains(document.activeElement) ? wayTo(document.activeElement, main) : null;
  const open = [...main.querySelectorAll("details[open]")].map((each) => wayTo(each, main));
  main.replaceChildren(...next.childNodes);
  main.dataset.fresh = next.dataset.fresh;
  document.title = page.title;
  replaceAround(page);
  open.forEach((way) => at(way, main)?.setAttribute("open", ""));
  update(main);
  if (focus) at(focus, main)?.focus({ preventScroll: true });
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
function wayTo(element, main) {
  if (element.id) return { selector: `#${CSS.escape(element.id)}`, place: 0 };
  const href = element.getAttribute("href");
  const tag = element.localName;
  const selector = href ? `${tag}[href="${CSS.escape(href)}"]` : tag;
  return { selector, place: [...main.querySelectorAll(selector)].indexOf(element) };
}

function at({ selector, place }, main) {
  return main.querySelectorAll(selector)[place];
}
