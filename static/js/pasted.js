// What was understood of a pasted block, shown before it is filled in.
// Markup: dialog[data-pasted] with [data-title], tbody, [data-apply], and a template for a line.

/** Show a block; `fillIn` gets [name, text] of all fields once the person agrees. */
export function preview(block, fillIn, start) {
  const dialog = document.querySelector("dialog[data-pasted]");
  // A second paste came before the answer to the first.
  if (dialog.open) return;
  dialog.querySelector("[data-title]").textContent = block.title;
  const lines = block.lines.map((line, place) => lineOf(dialog, line, place));
  dialog.querySelector("tbody").replaceChildren(...lines.map(({ row }) => row));
  dialog.querySelector("[data-apply]").hidden = !lines.some(({ fields }) => fields().length);
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      start.focus();
      if (dialog.returnValue === "apply") fillIn(lines.flatMap(({ fields }) => fields()));
    },
    { once: true },
  );
  dialog.showModal();
}

// A row of the preview, and what it fills in: as it was pasted, or as the person chose.
function lineOf(dialog, line, place) {
  const row = dialog.querySelector("template").content.cloneNode(true).querySelector("tr");
  const part = (name) => row.querySelector(`[data-${name}]`);
  part("kpi").textContent = [line.name, line.of_period].filter(Boolean).join(", ");
  part("text").textContent = line.pasted;
  part("says").textContent = line.problem ? "" : line.says;
  part("problem").textContent = line.problem;
  part("problem").hidden = !line.problem;
  row.classList.toggle("out", !Object.keys(line.fields).length);
  const asPasted = Object.values(line.fields).join(" / ");
  const offers = [[asPasted, line.fields], ...line.choices];
  if (line.choices.length) {
    part("choices").append(...offers.map((offer, n) => choice(dialog, offer[0], place, n)));
  }
  part("choices").hidden = !line.choices.length;
  const chosen = () => row.querySelector("input:checked")?.value ?? 0;
  return { row, fields: () => Object.entries(offers[chosen()][1]) };
}

function choice(dialog, words, place, n) {
  const label = dialog.querySelector("template").content.querySelector("label").cloneNode(true);
  const radio = label.querySelector("input");
  Object.assign(radio, { name: `line-${place}`, value: n, checked: n === 0 });
  label.querySelector(n ? "[data-as-pasted]" : "[data-instead]").remove();
  label.append(words);
  return label;
}
