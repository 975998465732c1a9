// Toasts say what has just been done, offer to undo it, and leave. Errors stay.
import { say } from "./texts.js";

const STAY = 8000;

/** Let the toasts that came with the page leave after 8 seconds. */
export function bindToasts() {
  box()?.querySelectorAll(".toast:not(.error, .warning)").forEach(leaveLater);
}

/** Say `text`; with `act`, offer a button called `label`, or Undo, that calls it. Returns the toast. */
export function toast(text, act, label) {
  const made = document.createElement("p");
  made.className = "toast";
  made.append(text);
  if (act) made.append(actButton(made, act, label ?? say("undo")));
  box().append(made);
  leaveLater(made);
  return made;
}

function box() {
  return document.querySelector("[data-toasts]");
}

function actButton(made, act, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => {
    act();
    made.remove();
  });
  return button;
}

function leaveLater(made) {
  setTimeout(() => {
    // Nobody should lose a button that they are about to press.
    if (made.matches(":hover, :focus-within")) leaveLater(made);
    else made.remove();
  }, STAY);
}
