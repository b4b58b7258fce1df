// The fleet without a document: which tests pass the filters, which series is drawn, what the address says.

/** The three ways to lay tests over one another, and the days. */
export const FLEET_OVER = {
  efc: {title: "Equivalent full cycles", short: "EFC", unit: "", decimals: 2},
  cycle: {title: "Cycle", short: "cycle", unit: "", decimals: 0},
  days: {title: "Days", short: "days", unit: "d", decimals: 2},
  throughput_ah: {title: "Throughput", short: "throughput", unit: "Ah", decimals: 1},
};

/** Fields a person may filter by a list. */
export const FLEET_FIELDS = [
  ["project", "Project"],
  ["cell", "Cell"],
  ["chemistry", "Chemistry"],
  ["machine", "Machine"],
  ["operator", "Operator"],
];

/** Numbers of a test: key, title, unit, decimals, help. */
export const FLEET_NUMBERS = [
  ["cycles", "Cycles", "", 0, "Cycles of the test"],
  ["capacity_ah", "Capacity", "Ah", 4, "The last full discharge of its longest group"],
  ["soh_pct", "SOH", "%", 2, "State of health: capacity of the last full discharge over its group's baseline"],
  ["fade_pct_per_100_efc", "Fade", "%/100 EFC", 3, "Loss of capacity in each hundred equivalent full cycles"],
  ["ce_pct", "CE", "%", 3, "Coulombic efficiency over balanced cycles"],
  ["r10s_ohm", "R 10 s", "Ω", 2, "Resistance of a 10 s pulse at 50 % SOC or the nearest"],
  ["temperature_max_degc", "T max", "°C", 1, "The highest temperature of the cell"],
  ["efc", "EFC", "", 1, "Equivalent full cycles"],
];

/** The state of the page before anybody touched it. */
export function fleetDefault() {
  return {
    view: "fleet",
    over: "efc",
    series: "",
    text: "",
    from: "",
    to: "",
    verdict: "",
    fields: {},
    ticks: [],
    sort: null,
    filters: {},
    columns: null,
    order: "name",
    compare: {class: null, over: "efc", base: null, quantity: "soh_pct"},
    zoom: null,
    rank: "",
  };
}

/** State as the address has it: only what differs from the default, in one order. */
export function fleetHash(state) {
  const pairs = new URLSearchParams();
  const first = fleetDefault();
  for (const key of ["view", "over", "series", "text", "from", "to", "verdict", "order", "rank"]) {
    if (state[key] !== first[key]) pairs.set(key, state[key]);
  }
  for (const [field] of FLEET_FIELDS) if (state.fields[field]) pairs.set(`is.${field}`, state.fields[field]);
  if (state.ticks.some(tick => tick !== null)) pairs.set("t", state.ticks.map(tick => tick ?? "").join("."));
  if (state.sort) pairs.set("sort", (state.sort[1] < 0 ? "-" : "") + state.sort[0]);
  for (const key of Object.keys(state.filters).sort()) pairs.set(`f.${key}`, state.filters[key]);
  if (state.columns) pairs.set("columns", state.columns.join("."));
  for (const key of ["class", "over", "base", "quantity"]) {
    if (state.compare[key] !== first.compare[key]) pairs.set(`c.${key}`, state.compare[key]);
  }
  if (state.zoom) pairs.set("zoom", state.zoom.map(edge => Number(edge.toPrecision(6))).join("~"));
  return pairs.toString();
}

/** The state that an address names; what cannot be read is left at its default. `count` is the number of tests. */
export function fleetState(hash, count) {
  const state = fleetDefault();
  const pairs = new URLSearchParams(hash.replace(/^#/, ""));
  for (const key of ["view", "over", "series", "text", "from", "to", "verdict", "order", "rank"]) {
    if (pairs.has(key)) state[key] = pairs.get(key);
  }
  if (!Object.hasOwn(FLEET_OVER, state.over)) state.over = "efc";
  const place = text => (/^\d+$/.test(text) && Number(text) < count ? Number(text) : null);
  if (pairs.has("t")) state.ticks = pairs.get("t").split(".").slice(0, 200).map(place);
  if (pairs.get("sort")) state.sort = [pairs.get("sort").replace(/^-/, ""), pairs.get("sort").startsWith("-") ? -1 : 1];
  if (pairs.get("columns")) state.columns = pairs.get("columns").split(".");
  for (const [key, value] of pairs) {
    if (key.startsWith("f.")) state.filters[key.slice(2)] = value;
    if (key.startsWith("is.") && FLEET_FIELDS.some(([field]) => field === key.slice(3)))
      state.fields[key.slice(3)] = value;
  }
  if (pairs.get("c.class")) state.compare.class = Number(pairs.get("c.class"));
  if (Object.hasOwn(FLEET_OVER, pairs.get("c.over") ?? "")) state.compare.over = pairs.get("c.over");
  if (pairs.get("c.base")) state.compare.base = place(pairs.get("c.base"));
  if (pairs.get("c.quantity") === "capacity_ah") state.compare.quantity = "capacity_ah";
  const zoom = (pairs.get("zoom") || "").split("~").map(Number);
  if (zoom.length === 4 && zoom.every(Number.isFinite) && zoom[0] < zoom[1] && zoom[2] < zoom[3]) state.zoom = zoom;
  return state;
}

/** Whether a test passes the filters above the page. */
export function fleetPasses(test, state) {
  for (const [field] of FLEET_FIELDS) {
    if (state.fields[field] && fleetField(test[field]) !== state.fields[field]) return false;
  }
  if (state.verdict && !fleetVerdictIs(test, state.verdict)) return false;
  const day = (test.start_time || "").slice(0, 10);
  if (state.from && (!day || day < state.from)) return false;
  if (state.to && (!day || day > state.to)) return false;
  const wanted = state.text.trim().toLowerCase();
  if (!wanted) return true;
  const words = [test.name, test.cell, test.chemistry, test.project, test.machine, test.operator, test.verdict.text];
  return words.some(word => word && String(word).toLowerCase().includes(wanted));
}

function fleetVerdictIs(test, verdict) {
  return verdict === "running" ? test.verdict.state !== "complete" : test.verdict.level === verdict;
}

/** A field as the lists name it: missing ones have a name of their own. */
export function fleetField(value) {
  return value === null || value === undefined || value === "" ? "(none)" : String(value);
}

/** The values of a field among the tests with their counts, in natural order, "(none)" last. */
export function fleetChoices(tests, field) {
  const counts = new Map();
  for (const test of tests) counts.set(fleetField(test[field]), (counts.get(fleetField(test[field])) || 0) + 1);
  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  return [...counts].sort(
    ([a], [b]) => (a === "(none)") - (b === "(none)") || collator.compare(a, b) || (a < b ? -1 : 1),
  );
}

/** Which cell a test is of: tests of one cell never count as independent. Without a cell a test stands for itself. */
export function fleetCell(test, place) {
  return test.cell ? `cell ${test.project || ""}\u0000${test.cell}` : `test ${place}`;
}

/** The series of a test that is drawn: of the class asked for, else the one with most points; null without one. */
export function fleetSeries(test, wanted) {
  if (wanted !== "") return test.groups.find(group => String(group.class) === String(wanted)) || null;
  let best = null;
  for (const group of test.groups) if (!best || group.soh_pct.length > best.soh_pct.length) best = group;
  return best;
}

/** Points of a series: x and y as they are, a missing y as NaN; points without x are left out. */
export function fleetPoints(group, over, quantity) {
  const [x, y] = [[], []];
  const [from, to] = [group[over] || [], group[quantity] || []];
  for (let i = 0; i < from.length; i++) {
    if (from[i] === null || from[i] === undefined) continue;
    x.push(from[i]);
    y.push(to[i] ?? NaN);
  }
  return {x, y};
}

/** Puts a test into the first free place of the ticked ones, or takes it out; the others keep their colours. */
export function fleetTick(ticks, test, on) {
  const next = ticks.slice();
  const at = next.indexOf(test);
  if (on && at < 0) {
    const free = next.indexOf(null);
    if (free >= 0) next[free] = test;
    else next.push(test);
  }
  if (!on && at >= 0) next[at] = null;
  while (next.length > 0 && next[next.length - 1] === null) next.pop();
  return next;
}

/** Colour, dash and letter of a place among the ticked ones: Okabe-Ito first, then with dashes. */
export function fleetMark(slot) {
  const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "ink"];
  const dashes = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]];
  const letter = String.fromCharCode(65 + (slot % 26)) + (slot < 26 ? "" : String(Math.floor(slot / 26)));
  return {colour: colours[slot % 7], dash: dashes[Math.floor(slot / 7) % 4], letter};
}

/** Which sets are alike enough for a score: equal chemistry and nominal capacity. */
export function fleetSet(test) {
  const nominal = test.nominal_capacity_ah;
  if (!test.chemistry || nominal === null || nominal === undefined) return null;
  return `${test.chemistry} · ${nominal} Ah`;
}
