// Fade: capacity and SOH of the groups of comparable full discharges, with fit, band, knee and end of life; efficiency.
import {makeTable} from "./table.js";
import {tableElement} from "./tablerows.js";
import {makeChart} from "./chart.js";
import {choiceBar} from "./controls.js";
import {setColour, viridis} from "./colours.js";

/** What fade runs over. */
const AGEING_OVER = {
  cycle: {title: "Cycle", unit: "", decimals: 0},
  efc: {title: "Equivalent full cycles", unit: "", decimals: 2},
  days: {title: "Time", unit: "d", decimals: 3},
  throughput: {title: "Throughput", unit: "Ah", decimals: 2},
};

const ageingKey = over => (over === "throughput" ? "throughput_ah" : over);

/** How a group is called. */
export function groupLabel(group) {
  const rate = group.c_rate === null ? "? C" : `${Number(group.c_rate.toPrecision(3))} C`;
  return `${rate}, ${group.temperature_degc === null ? "no temperature" : `${Math.round(group.temperature_degc)} °C`}`;
}

/** The points of a group as a curve. */
export function groupSeries(group, i, over, quantity) {
  const key = ageingKey(over);
  return {
    label: `${groupLabel(group)} (${group.points.length})`,
    colour: setColour(i),
    marker: "full",
    shape: i % 2 === 1 ? "square" : "circle",
    dash: [[], [6, 3], [2, 3]][Math.floor(i / 6) % 3],
    x: group.points.map(point => point[key]),
    y: group.points.map(point => point[quantity]),
    width: group.points.length > 1 ? 1 : 0.01,
    points: group.points,
    note: point => `step ${group.points[point].step}`,
  };
}

/** The fit and its band, where the models run over what is drawn. */
function fitSeries(group, i, over, quantity) {
  if (!group.band || group.over !== over) return [];
  const base = quantity === "soh_pct" ? 1 : (group.points[0]?.capacity_ah ?? NaN) / 100;
  const scaled = values => values.map(value => (value === null ? null : value * base));
  const model = group.models.find(one => one.chosen);
  return [
    {
      label: `${model ? model.model : "fit"} of ${groupLabel(group)}, 95 % band`,
      colour: setColour(i),
      dash: [8, 4],
      width: 1.25,
      x: group.band.x,
      y: scaled(group.band.fit),
      band: {low: scaled(group.band.low), high: scaled(group.band.high)},
      quiet: true,
      inTable: true,
    },
  ];
}

function ageingMarks(groups, over, quantity) {
  const marks = quantity === "soh_pct" ? [{y: 80, label: "80 %"}] : [];
  for (const group of groups.filter(one => one.over === over)) {
    if (group.knee && group.knee.at !== null && !group.knee.refused)
      marks.push({x: group.knee.at, ci: group.knee.ci, label: `knee ${Number(group.knee.at.toPrecision(4))}`});
    for (const end of group.end_of_life) {
      if (end.value !== null)
        marks.push({
          x: end.value,
          ci: end.ci,
          label: `end of life ${Number(end.value.toPrecision(4))} (${end.base}, by ${end.kind})`,
        });
    }
  }
  return marks;
}

/** Limits of x: the data and the fit, not an end of life far beyond them. */
function ageingMarksInside(marks, series) {
  const most = Math.max(...series.flatMap(one => one.x.filter(x => x !== null)));
  const far = marks.filter(mark => mark.x !== undefined && mark.x > most);
  return {inside: marks.filter(mark => !far.includes(mark)), far: far.map(mark => mark.label)};
}

function ageingText(group) {
  const lines = [];
  const model = group.models.find(one => one.chosen);
  const number = (value, digits = 4) => (value === null ? "–" : String(Number(value.toPrecision(digits))));
  const pm = (value, ci) => `${number(value)}${ci === null ? "" : ` ± ${number(ci, 2)}`}`;
  if (model) {
    const power = model.c === null ? "" : `, c ${pm(model.c, model.ci_c)}`;
    lines.push([
      "Fade",
      `${model.model}: q0 ${pm(model.q0, model.ci_q0)} %, k ${pm(model.k, model.ci_k)}${power}; ` +
        `R² ${number(model.r2)}, AICc ${number(model.aicc)}`,
    ]);
  }
  group.models.filter(one => one.refused).forEach(one => lines.push([`Fade, ${one.model}`, `– (${one.refused})`]));
  const between = ci => (ci ? ` (${number(ci[0])} to ${ci[1] === null ? "never" : number(ci[1])})` : "");
  for (const end of group.end_of_life) {
    const why = end.value === null ? "–" : `${number(end.value)}${between(end.ci)}, by ${end.kind}`;
    lines.push([
      `End of life, ${number(end.threshold_pct)} % of ${end.base}`,
      `${why}${end.note ? `; ${end.note}` : ""}`,
    ]);
  }
  for (const [name, bend] of [
    ["Knee", group.knee],
    ["Onset", group.onset],
  ]) {
    if (bend)
      lines.push([
        name,
        bend.at === null || bend.refused
          ? `– (${bend.refused || "none found"})`
          : `${number(bend.at)}${between(bend.ci)}; ` +
            `slope ${number(bend.slope_before)} before, ${number(bend.slope_after)} after`,
      ]);
  }
  return lines;
}

/** Names and what there is to say, as a list. */
export function factList(pairs) {
  const list = tableElement("dl", "facts");
  for (const [name, what] of pairs) {
    const item = tableElement("div", "");
    item.append(tableElement("dt", "", name), tableElement("dd", "", what));
    list.append(item);
  }
  return list;
}

function efficiencySpec(data) {
  const {cycle, ce_pct: ce, ee_pct: ee, balanced} = data.efficiency;
  const line = (label, y, colour, shape) => ({
    // A line never joins points over what was left out, so there are only points.
    label,
    x: cycle,
    y,
    colour,
    marker: "full",
    shape,
    line: false,
    hollow: balanced.map(one => !one),
    note: i => (balanced[i] ? "balanced" : "not balanced: hollow"),
  });
  const inside = ce.filter((value, i) => balanced[i] && value !== null);
  const [low, high] = [Math.min(98, ...inside), Math.max(100.5, ...inside)];
  return {
    name: "efficiency",
    title: "Coulombic efficiency",
    height: 220,
    x: {title: "Cycle", decimals: 0},
    y: {title: "CE", unit: "%", decimals: 3, limits: [low, high]},
    series: [line("CE", ce, setColour(0), "circle")],
    energy: line("EE", ee, setColour(1), "square"),
    marks: [{y: 100, label: ""}],
    hint: "Hollow: not balanced, the discharge before differs from its own. What lies outside stands in the table.",
    about: "Points by cycle.",
  };
}

function ageingShow(view) {
  const {over, y: quantity} = view.state.now;
  const {groups} = view.data.ageing;
  view.overBar.set(over);
  view.quantityBar.set(quantity);
  const series = groups.flatMap((group, i) => [
    groupSeries(group, i, over, quantity),
    ...fitSeries(group, i, over, quantity),
  ]);
  const {inside, far} = ageingMarksInside(ageingMarks(groups, over, quantity), series);
  const away = far.length ? ` Beyond the right edge: ${far.join(", ")}.` : "";
  const low =
    quantity === "soh_pct" && Math.min(...series.flatMap(one => one.y.filter(Number.isFinite))) > 81
      ? " 80 % lies below what is shown."
      : "";
  const fitted =
    groups.some(group => group.band) && !groups.some(group => group.band && group.over === over)
      ? ` The fit runs over ${groups[0].over}.`
      : "";
  const spec = {
    name: "fade",
    title:
      quantity === "soh_pct"
        ? "State of health of comparable full discharges"
        : "Capacity of comparable full discharges",
    height: 360,
    x: AGEING_OVER[over],
    y: quantity === "soh_pct" ? {title: "SOH", unit: "%", decimals: 2} : {title: "Capacity", unit: "Ah", decimals: 4},
    series,
    marks: inside,
    about: `${groups.length} groups.`,
    hint: `One colour a group: same rate, temperature and ends.${away}${low}${fitted} A click goes to the step.`,
    onPick: (i, point) => series[i].points && view.onStep(series[i].points[point].step),
  };
  if (view.chart) view.chart.update(spec);
  else view.chart = makeChart(view.place, spec);
  if (view.efficiency || view.data.efficiency.cycle.length === 0) return;
  view.efficiency = makeChart(view.below, efficiencySpec(view.data));
  const energy = efficiencySpec(view.data);
  makeChart(view.below, {
    ...energy,
    name: "energy-efficiency",
    title: "Energy efficiency",
    series: [energy.energy],
    y: {title: "EE", unit: "%", decimals: 2},
    marks: [],
  });
}

/** Makes the section of ageing. Returns {show()}. */
export function makeAgeingView(host, data, state, onStep, tables) {
  const view = {data, state, onStep, chart: null};
  const {ageing} = data;
  if (ageing && ageing.groups.length > 0) {
    const bar = tableElement("div", "controls");
    view.quantityBar = choiceBar(
      "Show",
      [
        ["soh_pct", "SOH"],
        ["capacity_ah", "Capacity"],
      ],
      "soh_pct",
      value => state.set({y: value}),
    );
    view.overBar = choiceBar(
      "over",
      [
        ["cycle", "cycle"],
        ["efc", "EFC"],
        ["days", "days"],
        ["throughput", "throughput"],
      ],
      "cycle",
      value => state.set({over: value}),
    );
    bar.append(view.quantityBar.element, view.overBar.element);
    [view.place, view.below] = [tableElement("div", ""), tableElement("div", "pair")];
    host.append(bar, view.place, view.below);
    const small = ageing.groups.filter(group => group.points.length < 5);
    for (const group of ageing.groups.filter(one => !small.includes(one))) {
      const text = ageingText(group);
      const details = tableElement("details", "group-facts");
      details.open = true;
      details.append(
        tableElement("summary", "", `${groupLabel(group)}: ${group.points.length} full discharges`),
        factList(text),
      );
      host.append(details);
    }
    if (small.length > 0) {
      const list = small.map(group => `${groupLabel(group)} (${group.points.length})`).join("; ");
      host.append(tableElement("p", "soft small", `Too few full discharges for a model (at least 5): ${list}.`));
    }
  } else
    host.append(tableElement("p", "soft", "No full discharge to compare: fade and state of health are unknown."));
  for (const name of ["degradation", "rate", "temperature"]) {
    if (data.tables[name] && data.tables[name].count > 0)
      tables[name] = makeTable(host, data.tables[name], {onState: () => tables.changed(name)});
  }
  return {show: async () => ageing && ageing.groups.length > 0 && ageingShow(view)};
}

/** Colour of a value between two limits, for maps. */
export function mapColour(value, low, high) {
  return viridis(high > low ? (value - low) / (high - low) : 0.5);
}
