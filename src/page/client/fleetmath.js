// Comparing tests: only what is comparable, read on straight lines between neighbours, a cell counted once.
import {fleetCell, fleetPoints} from "./fleetmodel.js";

/** Value of a series at `x`: on the line between its neighbours, never beyond its ends, NaN beside a missing value. */
export function fleetAt(points, x) {
  const {x: xs, y: ys} = points;
  const last = xs.length - 1;
  if (last < 0 || x < xs[0] || x > xs[last]) return NaN;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle - 1;
  }
  if (xs[low] === x) return ys[low];
  return ys[low] + ((ys[low + 1] - ys[low]) * (x - xs[low])) / (xs[low + 1] - xs[low]);
}

/** All x of the series in order, each once; beyond `most` evenly thinned, first and last kept. */
export function fleetGrid(series, most) {
  const all = [...new Set(series.flatMap(points => points.x))].sort((a, b) => a - b);
  if (all.length <= most) return all;
  return Array.from({length: most}, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]);
}

/** Mean, sample deviation (null below two) and n. */
export function fleetMean(values) {
  const n = values.length;
  if (n === 0) return {mean: null, deviation: null, n: 0};
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return {mean, deviation: null, n};
  return {mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)), n};
}

/** Mean and deviation over cells at one place: tests of one cell are averaged first and count once. */
export function fleetCellMean(cells, values) {
  const byCell = new Map();
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    if (!byCell.has(cells[i])) byCell.set(cells[i], []);
    byCell.get(cells[i]).push(value);
  });
  return fleetMean([...byCell.values()].map(own => fleetMean(own).mean));
}

/** Which of the ticked tests have a series of a class: `[{class, text, tests, cells}]`, most cells first. */
export function fleetShared(data, ticked) {
  const found = new Map();
  for (const place of ticked) {
    for (const group of data.tests[place].groups) {
      if (!found.has(group.class)) found.set(group.class, []);
      if (!found.get(group.class).includes(place)) found.get(group.class).push(place);
    }
  }
  const text = number => (data.classes.find(known => known.class === number) || {text: `class ${number}`}).text;
  return [...found]
    .map(([number, tests]) => {
      const cells = new Set(tests.map(place => fleetCell(data.tests[place], place))).size;
      return {class: number, text: text(number), tests, cells};
    })
    .sort((a, b) => b.tests.length - a.tests.length || b.cells - a.cells || a.class - b.class);
}

/** Why a ticked test has no part in a comparison of one class. */
export function fleetWhyNot(data, place, over) {
  const test = data.tests[place];
  if (test.groups.length === 0) return (test.missing && test.missing.soh_pct) || "it has no full discharge to compare";
  const texts = test.groups.map(
    group => (data.classes.find(known => known.class === group.class) || {text: "another"}).text,
  );
  return over ? `its series has no ${over}` : `it was run otherwise: ${[...new Set(texts)].join("; ")}`;
}

/**
 * Compares the ticked tests in one class: {members, left, pairs, rows}. A row holds x, the values, the differences to
 * the base and mean, deviation, n of the cells.
 */
export function fleetCompare(data, ticked, choice) {
  const {over, quantity} = choice;
  const [members, left] = [[], []];
  for (const place of ticked) {
    const group = data.tests[place].groups.find(own => own.class === choice.class);
    const points = group ? fleetPoints(group, over, quantity) : null;
    if (!group) left.push({place, why: fleetWhyNot(data, place, "")});
    else if (points.x.length === 0) left.push({place, why: fleetWhyNot(data, place, over)});
    else members.push({place, group, points, cell: fleetCell(data.tests[place], place)});
  }
  const base = Math.max(
    0,
    members.findIndex(member => member.place === choice.base),
  );
  const rows = fleetGrid(
    members.map(member => member.points),
    300,
  ).map(x => {
    const values = members.map(member => fleetAt(member.points, x));
    const differences = values.map(value => value - values[base]);
    return {
      x,
      values,
      differences,
      ...fleetCellMean(
        members.map(member => member.cell),
        values,
      ),
    };
  });
  const pairs = members.map((member, i) => (i === base ? null : fleetPair(members[base], member))).filter(Boolean);
  return {members, left, base, rows, pairs, last: fleetLastCommon(rows)};
}

/** What is laid over what: the span in which both series have values, and how many points of the second lie in it. */
function fleetPair(base, other) {
  const from = Math.max(base.points.x[0], other.points.x[0]);
  const to = Math.min(base.points.x.at(-1), other.points.x.at(-1));
  const points = other.points.x.filter(x => x >= from && x <= to).length;
  return {base: base.place, other: other.place, same: base.cell === other.cell, from, to, points};
}

/** The last row where every member has a value; null without one. */
function fleetLastCommon(rows) {
  for (let i = rows.length - 1; i >= 0; i--) if (!rows[i].values.some(Number.isNaN)) return rows[i];
  return null;
}

/** Median of numbers; null without one. */
export function fleetMedian(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Even thinning to at most `most` points for a small picture; first, last, lowest, highest and gaps are kept. */
export function fleetThin(points, most) {
  const count = points.x.length;
  if (count <= most) return points;
  const buckets = Math.floor(most / 2);
  const keep = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [from, to] = [Math.floor((bucket * count) / buckets), Math.floor(((bucket + 1) * count) / buckets)];
    let [low, high] = [from, from];
    for (let i = from; i < to; i++) {
      if (Number.isNaN(points.y[i])) keep.add(i);
      if (points.y[i] < points.y[low]) low = i;
      if (points.y[i] > points.y[high]) high = i;
    }
    keep.add(low).add(high);
  }
  const places = [...keep].sort((a, b) => a - b);
  return {x: places.map(i => points.x[i]), y: places.map(i => points.y[i])};
}

/** Ticks of an axis at 1, 2 or 5 times a power of ten, at most about `most` of them. */
export function fleetTicks(low, high, most) {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough * 0.999999);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
