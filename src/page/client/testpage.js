// The test page: unpacks the data, builds a section when it is first shown, keeps all and the address together.
import {isOfFilters, makeTable} from "./table.js";
import {tableElement} from "./tablerows.js";
import {unpackBytes, unpackText} from "./unpack.js";
import {EmbeddedSource} from "./source.js";
import {pageActions} from "./chrome.js";
import {pageCharts} from "./chart.js";
import {makeState} from "./state.js";
import {makeTimeView} from "./timeview.js";
import {makeCurvesView} from "./curves.js";
import {makeAgeingView} from "./ageing.js";
import {makePulsesView, pulseTime} from "./pulses.js";
import {makeQualityView} from "./quality.js";
import {makeOverview} from "./overview.js";
import {findingStep, findingWindow} from "./timemodel.js";

/** The state of a page that was just opened; what is as here is not in the address. */
const TEST_DEFAULTS = {
  section: "overview",
  from: "",
  to: "",
  step: "",
  cycle: "",
  t: "test",
  show: "V,I,T,SOC",
  curve: "vq",
  by: "cycle",
  dir: "both",
  pick: "",
  y: "soh_pct",
  over: "cycle",
  pd: "discharge",
  steps: "",
  cycles: "",
  spread: "",
  pulses: "",
  rate: "",
  temperature: "",
  degradation: "",
};

/** The tables whose order, filters and columns stand in the address. */
const TEST_TABLES = ["steps", "cycles", "spread", "pulses", "rate", "temperature", "degradation"];

/** A table of steps or cycles: a row goes to the rows of it. */
function makeRowTable(host, spec, key, onChoose, tables) {
  if (!spec || spec.count === 0) {
    host.append(tableElement("p", "soft", "There is nothing to list."));
    return;
  }
  const place = spec.columns.findIndex(column => column.key === key);
  tables[spec.name] = makeTable(
    host,
    spec,
    place < 0 ? {} : {onRow: row => onChoose(spec.rows[place][row]), onState: () => tables.changed(spec.name)},
  );
}

/** Goes to a step, a cycle, a finding in the time view. */
function testGoes(page) {
  const {steps} = page.data;
  const round = seconds => String(Number(seconds.toFixed(3)));
  page.toStep = step => {
    const i = steps.step.indexOf(step);
    if (i >= 0) page.state.set({section: "time", from: "", to: "", step: String(step), cycle: ""});
  };
  page.toCycle = cycle => {
    if (steps.cycle.includes(cycle))
      page.state.set({section: "time", from: "", to: "", step: "", cycle: String(cycle)});
  };
  page.toFinding = finding => {
    const window = findingWindow(finding, steps);
    if (!window) return;
    // Some of what is around it, so that one sees how it differs: at least ten rows on either side.
    const own = findingStep(finding);
    const place = steps.step.indexOf(own);
    const interval = place < 0 || !(steps.rows[place] > 1) ? 0 : (steps.duration_s[place] || 0) / steps.rows[place];
    const air = Math.max(0.5 * (window[1] - window[0]), 10 * interval, 0.5);
    const step = own === null ? "" : String(own);
    page.state.set({section: "time", from: round(window[0] - air), to: round(window[1] + air), step, cycle: ""});
  };
}

/** How a section is made, when it is first shown. */
function testMakers(page) {
  const {data, source, state, tables} = page;
  const host = id => document.getElementById(`live-${id}`);
  return {
    overview: async () => makeOverview(host("overview"), data, source, page),
    time: async () => {
      const view = await makeTimeView(host("time"), data, source, state);
      window.__page.goTo = row => view.goTo(row);
      return view;
    },
    curves: async () => makeCurvesView(host("curves"), data, source, state, page.toStep),
    ageing: async () => makeAgeingView(host("ageing"), data, state, page.toStep, tables),
    pulses: async () => makePulsesView(host("pulses"), data, source, state, page.toStep, tables),
    quality: async () => makeQualityView(host("quality"), data, page.toFinding, page.toStep, tables),
    steps: async () => makeRowTable(host("steps"), data.tables.steps, "step", page.toStep, tables),
    cycles: async () => makeRowTable(host("cycles"), data.tables.cycles, "cycle", page.toCycle, tables),
  };
}

/** A table's state from the address; as by default where it is none. */
function tableStateOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Tables whose order, filters and columns stand in the address: each change is one that Back undoes. */
function testTables(page) {
  const {state, tables} = page;
  Object.defineProperty(tables, "changed", {
    enumerable: false,
    value: name => {
      if (!tables[name]) return;
      const text = JSON.stringify(tables[name].state());
      const [before, after] = [state.now[name] || page.plain[name], text === page.plain[name] ? "" : text];
      if (after === state.now[name]) return;
      // What is typed letter by letter is one change.
      const ofFilters = isOfFilters(tableStateOf(before), tableStateOf(text));
      state.set({[name]: after}, ofFilters && page.typed === location.hash);
      page.typed = ofFilters ? location.hash : null;
    },
  });
  Object.defineProperty(tables, "restore", {
    enumerable: false,
    value: () => {
      for (const name of TEST_TABLES) {
        if (!tables[name]) continue;
        page.plain[name] = page.plain[name] || JSON.stringify(tables[name].state());
        const wanted = state.now[name] || page.plain[name];
        if (JSON.stringify(tables[name].state()) !== wanted) tables[name].restore(tableStateOf(wanted));
      }
    },
  });
}

async function showSection(page) {
  const known = [...document.querySelectorAll("main > section.part")].map(section => section.id);
  const id = known.includes(page.state.now.section) ? page.state.now.section : "overview";
  for (const section of document.querySelectorAll("main > section.part"))
    section.classList.toggle("away", section.id !== id);
  if (page.shown !== id) scrollTo(0, 0);
  page.shown = id;
  for (const link of document.querySelectorAll("#sections a")) {
    if (link.hash === `#${id}`) {
      link.setAttribute("aria-current", "page");
      // On a phone the row of sections is longer than the screen.
      const row = link.parentElement;
      row.scrollLeft = Math.max(0, link.offsetLeft + link.offsetWidth / 2 - row.clientWidth / 2);
    } else link.removeAttribute("aria-current");
  }
  if (page.makers[id] && !page.views[id]) page.views[id] = page.makers[id]();
  const view = await page.views[id];
  page.tables.restore();
  if (view && view.show) await view.show();
}

/** Tiles that come from a step go there. */
function linkTiles(page) {
  for (const tile of page.data.tiles) {
    const element = document.querySelector(`.tile[data-key="${CSS.escape(tile.key)}"] strong`);
    if (!element || tile.step === null || !page.data.steps.step.includes(tile.step)) continue;
    const link = tableElement("button", "link", element.textContent, {
      type: "button",
      title: `Go to step ${tile.step}`,
    });
    link.addEventListener("click", () => page.toStep(tile.step));
    element.replaceChildren(link);
  }
}

/** Starts the page. */
export async function startTestPage() {
  const data = JSON.parse(await unpackText("data"));
  const bytes = (await unpackBytes("rows")) || new Uint8Array(0);
  const page = {
    data,
    source: new EmbeddedSource(data, bytes),
    state: makeState({...TEST_DEFAULTS, pr: pulseTime(data.pulses)}),
    tables: {},
    views: {},
    plain: {},
  };
  window.__page = {
    kind: "test",
    data,
    source: page.source,
    charts: pageCharts,
    tables: page.tables,
    state: page.state,
  };
  history.scrollRestoration = "manual";
  testGoes(page);
  testTables(page);
  page.makers = testMakers(page);
  pageActions(document.getElementById("actions"));
  linkTiles(page);
  document.getElementById("sections").addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    page.state.set({section: link.hash.slice(1)});
  });
  page.state.on(() => showSection(page));
  await showSection(page);
  window.__page.readyMs = performance.now();
  document.documentElement.dataset.ready = "1";
}

startTestPage().catch(error => {
  document.documentElement.classList.remove("js");
  document
    .getElementById("main")
    .prepend(
      tableElement(
        "p",
        "notice bad",
        `The page could not be started: ${error.message}. What follows is its printed form.`,
      ),
    );
});
