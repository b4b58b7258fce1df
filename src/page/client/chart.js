// A chart of curves with their own x each: uPlot keeps axes, scales and the zoom; the curves are painted here.
import {makeTable} from "./table.js";
import {tableElement} from "./tablerows.js";
import {THEME_EVENT} from "./chrome.js";
import {pushButton} from "./controls.js";
import {themeColour, viridis} from "./colours.js";
import {paintSeries, paintMarks} from "./paint.js";

/** All charts of the page by name: the browser checks look here. */
export const pageCharts = {};

/** Beyond so many keys a legend is folded. */
const CHART_KEYS = 14;

/** Numbers at ticks as tables write them: with a point, and the digits that tell one tick from the next. */
export function axisNumbers(_, ticks, axis, space, increment) {
  const parts = decimals => increment * 10 ** decimals;
  let decimals = 0;
  while (decimals < 12 && Math.abs(parts(decimals) - Math.round(parts(decimals))) > 1e-6) decimals++;
  return ticks.map(tick => (Math.abs(tick) < increment / 1e6 ? 0 : tick).toFixed(decimals));
}

/** An axis in the page's colours. */
export function axisLook(label, more = {}) {
  return {
    label,
    stroke: () => themeColour("ink"),
    grid: {stroke: () => themeColour("line"), width: 1},
    ticks: {stroke: () => themeColour("soft"), width: 1, size: 4},
    font: "12px system-ui, sans-serif",
    labelFont: "12px system-ui, sans-serif",
    labelGap: 0,
    values: axisNumbers,
    ...more,
  };
}

/** Distances of the ticks of what is counted: no tick stands between two numbers. */
const CHART_WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 1e6];

/** As wide as the longest number beside it. */
function chartWide(_, texts) {
  return Math.max(50, 16 + 7 * Math.max(0, ...(texts || []).map(text => String(text).length)));
}

/** Limits that hold all values, with some air. */
function chartLimits(series, key, include) {
  let [low, high] = [Infinity, -Infinity];
  const take = value => {
    if (value === null || !Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const one of series) {
    one[key].forEach(take);
    if (key === "y" && one.band) [...one.band.low, ...one.band.high].forEach(take);
  }
  (include || []).forEach(take);
  if (low > high) return [0, 1];
  const air = high > low ? (high - low) * 0.04 : Math.abs(high) * 0.05 || 1;
  return [low - air, high + air];
}

/** The nearest point to a place on the plot: {series, point}, or null. */
function chartNearest(view, left, top) {
  let [best, found] = [24 * 24, null];
  view.spec.series.forEach((one, series) => {
    if (one.quiet) return;
    one.x.forEach((x, point) => {
      const y = one.y[point];
      if (x === null || y === null || !Number.isFinite(y)) return;
      const [dx, dy] = [view.plot.valToPos(x, "x") - left, view.plot.valToPos(y, "y") - top];
      if (dx * dx + dy * dy < best) [best, found] = [dx * dx + dy * dy, {series, point}];
    });
  });
  return found;
}

function chartSay(view, found) {
  const same = JSON.stringify(found) === JSON.stringify(view.hover);
  view.hover = found;
  if (found === null) view.line.textContent = view.spec.hint || "";
  else {
    const one = view.spec.series[found.series];
    const number = value => String(Number(value.toPrecision(5)));
    const {x, y} = view.spec;
    view.line.textContent =
      `${one.label}: ${x.title} ${number(one.x[found.point])} ${x.unit || ""}, ` +
      `${y.title} ${number(one.y[found.point])} ${y.unit || ""}${one.note ? ` (${one.note(found.point)})` : ""}`;
  }
  if (!same && view.plot) view.plot.redraw(false);
}

function chartKey(view, event) {
  const {series} = view.spec;
  const usable = series.map((one, i) => (one.quiet || one.x.length === 0 ? -1 : i)).filter(i => i >= 0);
  if (event.key === "Escape") return chartZoom(view, null);
  if (usable.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const at = view.hover || {series: usable[0], point: -1};
  const turn = {ArrowUp: -1, ArrowDown: 1}[event.key];
  const step = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity}[event.key];
  if (event.key === "Enter" && view.hover && view.spec.onPick) view.spec.onPick(view.hover.series, view.hover.point);
  else if (turn !== undefined) {
    const next = usable[(usable.indexOf(at.series) + turn + usable.length) % usable.length];
    chartSay(view, {series: next, point: Math.min(Math.max(0, at.point), series[next].x.length - 1)});
  } else if (step !== undefined) {
    const last = series[at.series].x.length - 1;
    chartSay(view, {series: at.series, point: Math.min(last, Math.max(0, at.point + step))});
  } else return undefined;
  event.preventDefault();
  return undefined;
}

function chartZoom(view, limits) {
  view.limits = limits;
  const {x, y} = limits || view.whole;
  view.plot.batch(() => {
    view.plot.setScale("x", {min: x[0], max: x[1]});
    view.plot.setScale("y", {min: y[0], max: y[1]});
  });
}

function chartSelect(view) {
  const {left, top, width, height} = view.plot.select;
  if (width < 4 && height < 4) return;
  const [wide, high] = [width >= 4, height >= 4];
  const at = (place, scale) => view.plot.posToVal(place, scale);
  const x = wide ? [at(left, "x"), at(left + width, "x")] : [view.plot.scales.x.min, view.plot.scales.x.max];
  const y = high ? [at(top + height, "y"), at(top, "y")] : [view.plot.scales.y.min, view.plot.scales.y.max];
  view.plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
  chartZoom(view, {x, y});
}

function chartTitle(axis) {
  return axis.unit ? `${axis.title} / ${axis.unit}` : axis.title;
}

function chartBuild(view) {
  const {spec} = view;
  if (view.plot) view.plot.destroy();
  view.whole = {
    x: chartLimits(spec.series, "x", spec.x.include),
    y: spec.y.limits || chartLimits(spec.series, "y", spec.y.include),
  };
  const numbers = axis => (axis.values ? (plot, ticks) => ticks.map(axis.values) : axisNumbers);
  const whole = axis => (axis.decimals === 0 ? {incrs: CHART_WHOLE} : {});
  const options = {
    width: Math.max(200, view.place.clientWidth),
    height: spec.height || 300,
    legend: {show: false},
    scales: {
      x: {time: false, auto: false, min: view.whole.x[0], max: view.whole.x[1]},
      y: {auto: false, min: view.whole.y[0], max: view.whole.y[1]},
    },
    axes: [
      axisLook(chartTitle(spec.x), {size: 30, labelSize: 18, space: 60, values: numbers(spec.x), ...whole(spec.x)}),
      axisLook(chartTitle(spec.y), {size: chartWide, labelSize: 18, values: numbers(spec.y)}),
    ],
    series: [{}, {show: true, paths: () => null, points: {show: false}}],
    cursor: {points: {show: false}, drag: {x: true, y: true, uni: 24, setScale: false}},
    hooks: {
      draw: [
        plot => {
          spec.series.forEach((one, i) =>
            paintSeries(plot, one, view.hover !== null && view.hover.series === i ? view.hover.point : -1),
          );
          paintMarks(plot, spec.marks || []);
        },
      ],
      setSelect: [() => chartSelect(view)],
    },
  };
  view.plot = new uPlot(
    options,
    [
      [view.whole.x[0], view.whole.x[1]],
      [null, null],
    ],
    view.place,
  );
  pageCharts[spec.name] = view.plot;
  const over = view.plot.over;
  over.addEventListener("mousemove", event => chartSay(view, chartNearest(view, event.offsetX, event.offsetY)));
  over.addEventListener("mouseleave", () => chartSay(view, null));
  over.addEventListener("dblclick", () => chartZoom(view, null));
  over.addEventListener("click", event => {
    const found = chartNearest(view, event.offsetX, event.offsetY);
    if (found && spec.onPick) spec.onPick(found.series, found.point);
  });
}

/** The small picture of a line that a legend shows. */
export function legendSwatch(one) {
  const make = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = make("svg", {width: 26, height: 10, "aria-hidden": "true", class: "swatch"});
  if (one.line !== false)
    svg.append(
      make("line", {
        x1: 0,
        x2: 26,
        y1: 5,
        y2: 5,
        stroke: one.colour,
        "stroke-width": 2,
        "stroke-dasharray": (one.dash || []).join(" "),
      }),
    );
  const filled = {stroke: one.colour, fill: one.marker === "hollow" ? "none" : one.colour};
  if (one.marker && one.shape === "square") svg.append(make("rect", {x: 9.5, y: 1.5, width: 7, height: 7, ...filled}));
  else if (one.marker) svg.append(make("circle", {cx: 13, cy: 5, r: 3.5, ...filled}));
  return svg;
}

/** The colours of an ordered quantity from its least to its most. */
function chartScale(scale) {
  const item = tableElement("span", "key");
  const bar = tableElement("span", "scale", null, {"aria-hidden": "true"});
  bar.style.background = `linear-gradient(to right, ${Array.from({length: 9}, (_, i) => viridis(i / 8)).join(", ")})`;
  item.append(tableElement("span", "", `${scale.title} ${scale.low}`), bar, tableElement("span", "", scale.high));
  return item;
}

/** Where the keys go: beyond a dozen they are folded. */
function chartKeys(view) {
  view.legend.replaceChildren();
  if (view.spec.scale) view.legend.append(chartScale(view.spec.scale));
  const count = view.spec.series.filter(one => one.legend !== false).length;
  if (count <= CHART_KEYS) return view.legend;
  const fold = tableElement("details", "fold");
  const keys = tableElement("div", "legend");
  fold.append(tableElement("summary", "", `${count} curves`), keys);
  view.legend.append(fold);
  return keys;
}

function chartLegend(view) {
  const keys = chartKeys(view);
  view.spec.series.forEach((one, i) => {
    if (one.legend === false) return;
    const item = tableElement(
      view.spec.onPick ? "button" : "span",
      "key",
      null,
      view.spec.onPick ? {type: "button", title: `${one.label}: go to its step`} : {},
    );
    item.append(legendSwatch(one), tableElement("span", "", one.label));
    if (view.spec.onPick) item.addEventListener("click", () => view.spec.onPick(i, 0));
    item.addEventListener("pointerenter", () => chartSay(view, one.x.length ? {series: i, point: 0} : null));
    keys.append(item);
  });
}

/** A numbers table of a chart: one row for each point. */
function chartTable(spec) {
  const rows = [[], [], []];
  for (const one of spec.series.filter(each => !each.quiet || each.inTable)) {
    one.x.forEach((x, i) => {
      rows[0].push(one.label);
      rows[1].push(x);
      rows[2].push(Number.isFinite(one.y[i]) ? one.y[i] : null);
    });
  }
  const column = (key, axis) => ({
    key,
    title: axis.title,
    unit: axis.unit || "",
    kind: "number",
    decimals: axis.decimals ?? 4,
    about: "",
    brief: true,
  });
  const columns = [
    {key: "curve", title: "Curve", unit: "", kind: "text", decimals: 0, about: "", brief: true},
    column("x", spec.x),
    column("y", spec.y),
  ];
  return {name: `${spec.name}-numbers`, title: `Numbers of “${spec.title}”`, columns, rows, count: rows[0].length};
}

/** A button that opens and closes a table of numbers in `host`; `spec` makes it when it is asked for. */
export function numbersButton(host, spec) {
  const button = pushButton(
    "Table",
    async () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      host.replaceChildren();
      if (!open) makeTable(host, await spec());
    },
    {"aria-expanded": "false"},
  );
  return button;
}

/**
 * A chart of curves. spec: {name, title, about, hint, nothing (said of no point), height, scale,
 * x: {title, unit, decimals, include, values},
 * y: {…, limits}, series: [{label, x, y, colour, dash, width, line, marker, legend, quiet, band, note(point)}],
 * marks: [{x|y, label, dash, ci}], onPick(series, point), again()}.
 */
export function makeChart(host, spec) {
  const view = {spec, hover: null, plot: null, limits: null};
  view.element = tableElement("figure", "chart", null, {"data-chart": spec.name});
  const bar = tableElement("div", "chart-bar");
  view.title = tableElement("figcaption", "", spec.title);
  const numbers = tableElement("div", "numbers");
  const button = numbersButton(numbers, () => chartTable(view.spec));
  button.setAttribute("aria-label", `Table of ${spec.title}`);
  bar.append(view.title, button);
  view.place = tableElement("div", "plot", null, {tabindex: "0", role: "group"});
  view.line = tableElement("p", "chart-line soft", spec.hint || "", {"aria-live": "polite"});
  view.legend = tableElement("div", "legend");
  view.element.append(bar, view.place, view.line, view.legend, numbers);
  host.append(view.element);
  view.place.addEventListener("keydown", event => chartKey(view, event));
  document.addEventListener(THEME_EVENT, () => view.refresh());
  new ResizeObserver(() => {
    const width = view.place.clientWidth;
    if (view.plot && width > 0 && width !== view.plot.width)
      view.plot.setSize({width, height: view.spec.height || 300});
  }).observe(view.place);
  view.refresh = () => view.update(view.spec.again ? view.spec.again() : view.spec);
  view.update = next => {
    view.spec = {...view.spec, ...next};
    view.hover = null;
    view.title.textContent = view.spec.title;
    // Axes without a point on them say nothing.
    const drawn = view.spec.series.some(one => one.y.some((y, i) => Number.isFinite(y) && Number.isFinite(one.x[i])));
    view.place.hidden = !drawn;
    view.line.textContent = (drawn ? view.spec.hint : view.spec.nothing || "There is nothing to draw.") || "";
    view.place.setAttribute(
      "aria-label",
      `${view.spec.title}. ${view.spec.about || ""} ` +
        "Arrow keys go from point to point and from curve to curve; Escape shows all.",
    );
    chartBuild(view);
    chartLegend(view);
  };
  view.update(spec);
  return view;
}
