// Pulses: overlaid from t = 0, resistance over SOC, and as a map over SOC and temperature.
import {makeTable} from "./table.js";
import {tableCounted, tableElement} from "./tablerows.js";
import {makeChart} from "./chart.js";
import {choiceBar, evenly} from "./controls.js";
import {mapColour} from "./ageing.js";
import {inkOn, setColour, viridis} from "./colours.js";
import {THEME_EVENT} from "./chrome.js";

/** The times at which resistance is known. */
const PULSE_TIMES = [
  ["r0_ohm", "first"],
  ["r_1s_ohm", "1 s"],
  ["r_10s_ohm", "10 s"],
  ["r_end_ohm", "end"],
];

/** The time that is asked for first: 10 s, or the latest of the others that a pulse reaches. */
export function pulseTime(pulses) {
  const known = key => pulses.some(pulse => pulse[key] !== null);
  return ["r_10s_ohm", "r_1s_ohm", "r_end_ohm"].find(known) || "r_10s_ohm";
}

/** At most so many pulses over one another. */
const PULSES_OVERLAID = 24;

/** Temperatures of pulses in bands of 5 K. */
function pulseBand(pulse) {
  return pulse.temperature_degc === null ? null : Math.round(pulse.temperature_degc / 5) * 5;
}

async function overlaidSeries(view, direction) {
  const {steps} = view.data;
  const pulses = evenly(
    view.data.pulses.filter(pulse => pulse.direction === direction && pulse.purpose === "pulse"),
    PULSES_OVERLAID,
  );
  const series = [];
  for (const pulse of pulses) {
    const place = steps.step.indexOf(pulse.step);
    if (place < 0 || !steps.rows[place] || pulse.ocv_v === null) continue;
    const part = await view.source.range(
      ["voltage_v"],
      steps.first_row[place],
      steps.first_row[place] + steps.rows[place],
      300,
    );
    series.push({
      x: Array.from(part.time_s, time => time - steps.start_s[place]),
      y: Array.from(part.voltage_v, volts => (Number.isNaN(volts) ? null : volts - pulse.ocv_v)),
      colour: viridis((pulse.soc_pct ?? 50) / 100),
      dash: [[], [6, 3], [2, 3]][view.bands.indexOf(pulseBand(pulse)) % 3] || [],
      label: `step ${pulse.step}, ${pulse.soc_pct?.toFixed(0) ?? "?"} %, ${pulseBand(pulse) ?? "?"} °C`,
      step: pulse.step,
    });
  }
  return series;
}

function resistanceSeries(view, direction, key) {
  return view.bands
    .map((band, i) => {
      const pulses = view.data.pulses
        .filter(
          pulse =>
            pulse.direction === direction &&
            pulse.purpose === "pulse" &&
            pulseBand(pulse) === band &&
            pulse[key] !== null &&
            pulse.soc_pct !== null,
        )
        .sort((a, b) => a.soc_pct - b.soc_pct);
      return {
        label: `${band ?? "?"} °C`,
        colour: setColour(i),
        marker: "full",
        shape: i % 2 ? "square" : "circle",
        dash: [[], [6, 3], [2, 3]][i % 3],
        width: 1,
        x: pulses.map(pulse => pulse.soc_pct),
        y: pulses.map(pulse => pulse[key] * 1000),
        steps: pulses.map(pulse => pulse.step),
        note: at => `step ${pulses[at].step}`,
      };
    })
    .filter(one => one.x.length > 0);
}

/** Mean resistance in each cell of the map. */
export function pulseMap(pulses, key, bands) {
  const socs = [
    ...new Set(pulses.filter(pulse => pulse.soc_pct !== null).map(pulse => Math.round(pulse.soc_pct / 10) * 10)),
  ].sort((a, b) => a - b);
  const cells = bands.map(band =>
    socs.map(soc => {
      const here = pulses.filter(
        pulse =>
          pulseBand(pulse) === band &&
          pulse[key] !== null &&
          pulse.soc_pct !== null &&
          Math.round(pulse.soc_pct / 10) * 10 === soc,
      );
      return here.length
        ? {
            mean: (here.reduce((sum, pulse) => sum + pulse[key], 0) / here.length) * 1000,
            steps: here.map(pulse => pulse.step),
          }
        : null;
    }),
  );
  return {socs, bands, cells};
}

function drawMap(view, direction, key, name) {
  const pulses = view.data.pulses.filter(pulse => pulse.direction === direction && pulse.purpose === "pulse");
  const {socs, bands, cells} = pulseMap(pulses, key, view.bands);
  const means = cells
    .flat()
    .filter(Boolean)
    .map(cell => cell.mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const table = tableElement("table", "map");
  table.append(tableElement("caption", "", `R at ${name} over SOC and temperature, ${direction}, mΩ`));
  const head = tableElement("tr", "");
  head.append(
    tableElement("th", "", "T \\ SOC", {scope: "col"}),
    ...socs.map(soc => tableElement("th", "", `${soc} %`, {scope: "col"})),
  );
  table.append(head);
  bands.forEach((band, i) => {
    const row = tableElement("tr", "");
    row.append(tableElement("th", "", `${band ?? "?"} °C`, {scope: "row"}));
    cells[i].forEach(cell => {
      const td = tableElement("td", "", cell ? cell.mean.toFixed(2) : "–", cell ? {} : {title: "no pulse here"});
      if (cell) {
        const colour = mapColour(cell.mean, low, high);
        [td.style.background, td.style.color] = [colour, inkOn(colour)];
        td.title = `steps ${cell.steps.join(", ")}`;
      }
      row.append(td);
    });
    table.append(row);
  });
  view.map.replaceChildren(table);
}

async function pulsesShow(view) {
  const {pd, pr} = view.state.now;
  const direction = view.directions.includes(pd) ? pd : view.directions[0];
  view.directionBar.set(direction);
  view.timeBar.set(pr);
  const name = (PULSE_TIMES.find(([key]) => key === pr) || PULSE_TIMES[2])[1];
  const overlaid = await overlaidSeries(view, direction);
  const specs = [
    {
      name: "pulses",
      title: `Pulses over one another, ${direction}`,
      height: 340,
      x: {title: "Time in the pulse", unit: "s", decimals: 3},
      y: {title: "V − OCV", unit: "V", decimals: 4},
      series: overlaid.map((one, i) => ({
        ...one,
        legend: overlaid.length <= 10 || i % Math.ceil(overlaid.length / 10) === 0,
      })),
      hint:
        `Colour by SOC (viridis), dashes by temperature. ${tableCounted(overlaid.length, "pulse")}. ` +
        "A click goes to the step.",
      onPick: i => view.onStep(overlaid[i].step),
    },
    {
      name: "resistance",
      title: `Resistance at ${name} over SOC, ${direction}`,
      height: 340,
      x: {title: "SOC", unit: "%", decimals: 1},
      y: {title: "R", unit: "mΩ", decimals: 3},
      series: resistanceSeries(view, direction, pr),
      hint: "R = (V − OCV) / I. A click goes to the step.",
      nothing: `No pulse has a resistance here (${name}) and an SOC; choose another time above.`,
      onPick: (i, point) => view.onStep(view.charts[1].spec.series[i].steps[point]),
    },
  ];
  if (view.charts) view.charts.forEach((chart, i) => chart.update(specs[i]));
  else view.charts = specs.map(spec => makeChart(view.place, spec));
  drawMap(view, direction, pr, name);
}

/** Makes the section of pulses. Returns {show()}. */
export function makePulsesView(host, data, source, state, onStep, tables) {
  if (data.pulses.length === 0) {
    host.append(
      tableElement(
        "p",
        "soft",
        "The test has no pulse: a charge or discharge of at most 60.5 s after a rest, with its rows.",
      ),
    );
    return {show: async () => {}};
  }
  const real = data.pulses.filter(pulse => pulse.purpose === "pulse");
  const view = {data, source, state, onStep, charts: null};
  view.directions = ["discharge", "charge"].filter(direction => real.some(pulse => pulse.direction === direction));
  view.bands = [...new Set(real.map(pulseBand))].sort((a, b) => a - b);
  view.directionBar = choiceBar(
    "Direction",
    view.directions.map(one => [one, one]),
    view.directions[0],
    value => state.set({pd: value}),
  );
  view.timeBar = choiceBar("R at", PULSE_TIMES, state.now.pr, value => state.set({pr: value}));
  const bar = tableElement("div", "controls");
  bar.append(view.directionBar.element, view.timeBar.element);
  [view.place, view.map] = [
    tableElement("div", "pair"),
    tableElement("div", "scroll", null, {tabindex: "0", role: "region", "aria-label": "Map of resistance"}),
  ];
  host.append(bar, view.place, view.map);
  document.addEventListener(THEME_EVENT, () => host.clientWidth > 0 && pulsesShow(view));
  if (data.tables.pulses)
    tables.pulses = makeTable(host, data.tables.pulses, {
      onRow: row => onStep(data.tables.pulses.rows[0][row]),
      onState: () => tables.changed("pulses"),
    });
  return {show: () => pulsesShow(view)};
}
