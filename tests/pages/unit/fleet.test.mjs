// Unit tests of the fleet without a document: address, filters, series, comparison.
import {test} from "node:test";
import assert from "node:assert/strict";
import {
  fleetCell,
  fleetChoices,
  fleetDefault,
  fleetHash,
  fleetMark,
  fleetPasses,
  fleetPoints,
  fleetSeries,
  fleetSet,
  fleetState,
  fleetTick,
} from "../../../src/page/client/fleetmodel.js";
import {
  fleetAt,
  fleetCellMean,
  fleetCompare,
  fleetGrid,
  fleetMean,
  fleetMedian,
  fleetShared,
  fleetThin,
  fleetTicks,
} from "../../../src/page/client/fleetmath.js";
import {fleet, fleetCsv} from "../fixtures/fleet.mjs";
import {parseCsv} from "../lib.mjs";

const near = (found, wanted) =>
  assert.ok(Math.abs(found - wanted) < 1e-9 * Math.max(1, Math.abs(wanted)), `${found} is not ${wanted}`);

test("the address holds the whole state and gives it back", () => {
  assert.equal(fleetHash(fleetDefault()), "");
  const state = {
    ...fleetDefault(),
    view: "compare",
    over: "cycle",
    series: "3",
    text: "<b> & ä=1#2",
    from: "2024-01-01",
    to: "2024-12-31",
    verdict: "error",
    fields: {project: "A & B", operator: "(none)"},
    ticks: [7, null, 2],
    sort: ["soh_pct", -1],
    filters: {soh_pct: ">80", name: "a=b&c"},
    columns: ["name", "soh_pct"],
    order: "fade",
    compare: {class: 4, over: "days", base: 2, quantity: "capacity_ah"},
    zoom: [0, 120.5, 79, 101],
  };
  assert.deepEqual(fleetState(`#${fleetHash(state)}`, 10), state);
});

test("a broken address gives the default", () => {
  for (const hash of [
    "#%%%",
    "#t=99.x.-1&zoom=a~b~c~d&c.base=77&over=constructor",
    "#zoom=5~1~0~1",
    "#&&==",
    "#c.over=toString",
  ]) {
    const state = fleetState(hash, 5);
    assert.equal(state.over, "efc");
    assert.equal(state.zoom, null);
    assert.equal(state.compare.base, null);
    assert.equal(state.compare.over, "efc");
    assert.ok(state.ticks.every(tick => tick === null));
  }
});

test("ticks keep their places, so that colours stay", () => {
  let ticks = [];
  for (const place of [4, 7, 9]) ticks = fleetTick(ticks, place, true);
  assert.deepEqual(ticks, [4, 7, 9]);
  ticks = fleetTick(ticks, 7, false);
  assert.deepEqual(ticks, [4, null, 9]);
  assert.deepEqual(fleetTick(ticks, 1, true), [4, 1, 9]);
  assert.deepEqual(fleetTick([4, null, 9], 9, false), [4]);
  const marks = Array.from({length: 28}, (_, slot) => JSON.stringify([fleetMark(slot).colour, fleetMark(slot).dash]));
  assert.equal(new Set(marks).size, 28);
  assert.equal(new Set(Array.from({length: 80}, (_, slot) => fleetMark(slot).letter)).size, 80);
});

test("filters", () => {
  const own = {
    name: "A <b>",
    cell: null,
    chemistry: "LFP",
    project: null,
    machine: "m",
    operator: "O",
    start_time: "2024-05-06T07:00:00",
    verdict: {level: "good", text: "running", state: "running"},
  };
  const passes = part => fleetPasses(own, {...fleetDefault(), ...part});
  assert.ok(passes({}));
  assert.ok(passes({text: "<B>"}) && !passes({text: "nmc"}));
  assert.ok(passes({fields: {project: "(none)"}}) && !passes({fields: {project: "P"}}));
  assert.ok(
    passes({from: "2024-05-06", to: "2024-05-06"}) && !passes({from: "2024-05-07"}) && !passes({to: "2024-05-05"}),
  );
  assert.ok(passes({verdict: "good"}) && passes({verdict: "running"}) && !passes({verdict: "error"}));
  assert.ok(!fleetPasses({...own, start_time: null}, {...fleetDefault(), from: "2000-01-01"}));
  assert.deepEqual(fleetChoices([{cell: "c10"}, {cell: "c9"}, {cell: null}, {cell: "c9"}], "cell"), [
    ["c9", 2],
    ["c10", 1],
    ["(none)", 1],
  ]);
});

test("series: the longest, or that of the class; missing values are NaN, points without x go", () => {
  const group = (number, soh) => ({class: number, soh_pct: soh, efc: soh.map((_, i) => (i === 1 ? null : i))});
  const own = {groups: [group(1, [100]), group(2, [100, 99, null, 98])]};
  assert.equal(fleetSeries(own, "").class, 2);
  assert.equal(fleetSeries(own, "1").class, 1);
  assert.equal(fleetSeries(own, "9"), null);
  assert.equal(fleetSeries({groups: []}, ""), null);
  assert.deepEqual(fleetPoints(own.groups[1], "efc", "soh_pct"), {x: [0, 2, 3], y: [100, NaN, 98]});
  assert.equal(fleetSet({chemistry: null, nominal_capacity_ah: 1}), null);
  assert.notEqual(fleetCell({cell: "1", project: "A"}, 0), fleetCell({cell: "1", project: "B"}, 1));
  assert.notEqual(fleetCell({cell: null}, 0), fleetCell({cell: null}, 1));
});

test("values are read on straight lines, never beyond the ends nor across a gap", () => {
  const points = {x: [1, 3, 5, 7], y: [10, 20, NaN, 40]};
  assert.equal(fleetAt(points, 1), 10);
  assert.equal(fleetAt(points, 2), 15);
  assert.equal(fleetAt(points, 3), 20);
  assert.ok([0.9, 4, 5, 6, 7.1].every(x => Number.isNaN(fleetAt(points, x))));
  assert.equal(fleetAt(points, 7), 40);
  assert.equal(fleetAt({x: [1, 1, 2], y: [5, 6, 7]}, 1), 6);
  assert.ok(Number.isNaN(fleetAt({x: [], y: []}, 1)));
  assert.deepEqual(fleetGrid([{x: [1, 3]}, {x: [2, 3]}], 10), [1, 2, 3]);
  const grid = fleetGrid([{x: Array.from({length: 1000}, (_, i) => i)}], 300);
  assert.deepEqual([grid.length, grid[0], grid.at(-1)], [300, 0, 999]);
});

test("mean and deviation of the sample; a cell counts once", () => {
  assert.deepEqual(fleetMean([]), {mean: null, deviation: null, n: 0});
  assert.deepEqual(fleetMean([3]), {mean: 3, deviation: null, n: 1});
  const {mean, deviation, n} = fleetMean([2, 4, 4, 4, 5, 5, 7, 9]);
  near(mean, 5);
  near(deviation, Math.sqrt(32 / 7));
  assert.equal(n, 8);
  const cells = fleetCellMean(["a", "a", "b", "c"], [1, 3, 6, NaN]);
  near(cells.mean, 4);
  near(cells.deviation, Math.sqrt(8));
  assert.equal(cells.n, 2);
  assert.equal(fleetCellMean(["a", "a"], [1, 3]).deviation, null);
});

test("only series of one class are compared; the others are named with the reason", () => {
  const group = (number, soh) => ({
    class: number,
    cycle: soh.map((_, i) => i + 1),
    soh_pct: soh,
    efc: [],
    days: [],
    throughput_ah: [],
    capacity_ah: soh,
  });
  const data = {
    classes: [
      {class: 1, text: "1 C"},
      {class: 2, text: "2 C"},
    ],
    tests: [
      {name: "a", cell: "x", groups: [group(1, [100, 98, 96])]},
      {name: "b", cell: "x", groups: [group(1, [100, 96])]},
      {name: "c", cell: "y", groups: [group(2, [100]), group(1, [100, 99, 98, 97])]},
      {name: "d", cell: "z", groups: [group(2, [100])]},
      {name: "e", cell: "w", groups: [], missing: {soh_pct: "no discharge"}},
    ],
  };
  const shared = fleetShared(data, [0, 1, 2, 3, 4]);
  assert.deepEqual(
    shared.map(({class: number, tests, cells}) => [number, tests, cells]),
    [
      [1, [0, 1, 2], 2],
      [2, [2, 3], 2],
    ],
  );
  const result = fleetCompare(data, [0, 1, 2, 3, 4], {class: 1, over: "cycle", quantity: "soh_pct", base: 2});
  assert.deepEqual(
    result.members.map(({place}) => place),
    [0, 1, 2],
  );
  assert.equal(result.base, 2);
  assert.deepEqual(result.left, [
    {place: 3, why: "it was run otherwise: 2 C"},
    {place: 4, why: "no discharge"},
  ]);
  assert.deepEqual(
    result.pairs.map(({other, same, points, to}) => [other, same, points, to]),
    [
      [0, false, 3, 3],
      [1, false, 2, 2],
    ],
  );
  const [, second, third] = result.rows;
  assert.deepEqual(second.values, [98, 96, 99]);
  assert.deepEqual(second.differences, [-1, -3, 0]);
  near(second.mean, 98);
  near(second.deviation, Math.sqrt(2));
  assert.equal(second.n, 2);
  near(third.mean, 97);
  assert.equal(result.last.x, 2);
  const none = fleetCompare(data, [0, 2], {class: 1, over: "efc", quantity: "soh_pct", base: null});
  assert.deepEqual([none.members.length, none.left.length, none.last], [0, 2, null]);
});

test("thinning keeps ends, extremes and gaps; ticks are round", () => {
  const x = Array.from({length: 5000}, (_, i) => i);
  const y = x.map(i => Math.sin(i / 300));
  [y[1234], y[3210], y[4000]] = [9, -9, NaN];
  const thin = fleetThin({x, y}, 60);
  assert.ok(thin.x.length < 140 && thin.x[0] === 0 && thin.x.at(-1) === 4999);
  assert.ok(thin.y.includes(9) && thin.y.includes(-9) && thin.y.some(Number.isNaN));
  assert.deepEqual(fleetTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(fleetTicks(79, 101, 3), [80, 90, 100]);
  assert.deepEqual(fleetTicks(1, 1, 3), [1]);
  assert.equal(fleetMedian([3, NaN, 1, 2]), 2);
  assert.equal(fleetMedian([]), null);
});

test("the made-up fleet is the same each time, and its CSV has its values", () => {
  assert.equal(JSON.stringify(fleet(50)), JSON.stringify(fleet(50)));
  const data = fleet(50);
  const {records} = parseCsv(fleetCsv(50));
  assert.equal(records.length, 50);
  data.tests.forEach((own, i) => assert.equal(records[i].soh_pct, String(own.soh_pct ?? "")));
  assert.ok(data.outliers.length > 0 && data.outliers.every(({test: place}) => data.tests[place].chemistry));
});
