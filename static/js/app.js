// What every page starts with. Each module binds to data attributes and works on what it finds.
import { bindRows } from "./below.js";
import { bindChartFiles, offerChartFiles } from "./chartfiles.js";
import { drawCharts } from "./charts.js";
import { bindDashboard } from "./dashboard.js";
import { bindDrafts } from "./drafts.js";
import { bindEntry } from "./entry.js";
import { bindExplanations } from "./explain.js";
import { bindFreshness } from "./fresh.js";
import { bindHeatmap } from "./heatmap.js";
import { bindKeys } from "./keys.js";
import { bindMapEdit } from "./mapedit.js";
import { bindPickers } from "./pickers.js";
import { bindQueue } from "./queue.js";
import { bindSuggestions } from "./suggest.js";
import { bindToasts } from "./toasts.js";

const bindPart = (part) => {
  drawCharts(part);
  offerChartFiles(part);
  part.querySelectorAll("form[data-entry]").forEach(bindEntry);
  part.querySelectorAll("table[data-below]").forEach(bindRows);
};

bindPickers();
bindKeys();
bindSuggestions();
bindToasts();
bindChartFiles();
bindExplanations();
bindDrafts();
document.querySelectorAll("form[data-entry]").forEach(bindEntry);
document.querySelectorAll("[data-heatmap]").forEach(bindHeatmap);
document.querySelectorAll("[data-dashboard]").forEach(bindDashboard);
document.querySelectorAll("table[data-below]").forEach(bindRows);
document.querySelectorAll("[data-map-edit]").forEach(bindMapEdit);
document.querySelectorAll("form[data-queue]").forEach(bindQueue);

// The chart library is a deferred script of its own: it is there once the document is.
document.addEventListener("DOMContentLoaded", () => {
  drawCharts(document);
  offerChartFiles(document);
});
document.addEventListener("htmx:load", (event) => bindPart(event.detail.elt));
bindFreshness((main) => {
  window.htmx?.process(main);
  main.querySelectorAll("[data-heatmap]").forEach(bindHeatmap);
  bindPart(main);
});
