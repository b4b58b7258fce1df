// Small pictures as SVG: courses, strips of dots, small multiples. Colours come from the style sheet.
import {fleetMark} from "./fleetmodel.js";
import {fleetThin, fleetTicks} from "./fleetmath.js";
import {tableElement} from "./tablerows.js";

/** An SVG element with attributes; children and texts are added by the caller. */
export function fleetSvg(tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A colour of the style sheet as it is now. */
export function fleetColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#888";
}

/** The stroke of a mark: Okabe-Ito, or the ink of the page. */
export function fleetStroke(mark) {
  return mark.colour === "ink" ? fleetColour("ink") : mark.colour;
}

/** Path of a line that breaks where a value is missing; a point between two gaps is a short stroke. */
export function fleetPath(points, toX, toY) {
  let [path, open] = ["", false];
  for (let i = 0; i < points.x.length; i++) {
    if (Number.isNaN(points.y[i])) {
      open = false;
      continue;
    }
    const at = `${toX(points.x[i]).toFixed(1)} ${toY(points.y[i]).toFixed(1)}`;
    path += open ? `L${at}` : `M${at}h.01`;
    open = true;
  }
  return path;
}

/** Lowest and highest of many numbers; NaN left out; null without one. */
export function fleetExtent(lists) {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const value of list) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/** A swatch of a ticked test: its line with its dash, and its letter. */
export function fleetSwatch(slot) {
  const mark = fleetMark(slot);
  const span = tableElement("span", "swatch");
  const svg = fleetSvg("svg", {width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true"});
  svg.append(
    fleetSvg("line", {
      x1: 1,
      x2: 25,
      y1: 5,
      y2: 5,
      "stroke-width": 2.5,
      "stroke-dasharray": mark.dash.join(" "),
      class: "swatch-line",
      stroke: mark.colour === "ink" ? "currentColor" : mark.colour,
    }),
  );
  span.append(svg, tableElement("b", "", mark.letter));
  return span;
}

/** The course of a series in the height of a table row: SOH over x, the dotted line is 100 %. */
export function fleetSpark(points, extent) {
  const [width, height] = [84, 18];
  const svg = fleetSvg("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    class: "spark",
    "aria-hidden": "true",
  });
  if (points.x.length === 0) return svg;
  const thin = fleetThin(points, 60);
  const [low, high] = [Math.min(extent[1][0], 80), Math.max(extent[1][1], 100)];
  const toX = x => 2 + ((x - extent[0][0]) / (extent[0][1] - extent[0][0] || 1)) * (width - 4);
  const toY = y => 2 + ((high - y) / (high - low || 1)) * (height - 4);
  svg.append(fleetSvg("line", {x1: 0, x2: width, y1: toY(100), y2: toY(100), class: "spark-full"}));
  svg.append(fleetSvg("path", {d: fleetPath(thin, toX, toY), class: "spark-line"}));
  return svg;
}

/** Frame of a small picture: scales, grid and numbers. `box` is {width, height, left, right, top, bottom}. */
export function fleetFrame(box, xs, ys, options = {}) {
  const svg = fleetSvg("svg", {viewBox: `0 0 ${box.width} ${box.height}`, class: "plot", role: "img"});
  const toX = x => box.left + ((x - xs[0]) / (xs[1] - xs[0] || 1)) * (box.width - box.left - box.right);
  const toY = y => box.height - box.bottom - ((y - ys[0]) / (ys[1] - ys[0] || 1)) * (box.height - box.top - box.bottom);
  for (const x of fleetTicks(xs[0], xs[1], options.xTicks || 4)) {
    svg.append(fleetSvg("line", {x1: toX(x), x2: toX(x), y1: box.top, y2: box.height - box.bottom, class: "grid"}));
    svg.append(fleetSvg("text", {x: toX(x), y: box.height - box.bottom + 13, class: "tick middle"}, String(x)));
  }
  for (const y of options.noY ? [] : fleetTicks(ys[0], ys[1], options.yTicks || 3)) {
    svg.append(fleetSvg("line", {x1: box.left, x2: box.width - box.right, y1: toY(y), y2: toY(y), class: "grid"}));
    svg.append(fleetSvg("text", {x: box.left - 4, y: toY(y) + 3.5, class: "tick end"}, String(y)));
  }
  return {svg, toX, toY};
}

/** One of the small multiples: a test's course in front of the band of all. */
export function fleetSmall(points, band, extent, slot) {
  const box = {width: 200, height: 110, left: 28, right: 6, top: 6, bottom: 18};
  const {svg, toX, toY} = fleetFrame(box, extent[0], extent[1], {xTicks: 3, yTicks: 3});
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  if (band.x.length > 1) {
    const there = band.x.map((x, i) => `${toX(x).toFixed(1)} ${toY(band.high[i]).toFixed(1)}`);
    const back = band.x.map((x, i) => `${toX(x).toFixed(1)} ${toY(band.low[i]).toFixed(1)}`).reverse();
    svg.append(fleetSvg("path", {d: `M${there.concat(back).join("L")}Z`, class: "band"}));
  }
  if (extent[1][0] <= 80 && extent[1][1] >= 80) {
    svg.append(fleetSvg("line", {x1: box.left, x2: box.width - box.right, y1: toY(80), y2: toY(80), class: "limit"}));
  }
  const d = fleetPath(fleetThin(points, 90), toX, toY);
  const line = fleetSvg("path", {d, class: points.x.length === 1 ? "course lone" : "course"});
  if (slot >= 0) {
    const mark = fleetMark(slot);
    line.setAttribute("stroke-dasharray", mark.dash.join(" "));
    line.style.stroke = mark.colour === "ink" ? "currentColor" : mark.colour;
  }
  svg.append(line);
  return svg;
}

/** Dots of one set along an axis, apart where they would cover each other; of {value, test, ring, slot, title}. */
export function fleetStrip(dots, range, label, onDot) {
  const box = {width: 640, height: 0, left: 8, right: 8, top: 8, bottom: 20};
  const toX = value =>
    box.left + ((value - range[0]) / (range[1] - range[0] || 1)) * (box.width - box.left - box.right);
  const lanes = [];
  const placed = dots
    .slice()
    .sort((a, b) => a.value - b.value)
    .map(dot => {
      const x = toX(dot.value);
      let lane = lanes.findIndex(last => x - last >= 8);
      if (lane < 0) lane = lanes.push(-Infinity) - 1;
      lanes[lane] = x;
      return {...dot, x, lane};
    });
  const gap = lanes.length > 9 ? 72 / lanes.length : 8;
  box.height = box.top + box.bottom + Math.max(1, lanes.length) * gap + 6;
  const {svg} = fleetFrame(box, range, [0, 1], {noY: true, xTicks: 8});
  svg.setAttribute("aria-label", label);
  for (const dot of placed) {
    const at = {cx: dot.x.toFixed(1), cy: (box.height - box.bottom - 5 - dot.lane * gap).toFixed(1)};
    const circle = fleetSvg("circle", {
      ...at,
      r: dot.slot >= 0 ? 4.5 : 3.5,
      class: dot.slot >= 0 ? "dot ticked" : "dot",
    });
    if (dot.slot >= 0)
      circle.style.fill = fleetMark(dot.slot).colour === "ink" ? "currentColor" : fleetMark(dot.slot).colour;
    circle.append(fleetSvg("title", {}, dot.title));
    circle.addEventListener("click", () => onDot(dot.test));
    svg.append(circle);
    if (dot.ring) svg.append(fleetSvg("circle", {...at, r: 7, class: "ring"}));
  }
  return svg;
}
