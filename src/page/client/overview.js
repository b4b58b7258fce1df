// Beside the verdict: the whole test and its health at a glance.
import {tableElement} from "./tablerows.js";
import {makeChart} from "./chart.js";
import {groupSeries} from "./ageing.js";
import {themeColour} from "./colours.js";
import {timeUnit} from "./timemodel.js";

/** The voltage of the whole test; a click goes to the step. */
async function overviewVoltage(host, data, source, page) {
  const {count} = await source.info();
  if (count < 2 || !source.has("voltage_v")) return;
  const part = await source.range(["voltage_v"], 0, count, 500);
  const unit = timeUnit(part.time_s[part.time_s.length - 1] - part.time_s[0]);
  const series = () => [
    {
      label: "Voltage",
      colour: themeColour("ink"),
      width: 1,
      legend: false,
      x: Array.from(part.time_s, time => time / unit.seconds),
      y: Array.from(part.voltage_v, volts => (Number.isNaN(volts) ? null : volts)),
    },
  ];
  if (!series()[0].y.some(volts => volts !== null)) return;
  makeChart(host, {
    name: "overview-voltage",
    title: "The whole test",
    height: 220,
    x: {title: "Time", unit: unit.name, decimals: 4},
    y: {title: "Voltage", unit: "V", decimals: 4},
    series: series(),
    again: () => ({series: series()}),
    about: "Voltage over time, lowest and highest kept.",
    hint: "A click goes to the step.",
    onPick: (i, point) => page.toStep(data.steps.step[source.stepOf(part.row[point])]),
  });
}

/** State of health of the largest group. */
function overviewHealth(host, data, page) {
  const groups = (data.ageing ? data.ageing.groups : []).slice().sort((a, b) => b.points.length - a.points.length);
  if (groups.length === 0 || groups[0].points.length < 2) return;
  const one = groupSeries(groups[0], 0, "cycle", "soh_pct");
  makeChart(host, {
    name: "overview-health",
    title: "State of health, largest group",
    height: 220,
    x: {title: "Cycle", decimals: 0},
    y: {title: "SOH", unit: "%", decimals: 2},
    series: [one],
    marks: [{y: 80, label: "80 %"}],
    about: "Comparable full discharges over cycles.",
    hint: "A click goes to the step.",
    onPick: (i, point) => page.toStep(one.points[point].step),
  });
}

/** Makes the live part of the overview. */
export async function makeOverview(host, data, source, page) {
  const pair = tableElement("div", "pair");
  host.append(pair);
  await overviewVoltage(pair, data, source, page);
  overviewHealth(pair, data, page);
  return {show: async () => {}};
}
