// Charts: Plotly's figure from the page, the look from the style sheet, redrawn with the scheme.
// A figure names colours as "token:red", or with an opacity as "token:accent@0.11".

const NOTHING = "rgba(0, 0, 0, 0)";

/** Draw every `[data-chart]` inside `part`, and draw it again when the scheme or the medium changes. */
export function drawCharts(part) {
  const boxes = [...part.querySelectorAll("[data-chart]")];
  if (!boxes.length) return;
  boxes.forEach(draw);
  // Another scheme has other colours, and paper another width.
  ["(prefers-color-scheme: dark)", "print"].forEach((media) => {
    const redraw = () => boxes.filter((box) => box.isConnected).forEach(draw);
    matchMedia(media).addEventListener("change", redraw);
  });
}

// Words on a phone's axis would stand in each other's way, or askew.
const NARROW = 420;

function draw(box) {
  const source = document.querySelector(`script[id="${CSS.escape(box.dataset.chart)}"]`);
  if (!window.Plotly || !source) {
    // The table of the same figures stands near by: an empty frame would only be in the way.
    box.hidden = true;
    return;
  }
  const look = readLook();
  const figure = withColours(JSON.parse(source.textContent), look);
  const layout = { ...figure.layout, template: template(look, box), autosize: true };
  window.Plotly.react(box, figure.data, layout, {
    displayModeBar: false,
    responsive: true,
    locale: "en",
  });
}

// Custom properties keep light-dark() as text, so the browser is asked through a real colour.
function readLook() {
  const probe = document.createElement("span");
  // The browser may force its own colours on text; a chart would have but one of them left.
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const known = new Map();
  const colour = (name) => {
    if (!known.has(name)) {
      probe.style.color = `var(--${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
  };
  ["ink", "ink-3", "line", "line-2", "surface", "plot", "plot-2", "accent"].forEach(colour);
  ["red", "amber", "amber-mark", "green", "none", "band-1"].forEach(colour);
  probe.remove();
  return { known, font: getComputedStyle(document.body).fontFamily };
}

function withColours(value, look) {
  if (typeof value === "string") return value.startsWith("token:") ? token(value, look) : value;
  if (Array.isArray(value)) return value.map((each) => withColours(each, look));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withColours(each, look)]);
  return Object.fromEntries(entries);
}

function token(text, look) {
  const [name, opacity] = text.slice("token:".length).split("@");
  const colour = look.known.get(name);
  if (!colour) throw new Error(`Charts know no colour “${name}”.`);
  return opacity ? colour.replace("rgb(", "rgba(").replace(")", `, ${opacity})`) : colour;
}

function template(look, box) {
  const colour = (name) => look.known.get(name);
  const axis = {
    showline: false,
    zeroline: false,
    zerolinecolor: colour("line-2"),
    gridcolor: colour("line"),
    ticks: "",
    nticks: box.clientWidth < NARROW ? 4 : 6,
    tickangle: 0,
    fixedrange: true,
    automargin: false,
  };
  return {
    layout: {
      font: { family: look.font, size: 12, color: colour("ink-3") },
      paper_bgcolor: NOTHING,
      plot_bgcolor: NOTHING,
      colorway: ["plot", "plot-2", "accent"].map(colour),
      margin: { l: 40, r: 72, t: 16, b: 28 },
      hovermode: "x unified",
      hoverlabel: {
        bgcolor: colour("surface"),
        bordercolor: colour("line-2"),
        font: { color: colour("ink") },
      },
      showlegend: false,
      dragmode: false,
      separators: ".,",
      bargap: 0.45,
      xaxis: { ...axis, showgrid: false },
      yaxis: axis,
    },
    data: {
      scatter: [{ line: { shape: "linear", width: 2 }, cliponaxis: false }],
      bar: [{ marker: { color: colour("plot-2") }, cliponaxis: false, textposition: "outside" }],
    },
  };
}
