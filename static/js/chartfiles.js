// Charts as files: the picture as it is drawn, its finding above, and below where it belongs.
const WIDTH = 1200;
const HEIGHT = 600;

/** Offer `[data-chart-files]` where charts are drawn, and save what is asked for. */
export function bindChartFiles() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-files] [data-format]");
    if (button) save(button.closest("[data-chart-files]").dataset, button.dataset.format);
  });
}

/** Show the buttons inside `part` for the charts that could be drawn. */
export function offerChartFiles(part) {
  part.querySelectorAll("[data-chart-files]").forEach((offer) => {
    offer.hidden = !chartOf(offer.dataset)?.data;
  });
}

function chartOf({ chartFiles }) {
  return document.querySelector(`[data-chart="${CSS.escape(chartFiles)}"]`);
}

async function save(offer, format) {
  const box = chartOf(offer);
  const figure = { data: box.data, layout: framed(box, offer.caption) };
  const size = { width: WIDTH, height: HEIGHT };
  const svg = await window.Plotly.toImage(figure, { format: "svg", ...size });
  const link = document.createElement("a");
  link.href = format === "svg" ? svg : await png(svg);
  link.download = `${offer.chartFiles}.${format}`;
  link.click();
}

/** The layout with room for the finding and for unit, period, as of and coverage. */
function framed(box, caption) {
  // The body lets the paper of the page through.
  const surface = getComputedStyle(document.documentElement).backgroundColor;
  const place = { xref: "paper", yref: "paper", x: 0, y: -0.14, xanchor: "left", yanchor: "top" };
  const note = { text: caption, showarrow: false, ...place };
  return {
    ...box.layout,
    width: WIDTH,
    height: HEIGHT,
    paper_bgcolor: surface,
    plot_bgcolor: surface,
    // Names at the left of bars keep their room.
    margin: { l: Math.max(60, box.layout.margin?.l ?? 0), r: 120, t: 72, b: 96 },
    title: { text: box.getAttribute("aria-label"), x: 0.02, xanchor: "left" },
    annotations: [...(box.layout.annotations ?? []), note],
  };
}

// Drawn here: the library would go by a blob address, which the page's policy does not allow.
async function png(svg) {
  const image = new Image();
  image.src = svg;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * 2, HEIGHT * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
