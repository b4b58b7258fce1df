// The course of every cell on one canvas: all grey, the ticked ones in colour with a letter at their end.
import {FLEET_OVER, fleetMark, fleetPoints, fleetSeries} from "./fleetmodel.js";
import {fleetColour, fleetExtent, fleetStroke} from "./fleetdraw.js";
import {tableElement} from "./tablerows.js";

/** Width of the margin for the letters at the lines' ends. */
const FLEET_LETTERS = 18;

/** The lines to draw: of each shown test its series, as x and y. */
export function fleetLines(data, state, shown) {
  const lines = [];
  for (const test of shown) {
    const group = fleetSeries(data.tests[test], state.series);
    if (!group) continue;
    const points = fleetPoints(group, state.over, "soh_pct");
    if (points.y.some(value => !Number.isNaN(value))) lines.push({test, ...points});
  }
  return lines;
}

/** Ranges of both axes that hold all lines, with a little air. */
export function fleetRanges(lines) {
  const [x, y] = [fleetExtent(lines.map(line => line.x)), fleetExtent(lines.map(line => line.y))];
  if (!x || !y)
    return [
      [0, 1],
      [70, 105],
    ];
  const air = Math.max(0.5, (y[1] - y[0]) * 0.04);
  return [
    [Math.min(0, x[0]), x[1] > x[0] ? x[1] + (x[1] - x[0]) * 0.02 : x[1] + 1],
    [y[0] < 90 ? Math.min(y[0] - air, 79) : y[0] - air, Math.max(y[1] + air, 100.5)],
  ];
}

/** Options of a chart that all of them share: axes in the page's colours, no own legend. */
export function fleetAxes(xTitle, yTitle, narrow) {
  const axis = {
    stroke: () => fleetColour("ink"),
    grid: {stroke: () => fleetColour("line"), width: 1},
    font: "12px system-ui, sans-serif",
    ticks: {stroke: () => fleetColour("soft"), width: 1, size: 4},
    labelFont: "12px system-ui, sans-serif",
  };
  return [
    {...axis, label: xTitle, labelSize: 18, size: 30, space: 60},
    {...axis, label: yTitle, labelSize: narrow ? 14 : 18, size: narrow ? 38 : 46},
  ];
}

/**
 * The chart in `host`. `on` has zoom(range or null) and tick(test). Returns {draw(state, shown), repaint, view}.
 */
export function fleetChart(host, data, on) {
  const view = {
    data,
    on,
    lines: [],
    ranges: [
      [0, 1],
      [70, 105],
    ],
    zoom: null,
    hover: -1,
    ticks: [],
    chart: null,
    over: "efc",
  };
  view.element = tableElement("div", "chart", null, {
    role: "group",
    tabindex: "0",
    "aria-label":
      "Chart of SOH: arrow keys move the view, plus and minus zoom, Escape shows all. " +
      "The table below holds the same tests.",
  });
  view.tip = tableElement("div", "tip", "", {"aria-hidden": "true", hidden: ""});
  host.append(view.element);
  view.element.addEventListener("keydown", event => fleetChartKey(view, event));
  view.element.addEventListener("dblclick", () => on.zoom(null));
  new ResizeObserver(() => fleetChartSize(view)).observe(view.element);
  return {
    element: view.element,
    draw: (state, shown) => fleetChartDraw(view, state, shown),
    repaint: () => {
      if (view.chart) view.chart.redraw(false);
    },
    lines: () => view.lines,
    view,
  };
}

function fleetChartDraw(view, state, shown) {
  view.lines = fleetLines(view.data, state, shown);
  view.ticks = state.ticks;
  view.zoom = state.zoom;
  view.ranges = fleetRanges(view.lines);
  view.hover = -1;
  view.tip.hidden = true;
  if (view.chart && view.over === state.over) {
    fleetChartScale(view);
    return;
  }
  view.over = state.over;
  if (view.chart) view.chart.destroy();
  const {title, unit} = FLEET_OVER[state.over];
  const narrow = view.element.clientWidth < 500;
  view.chart = new uPlot(
    {
      width: Math.max(260, view.element.clientWidth),
      height: fleetChartHeight(view),
      legend: {show: false},
      scales: {x: {time: false, range: () => fleetChartRange(view, 0)}, y: {range: () => fleetChartRange(view, 1)}},
      series: [{}, {stroke: "transparent", points: {show: false}}],
      axes: fleetAxes(unit ? `${title} / ${unit}` : title, "SOH / %", narrow),
      padding: [8, FLEET_LETTERS + 4, 0, 0],
      cursor: {drag: {x: true, y: true, uni: 20, setScale: false}, points: {show: false}},
      hooks: {
        draw: [() => fleetChartPaint(view)],
        setSelect: [() => fleetChartSelect(view)],
        setCursor: [() => fleetChartHover(view)],
      },
    },
    [view.ranges[0], [null, null]],
    view.element,
  );
  view.chart.over.append(view.tip);
  view.chart.over.addEventListener("click", () => {
    if (view.hover >= 0) view.on.tick(view.hover);
  });
}

function fleetChartHeight(view) {
  return view.element.clientWidth < 500 ? 300 : 420;
}

function fleetChartSize(view) {
  if (!view.chart) return;
  const width = Math.max(260, view.element.clientWidth);
  if (width !== view.chart.width) view.chart.setSize({width, height: fleetChartHeight(view)});
}

function fleetChartRange(view, axis) {
  return view.zoom ? view.zoom.slice(2 * axis, 2 * axis + 2) : view.ranges[axis];
}

function fleetChartScale(view) {
  view.chart.batch(() => {
    const [x, y] = [fleetChartRange(view, 0), fleetChartRange(view, 1)];
    view.chart.setData([x, [null, null]], false);
    view.chart.setScale("x", {min: x[0], max: x[1]});
    view.chart.setScale("y", {min: y[0], max: y[1]});
  });
  view.chart.redraw(false);
}

function fleetChartSelect(view) {
  const {left, top, width, height} = view.chart.select;
  if (width < 4 && height < 4) return;
  const x = [left, left + width].map(place => view.chart.posToVal(place, "x"));
  const y = [top + height, top].map(place => view.chart.posToVal(place, "y"));
  view.chart.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
  view.on.zoom([...x, ...y]);
}

/** Moves or stretches the view by keys; Escape shows all. */
function fleetChartKey(view, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target !== view.element) return;
  const [x, y] = [fleetChartRange(view, 0), fleetChartRange(view, 1)];
  const moved = (range, by) => range.map(edge => edge + by * (range[1] - range[0]));
  const about = (range, factor) => {
    const [middle, half] = [(range[0] + range[1]) / 2, ((range[1] - range[0]) / 2) * factor];
    return [middle - half, middle + half];
  };
  const next = {
    ArrowLeft: () => [moved(x, -0.15), y],
    ArrowRight: () => [moved(x, 0.15), y],
    ArrowUp: () => [x, moved(y, 0.15)],
    ArrowDown: () => [x, moved(y, -0.15)],
    "+": () => [about(x, 0.7), about(y, 0.7)],
    "=": () => [about(x, 0.7), about(y, 0.7)],
    "-": () => [about(x, 1 / 0.7), about(y, 1 / 0.7)],
    Escape: () => null,
    Home: () => null,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  const range = next();
  view.on.zoom(range ? range.flat() : null);
}

/** Draws all lines: grey ones first, the ticked ones over them, the one under the pointer last. */
function fleetChartPaint(view) {
  const {ctx, bbox} = view.chart;
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const limit = Math.round(view.chart.valToPos(80, "y", true)) + 0.5;
  fleetStrokeLine(
    ctx,
    [
      [bbox.left, limit],
      [bbox.left + bbox.width, limit],
    ],
    fleetColour("soft"),
    ratio,
    [2 * ratio, 4 * ratio],
  );
  ctx.globalAlpha = view.lines.length > 150 ? 0.45 : view.lines.length > 20 ? 0.7 : 1;
  const grey = fleetColour("grey") || fleetColour("soft");
  for (const line of view.lines) if (!view.ticks.includes(line.test)) fleetCourse(view, line, grey, ratio, []);
  ctx.globalAlpha = 1;
  const ends = [];
  view.ticks.forEach((test, slot) => {
    const line = view.lines.find(candidate => candidate.test === test);
    if (test === null || !line) return;
    const mark = fleetMark(slot);
    fleetCourse(
      view,
      line,
      fleetStroke(mark),
      2.5 * ratio,
      mark.dash.map(part => part * ratio),
    );
    ends.push({mark, at: fleetLineEnd(view, line)});
  });
  const hovered = view.lines.find(line => line.test === view.hover);
  if (hovered && !view.ticks.includes(view.hover)) fleetCourse(view, hovered, fleetColour("ink"), 2 * ratio, []);
  ctx.restore();
  fleetLetters(
    view,
    ends.filter(end => end.at),
    ratio,
  );
}

function fleetStrokeLine(ctx, places, colour, width, dash) {
  ctx.beginPath();
  places.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Linear maps of the chart's axes to the canvas: quicker than asking for each point. */
function fleetMaps(view, canvas) {
  const {chart} = view;
  const [x, y] = [fleetChartRange(view, 0), fleetChartRange(view, 1)];
  const [left, right] = x.map(value => chart.valToPos(value, "x", canvas));
  const [bottom, top] = y.map(value => chart.valToPos(value, "y", canvas));
  return {
    toX: value => left + ((value - x[0]) / (x[1] - x[0])) * (right - left),
    toY: value => bottom + ((value - y[0]) / (y[1] - y[0])) * (top - bottom),
  };
}

function fleetCourse(view, line, colour, width, dash) {
  const {ctx} = view.chart;
  const {toX, toY} = fleetMaps(view, true);
  ctx.beginPath();
  let open = false;
  for (let i = 0; i < line.x.length; i++) {
    if (Number.isNaN(line.y[i])) {
      open = false;
      continue;
    }
    const [x, y] = [toX(line.x[i]), toY(line.y[i])];
    if (open) ctx.lineTo(x, y);
    else {
      ctx.moveTo(x, y);
      ctx.lineTo(x + 0.01, y);
    }
    open = true;
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.lineCap = dash.length > 0 ? "butt" : "round";
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Where the last point of a line that can be seen is; null when none can. */
function fleetLineEnd(view, line) {
  const [x, y] = [fleetChartRange(view, 0), fleetChartRange(view, 1)];
  for (let i = line.x.length - 1; i >= 0; i--) {
    if (line.x[i] >= x[0] && line.x[i] <= x[1] && line.y[i] >= y[0] && line.y[i] <= y[1]) {
      return [view.chart.valToPos(line.x[i], "x", true), view.chart.valToPos(line.y[i], "y", true)];
    }
  }
  return null;
}

/** Letters at the ends of the ticked lines, pushed apart where they would cover each other. */
function fleetLetters(view, ends, ratio) {
  const {ctx} = view.chart;
  ctx.save();
  ctx.font = `600 ${12 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "middle";
  let last = -Infinity;
  for (const {
    mark,
    at: [x, y],
  } of ends.sort((a, b) => a.at[1] - b.at[1])) {
    last = Math.max(y, last + 12 * ratio);
    ctx.lineWidth = 3 * ratio;
    ctx.strokeStyle = fleetColour("ground");
    ctx.fillStyle = fleetColour("ink");
    ctx.strokeText(mark.letter, x + 5 * ratio, last);
    ctx.fillText(mark.letter, x + 5 * ratio, last);
  }
  ctx.restore();
}

/** Finds the line nearest to the pointer (at most 20 px away) and names it. */
function fleetChartHover(view) {
  const {left, top} = view.chart.cursor;
  let [best, test, where] = [20 * 20, -1, -1];
  if (left >= 0) {
    const {toX, toY} = fleetMaps(view, false);
    for (const line of view.lines) {
      for (let i = 0; i < line.x.length; i++) {
        const distance = (toX(line.x[i]) - left) ** 2 + (toY(line.y[i]) - top) ** 2;
        if (distance < best) [best, test, where] = [distance, line.test, i];
      }
    }
  }
  const changed = test !== view.hover;
  view.hover = test;
  fleetChartTip(view, where);
  if (changed) view.chart.redraw(false);
}

function fleetChartTip(view, where) {
  view.tip.hidden = view.hover < 0;
  if (view.hover < 0) return;
  const line = view.lines.find(candidate => candidate.test === view.hover);
  const {short, decimals} = FLEET_OVER[view.over];
  const {left, top} = view.chart.cursor;
  const name = view.data.tests[view.hover].name || "(no name)";
  view.tip.replaceChildren(
    tableElement("b", "", name),
    tableElement("span", "", `${line.y[where].toFixed(2)} % at ${short} ${line.x[where].toFixed(decimals)}`),
  );
  const right = left > view.chart.over.clientWidth / 2;
  view.tip.style.left = right ? "auto" : `${left + 14}px`;
  view.tip.style.right = right ? `${view.chart.over.clientWidth - left + 14}px` : "auto";
  view.tip.style.top = `${Math.max(0, Math.min(top + 12, view.chart.over.clientHeight - 48))}px`;
}
