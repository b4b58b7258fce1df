// The band of steps and the strip of the whole test, both on a canvas of their own.
import {tableElement} from "./tablerows.js";
import {PANEL_LEFT, PANEL_RIGHT} from "./timepanels.js";
import {STEP_COLOURS, STEP_LETTERS, inkOn, themeColour} from "./colours.js";
import {heldWindow, stepAt, timeText} from "./timemodel.js";

/** A canvas sharp on this screen: its context, width and height in CSS pixels. */
function sharpCanvas(canvas) {
  const [width, height, ratio] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1];
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return {ctx, width, height};
}

/** Hatches of step types, so that colour is not their only mark: discharge slants, a waveform stands. */
function bandHatch(ctx, type, from, to, height) {
  if (type !== "discharge" && type !== "waveform") return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, 0, to - from, height);
  ctx.clip();
  ctx.strokeStyle = "rgba(255,255,255,.55)";
  ctx.lineWidth = 1;
  ctx.beginPath();
  const lean = type === "discharge" ? height : 0;
  for (let x = Math.floor((from - height) / 6) * 6; x < to; x += 6) {
    ctx.moveTo(x, height);
    ctx.lineTo(x + lean, 0);
  }
  ctx.stroke();
  ctx.restore();
}

function bandLabel(ctx, text, from, to, height, colour) {
  const width = ctx.measureText(text).width;
  if (width + 6 > to - from) return false;
  const middle = (from + to) / 2;
  ctx.fillStyle = colour;
  ctx.fillRect(middle - width / 2 - 2, 3, width + 4, height - 6);
  ctx.fillStyle = inkOn(colour);
  ctx.fillText(text, middle, height / 2 + 0.5);
  return true;
}

/** Draws the steps of the window; the chosen one has a frame. */
export function drawBand(view) {
  const {ctx, width, height} = sharpCanvas(view.band);
  const [from, to] = view.window;
  const {steps} = view.data;
  const place = seconds => ((seconds - from) / (to - from)) * width;
  ctx.clearRect(0, 0, width, height);
  ctx.font = "11px system-ui, sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  let drawn = -1;
  for (let i = Math.max(0, stepAt(steps, from)); i < steps.step.length && (steps.start_s[i] ?? from) <= to; i++) {
    if (steps.start_s[i] === null) continue;
    const left = Math.max(0, place(steps.start_s[i]));
    const right = Math.min(width, place(steps.start_s[i] + (steps.duration_s[i] || 0)));
    if (right < drawn + 0.5) continue;
    drawn = right;
    const [type, colour] = [steps.type[i], STEP_COLOURS[steps.type[i]] || STEP_COLOURS.unknown];
    ctx.fillStyle = colour;
    ctx.fillRect(left, 0, Math.max(0.5, right - left - (right - left > 4 ? 1 : 0)), height);
    bandHatch(ctx, type, left, right, height);
    const number = steps.step[i];
    if (!bandLabel(ctx, `${number} ${type}`, left, right, height, colour))
      bandLabel(ctx, `${number}${STEP_LETTERS[type] || ""}`, left, right, height, colour);
    if (String(number) === String(view.state.now.step)) {
      ctx.strokeStyle = themeColour("ink");
      ctx.lineWidth = 2;
      ctx.strokeRect(left + 1, 1, Math.max(2, right - left - 2), height - 2);
    }
  }
}

/** Makes the band; a click chooses the step. */
export function makeBand(view, host) {
  view.band = tableElement("canvas", "band", null, {
    role: "img",
    "aria-label": "Steps in the window; choose one in the field “Step” or by a click",
  });
  view.band.style.marginLeft = `${PANEL_LEFT}px`;
  view.band.style.width = `calc(100% - ${PANEL_LEFT + PANEL_RIGHT}px)`;
  const at = event => {
    const [from, to] = view.window;
    return stepAt(view.data.steps, from + (event.offsetX / view.band.clientWidth) * (to - from));
  };
  view.band.addEventListener("click", event => view.onStep(at(event)));
  view.band.addEventListener("mousemove", event => {
    const [i, {steps}] = [at(event), view.data];
    view.band.title =
      i < 0
        ? ""
        : `Step ${steps.step[i]}, ${steps.type[i]}, cycle ${steps.cycle[i] ?? "–"}, ` +
          timeText(steps.duration_s[i] || 0);
  });
  host.append(view.band);
}

/** Draws the whole test small. */
async function drawStrip(view) {
  const {ctx, width, height} = sharpCanvas(view.strip);
  const key = (view.choices.find(choice => choice.key === "V") || view.choices[0] || {}).column;
  if (key === undefined || width === 0) return;
  const {count} = await view.source.info();
  const part = await view.source.range([key], 0, count, width);
  const [values, times] = [part[key], part.time_s];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [from, to] = view.whole;
  ctx.strokeStyle = themeColour("soft");
  ctx.lineWidth = 1;
  ctx.beginPath();
  let drawing = false;
  for (let i = 0; i < values.length; i++) {
    const [x, y] = [
      ((times[i] - from) / (to - from)) * width,
      height - 3 - ((values[i] - low) / (high - low || 1)) * (height - 6),
    ];
    if (Number.isNaN(y)) drawing = false;
    else if (drawing) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    drawing = !Number.isNaN(y);
  }
  ctx.stroke();
}

/** Puts the window of the strip where the view is. */
export function placeStripWindow(view) {
  const [from, to] = view.whole;
  const share = seconds => ((seconds - from) / (to - from)) * 100;
  const pane = view.pane;
  pane.style.left = `${share(view.window[0])}%`;
  pane.style.width = `max(${share(view.window[1]) - share(view.window[0])}%, 6px)`;
  pane.setAttribute("aria-valuenow", String(Math.round(share((view.window[0] + view.window[1]) / 2))));
  pane.setAttribute("aria-valuetext", `${timeText(view.window[0])} to ${timeText(view.window[1])}`);
}

function stripDrag(view, event, part) {
  const box = view.stripBox.getBoundingClientRect();
  const [from, to] = view.whole;
  const at = x => from + ((x - box.left) / box.width) * (to - from);
  const [begin, start] = [view.window.slice(), at(event.clientX)];
  const {from: stateFrom, to: stateTo, step, cycle} = view.state.now;
  const move = moved => {
    const now = at(moved.clientX);
    if (part === "from") view.zoom(Math.min(now, begin[1]), begin[1], true);
    else if (part === "to") view.zoom(begin[0], Math.max(now, begin[0]), true);
    else if (part === "new") view.zoom(Math.min(start, now), Math.max(start, now), true);
    else view.zoom(...heldWindow(begin[0] + now - start, begin[1] + now - start, view.whole), true);
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    view.settle({from: stateFrom, to: stateTo, step, cycle});
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  event.preventDefault();
}

/** Makes the strip: drag the window, its edges, or a new one beside it. */
export function makeStrip(view, host) {
  view.stripBox = tableElement("div", "strip");
  view.stripBox.style.marginLeft = `${PANEL_LEFT}px`;
  view.stripBox.style.marginRight = `${PANEL_RIGHT}px`;
  view.strip = tableElement("canvas", "", null, {"aria-hidden": "true"});
  view.pane = tableElement("div", "pane", null, {
    role: "slider",
    tabindex: "0",
    "aria-label": "Window in the whole test",
    "aria-valuemin": "0",
    "aria-valuemax": "100",
  });
  const [left, right] = [tableElement("span", "edge left"), tableElement("span", "edge right")];
  view.pane.append(left, right);
  view.stripBox.append(view.strip, view.pane);
  host.append(view.stripBox);
  view.stripBox.addEventListener("pointerdown", event => {
    const part =
      event.target === left ? "from" : event.target === right ? "to" : event.target === view.pane ? "pane" : "new";
    stripDrag(view, event, part);
  });
  view.pane.addEventListener("keydown", event => {
    const turn = {ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: 0.9, PageDown: -0.9}[event.key];
    if (turn === undefined) return;
    const [from, to] = view.window;
    view.zoom(...heldWindow(from + (to - from) * turn, to + (to - from) * turn, view.whole));
    event.preventDefault();
    event.stopPropagation();
  });
  view.drawStrip = () => drawStrip(view);
}
