// Figures that wait for approval: j and k move from one to the next, x chooses, a approves what is
// chosen, r rejects. Without this script boxes, links and the button do the same.
import { say } from "./texts.js";

/** Bind one `form[data-queue]`. */
export function bindQueue(form) {
  const count = () => showChosen(form);
  form.addEventListener("change", count);
  form.querySelector("[data-plain]")?.addEventListener("click", (event) => {
    event.preventDefault();
    choosePlain(form);
    count();
  });
  document.addEventListener("keydown", (event) => {
    if (!isOff(event) && pressed(form, event.key)) event.preventDefault();
  });
  count();
}

function isOff(event) {
  const inText = event.target.closest?.("input:not([type='checkbox']), textarea, select, dialog");
  const withOthers = event.ctrlKey || event.metaKey || event.altKey;
  return inText || withOthers || document.body.dataset.keys === "off";
}

function pressed(form, key) {
  const boxes = [...form.querySelectorAll("[data-figure] input[type='checkbox']")];
  const row = document.activeElement?.closest("[data-figure]");
  const at = boxes.findIndex((box) => row?.contains(box));
  if (key === "j") return go(boxes[Math.min(at + 1, boxes.length - 1)]);
  if (key === "k") return go(boxes[Math.max(at - 1, 0)]);
  if (key === "x" && row) return press(boxes[at]);
  if (key === "a") return press(form.querySelector("button.go"));
  if (key === "r" && row) return press(row.querySelector("[data-reject]"));
  return false;
}

function go(box) {
  box?.focus();
  box?.closest("[data-figure]").scrollIntoView({ block: "nearest" });
  return true;
}

function press(control) {
  control?.click();
  return Boolean(control);
}

// Those of which something was asked stand in a part of their own, and stay as they are.
function choosePlain(form) {
  form.querySelectorAll("[data-nothing-asked] input[type='checkbox']").forEach((box) => {
    box.checked = true;
  });
}

function showChosen(form) {
  const chosen = form.querySelectorAll("[data-figure] input:checked").length;
  const place = form.querySelector("[data-chosen]");
  if (place) place.textContent = say("chosen", { count: chosen });
}
