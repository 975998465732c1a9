// The tiles of a dashboard: dragged to another place. Without a script, or by keyboard, the buttons
// "Up" and "Down" of each tile do the same.
export function bindDashboard(list) {
  let dragged = null;
  const tiles = () => [...list.querySelectorAll("[data-tile]")];
  tiles().forEach((tile) => tile.setAttribute("draggable", "true"));

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-tile]");
    dragged?.classList.add("dragged");
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
  });
  list.addEventListener("dragover", (event) => {
    if (dragged) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    const target = event.target.closest("[data-tile]");
    if (!dragged || !target || target === dragged) return;
    event.preventDefault();
    send(dragged.querySelector("form[data-move]"), target.dataset.place);
  });
}

function send(form, place) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "place";
  field.value = place;
  form.append(field);
  form.submit();
}
