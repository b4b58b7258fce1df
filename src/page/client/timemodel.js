// What the time view shows, without a document: quantities, units, windows, steps.
import {lastAtMost} from "./source.js";

/** The panels in order: the letter of the checkbox, its columns, title and unit. */
export const TIME_PANELS = [
  {key: "V", chart: "voltage_v", title: "Voltage", unit: "V"},
  {key: "I", chart: "current_a", title: "Current", unit: "A"},
  {key: "T", chart: "temperature_degc", title: "Temp.", unit: "°C"},
  {key: "SOC", chart: "soc_pct", title: "SOC", unit: "%"},
];

/** The checkboxes: V I T T2 … SOC, of what the rows have. */
export function timeChoices(info, hasSoc) {
  const choices = [];
  for (const {key, title} of info.columns) {
    if (key === "voltage_v") choices.push({key: "V", column: key, panel: "V", title});
    else if (key === "current_a") choices.push({key: "I", column: key, panel: "I", title});
    else if (/^temperature_/.test(key)) {
      const number = /^temperature_(\d+)_/.exec(key);
      choices.push({key: number ? `T${number[1]}` : "T", column: key, panel: "T", title});
    }
  }
  if (hasSoc) choices.push({key: "SOC", column: "soc_pct", panel: "SOC", title: "State of charge"});
  return choices;
}

/** The unit of a span of time: its name and how many seconds it is. */
export function timeUnit(span) {
  if (span > 3 * 86400) return {name: "d", seconds: 86400};
  if (span > 7200) return {name: "h", seconds: 3600};
  if (span > 300) return {name: "min", seconds: 60};
  return {name: "s", seconds: 1};
}

/** A window moved into the whole, and no narrower than 10 ms. */
export function heldWindow(from, to, whole) {
  const span = Math.min(Math.max(to - from, 0.01), whole[1] - whole[0]);
  const begin = Math.min(Math.max(from, whole[0]), whole[1] - span);
  return [begin, begin + span];
}

/** The first and last step of a cycle, as places. */
export function cycleSteps(steps, cycle) {
  const places = steps.cycle.map((one, i) => (one === cycle ? i : -1)).filter(i => i >= 0);
  return places.length ? [places[0], places[places.length - 1]] : null;
}

/** Cycles in order, each once. */
export function cycleList(steps) {
  return [...new Set(steps.cycle.filter(cycle => cycle !== null))].sort((a, b) => a - b);
}

/** From where to where some steps ran, in test time. */
export function stepsWindow(steps, first, last) {
  const [from, start, length] = [steps.start_s[first], steps.start_s[last], steps.duration_s[last]];
  if (from === null || start === null) return null;
  return [from, Math.max(start + (length || 0), from + 0.01)];
}

/** The step that runs at a time, as a place; -1 where there is none. */
export function stepAt(steps, time) {
  return steps.step.length === 0 ? -1 : lastAtMost(steps.start_s, time);
}

/** The step a finding is shown in: where people merged steps, the whole of its own. */
export function findingStep(finding) {
  return finding.whole ?? finding.step;
}

/** Findings that lie between two times, with their window. */
export function findingWindow(finding, steps) {
  if (finding.from_s !== null) return [finding.from_s, Math.max(finding.to_s ?? finding.from_s, finding.from_s)];
  const place = steps.step.indexOf(findingStep(finding));
  return place < 0 ? null : stepsWindow(steps, place, place);
}

/** A short text of a time. */
export function timeText(seconds) {
  const unit = timeUnit(Math.abs(seconds));
  return `${Number((seconds / unit.seconds).toPrecision(6))} ${unit.name}`;
}
