// The panels of the time view: a uPlot for each kind of quantity, one cursor through all, findings behind.
import {axisLook, pageCharts} from "./chart.js";
import {tableElement} from "./tablerows.js";
import {TIME_PANELS, findingWindow} from "./timemodel.js";
import {DASHES, setColour, themeColour} from "./colours.js";

/** Room left of the plots, for the numbers of y; the band and the strip stand under it too. */
export const PANEL_LEFT = 62;

/** Room right of the plots. */
export const PANEL_RIGHT = 12;

/** Colours of a panel's lines. */
function panelLine(panel, i, title) {
  const first = {V: 0, I: 0, T: 1, SOC: 2}[panel];
  return {
    label: title,
    stroke: panel === "V" ? () => themeColour("ink") : setColour(first + i),
    width: 1.25,
    dash: DASHES[i % DASHES.length],
    points: {show: panelSparse, size: 4},
  };
}

/** Points are drawn where each is a dozen pixels from the next. */
function panelSparse(plot, series, first, last) {
  return (last - first) * 12 * devicePixelRatio < plot.bbox.width;
}

/** Limits of y around what is seen. */
function panelRange(plot, low, high) {
  if (low === null || !Number.isFinite(low)) return [0, 1];
  const air = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.02 || 1;
  return [low - air, high + air];
}

/** Findings as tinted stretches, and the borders of steps while they are few. */
function panelGround(view, plot) {
  const {ctx, bbox} = plot;
  const {unit, zero} = view;
  const place = seconds => plot.valToPos((seconds - zero) / unit.seconds, "x", true);
  const held = left => Math.min(bbox.left + bbox.width, Math.max(bbox.left, left));
  ctx.save();
  for (const finding of view.data.findings) {
    const found = findingWindow(finding, view.data.steps);
    if (found === null || found[1] < view.window[0] || found[0] > view.window[1]) continue;
    const [from, to] = found.map(seconds => held(place(seconds)));
    ctx.fillStyle = themeColour({error: "bad", warning: "warn"}[finding.severity] || "accent");
    if (finding.severity !== "info" || finding.from_s !== null) {
      ctx.globalAlpha = 0.1;
      ctx.fillRect(from, bbox.top, Math.max(2, to - from), bbox.height);
    }
    ctx.globalAlpha = 1;
    ctx.fillRect(from, bbox.top, Math.max(3, Math.min(to - from, 10)), 3 * devicePixelRatio);
  }
  const {start_s: starts} = view.data.steps;
  const inside = starts.filter(start => start !== null && start > view.window[0] && start < view.window[1]);
  ctx.fillStyle = themeColour("line");
  if (inside.length <= 60) inside.forEach(start => ctx.fillRect(Math.round(place(start)), bbox.top, 1, bbox.height));
  ctx.restore();
}

function panelOptions(view, panel, lines, last) {
  const choose = () => view.onSelect();
  return {
    width: Math.max(200, view.host.clientWidth),
    height: (panel.key === "V" ? 190 : 132) + (last ? 40 : 0),
    padding: [10, PANEL_RIGHT, last ? 0 : 4, 0],
    legend: {show: false},
    scales: {x: {time: false, auto: false, min: 0, max: 1}, y: {range: panelRange}},
    axes: [
      axisLook(
        "",
        last
          ? {size: 28, labelSize: 18, space: 70, label: view.axisTitle()}
          : {size: 6, space: 70, values: (plot, ticks) => ticks.map(() => ""), label: null},
      ),
      axisLook(`${panel.title} / ${panel.unit}`, {size: PANEL_LEFT - 18, labelSize: 18, space: 28}),
    ],
    series: [{}, ...lines.map((line, i) => panelLine(panel.key, i, line.title))],
    cursor: {
      sync: {key: "time", setSeries: false},
      drag: {x: true, y: false, setScale: false},
      points: {size: 6},
      focus: {prox: -1},
    },
    hooks: {
      drawClear: [plot => panelGround(view, plot)],
      setSelect: [choose],
      setCursor: [plot => view.onCursor(plot)],
    },
  };
}

/** Makes the panels anew for what is ticked. */
export function buildPanels(view, shown) {
  view.panels.forEach(panel => panel.plot.destroy());
  view.host.replaceChildren();
  const wanted = TIME_PANELS.map(panel => ({
    panel,
    lines: view.choices.filter(one => one.panel === panel.key && shown.includes(one.key)),
  }));
  const some = wanted.filter(one => one.lines.length > 0);
  TIME_PANELS.forEach(panel => delete pageCharts[panel.chart]);
  view.panels = some.map(({panel, lines}, i) => {
    const place = tableElement("div", "panel");
    view.host.append(place);
    const plot = new uPlot(
      panelOptions(view, panel, lines, i === some.length - 1),
      [[0], ...lines.map(() => [null])],
      place,
    );
    pageCharts[panel.chart] = plot;
    plot.over.addEventListener("click", () => view.onClick());
    plot.over.addEventListener("dblclick", () => view.onWhole());
    return {panel, lines, plot};
  });
  if (some.length === 0) view.host.append(tableElement("p", "soft", "Nothing is ticked."));
}

/** NaN becomes null, which breaks the line. */
function broken(values) {
  return Array.from(values, value => (Number.isNaN(value) ? null : value));
}

/** Reads what the window needs, thinned to the width, and draws it. */
export async function drawPanels(view) {
  const turn = ++view.turn;
  const [from, to] = [await view.source.find(view.window[0]), await view.source.find(view.window[1])];
  const width = Math.max(200, view.host.clientWidth - PANEL_LEFT);
  const read = view.panels.map(({lines}) =>
    view.source.range(
      lines.map(line => line.column),
      from - 1,
      to + 2,
      width,
    ),
  );
  const parts = await Promise.all(read);
  if (turn !== view.turn) return;
  const x = seconds => (seconds - view.zero) / view.unit.seconds;
  const [min, max] = view.window.map(x);
  view.panels.forEach(({lines, plot}, i) => {
    const data = [Array.from(parts[i].time_s, x), ...lines.map(line => broken(parts[i][line.column]))];
    if (i === view.panels.length - 1) plot.axes[0].label = view.axisTitle();
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale("x", {min, max});
    });
    plot.redraw(false);
  });
}

/** Sets the width of all panels to that of their host. */
export function resizePanels(view) {
  const width = view.host.clientWidth;
  if (width < 50) return false;
  let changed = false;
  for (const {plot} of view.panels) {
    if (plot.width === width) continue;
    plot.setSize({width, height: plot.height});
    changed = true;
  }
  return changed;
}
