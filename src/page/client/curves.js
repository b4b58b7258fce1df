// Curves of steps: voltage over capacity, dQ/dV, dV/dQ, and the time of a charge.
import {tableElement} from "./tablerows.js";
import {makeChart} from "./chart.js";
import {checkBox, choiceBar, evenly, labelled, pushButton, selectBox} from "./controls.js";
import {setColour, viridis} from "./colours.js";

/** The pictures: what is x and y. */
const CURVE_KINDS = {
  vq: {
    title: "Voltage over capacity",
    x: {title: "Capacity", unit: "Ah", decimals: 4},
    y: {title: "Voltage", unit: "V", decimals: 4},
  },
  dqdv: {
    title: "dQ/dV over voltage",
    x: {title: "Voltage", unit: "V", decimals: 4},
    y: {title: "dQ/dV", unit: "Ah/V", decimals: 3},
  },
  dvdq: {
    title: "dV/dQ over capacity",
    x: {title: "Capacity", unit: "Ah", decimals: 4},
    y: {title: "dV/dQ", unit: "V/Ah", decimals: 5},
  },
  time: {
    title: "Charge time over SOC",
    x: {title: "SOC", unit: "%", decimals: 2},
    y: {title: "Time", unit: "min", decimals: 2},
  },
};

/** Cycles at first: the first, the last, and evenly between. */
const CURVES_AT_FIRST = 10;

/** The points of an even grid of second differences. */
export function gridPoints(grid) {
  const [x, y] = [[], []];
  let [value, slope] = [0, 0];
  const digits = Math.max(0, -Math.floor(Math.log10(grid.scale)));
  grid.z.forEach((second, i) => {
    x.push(Number((grid.from + i * grid.by).toPrecision(9)));
    if (second === null) return y.push(null);
    slope += second;
    value += slope;
    return y.push(Number((value * grid.scale).toFixed(digits)));
  });
  return {x, y};
}

/** Steps whose curves may be drawn: charges and discharges with rows or curves of their own, not pulses. */
export function curveItems(data) {
  const {steps} = data;
  const pulses = new Set(data.pulses.map(pulse => pulse.step));
  const known = new Map(data.curves.items.map(item => [item.step, item]));
  const items = [];
  steps.step.forEach((step, i) => {
    const direction = steps.type[i];
    if (direction !== "charge" && direction !== "discharge") return;
    const own = known.get(step);
    if (!own && (pulses.has(step) || (steps.rows[i] || 0) < 10)) return;
    items.push({
      dqdv: null,
      dvdq: null,
      c_rate: steps.c_rate[i],
      temperature_degc: steps.temperature_degc[i],
      ...own,
      step,
      place: i,
      direction,
      cycle: steps.cycle[i] ?? 0,
    });
  });
  return items;
}

/** Points of a step from its rows. */
async function curveFromRows(source, kind, item, steps) {
  const first = steps.first_row[item.place];
  const columns = kind === "vq" ? ["capacity_ah", "voltage_v"] : ["soc_pct", "time_s"];
  const part = await source.range(columns, first, first + steps.rows[item.place], 400);
  const plain = values => Array.from(values, value => (Number.isNaN(value) ? null : value));
  if (kind === "vq") return {x: Array.from(part.capacity_ah, Math.abs), y: plain(part.voltage_v)};
  // A charge of several stages is one charge: its time runs on from the first of them.
  let begin = item.place;
  while (begin > 0 && steps.type[begin - 1] === "charge") begin--;
  return {x: plain(part.soc_pct), y: Array.from(part.time_s, time => (time - steps.start_s[begin]) / 60)};
}

/** Colours of the drawn curves by cycle, rate or temperature; what has no order in it has a set's colours. */
function curveColour(items, by) {
  const value = item => (by === "cycle" ? item.cycle : by === "rate" ? item.c_rate : item.temperature_degc);
  const known = items.map(value).filter(one => one !== null && Number.isFinite(one));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return item => (known.length === 0 || high === low ? setColour(0) : viridis((value(item) - low) / (high - low)));
}

function curveLabel(item, by) {
  const rate = item.c_rate === null ? "" : `${Number(item.c_rate.toPrecision(3))} C`;
  const degc = item.temperature_degc === null ? "" : `${Math.round(item.temperature_degc)} °C`;
  const more = {cycle: [], rate: [rate], temperature: [degc]}[by].filter(Boolean).join(", ");
  return `cycle ${item.cycle ?? "–"}, step ${item.step} ${item.direction}${more ? `, ${more}` : ""}`;
}

/** The cycles of a state: those that are ticked, else ten of all. */
function curveCycles(view) {
  const ticked = view.state.now.pick.split(",").filter(Boolean).map(Number);
  return ticked.length > 0
    ? view.cycles.filter(cycle => ticked.includes(cycle))
    : evenly(view.cycles, CURVES_AT_FIRST);
}

async function curveSeries(view, kind, cycles, by, direction) {
  const items = view.items.filter(
    item =>
      cycles.includes(item.cycle) &&
      (kind === "time" ? item.direction === "charge" : direction === "both" || item.direction === direction),
  );
  const colour = curveColour(items, by);
  const series = [];
  for (const item of items) {
    const points =
      kind === "vq" || kind === "time"
        ? await curveFromRows(view.source, kind, item, view.data.steps)
        : item[kind] && gridPoints(item[kind]);
    if (!points || points.x.length < 2) continue;
    const dash = item.direction === "discharge" && direction === "both" && kind !== "time" ? [6, 4] : [];
    series.push({...points, item, label: curveLabel(item, by), colour: colour(item), dash});
  }
  return series;
}

function curveList(view, cycles) {
  view.list.replaceChildren();
  for (const cycle of view.cycles) {
    const box = checkBox(String(cycle), cycles.includes(cycle), () => {
      const ticked = view.cycles.filter((one, i) => view.list.querySelectorAll("input")[i].checked);
      view.state.set({pick: ticked.join(",")});
    });
    view.list.append(box.element);
  }
}

/** What the colours run from and to. */
function curveScale(series, by) {
  const value = item => (by === "cycle" ? item.cycle : by === "rate" ? item.c_rate : item.temperature_degc);
  const known = series.map(one => value(one.item)).filter(one => one !== null && Number.isFinite(one));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const unit = {cycle: "", rate: " C", temperature: " °C"}[by];
  const text = one => `${Number(one.toPrecision(3))}${unit}`;
  return known.length === 0 || low === high ? null : {title: by, low: text(low), high: text(high)};
}

async function curvesShow(view) {
  const {now} = view.state;
  const cycles = curveCycles(view);
  const kind = CURVE_KINDS[now.curve] ? now.curve : "vq";
  view.kindBar.set(kind);
  view.byBox.select.value = now.by;
  view.directionBox.select.value = now.dir;
  curveList(view, cycles);
  view.slider.value = String(Math.max(0, view.cycles.indexOf(cycles[cycles.length - 1])));
  view.told.textContent = `${cycles.length} of ${view.cycles.length} cycles`;
  const turn = ++view.turn;
  const series = await curveSeries(view, kind, cycles, now.by, now.dir);
  if (turn !== view.turn) return;
  const note = kind === "vq" || kind === "time" ? "" : ` ${view.data.curves.note}.`;
  const spec = {
    ...CURVE_KINDS[kind],
    name: "curves",
    series,
    height: 420,
    scale: curveScale(series, now.by),
    about: `${series.length} curves.${note}`,
    hint:
      series.length === 0
        ? "No step of these cycles has such a curve."
        : `Charge solid, discharge dashed.${note} A click goes to the step.`,
    onPick: i => view.onStep(view.chart.spec.series[i].item.step),
    again: () => ({
      series: view.chart.spec.series.map((one, i, all) => ({
        ...one,
        colour: curveColour(
          all.map(each => each.item),
          now.by,
        )(one.item),
      })),
    }),
  };
  if (view.chart) view.chart.update(spec);
  else view.chart = makeChart(view.place, spec);
}

const curveChoice = (...keys) => keys.map(key => [key, key]);

/** The list of cycles with its short cuts. */
function curvePicks(view) {
  const {cycles, state} = view;
  const chosen = tableElement("details", "picks");
  chosen.append(tableElement("summary", "", "Cycles"));
  const bar = tableElement("div", "controls");
  const ends = [cycles[0], cycles[cycles.length - 1]].join(",");
  bar.append(
    pushButton("Ten", () => state.set({pick: ""})),
    pushButton("All", () => state.set({pick: cycles.join(",")})),
    pushButton("First and last", () => state.set({pick: ends})),
  );
  view.list = tableElement("div", "picklist");
  chosen.append(bar, view.list);
  return chosen;
}

/** Makes the section of curves. Returns {show()}. */
export function makeCurvesView(host, data, source, state, onStep) {
  const items = curveItems(data);
  const cycles = [...new Set(items.map(item => item.cycle))].sort((a, b) => a - b);
  const view = {data, source, state, onStep, items, cycles, turn: 0, chart: null};
  if (items.length === 0) {
    host.append(tableElement("p", "soft", "No step has a curve: rows of a charge or a discharge are needed."));
    return {show: async () => {}};
  }
  const bar = tableElement("div", "controls");
  const kinds = Object.entries({vq: "V–Q", dqdv: "dQ/dV", dvdq: "dV/dQ", time: "Charge time"});
  view.kindBar = choiceBar("Curve", kinds, "vq", value => state.set({curve: value}));
  const by = curveChoice("cycle", "rate", "temperature");
  view.byBox = selectBox("Colour by", by, "cycle", value => state.set({by: value}));
  const directions = curveChoice("both", "charge", "discharge");
  view.directionBox = selectBox("Direction", directions, "both", value => state.set({dir: value}));
  const ends = {min: "0", max: String(cycles.length - 1), step: "1"};
  view.slider = tableElement("input", "slider", null, {type: "range", ...ends});
  view.slider.addEventListener("input", () => state.set({pick: String(cycles[Number(view.slider.value)])}, true));
  view.told = tableElement("span", "soft");
  const slider = labelled("One cycle", view.slider);
  bar.append(view.kindBar.element, view.byBox.element, view.directionBox.element, slider, view.told);
  view.place = tableElement("div", "");
  host.append(bar, curvePicks(view), view.place);
  return {show: () => curvesShow(view)};
}
