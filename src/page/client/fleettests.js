// The table of the tests, the list of the ticked ones and the tiles of the first glance.
import {fleetPoints, fleetSeries} from "./fleetmodel.js";
import {fleetExtent, fleetSpark, fleetSwatch} from "./fleetdraw.js";
import {fleetColumn, fleetName, fleetOutliers} from "./fleetside.js";
import {formatValue, tableIsMissing} from "./tablemodel.js";
import {tableCounted, tableElement} from "./tablerows.js";

/** The table of the tests, as makeTable takes it. */
export function fleetTable(data) {
  const {tests} = data;
  const text = (key, title, brief, kind) => [
    {key, title, unit: "", kind: kind || "text", brief},
    tests.map(test => test[key]),
  ];
  const number = (key, brief) => [fleetColumn(key, brief), tests.map(test => test[key])];
  const severity = key => [
    {
      key: `${key}s`,
      title: `${key[0].toUpperCase()}${key.slice(1)}s`,
      unit: "",
      kind: "integer",
      decimals: 0,
      about: `Findings of the severity ${key}`,
    },
    tests.map(test => test.findings[key]),
  ];
  const list = [
    [
      {key: "tick", title: "Tick", unit: "", kind: "flag", brief: true, about: "Drawn in colour and compared"},
      tests.map(() => false),
    ],
    [{key: "name", title: "Test", unit: "", kind: "text", brief: true}, tests.map(fleetName)],
    text("cell", "Cell", true),
    text("chemistry", "Chemistry", true),
    text("project", "Project", false),
    text("machine", "Machine", false),
    text("operator", "Operator", false),
    text("start_time", "Start", false, "time"),
    [{key: "verdict", title: "Verdict", unit: "", kind: "text", brief: true}, tests.map(test => test.verdict.text)],
    [
      {
        key: "course",
        title: "Course",
        unit: "",
        kind: "integer",
        decimals: 0,
        brief: true,
        about: "SOH over EFC; sorts by the number of points",
      },
      tests.map(test => (fleetSeries(test, "") ? fleetSeries(test, "").soh_pct.length : null)),
    ],
    number("cycles", true),
    number("efc", false),
    number("capacity_ah", true),
    number("soh_pct", true),
    number("fade_pct_per_100_efc", true),
    number("ce_pct", true),
    number("r10s_ohm", true),
    number("temperature_max_degc", true),
    [
      {key: "nominal_capacity_ah", title: "Nominal", unit: "Ah", kind: "number", decimals: 3},
      tests.map(test => test.nominal_capacity_ah),
    ],
    severity("error"),
    severity("warning"),
    severity("info"),
  ];
  // What is known of no test would take room from what is.
  for (const [column, values] of list)
    if (["cell", "chemistry"].includes(column.key)) column.brief = values.some(value => !tableIsMissing(value));
  return {
    name: "tests",
    title: "Tests",
    columns: list.map(([column]) => column),
    rows: list.map(([, values]) => values),
  };
}

/** How the cells of the table of tests are drawn: tick, link, verdict with its sign, course, and reasons of dashes. */
export function fleetCells(page, spec) {
  const {data} = page;
  const extent = fleetExtents(data);
  const cells = {
    tick: (td, row) => fleetTickCell(page, td, row),
    name: (td, row) => {
      const test = data.tests[row];
      const name = tableElement("bdi", "", fleetName(test));
      const link = test.href ? tableElement("a", "", null, {href: test.href}) : null;
      if (link) link.append(name);
      td.append(link || name);
      td.title = fleetName(test);
    },
    verdict: (td, row) => {
      const {level, text} = data.tests[row].verdict;
      td.append(
        tableElement("span", `sign ${level}`, {good: "✓", warning: "!", error: "✕"}[level] || "?", {
          "aria-hidden": "true",
        }),
        ` ${text}`,
      );
      td.classList.add("said");
      td.title = text;
    },
    course: (td, row) => {
      const group = fleetSeries(data.tests[row], "");
      td.append(group && extent ? fleetSpark(fleetPoints(group, "efc", "soh_pct"), extent) : "–");
    },
  };
  for (const column of spec.columns) {
    if (cells[column.key]) continue;
    const values = spec.rows[spec.columns.indexOf(column)];
    cells[column.key] = (td, row) => {
      td.textContent = formatValue(column, values[row]);
      if (!tableIsMissing(values[row])) return;
      td.classList.add("missing");
      const why = data.tests[row].missing[column.key] || (column.kind === "text" ? "not named" : "not known");
      td.title = why;
      td.append(tableElement("span", "unseen", `: ${why}`));
    };
  }
  return cells;
}

function fleetExtents(data) {
  const points = data.tests
    .map(test => fleetSeries(test, ""))
    .filter(Boolean)
    .map(group => fleetPoints(group, "efc", "soh_pct"));
  const [x, y] = [fleetExtent(points.map(one => one.x)), fleetExtent(points.map(one => one.y))];
  return x && y ? [x, y] : null;
}

/** The tick of a test, with its line and letter while it is ticked. */
export function fleetTickCell(page, td, row) {
  const slot = page.state.ticks.indexOf(row);
  const label = tableElement("label", "tick");
  const box = tableElement("input", "", null, {
    type: "checkbox",
    "aria-label": `Tick ${fleetName(page.data.tests[row])}`,
  });
  box.checked = slot >= 0;
  box.addEventListener("change", () => page.on.tick(row));
  label.append(box);
  if (slot >= 0) label.append(fleetSwatch(slot));
  td.replaceChildren(label);
}

/** The ticked tests beside the chart. */
export function fleetLegend(page) {
  const {data, state} = page;
  page.legend.replaceChildren(tableElement("h3", "", "Ticked"));
  const ticked = state.ticks.map((test, slot) => ({test, slot})).filter(({test}) => test !== null);
  if (ticked.length === 0) {
    page.legend.append(
      tableElement("p", "none", "Tick tests in the table, or select a line, to see them in colour and compare them."),
    );
    return;
  }
  const list = tableElement("ul", "legend");
  const soh = fleetColumn("soh_pct");
  for (const {test, slot} of ticked) {
    const own = data.tests[test];
    const item = tableElement("li");
    const out = tableElement("button", "out", "×", {type: "button", "aria-label": `Untick ${fleetName(own)}`});
    out.addEventListener("click", () => page.on.tick(test));
    item.append(
      fleetSwatch(slot),
      tableElement("bdi", "who", fleetName(own), {title: fleetName(own)}),
      tableElement("span", "soft", page.shown.includes(test) ? `${formatValue(soh, own.soh_pct)} %` : "filtered out"),
      out,
    );
    list.append(item);
  }
  const buttons = tableElement("p", "buttons");
  const compare = tableElement("button", "dt-button", `Compare ${ticked.length}`, {type: "button"});
  compare.addEventListener("click", () => page.on.change({view: "compare"}));
  const none = tableElement("button", "dt-button", "Untick all", {type: "button"});
  none.addEventListener("click", () => page.on.change({ticks: []}));
  buttons.append(...(ticked.length > 1 ? [compare] : []), none);
  page.legend.append(list, buttons);
}

/** Tiles of the first glance. */
export function fleetTiles(page, host) {
  const {tests} = page.data;
  const count = level => tests.filter(test => test.verdict.level === level).length;
  const list = tableElement("ul", "tiles");
  const tile = (title, value, detail, change) => {
    const item = tableElement("li", "tile");
    const button = tableElement(change ? "button" : "div", "tile-inner", null, change ? {type: "button"} : {});
    button.append(
      tableElement("span", "what", title),
      tableElement("strong", "", value),
      tableElement("span", "why", detail),
    );
    if (change) button.addEventListener("click", change);
    item.append(button);
    list.append(item);
  };
  const worst = (key, sign) =>
    tests
      .map((_, place) => place)
      .filter(place => !tableIsMissing(tests[place][key]))
      .sort((a, b) => sign * (tests[a][key] - tests[b][key]) || a - b)[0];
  for (const [level, title] of [
    ["good", "✓ Good"],
    ["warning", "! Warning"],
    ["error", "✕ Error"],
  ]) {
    tile(title, String(count(level)), `of ${tableCounted(tests.length, "test")}`, () =>
      page.on.change({verdict: level}),
    );
  }
  for (const [key, sign, title] of [
    ["soh_pct", 1, "Lowest SOH"],
    ["fade_pct_per_100_efc", -1, "Fastest fade / 100 EFC"],
    ["temperature_max_degc", -1, "Hottest"],
  ]) {
    const place = worst(key, sign);
    const column = fleetColumn(key);
    if (place === undefined) tile(title, "–", "no test has it");
    else
      tile(
        title,
        `${formatValue(column, tests[place][key])} ${column.unit.split("/")[0]}`,
        fleetName(tests[place]),
        () => page.on.tick(place),
      );
  }
  const outliers = new Set(
    fleetOutliers(
      page.data,
      tests.map((_, place) => place),
    ).map(outlier => outlier.test),
  ).size;
  tile("Outliers", String(outliers), "within alike tests", () => page.on.change({view: "ranking"}));
  host.append(list);
}
