// Comparing ticked tests: one protocol at a time, differences to a base, mean and deviation of the cells.
import {FLEET_OVER, fleetMark} from "./fleetmodel.js";
import {fleetCompare, fleetShared} from "./fleetmath.js";
import {fleetAxes} from "./fleetchart.js";
import {fleetColour, fleetStroke, fleetSwatch} from "./fleetdraw.js";
import {fleetName} from "./fleetside.js";
import {tableCounted, tableElement} from "./tablerows.js";
import {makeTable} from "./table.js";

/** A labelled choice; `options` are [value, text]. */
export function fleetSelect(label, value, options, onChange) {
  const wrap = tableElement("label", "field");
  const select = tableElement("select");
  for (const [key, text] of options) select.append(tableElement("option", "", text, {value: key}));
  select.value = String(value);
  select.addEventListener("change", () => onChange(select.value));
  wrap.append(tableElement("span", "", label), select);
  return wrap;
}

/** Draws the comparison in `host`; `on.compare(change)` is told of each choice. Returns {charts, table, result}. */
export function fleetComparison(host, data, state, on) {
  for (const chart of host.fleetCharts || []) chart.destroy();
  host.fleetCharts = [];
  const ticked = state.ticks.filter(place => place !== null);
  host.replaceChildren(tableElement("h2", "", "Compare"));
  const shared = fleetShared(data, ticked);
  if (ticked.length < 2) {
    host.append(
      tableElement(
        "p",
        "none",
        "Tick two or more tests in the table of the fleet, in the ranking or in the small multiples.",
      ),
    );
    return {charts: {}, table: null, result: null};
  }
  if (shared.length === 0) {
    host.append(tableElement("p", "none", "None of the ticked tests has a full discharge to compare."));
    fleetLeft(
      host,
      data,
      state,
      ticked.map(place => ({place, why: data.tests[place].missing.soh_pct || "no full discharge"})),
    );
    return {charts: {}, table: null, result: null};
  }
  const chosen = shared.find(one => one.class === state.compare.class) || shared[0];
  const choice = {...state.compare, class: chosen.class};
  const result = fleetCompare(data, ticked, choice);
  fleetControls(host, data, state, shared, choice, result, on);
  fleetSummary(host, data, state, choice, result);
  fleetLeft(host, data, state, result.left);
  if (result.members.length === 0) return {charts: {}, table: null, result};
  const charts = fleetCompareCharts(host, data, state, choice, result);
  fleetPairs(host, data, state, choice, result);
  return {charts, table: fleetCompareTable(host, state, choice, result), result};
}

function fleetControls(host, data, state, shared, choice, result, on) {
  const bar = tableElement("div", "controls");
  const classes = shared.map(one => [
    one.class,
    `${one.text} (${tableCounted(one.tests.length, "test")}, ${tableCounted(one.cells, "cell")})`,
  ]);
  bar.append(fleetSelect("Protocol", choice.class, classes, value => on.compare({class: Number(value)})));
  bar.append(
    fleetSelect(
      "Aligned by",
      choice.over,
      [
        ["cycle", "cycle"],
        ["throughput_ah", "throughput"],
        ["efc", "EFC"],
        ["days", "days"],
      ],
      value => on.compare({over: value}),
    ),
  );
  bar.append(
    fleetSelect(
      "Quantity",
      choice.quantity,
      [
        ["soh_pct", "SOH / %"],
        ["capacity_ah", "Capacity / Ah"],
      ],
      value => on.compare({quantity: value}),
    ),
  );
  const base = result.members[result.base];
  const bases = result.members.map(member => [
    member.place,
    `${fleetMark(state.ticks.indexOf(member.place)).letter}  ${fleetName(data.tests[member.place])}`,
  ]);
  if (base) bar.append(fleetSelect("Base", base.place, bases, value => on.compare({base: Number(value)})));
  host.append(bar);
}

/** A number with the digits and the unit of the quantity; a sign when it is a difference. */
function fleetSaid(value, choice, signed) {
  if (value === null || Number.isNaN(value)) return "–";
  const text = value.toFixed(choice.quantity === "soh_pct" ? 2 : 4);
  return `${signed && value > 0 ? "+" : ""}${text}`;
}

function fleetPlace(value, over) {
  const {short, unit, decimals} = FLEET_OVER[over];
  return `${short} ${value.toFixed(decimals)}${unit ? ` ${unit}` : ""}`;
}

/** The answer in one line, and a list of the tests: value and difference where all can be read for the last time. */
function fleetSummary(host, data, state, choice, result) {
  const unit = choice.quantity === "soh_pct" ? "%" : "Ah";
  const cells = new Set(result.members.map(member => member.cell)).size;
  const count = `${tableCounted(result.members.length, "test")} of ${tableCounted(cells, "cell")}`;
  const {last} = result;
  const spread = last && last.deviation !== null ? ` ± ${fleetSaid(last.deviation, choice)}` : "";
  const text = last
    ? `${count}, compared up to ${fleetPlace(last.x, choice.over)}, the last place that all reach: ` +
      `mean ${fleetSaid(last.mean, choice)}${spread} ${unit} (n = ${tableCounted(last.n, "cell")}).`
    : `${count}; there is no place that all reach.`;
  host.append(tableElement("p", "answer", text));
  const list = tableElement("ul", "legend");
  result.members.forEach((member, i) => {
    const item = tableElement("li");
    const said = !last
      ? ""
      : i === result.base
        ? `${fleetSaid(last.values[i], choice)} ${unit}, the base`
        : `${fleetSaid(last.values[i], choice)} ${unit}, ${fleetSaid(last.differences[i], choice, true)} to the base`;
    item.append(
      fleetSwatch(state.ticks.indexOf(member.place)),
      tableElement("bdi", "", fleetName(data.tests[member.place])),
      tableElement("span", "soft", said),
    );
    list.append(item);
  });
  host.append(list);
}

/** Who has no part in the comparison, and why. */
function fleetLeft(host, data, state, left) {
  if (left.length === 0) return;
  host.append(tableElement("h3", "", "Left out"));
  const list = tableElement("ul", "left");
  for (const {place, why} of left) {
    const item = tableElement("li");
    item.append(
      fleetSwatch(state.ticks.indexOf(place)),
      tableElement("bdi", "", fleetName(data.tests[place])),
      tableElement("span", "soft", why),
    );
    list.append(item);
  }
  host.append(list);
}

/** A test's letter and name. */
function fleetLettered(data, state, place) {
  return `${fleetMark(state.ticks.indexOf(place)).letter} ${fleetName(data.tests[place])}`;
}

function fleetPairs(host, data, state, choice, result) {
  const details = tableElement("details", "pairs", null, {open: ""});
  details.append(tableElement("summary", "", `What was laid over what: ${tableCounted(result.pairs.length, "pair")}`));
  const list = tableElement("ul");
  const named = place => tableElement("bdi", "", fleetLettered(data, state, place));
  for (const pair of result.pairs) {
    const span =
      pair.from <= pair.to
        ? `${tableCounted(pair.points, "point")} from ${fleetPlace(pair.from, choice.over)} ` +
          `to ${fleetPlace(pair.to, choice.over)}`
        : "no place in common";
    const item = tableElement("li");
    item.append(named(pair.other), " over ", named(pair.base), `: ${span}${pair.same ? "; the same cell" : ""}`);
    list.append(item);
  }
  details.append(
    list,
    tableElement(
      "p",
      "soft",
      "Values between two points of a series are read on the straight line between them, never beyond its ends " +
        "nor across a missing one. Several tests of one cell are averaged first, so that a cell counts once; " +
        "the deviation is the sample's (n - 1).",
    ),
  );
  host.append(details);
}

function fleetCompareCharts(host, data, state, choice, result) {
  const xs = result.rows.map(row => row.x);
  const {title, unit} = FLEET_OVER[choice.over];
  const xTitle = unit ? `${title} / ${unit}` : title;
  const quantity =
    choice.quantity === "soh_pct" ? ["SOH / %", "Difference / points"] : ["Capacity / Ah", "Difference / Ah"];
  const list = key =>
    result.members.map((_, i) => result.rows.map(row => (Number.isNaN(row[key][i]) ? null : row[key][i])));
  const cells = new Set(result.members.map(member => member.cell)).size;
  const mean =
    cells < 2
      ? []
      : [
          result.rows.map(row => (row.deviation === null ? null : row.mean + row.deviation)),
          result.rows.map(row => (row.deviation === null ? null : row.mean - row.deviation)),
          result.rows.map(row => (row.deviation === null ? null : row.mean)),
        ];
  const grid = tableElement("div", "two");
  host.append(grid);
  const marks = result.members.map(member => fleetMark(state.ticks.indexOf(member.place)));
  const values = fleetLineChart(grid, {
    name: "values",
    xTitle,
    yTitle: quantity[0],
    data: [xs, ...list("values"), ...mean],
    marks,
    band: mean.length > 0,
    caption:
      mean.length > 0
        ? "Each test; thick and grey: the mean of the cells, with one deviation to either side where n is at least 2"
        : "Each test",
  });
  const differences = fleetLineChart(grid, {
    name: "differences",
    xTitle,
    yTitle: quantity[1],
    data: [xs, ...list("differences")],
    marks,
    band: false,
    caption: `Difference to the base, ${fleetName(data.tests[result.members[result.base].place])}`,
  });
  host.fleetCharts = [values, differences];
  return {compare_values: values, compare_differences: differences};
}

/** A chart of lines on one grid, with a line of values below it. */
function fleetLineChart(host, spec) {
  const figure = tableElement("figure", "lines", null, {"data-chart": spec.name});
  const place = tableElement("div", "chart");
  const readout = tableElement("p", "readout", "\u00a0");
  figure.append(tableElement("figcaption", "", spec.caption), place, readout);
  host.append(figure);
  const series = [
    {},
    ...spec.marks.map(mark => ({
      stroke: () => fleetStroke(mark),
      width: 2,
      dash: mark.dash,
      points: {show: false},
      spanGaps: false,
    })),
  ];
  const none = {stroke: "transparent", points: {show: false}};
  if (spec.band) series.push(none, none, {stroke: () => fleetColour("soft"), width: 4, points: {show: false}});
  const count = spec.marks.length;
  const width = Math.max(260, place.clientWidth);
  const chart = new uPlot(
    {
      width,
      height: 300,
      legend: {show: false},
      series,
      axes: fleetAxes(spec.xTitle, spec.yTitle, width < 500),
      padding: [8, 12, 0, 0],
      scales: {x: {time: false}, y: {range: (_, low, high) => fleetAir(low, high)}},
      bands: spec.band ? [{series: [count + 1, count + 2], fill: () => `${fleetColour("soft")}33`}] : [],
      cursor: {sync: {key: "compare"}, drag: {x: true, y: false}, points: {size: 5}},
      hooks: {setCursor: [own => fleetReadout(own, spec, readout)]},
    },
    spec.data,
    place,
  );
  new ResizeObserver(() => {
    const next = Math.max(260, place.clientWidth);
    if (next !== chart.width && place.isConnected) chart.setSize({width: next, height: 300});
  }).observe(place);
  return chart;
}

function fleetAir(low, high) {
  if (low === null || high === null) return [-1, 1];
  const air = Math.max((high - low) * 0.06, 1e-6 + Math.abs(high) * 1e-4);
  return [low - air, high + air];
}

function fleetReadout(chart, spec, readout) {
  const {idx} = chart.cursor;
  if (idx === null || idx === undefined) return;
  const parts = spec.marks.map(
    (mark, i) => `${mark.letter} ${spec.data[i + 1][idx] === null ? "–" : spec.data[i + 1][idx].toPrecision(5)}`,
  );
  const place = `${spec.xTitle.split(" / ")[0]} ${Number(spec.data[0][idx].toPrecision(6))}`;
  readout.textContent = `${place}:  ${parts.join("   ")}`;
}

function fleetCompareTable(host, state, choice, result) {
  const {title, unit, decimals} = FLEET_OVER[choice.over];
  const own = choice.quantity === "soh_pct" ? {unit: "%", decimals: 2} : {unit: "Ah", decimals: 4};
  const columns = [{key: choice.over, title, unit, decimals, kind: "number", brief: true}];
  const rows = [result.rows.map(row => row.x)];
  const add = (column, values) => {
    columns.push({kind: "number", ...own, ...column});
    rows.push(values.map(value => (Number.isNaN(value) ? null : value)));
  };
  const few = result.members.length <= 5;
  result.members.forEach((member, i) => {
    const {letter} = fleetMark(state.ticks.indexOf(member.place));
    add(
      {key: `value_${letter}`, title: letter, brief: few},
      result.rows.map(row => row.values[i]),
    );
  });
  result.members.forEach((member, i) => {
    if (i === result.base) return;
    const [letter, base] = [member, result.members[result.base]].map(
      one => fleetMark(state.ticks.indexOf(one.place)).letter,
    );
    add(
      {key: `difference_${letter}`, title: `${letter} − ${base}`, brief: few},
      result.rows.map(row => row.differences[i]),
    );
  });
  add(
    {key: "mean", title: "Mean", brief: true, about: "over the cells that have a value here"},
    result.rows.map(row => row.mean),
  );
  add(
    {key: "deviation", title: "Deviation", brief: true, about: "of the sample of cells"},
    result.rows.map(row => row.deviation),
  );
  columns.push({key: "n", title: "n", unit: "", kind: "integer", brief: true, about: "cells that have a value here"});
  rows.push(result.rows.map(row => row.n));
  return makeTable(host, {name: "comparison", title: "Comparison", columns, rows}, {});
}
