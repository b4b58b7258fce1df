// The fleet page: one state, kept in the address; every change draws what it touches.
import {FLEET_OVER, fleetDefault, fleetHash, fleetPasses, fleetState, fleetTick} from "./fleetmodel.js";
import {fleetSwatch} from "./fleetdraw.js";
import {fleetChart, fleetLines} from "./fleetchart.js";
import {FLEET_ORDERS, fleetMultiples, fleetRanking} from "./fleetside.js";
import {fleetComparison, fleetSelect} from "./fleetcompare.js";
import {FLEET_VIEWS, fleetFilters, fleetTabs} from "./fleetbar.js";
import {fleetCells, fleetLegend, fleetTable, fleetTiles} from "./fleettests.js";
import {tableElement} from "./tablerows.js";
import {isOfFilters, makeTable} from "./table.js";
import {THEME_EVENT, pageActions} from "./chrome.js";
import {unpackText} from "./unpack.js";

/** Changes the state, writes it into the address (as a new step of the history, or in place) and draws. */
function fleetChange(page, part, inPlace) {
  page.state = {...page.state, ...part};
  const hash = fleetHash(page.state);
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (inPlace && page.typing) history.replaceState(null, "", address);
  else if (`#${hash}` !== (location.hash || "#")) history.pushState(null, "", address);
  page.typing = Boolean(inPlace);
  page.address = location.hash;
  fleetShow(page);
}

/** Draws what the state says, as far as it is to be seen. */
function fleetShow(page) {
  const {data, state} = page;
  if (!FLEET_VIEWS.some(([key]) => key === state.view)) state.view = "fleet";
  page.shown = fleetShown(page);
  page.filters.show(state, page.shown);
  page.tabs.show(state.view, state.ticks.filter(tick => tick !== null).length);
  const {fleet, ranking, multiples, compare} = page.tabs.panels;
  if (state.view === "fleet") fleetShowFleet(page, fleet);
  if (state.view === "ranking")
    Object.assign(page.hook.tables, fleetRanking(ranking, data, state, page.shown, page.on));
  if (state.view === "multiples") fleetShowMultiples(page, multiples);
  if (state.view === "compare") {
    const {charts, table, result} = fleetComparison(compare, data, state, page.on);
    Object.assign(page.hook.charts, charts);
    page.hook.tables.comparison = table;
    page.hook.comparison = result;
  }
}

function fleetShowFleet(page) {
  const {state} = page;
  const key = JSON.stringify([state.ticks, page.shown]);
  page.seriesBox.value = state.series;
  page.overBox.value = state.over;
  page.whole.hidden = state.zoom === null;
  page.chart.draw(state, page.shown);
  if (key === page.drawn) return;
  page.drawn = key;
  page.spec.rows[0] = page.data.tests.map((_, place) => state.ticks.includes(place));
  fleetLegend(page);
  const shown = JSON.stringify(page.shown);
  if (shown !== page.tabled) {
    page.tabled = shown;
    page.visible = new Set(page.shown);
    page.table.refresh();
    return;
  }
  for (const tr of page.table.element.querySelectorAll("tr[data-row]")) {
    const td = tr.querySelector("label.tick")?.parentElement;
    const slot = state.ticks.indexOf(Number(tr.dataset.row));
    if (!td) continue;
    td.querySelector("input").checked = slot >= 0;
    td.querySelector(".swatch")?.remove();
    if (slot >= 0) td.querySelector("label").append(fleetSwatch(slot));
  }
}

function fleetShowMultiples(page, panel) {
  const order = fleetSelect("Order", page.state.order, FLEET_ORDERS, value => fleetChange(page, {order: value}));
  const over = fleetSelect(
    "Over",
    page.state.over,
    Object.entries(FLEET_OVER).map(([key, {short}]) => [key, short]),
    value => fleetChange(page, {over: value, zoom: null}),
  );
  const bar = tableElement("div", "controls");
  bar.append(over, order, fleetClassSelect(page));
  const place = tableElement("div");
  panel.replaceChildren(tableElement("h2", "", "Small multiples"), bar, place);
  const focused = page.focus;
  fleetMultiples(place, page.data, page.state, page.shown, page.on);
  if (focused !== undefined) panel.querySelector(`button[data-test="${focused}"]`)?.focus();
}

function fleetClassSelect(page) {
  const counts = new Map();
  for (const test of page.data.tests)
    for (const group of test.groups) counts.set(group.class, (counts.get(group.class) || 0) + 1);
  const options = page.data.classes
    .filter(one => counts.has(one.class))
    .map(one => [one.class, `${one.text} (${counts.get(one.class)})`]);
  return fleetSelect("Protocol", page.state.series, [["", "each test's longest series"], ...options], value =>
    fleetChange(page, {series: value, zoom: null}),
  );
}

/** The first view: chart, ticked tests, what to look at, table. */
function fleetBuild(page) {
  const panel = page.tabs.panels.fleet;
  panel.append(tableElement("h2", "unseen", "Fleet"));
  const bar = tableElement("div", "controls");
  const over = fleetSelect(
    "SOH over",
    page.state.over,
    Object.entries(FLEET_OVER).map(([key, {short}]) => [key, short]),
    value => fleetChange(page, {over: value, zoom: null}),
  );
  const series = fleetClassSelect(page);
  page.overBox = over.lastChild;
  page.seriesBox = series.lastChild;
  page.whole = tableElement("button", "dt-button", "Whole range", {type: "button"});
  page.whole.addEventListener("click", () => fleetChange(page, {zoom: null}));
  bar.append(over, series, page.whole);
  const split = tableElement("div", "split");
  const left = tableElement("figure", "main-chart");
  page.legend = tableElement("aside", "ticked", null, {"aria-label": "Ticked tests"});
  panel.append(bar, split);
  split.append(left, page.legend);
  page.chart = fleetChart(left, page.data, {zoom: range => fleetChange(page, {zoom: range}, true), tick: page.on.tick});
  left.append(
    tableElement(
      "figcaption",
      "soft",
      "Grey: all tests that pass the filters; in colour: the ticked ones; dotted: 80 %. SOH is relative to each " +
        "series' own first point: only series of one protocol are comparable. Drag to zoom, double click for all; " +
        "the table below holds the same tests.",
    ),
  );
  page.spec = fleetTable(page.data);
  page.table = makeTable(panel, page.spec, {
    cells: fleetCells(page, page.spec),
    where: row => page.visible.has(row),
    // Letters typed into a filter are one change; each order is one of its own.
    onState: state => fleetChange(page, state, isOfFilters(page.state, state)),
  });
  page.hook.tables.tests = page.table;
}

/** Paints the canvases anew when the colours of the page change. */
function fleetTheme(page) {
  document.addEventListener(THEME_EVENT, () => {
    page.chart.repaint();
    for (const chart of Object.values(page.hook.charts)) if (chart) chart.redraw(false);
  });
}

/** Takes up what the address says, if it says another thing than before. */
function fleetTake(page) {
  if (page.address === location.hash) return;
  page.address = location.hash;
  page.state = fleetState(location.hash, page.data.tests.length);
  page.typing = false;
  const {sort, filters, columns} = page.state;
  if (JSON.stringify(page.table.state()) !== JSON.stringify({sort, filters, columns})) page.table.restore(page.state);
  fleetShow(page);
}

/** Places of the tests that pass the filters of the state. */
function fleetShown(page) {
  return [...page.data.tests.keys()].filter(place => fleetPasses(page.data.tests[place], page.state));
}

async function fleetStart() {
  const text = await unpackText("data");
  const host = document.getElementById("fleet");
  if (text === null || host === null) return;
  const data = JSON.parse(text);
  const page = {data, state: fleetDefault(), shown: [], drawn: "", typing: false, address: null};
  page.hook = {
    kind: "fleet",
    data,
    charts: {},
    tables: {},
    lines: () => fleetLines(data, page.state, page.shown),
    state: () => page.state,
  };
  page.state = fleetState(location.hash, data.tests.length);
  page.shown = fleetShown(page);
  page.visible = new Set(page.shown);
  page.tabled = JSON.stringify(page.shown);
  page.on = {
    change: part => fleetChange(page, part),
    slot: test => page.state.ticks.indexOf(test),
    tick: test => {
      page.focus = test;
      fleetChange(page, {ticks: fleetTick(page.state.ticks, test, !page.state.ticks.includes(test))});
    },
    compare: part => fleetChange(page, {compare: {...page.state.compare, ...part}}),
  };
  pageActions(document.getElementById("actions"));
  fleetTiles(page, host);
  const bar = tableElement("div", "bar");
  host.append(bar);
  page.filters = fleetFilters(bar, data, (part, inPlace) => {
    const fields = part.field ? {fields: {...page.state.fields, [part.field[0]]: part.field[1]}} : {};
    const {field, ...rest} = part;
    fleetChange(page, {...rest, ...fields}, inPlace);
  });
  page.tabs = fleetTabs(host, view => fleetChange(page, {view}));
  fleetBuild(page);
  window.addEventListener("popstate", () => fleetTake(page));
  window.addEventListener("hashchange", () => fleetTake(page));
  fleetTake(page);
  Object.defineProperty(page.hook.charts, "soh", {get: () => page.chart.view.chart, enumerable: true});
  page.hook.readyMs = performance.now();
  fleetTheme(page);
  window.__page = page.hook;
  document.documentElement.dataset.ready = "1";
}

if (typeof document !== "undefined") fleetStart();
