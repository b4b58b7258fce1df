// The time view: controls, band, panels, line of values, strip; what is seen stands in the address.
import {formatValue} from "./tablemodel.js";
import {tableElement} from "./tablerows.js";
import {THEME_EVENT} from "./chrome.js";
import {numbersButton} from "./chart.js";
import {checkBox, choiceBar, labelled, pushButton, selectBox} from "./controls.js";
import {stateNumber} from "./state.js";
import {buildPanels, drawPanels, resizePanels} from "./timepanels.js";
import {drawBand, makeBand, makeStrip, placeStripWindow} from "./timeband.js";
import {
  cycleList,
  cycleSteps,
  findingWindow,
  heldWindow,
  stepAt,
  stepsWindow,
  timeChoices,
  timeText,
  timeUnit,
} from "./timemodel.js";

/** At most so many rows in the table beside the panels. */
const TIME_TABLE_ROWS = 5000;

/** The ticked quantities of a state. */
function timeShown(view) {
  return view.state.now.show.split(",").filter(key => view.choices.some(choice => choice.key === key));
}

function timeControls(view, host) {
  const bar = tableElement("div", "controls");
  const {steps} = view.data;
  const cycles = [["", "all"], ...cycleList(steps).map(cycle => [String(cycle), String(cycle)])];
  view.cycleBox = selectBox("Cycle", cycles, "", value => view.onCycle(value));
  view.stepBox = tableElement("input", "control short", null, {
    type: "number",
    min: "1",
    inputmode: "numeric",
    placeholder: "all",
  });
  view.stepBox.addEventListener("change", () => view.onStepField(view.stepBox.value));
  const [before, after] = [
    pushButton("‹", () => view.onStepBy(-1), {"aria-label": "Step before"}),
    pushButton("›", () => view.onStepBy(1), {"aria-label": "Next step"}),
  ];
  view.zeroBar = choiceBar(
    "t from",
    [
      ["test", "test"],
      ["step", "step"],
    ],
    "test",
    value => view.state.set({t: value}),
  );
  const ticks = tableElement("fieldset", "choices");
  ticks.append(tableElement("legend", "quiet", "Quantities"));
  view.ticks = {};
  for (const choice of view.choices) {
    const box = checkBox(choice.key, false, () => view.onTick());
    box.element.title = choice.title;
    view.ticks[choice.key] = box.input;
    ticks.append(box.element);
  }
  const zoom = tableElement("span", "group");
  zoom.append(
    pushButton("+", () => view.scale(0.5), {"aria-label": "Zoom in"}),
    pushButton("−", () => view.scale(2), {"aria-label": "Zoom out"}),
    pushButton("Whole test", () => view.onWhole()),
  );
  const stepGroup = tableElement("span", "group");
  stepGroup.append(labelled("Step", view.stepBox), before, after);
  bar.append(view.cycleBox.element, stepGroup, view.zeroBar.element, ticks, zoom);
  host.append(bar);
}

/** The line of values: an item for each quantity, the step, the row, what was found there. */
function timeReadout(view, host) {
  view.readout = tableElement("div", "readout", null, {id: "readout", role: "status", "aria-live": "polite"});
  view.items = {};
  const names = {
    time_s: "t",
    voltage_v: "V",
    current_a: "I",
    temperature_degc: "T",
    soc_pct: "SOC",
    capacity_ah: "Q",
  };
  const keys = [
    "step",
    ...view.info.columns.map(column => column.key).filter(key => key !== "row"),
    ...(view.hasSoc ? ["soc_pct"] : []),
    "row",
    "finding",
  ];
  for (const key of keys) {
    const number = /^temperature_(\d+)_/.exec(key);
    const item = tableElement("span", `item ${key}`);
    const name = names[key] || (number ? `T${number[1]}` : key === "finding" ? "" : key === "step" ? "Step" : "Row");
    view.items[key] = tableElement("span", "value", "", {"data-key": key});
    item.append(tableElement("span", "soft", name), view.items[key]);
    view.readout.append(item);
  }
  host.append(view.readout);
}

/** Writes the values of a row into the line. */
async function timeTell(view, row) {
  const {count} = view.info;
  if (count === 0) return;
  view.row = Math.min(count - 1, Math.max(0, row));
  const values = await view.source.row(view.row);
  const {steps} = view.data;
  const zero = view.zero;
  for (const column of [...view.info.columns, {key: "soc_pct", unit: "%", decimals: 2, kind: "number"}]) {
    const item = view.items[column.key];
    if (!item || column.key === "row") continue;
    const value = column.key === "time_s" ? values.time_s - zero : values[column.key];
    const text = formatValue({...column, kind: "number"}, value);
    item.textContent = text;
    item.title = text === "–" ? "no value in the file" : "";
    item.nextSibling?.remove();
    if (column.unit) item.after(tableElement("small", "", column.unit));
  }
  const i = values.place;
  view.items.step.textContent = i < 0 ? "–" : `${steps.step[i]} ${steps.type[i]}, cycle ${steps.cycle[i] ?? "–"}`;
  view.items.row.textContent =
    i < 0
      ? String(view.row + 1)
      : `${values.row_of_step} of ${steps.rows[i]}${values.test_row ? ` (row ${values.test_row} of the test)` : ""}`;
  const found = view.data.findings.filter(finding => {
    const window = findingWindow(finding, steps);
    return window !== null && values.time_s >= window[0] && values.time_s <= window[1];
  });
  view.items.finding.textContent = found.map(finding => `${finding.rule} ${finding.message}`).join("; ");
  view.items.finding.parentElement.hidden = found.length === 0;
}

/** Puts the cursor of all panels at a row. */
async function timeGoTo(view, row) {
  await timeTell(view, row);
  const {time_s: time} = await view.source.row(view.row);
  if (time < view.window[0] || time > view.window[1]) {
    const span = view.window[1] - view.window[0];
    view.zoom(...heldWindow(time - span / 2, time + span / 2, view.whole), true);
  }
  for (const {plot} of view.panels)
    plot.setCursor(
      {left: plot.valToPos((time - view.zero) / view.unit.seconds, "x"), top: plot.over.clientHeight / 2},
      false,
    );
}

function timeKey(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const by = event.shiftKey ? 10 : 1;
  const act = {
    ArrowLeft: () => timeGoTo(view, (view.row ?? 1) - by),
    ArrowRight: () => timeGoTo(view, (view.row ?? -1) + by),
    "+": () => view.scale(0.5),
    "=": () => view.scale(0.5),
    "-": () => view.scale(2),
    Home: async () => timeGoTo(view, await view.source.find(view.window[0])),
    End: async () => timeGoTo(view, await view.source.find(view.window[1])),
    Escape: () => view.onWhole(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** The rows in the window as a table. */
async function timeTable(view) {
  const [from, to] = [await view.source.find(view.window[0]), (await view.source.find(view.window[1])) + 1];
  const columns = [
    ...view.info.columns,
    ...(view.hasSoc ? [{key: "soc_pct", title: "SOC", unit: "%", decimals: 2}] : []),
  ].filter(column => column.key !== "row");
  const buckets = to - from > TIME_TABLE_ROWS ? TIME_TABLE_ROWS / 8 : 0;
  const part = await view.source.range(
    columns.map(column => column.key),
    from,
    to,
    buckets,
  );
  const count = part.row.length;
  const plain = values => Array.from(values, value => (Number.isNaN(value) ? null : value));
  const steps = Array.from(part.row, row => view.data.steps.step[view.source.stepOf(row)]);
  const shape = column => ({kind: "number", about: "", brief: true, ...column});
  return {
    name: "rows",
    title: `Rows from ${timeText(view.window[0])} to ${timeText(view.window[1])}`,
    count,
    note: buckets > 0 ? `${count} of ${to - from} rows: the lowest and highest; zoom in for each row.` : undefined,
    columns: [shape({key: "step", title: "Step", unit: "", kind: "integer", decimals: 0}), ...columns.map(shape)],
    rows: [steps, ...columns.map(column => plain(part[column.key]))],
  };
}

/** What the controls and the panels do. */
function timeActions(view) {
  const {steps} = view.data;
  const clear = {from: "", to: "", step: "", cycle: ""};
  const round = seconds => String(Number(seconds.toFixed(3)));
  view.zoom = (from, to, replace = false) => {
    const [begin, end] = heldWindow(from, to, view.whole);
    const all = begin <= view.whole[0] && end >= view.whole[1];
    view.state.set(all ? clear : {from: round(begin), to: round(end)}, replace);
  };
  // After a drag: one entry in the history, so that Back gives the window before it.
  view.settle = before => {
    const {from, to, step, cycle} = view.state.now;
    if (from === before.from && to === before.to) return;
    view.state.set(before, true);
    view.state.set({from, to, step, cycle});
  };
  view.scale = factor => {
    const [from, to] = view.window;
    const row = view.row === undefined ? NaN : view.source.column("drawn_s")[view.row];
    const middle = row >= from && row <= to ? row : (from + to) / 2;
    view.zoom(middle - (middle - from) * factor, middle + (to - middle) * factor);
  };
  view.onWhole = () => view.state.set(clear);
  view.onStep = i => {
    const window = i < 0 || i >= steps.step.length ? null : stepsWindow(steps, i, i);
    if (window === null) return;
    view.state.set({...clear, step: String(steps.step[i])});
  };
  view.onStepField = text => (text === "" ? view.onWhole() : view.onStep(steps.step.indexOf(Number(text))));
  view.onStepBy = by => {
    const now = steps.step.indexOf(Number(view.state.now.step));
    view.onStep(now < 0 ? stepAt(steps, view.window[0]) : Math.min(steps.step.length - 1, Math.max(0, now + by)));
  };
  view.onCycle = value => {
    const places = value === "" ? null : cycleSteps(steps, Number(value));
    if (places === null) return view.onWhole();
    return view.state.set({...clear, cycle: value});
  };
  view.onTick = () =>
    view.state.set({
      show: view.choices
        .map(choice => choice.key)
        .filter(key => view.ticks[key].checked)
        .join(","),
    });
  view.onSelect = () => {
    if (view.selecting) return;
    view.selecting = true;
    const plot = view.panels.map(panel => panel.plot).find(one => one.select.width >= 4);
    const ends =
      plot &&
      [plot.select.left, plot.select.left + plot.select.width].map(
        left => view.zero + plot.posToVal(left, "x") * view.unit.seconds,
      );
    queueMicrotask(() => {
      view.panels.forEach(panel => panel.plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false));
      view.selecting = false;
      if (ends) view.zoom(...ends);
    });
  };
  view.onCursor = async plot => {
    const {left} = plot.cursor;
    if (left === null || left < 0 || left === view.left) return;
    view.left = left;
    timeTell(view, await view.source.find(view.zero + plot.posToVal(left, "x") * view.unit.seconds));
  };
  view.onClick = () => view.keys.focus({preventScroll: true});
}

/** The window of a state: its own, else that of its step or cycle, else the whole test. */
function timeWindow(view) {
  const {now} = view.state;
  const {steps} = view.data;
  const step = now.step === "" ? -1 : steps.step.indexOf(Number(now.step));
  const places = step >= 0 ? [step, step] : now.cycle === "" ? null : cycleSteps(steps, Number(now.cycle));
  const [from, to] = (places && stepsWindow(steps, ...places)) || view.whole;
  return heldWindow(stateNumber(now.from) ?? from, stateNumber(now.to) ?? to, view.whole);
}

/** Brings the view to the state. */
async function timeShow(view) {
  const {now} = view.state;
  const {steps} = view.data;
  const shown = timeShown(view);
  view.window = timeWindow(view);
  view.unit = timeUnit(view.window[1] - view.window[0]);
  const chosen = steps.step.indexOf(Number(now.step));
  const place = chosen >= 0 ? chosen : stepAt(steps, view.window[0]);
  view.ofStep = now.t === "step" && place >= 0;
  view.zero = view.ofStep ? steps.start_s[place] || 0 : 0;
  view.axisTitle = () =>
    `Time since the ${view.ofStep ? `start of step ${steps.step[place]}` : "test’s start"} / ${view.unit.name}`;
  view.cycleBox.select.value = now.cycle;
  view.stepBox.value = now.step;
  view.zeroBar.set(now.t);
  for (const [key, input] of Object.entries(view.ticks)) input.checked = shown.includes(key);
  if (view.built !== shown.join()) buildPanels(view, shown);
  view.built = shown.join();
  resizePanels(view);
  drawBand(view);
  placeStripWindow(view);
  await drawPanels(view);
  if (view.row === undefined) await timeTell(view, await view.source.find(view.window[0]));
}

/** Makes the time view in `host`. Returns {show(), goTo(row)}. */
export async function makeTimeView(host, data, source, state) {
  const info = await source.info();
  if (info.count === 0) {
    host.append(
      tableElement(
        "p",
        "soft",
        data.rows ? "The test has no rows yet." : "This page was made from the steps alone: there are no rows.",
      ),
    );
    return {show: async () => {}, goTo: async () => {}};
  }
  await source.prepare(info.columns.map(column => column.key));
  const hasSoc = source.has("soc_pct");
  const view = {data, source, state, info, hasSoc, panels: [], turn: 0, choices: timeChoices(info, hasSoc)};
  const times = source.column("drawn_s");
  const last = data.steps.step.length - 1;
  const end = last >= 0 ? (data.steps.start_s[last] || 0) + (data.steps.duration_s[last] || 0) : 0;
  view.whole = [Math.min(times[0], data.steps.start_s[0] ?? 0), Math.max(times[times.length - 1], end)];
  if (view.whole[1] <= view.whole[0]) view.whole[1] = view.whole[0] + 1;
  timeActions(view);
  timeControls(view, host);
  if (info.note) host.append(tableElement("p", "notice", `Rows are ${info.note}.`));
  makeBand(view, host);
  view.keys = tableElement("div", "panels", null, {
    tabindex: "0",
    role: "group",
    "aria-label":
      "Voltage, current, temperature and SOC over time. Arrow keys go from row to row, plus and minus zoom, " +
      "Home and End go to the window’s ends, Escape shows the whole test.",
  });
  view.host = tableElement("div", "");
  view.keys.append(view.host);
  host.append(view.keys);
  timeReadout(view, host);
  makeStrip(view, host);
  const numbers = tableElement("div", "numbers");
  const foot = tableElement(
    "p",
    "hint soft",
    "Drag to zoom · arrows: a row (Shift: ten) · + − zoom · Home End: the window’s ends · Esc: whole test ",
  );
  const button = numbersButton(numbers, () => timeTable(view));
  button.setAttribute("aria-label", "Table of the rows in the window");
  foot.append(button);
  host.append(foot, numbers);
  view.keys.addEventListener("keydown", event => timeKey(view, event));
  const again = () => host.clientWidth > 0 && timeShow(view).then(view.drawStrip);
  let width = 0;
  new ResizeObserver(() => {
    if (host.clientWidth !== width) again();
    width = host.clientWidth;
  }).observe(host);
  document.addEventListener(THEME_EVENT, () => {
    view.built = null;
    again();
  });
  return {show: () => timeShow(view), goTo: row => timeGoTo(view, row)};
}
