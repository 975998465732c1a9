// Boxes of the map are moved by drag, or by arrow keys and Enter, within their lane and column.
// Without this script the form "Place in its lane and column" does the same.
import { say } from "./texts.js";

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const FAR = 6;

/** Bind one `svg[data-map-edit]`. */
export function bindMapEdit(map) {
  map.addEventListener("keydown", (event) => {
    const box = event.target.closest(".ob");
    if (box && pressed(map, box, event.key)) event.preventDefault();
  });
  map.addEventListener("focusout", () => restore(map));
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("pointerdown", (event) => {
    const box = event.target.closest(".ob");
    if (box && event.button === 0) drag(map, box, event);
  });
}

function pressed(map, box, key) {
  if (STEPS[key]) return step(map, box, STEPS[key]);
  if (key === "Escape") return restore(map);
  if (key === "Enter" && box.dataset.wanted) return keep(map, box, Number(box.dataset.wanted));
  return false;
}

function step(map, box, by) {
  const places = cell(map, box);
  const wanted = Number(box.dataset.wanted || box.dataset.place) + by;
  if (wanted < 1 || wanted > places.length) return true;
  restore(map);
  show(box, at(places[wanted - 1]));
  box.dataset.wanted = wanted;
  tell(map, say("placed", { value: wanted, count: places.length }));
  return true;
}

/** Return the boxes of the same lane and column in their order. */
function cell(map, box) {
  const all = [...map.querySelectorAll(".ob")];
  const mine = all.filter((each) => each.dataset.cell === box.dataset.cell);
  return mine.sort((one, other) => one.dataset.place - other.dataset.place);
}

function at(box) {
  const group = box.querySelector("g");
  group.dataset.home ??= group.getAttribute("transform");
  const [x, y] = group.dataset.home.match(/-?[\d.]+/g).map(Number);
  return { x, y };
}

function show(box, { x, y }) {
  at(box);
  box.classList.add("moved");
  box.querySelector("g").setAttribute("transform", `translate(${x} ${y})`);
  // What is moved lies above the others.
  if (!box.contains(document.activeElement)) box.parentElement.append(box);
}

function restore(map) {
  const moved = [...map.querySelectorAll(".moved")];
  moved.forEach((box) => {
    const group = box.querySelector("g");
    group.setAttribute("transform", group.dataset.home);
    box.classList.remove("moved");
    delete box.dataset.wanted;
  });
  return moved.length > 0;
}

function keep(map, box, place) {
  const form = map.parentElement.querySelector("[data-place-form]");
  form.action = box.getAttribute("href");
  form.elements.place.value = place;
  form.requestSubmit();
  return true;
}

function drag(map, box, { clientX, clientY, pointerId }) {
  const scale = map.getScreenCTM().a;
  const home = at(box);
  let far = false;
  const move = (event) => {
    const x = (event.clientX - clientX) / scale;
    const y = (event.clientY - clientY) / scale;
    // Captured from here on only: a click that moves nothing stays a click on the box.
    if (!far && Math.hypot(x, y) > FAR) map.setPointerCapture(pointerId);
    far ||= Math.hypot(x, y) > FAR;
    if (far) show(box, { x: home.x + x, y: home.y + y });
  };
  const drop = (event) => {
    map.removeEventListener("pointermove", move);
    map.removeEventListener("pointercancel", cancel);
    if (!far) return;
    map.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    const x = home.x + (event.clientX - clientX) / scale;
    const y = home.y + (event.clientY - clientY) / scale;
    const places = cell(map, box);
    const nearest = near(places, x, y);
    if (nearest === box) restore(map);
    else keep(map, box, places.indexOf(nearest) + 1);
  };
  const cancel = () => {
    map.removeEventListener("pointermove", move);
    map.removeEventListener("pointerup", drop);
    restore(map);
  };
  map.addEventListener("pointermove", move);
  map.addEventListener("pointerup", drop, { once: true });
  map.addEventListener("pointercancel", cancel, { once: true });
}

function near(places, x, y) {
  const away = (box) => Math.hypot(at(box).x - x, at(box).y - y);
  return places.reduce((best, box) => (away(box) < away(best) ? box : best));
}

function tell(map, words) {
  map.parentElement.querySelector("[data-place-said]").textContent = words;
}
