// Ranking by fade, outliers within alike tests, small multiples.
import {FLEET_NUMBERS, FLEET_OVER, fleetPoints, fleetSeries, fleetSet} from "./fleetmodel.js";
import {fleetAt, fleetMedian} from "./fleetmath.js";
import {fleetExtent, fleetSmall, fleetStrip, fleetSwatch} from "./fleetdraw.js";
import {formatValue, tableIsMissing, tableUnit} from "./tablemodel.js";
import {tableElement, tableGrouped} from "./tablerows.js";
import {makeTable} from "./table.js";

/** So many small pictures are drawn at first. */
const FLEET_SMALL = 60;

/** A column of a table from FLEET_NUMBERS. */
export function fleetColumn(key, brief) {
  const [, title, unit, decimals, about] = FLEET_NUMBERS.find(number => number[0] === key);
  return {key, title, unit, decimals, about, brief, kind: decimals === 0 ? "integer" : "number"};
}

/** The name of a test as it is shown. */
export function fleetName(test) {
  return test.name || "(no name)";
}

/** A test's name in a cell, with its line and letter while it is ticked. */
function fleetNameCell(td, data, place, on) {
  const slot = on.slot(place);
  if (slot >= 0) td.append(fleetSwatch(slot), " ");
  td.append(tableElement("bdi", "", fleetName(data.tests[place])));
  td.title = fleetName(data.tests[place]);
}

/** The sets of alike tests among the shown ones: equal chemistry and nominal capacity, largest first. */
export function fleetSets(data, shown) {
  const sets = new Map();
  for (const place of shown) {
    const name = fleetSet(data.tests[place]);
    if (name === null) continue;
    if (!sets.has(name)) sets.set(name, []);
    sets.get(name).push(place);
  }
  return [...sets].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
}

/** Outliers among the shown tests whose set (equal chemistry and nominal capacity) is known. */
export function fleetOutliers(data, shown) {
  return data.outliers.filter(outlier => shown.includes(outlier.test) && fleetSet(data.tests[outlier.test]) !== null);
}

/** Draws the ranking: a strip of dots for each set, and the tables, which are built anew only for other tests. */
export function fleetRanking(host, data, state, shown, on) {
  const key = "fade_pct_per_100_efc";
  const outliers = fleetOutliers(data, shown);
  const known = shown.filter(place => !tableIsMissing(data.tests[place][key]));
  if (!host.fleetParts) {
    host.fleetParts = {strips: tableElement("div", "strips"), tables: tableElement("div"), of: "", made: {}};
    host.append(
      tableElement("h2", "", "Ranking by fade"),
      tableElement(
        "p",
        "lead",
        "Loss of capacity in each 100 equivalent " +
          "full cycles. Each strip holds tests of equal chemistry and nominal capacity; a ring marks an outlier. " +
          "Select a dot, or a row of the table, to tick its test.",
      ),
      host.fleetParts.strips,
      host.fleetParts.tables,
    );
  }
  const parts = host.fleetParts;
  fleetStrips(parts.strips, data, state, known, key, outliers, on);
  const of = JSON.stringify(shown);
  if (of !== parts.of) {
    parts.of = of;
    parts.tables.replaceChildren();
    parts.made = {
      outliers: fleetOutlierTable(parts.tables, data, outliers, on),
      ranking: fleetRankTable(parts.tables, data, known, key, on),
    };
  }
  return parts.made;
}

function fleetStrips(host, data, state, known, key, outliers, on) {
  const ringed = new Set(outliers.filter(outlier => outlier.quantity === key).map(outlier => outlier.test));
  const range = fleetExtent([known.map(place => data.tests[place][key]), [0]]);
  const figures = fleetSets(data, known).map(([name, places]) => {
    const figure = tableElement("figure", "strip");
    const values = places.map(place => data.tests[place][key]);
    const count = `${places.length} test${places.length === 1 ? "" : "s"}`;
    const [low, high] = [Math.min(...values).toFixed(3), Math.max(...values).toFixed(3)];
    const text = `${name}: ${count}, median ${fleetMedian(values).toFixed(3)} % per 100 EFC, ${low} to ${high}`;
    const dots = places.map(place => ({
      test: place,
      value: data.tests[place][key],
      ring: ringed.has(place),
      slot: state.ticks.indexOf(place),
      title: `${fleetName(data.tests[place])}: ${data.tests[place][key]} % per 100 EFC`,
    }));
    figure.append(tableElement("figcaption", "", text), fleetStrip(dots, range, text, on.tick));
    return figure;
  });
  host.replaceChildren(...figures);
  if (known.length === 0) host.append(tableElement("p", "none", "None of the tests shown has a fade."));
}

function fleetRankTable(host, data, known, key, on) {
  const order = known.slice().sort((a, b) => data.tests[b][key] - data.tests[a][key] || a - b);
  const tests = order.map(place => data.tests[place]);
  const text = (field, title, brief) => ({key: field, title, unit: "", kind: "text", brief});
  const columns = [
    {
      key: "rank",
      title: "Rank",
      unit: "",
      kind: "integer",
      brief: true,
      about: "1 fades fastest among the tests shown",
    },
    {...text("name", "Test", true)},
    text("set", "Set", true),
    fleetColumn(key, true),
    fleetColumn("soh_pct", true),
    fleetColumn("efc", true),
    text("protocol", "Protocol", false),
    text("cell", "Cell", false),
    text("project", "Project", false),
  ];
  const series = tests.map(test => fleetSeries(test, ""));
  const protocol = group =>
    group ? (data.classes.find(known => known.class === group.class) || {text: null}).text : null;
  const rows = [
    tests.map((_, i) => i + 1),
    tests.map(fleetName),
    tests.map(fleetSet),
    ...[key, "soh_pct", "efc"].map(field => tests.map(test => test[field])),
    series.map(protocol),
    tests.map(test => test.cell),
    tests.map(test => test.project),
  ];
  const most = Math.max(...tests.map(test => Math.abs(test[key])), 1e-9);
  const bar = (td, row) => {
    td.classList.add("barred");
    const fill = tableElement("span", "bar", null, {"aria-hidden": "true"});
    fill.style.width = `${((Math.max(0, tests[row][key]) / most) * 100).toFixed(1)}%`;
    td.append(fill, tableElement("span", "over", formatValue(columns[3], tests[row][key])));
  };
  return makeTable(
    host,
    {
      name: "ranking",
      title: "Tests by fade",
      columns,
      rows,
      note:
        "Ranks compare tests of different protocols and " +
        "chemistries as they are; look at one set, and at its protocol, before you conclude.",
    },
    {
      onRow: row => on.tick(order[row]),
      cells: {[key]: bar, name: (td, row) => fleetNameCell(td, data, order[row], on)},
    },
  );
}

function fleetOutlierTable(host, data, outliers, on) {
  host.append(tableElement("h3", "", "Outliers"));
  if (outliers.length === 0) {
    host.append(
      tableElement("p", "none", "No test shown stands apart from those of equal chemistry and nominal capacity."),
    );
    return null;
  }
  const named = key => FLEET_NUMBERS.find(number => number[0] === key) || [key, key, "", 3];
  const columns = [
    {key: "name", title: "Test", unit: "", kind: "text", brief: true},
    {key: "set", title: "Set", unit: "", kind: "text", brief: true},
    {key: "quantity", title: "Quantity", unit: "", kind: "text", brief: true},
    {key: "value", title: "Value", unit: "", kind: "text", brief: true},
    {
      key: "score",
      title: "Robust score",
      unit: "",
      kind: "number",
      decimals: 1,
      brief: true,
      about: "distance from the median in robust deviations",
    },
    {key: "text", title: "Why", unit: "", kind: "prose", brief: true},
  ];
  const value = outlier => {
    const [key, , unit, decimals] = named(outlier.quantity);
    const column = {unit, decimals, kind: "number"};
    const shown = formatValue(column, data.tests[outlier.test][key]);
    return shown === "–" ? null : `${shown} ${tableUnit(column)}`.trim();
  };
  const tests = outliers.map(outlier => data.tests[outlier.test]);
  const rows = [
    tests.map(fleetName),
    tests.map(fleetSet),
    outliers.map(outlier => named(outlier.quantity)[1]),
    outliers.map(value),
    outliers.map(outlier => outlier.score),
    outliers.map(outlier => outlier.text),
  ];
  return makeTable(
    host,
    {name: "outliers", title: "Outliers", columns, rows},
    {
      filters: false,
      onRow: row => on.tick(outliers[row].test),
      cells: {name: (td, row) => fleetNameCell(td, data, outliers[row].test, on)},
    },
  );
}

/** Middle four fifths of all courses at 40 places: the band behind each small picture. */
export function fleetBand(lines, range) {
  const band = {x: [], low: [], high: []};
  for (let i = 0; i <= 40; i++) {
    const x = range[0] + ((range[1] - range[0]) * i) / 40;
    const values = lines
      .map(line => fleetAt(line, x))
      .filter(value => !Number.isNaN(value))
      .sort((a, b) => a - b);
    if (values.length < 3) continue;
    band.x.push(x);
    band.low.push(values[Math.floor(values.length * 0.1)]);
    band.high.push(values[Math.ceil(values.length * 0.9) - 1]);
  }
  return band;
}

/** Orders of the small multiples: key, title. */
export const FLEET_ORDERS = [
  ["name", "name"],
  ["fade", "fade, fastest first"],
  ["soh", "SOH, lowest first"],
  ["cell", "cell"],
];

function fleetOrdered(data, places, order) {
  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const number = (place, key) => data.tests[place][key] ?? Infinity;
  const by = {
    name: (a, b) => collator.compare(data.tests[a].name, data.tests[b].name),
    fade: (a, b) =>
      (data.tests[b].fade_pct_per_100_efc ?? -Infinity) - (data.tests[a].fade_pct_per_100_efc ?? -Infinity),
    soh: (a, b) => number(a, "soh_pct") - number(b, "soh_pct"),
    cell: (a, b) => collator.compare(data.tests[a].cell || "\uffff", data.tests[b].cell || "\uffff"),
  }[order];
  return places.slice().sort((a, b) => (by ? by(a, b) || 0 : 0) || a - b);
}

/** Range of SOH of the small pictures: down to 80 % where that is near. */
function fleetRoom(range) {
  if (!range) return [70, 101];
  return [range[0] < 90 ? Math.min(range[0], 79) : Math.floor(range[0] - 0.5), Math.max(Math.ceil(range[1]), 101)];
}

/** Draws one small picture for each shown test, all on the same axes. */
export function fleetMultiples(host, data, state, shown, on, all) {
  const over = FLEET_OVER[state.over];
  const lines = new Map();
  for (const place of shown) {
    const group = fleetSeries(data.tests[place], state.series);
    lines.set(place, group ? fleetPoints(group, state.over, "soh_pct") : {x: [], y: []});
  }
  const [xs, ys] = [
    fleetExtent([...lines.values()].map(line => line.x)),
    fleetExtent([...lines.values()].map(line => line.y)),
  ];
  const extent = [[0, xs ? xs[1] || 1 : 1], fleetRoom(ys)];
  const band = fleetBand([...lines.values()], extent[0]);
  const places = fleetOrdered(data, shown, state.order);
  const drawn = all ? places : places.slice(0, FLEET_SMALL);
  const list = tableElement("ul", "smalls");
  for (const place of drawn)
    list.append(
      fleetSmallItem(data.tests[place], place, lines.get(place), band, extent, state.ticks.indexOf(place), on),
    );
  const more = tableElement("p", "more");
  if (drawn.length < places.length) {
    const button = tableElement("button", "dt-button", `Show all ${tableGrouped(places.length)}`, {type: "button"});
    button.addEventListener("click", () => fleetMultiples(host, data, state, shown, on, true));
    more.append(`The first ${drawn.length} of ${tableGrouped(places.length)}. `, button);
  }
  const unit = over.unit ? ` / ${over.unit}` : "";
  host.replaceChildren(
    tableElement(
      "p",
      "lead",
      `SOH / % over ${over.short}${unit}, the same axes in each picture. Shaded: the middle four fifths of the ` +
        `${tableGrouped(shown.length)} tests shown; dotted: 80 %. Select a picture to tick its test.`,
    ),
    list,
    more,
  );
}

function fleetSmallItem(test, place, points, band, extent, slot, on) {
  const item = tableElement("li");
  const button = tableElement("button", "small", null, {
    type: "button",
    "aria-pressed": String(slot >= 0),
    "data-test": String(place),
  });
  const head = tableElement("span", "small-head");
  if (slot >= 0) head.append(fleetSwatch(slot));
  head.append(tableElement("bdi", "small-name", fleetName(test), {title: fleetName(test)}));
  const soh = tableIsMissing(test.soh_pct) ? "SOH –" : `SOH ${formatValue(fleetColumn("soh_pct"), test.soh_pct)} %`;
  const fade = tableIsMissing(test.fade_pct_per_100_efc)
    ? "fade –"
    : `${formatValue(fleetColumn("fade_pct_per_100_efc"), test.fade_pct_per_100_efc)} % / 100 EFC`;
  button.append(head);
  if (points.x.length > 0) button.append(fleetSmall(points, band, extent, slot));
  else
    button.append(
      tableElement("span", "small-none", (test.missing && test.missing.soh_pct) || "no series of this protocol"),
    );
  button.append(tableElement("span", "small-foot", `${soh} · ${fade}`));
  button.addEventListener("click", () => on.tick(place));
  item.append(button);
  return item;
}
