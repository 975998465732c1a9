// Explanations: a figure's link opens beside the page that shows it. Without this script it leads
// to the same words as a page of their own.

/** Listen to clicks on links that explain a figure. */
export function bindExplanations() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-explain]");
    const dialog = document.querySelector("dialog[data-explanation]");
    if (!link || !dialog || opensElsewhere(event)) return;
    event.preventDefault();
    show(dialog, link);
  });
}

/** Explain the figure that has the focus, else the nearest one beside or around it. */
export function explainFocused() {
  let place = document.activeElement;
  if (!place || place === document.body) place = document.querySelector("main");
  while (place && place !== document.body) {
    const link = place.matches("a[data-explain]") ? place : visibleLink(place);
    if (link) return follow(link);
    place = place.parentElement;
  }
  return false;
}

function visibleLink(place) {
  return [...place.querySelectorAll("a[data-explain]")].find((link) => link.offsetParent);
}

function follow(link) {
  // So that the focus comes back to the figure when the explanation is closed.
  link.focus();
  link.click();
  return true;
}

function opensElsewhere(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
}

async function show(dialog, link) {
  const words = await wordsAt(link.href);
  if (!words) return location.assign(link.href);
  const place = dialog.querySelector("[data-explanation-words]");
  place.replaceChildren(...words);
  dialog.querySelector("[data-explanation-page]").href = link.href;
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
