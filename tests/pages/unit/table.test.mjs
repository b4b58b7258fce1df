// Unit tests of the table without a document: values as text, filters, order, CSV.
import {test} from "node:test";
import assert from "node:assert/strict";
import {
  formatValue,
  parseFilter,
  sortRows,
  tableCsv,
  tableCsvField,
  tableDuration,
  tableRows,
  tableBrief,
} from "../../../src/page/client/tablemodel.js";

const number = {key: "v", title: "V", unit: "V", kind: "number", decimals: 3};
const ohm = {key: "r", title: "R", unit: "Ω", kind: "number", decimals: 2};
const duration = {key: "d", title: "D", unit: "s", kind: "duration"};
const integer = {key: "n", title: "N", unit: "", kind: "integer"};
const text = {key: "t", title: "T", unit: "", kind: "text"};
const time = {key: "at", title: "At", unit: "", kind: "time"};
const flag = {key: "f", title: "F", unit: "", kind: "flag"};

/** Small generator of numbers, the same each run. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("values are shown as the contract says", () => {
  assert.equal(formatValue(number, 3.30049), "3.300");
  assert.equal(formatValue(number, -0.0001), "0.000");
  assert.equal(formatValue(number, 0), "0.000");
  for (const missing of [null, undefined, NaN, "", Infinity]) assert.equal(formatValue(number, missing), "–");
  assert.equal(formatValue(ohm, 0.0123), "12.30");
  assert.equal(formatValue(ohm, 0.0123456), "12.35");
  assert.equal(formatValue(number, 99.5, true), "*99.500");
  assert.equal(formatValue(number, null, true), "–");
  assert.equal(formatValue(integer, 1234567), "1234567");
  assert.equal(formatValue(integer, 0), "0");
  assert.equal(formatValue(flag, true), "yes");
  assert.equal(formatValue(flag, false), "no");
  assert.equal(formatValue(time, "2024-01-02T03:04:05"), "2024-01-02 03:04:05");
  assert.equal(formatValue({kind: "number"}, 0.123456789), "0.123457");
  assert.equal(formatValue(text, "<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
});

test("durations carry once and never show 60 seconds", () => {
  assert.equal(tableDuration(0), "0:00:00.0");
  assert.equal(tableDuration(59.96), "0:01:00.0");
  assert.equal(tableDuration(3599.95), "1:00:00.0");
  assert.equal(tableDuration(3661.24), "1:01:01.2");
  assert.equal(tableDuration(360000.5), "100:00:00.5");
  assert.equal(tableDuration(-1.5), "-0:00:01.5");
  assert.equal(tableDuration(-0.01), "0:00:00.0");
  const next = random(7);
  for (let i = 0; i < 2000; i++) {
    const seconds = next() * 1e6;
    const [h, m, s] = tableDuration(seconds).split(":").map(Number);
    assert.ok(m < 60 && s < 60);
    assert.ok(Math.abs(h * 3600 + m * 60 + s - seconds) <= 0.0500001);
  }
});

/** Values of `column` among `values` that pass what was typed. */
function passing(column, typed, values) {
  const filter = parseFilter(column, typed);
  assert.notEqual(filter, false, `${typed} cannot be read`);
  return values.filter(value => filter === null || filter(value, false));
}

test("filters of numbers", () => {
  const values = [-2, 0, 1, 2, 3.3, 5, 12, null];
  assert.deepEqual(passing(number, "", values), values);
  assert.deepEqual(passing(number, ">2", values), [3.3, 5, 12]);
  assert.deepEqual(passing(number, ">= 2", values), [2, 3.3, 5, 12]);
  assert.deepEqual(passing(number, "≥2", values), [2, 3.3, 5, 12]);
  assert.deepEqual(passing(number, "<0", values), [-2]);
  assert.deepEqual(passing(number, "<=0", values), [-2, 0]);
  assert.deepEqual(passing(number, "2..5", values), [2, 3.3, 5]);
  assert.deepEqual(passing(number, "-2..0", values), [-2, 0]);
  assert.deepEqual(passing(number, "..0", values), [-2, 0]);
  assert.deepEqual(passing(number, "5..", values), [5, 12]);
  assert.deepEqual(passing(number, "=3.3", values), [3.3]);
  assert.deepEqual(passing(number, "=3.300", values), [3.3]);
  assert.deepEqual(passing(number, "=", values), [null]);
  assert.deepEqual(passing(number, "!", values), values.slice(0, -1));
  assert.deepEqual(passing(number, "!2", values), [-2, 0, 1, 3.3, 5, 12, null]);
  assert.deepEqual(passing(number, "!=2", values), [-2, 0, 1, 3.3, 5, 12, null]);
  assert.deepEqual(passing(number, "12", values), [12]);
  assert.deepEqual(passing(number, "–", values), [null]);
  for (const wrong of [">", ">x", "<=", "a..b", "..", "1..b"]) assert.equal(parseFilter(number, wrong), false, wrong);
});

test("filters in the shown unit", () => {
  assert.deepEqual(passing(ohm, ">=12.3", [0.0123, 0.0122, 0.013, null]), [0.0123, 0.013]);
  assert.deepEqual(passing(ohm, "=12.3", [0.0123, 0.0122]), [0.0123]);
  assert.deepEqual(passing(ohm, "12.2..12.25", [0.0123, 0.0122]), [0.0122]);
  assert.deepEqual(passing(duration, ">1:00:00", [3600, 3600.1, 59]), [3600.1]);
  assert.deepEqual(passing(duration, "0:30..1:00", [29, 30, 60, 61]), [30, 60]);
  assert.deepEqual(passing(duration, "<60", [29, 60]), [29]);
  assert.deepEqual(passing(duration, "1:00:00", [3600, 60]), [3600]);
});

test("filters of texts, times and flags", () => {
  const values = ["Charge", "discharge", "rest", "a<b>", null];
  assert.deepEqual(passing(text, "charge", values), ["Charge", "discharge"]);
  assert.deepEqual(passing(text, "=charge", values), ["Charge"]);
  assert.deepEqual(passing(text, "!charge", values), ["rest", "a<b>", null]);
  assert.deepEqual(passing(text, "!", values), ["Charge", "discharge", "rest", "a<b>"]);
  assert.deepEqual(passing(text, "=", values), [null]);
  assert.deepEqual(passing(text, "a<", values), ["a<b>"]);
  assert.deepEqual(passing(text, "a..b", ["a..b", "ab"]), ["a..b"]);
  const times = ["2024-01-01T10:00:00", "2024-02-03T00:00:00", null];
  assert.deepEqual(passing(time, "2024-02..", times), [times[1]]);
  assert.deepEqual(passing(time, "..2024-01", times), [times[0]]);
  assert.deepEqual(passing(time, "2024-01-01..2024-01-01", times), [times[0]]);
  assert.deepEqual(passing(time, "2024-01-01 10", times), [times[0]]);
  assert.deepEqual(passing(time, ">2024-01-15", times), [times[1]]);
  assert.deepEqual(passing(flag, "yes", [true, false, null]), [true]);
  assert.deepEqual(passing(flag, "=no", [true, false, null]), [false]);
});

/** Order by insertion, written apart from the client: missing last, equal ones keep their places. */
function insertion(values, less) {
  const order = [];
  const rows = values.map((_, row) => row);
  for (const row of rows.filter(candidate => values[candidate] !== null)) {
    let place = order.length;
    while (place > 0 && less(values[row], values[order[place - 1]])) place--;
    order.splice(place, 0, row);
  }
  return order.concat(rows.filter(row => values[row] === null));
}

test("sorting equals an independent sort, missing last both ways, stable", () => {
  const next = random(3);
  for (let round = 0; round < 60; round++) {
    const values = Array.from({length: 80}, () => (next() < 0.2 ? null : Math.round((next() - 0.5) * 20) / 2));
    const rows = values.map((_, row) => row);
    assert.deepEqual(
      sortRows(number, values, rows, 1),
      insertion(values, (a, b) => a < b),
    );
    assert.deepEqual(
      sortRows(number, values, rows, -1),
      insertion(values, (a, b) => a > b),
    );
  }
  const names = ["cell 10", "cell 9", null, "Cell 9", "cell 1", ""];
  assert.deepEqual(
    sortRows(text, names, [0, 1, 2, 3, 4, 5], 1).map(row => names[row]),
    ["cell 1", "Cell 9", "cell 9", "cell 10", null, ""],
  );
  assert.deepEqual(sortRows(flag, [true, null, false], [0, 1, 2], -1), [0, 2, 1]);
});

test("rows: filters of several columns, a condition from outside, then the order", () => {
  const spec = {
    name: "s",
    columns: [integer, text, number],
    rows: [
      [1, 2, 3, 4],
      ["a", "b", "a", "c"],
      [5, null, 1, 9],
    ],
    marked: {v: [3]},
  };
  assert.deepEqual(tableRows(spec, {}, null), [0, 1, 2, 3]);
  assert.deepEqual(tableRows(spec, {t: "a", v: ">0"}, ["v", 1]), [2, 0]);
  assert.deepEqual(tableRows(spec, {}, ["v", -1]), [3, 0, 2, 1]);
  assert.deepEqual(
    tableRows(spec, {}, ["v", 1], row => row !== 2),
    [0, 3, 1],
  );
  assert.deepEqual(tableRows(spec, {v: "*"}, null), [3]);
  assert.deepEqual(tableRows(spec, {v: ">x"}, null), [0, 1, 2, 3]);
  assert.deepEqual(tableRows(spec, {}, ["nothing", 1]), [0, 1, 2, 3]);
  assert.deepEqual(tableRows({columns: [], rows: []}, {}, null), []);
});

test("CSV is RFC 4180 with full digits", () => {
  assert.equal(tableCsvField('a"b'), '"a""b"');
  assert.equal(tableCsvField("a,b"), '"a,b"');
  assert.equal(tableCsvField("a\nb"), '"a\nb"');
  assert.equal(tableCsvField(null), "");
  assert.equal(tableCsvField(0), "0");
  assert.equal(tableCsvField(false), "false");
  const spec = {
    columns: [text, ohm],
    rows: [
      ["x,y", "z", null],
      [0.0123456789, null, 1],
    ],
  };
  assert.equal(tableCsv(spec, ["t", "r"], [2, 0, 1]), 't,r\r\n,1\r\n"x,y",0.0123456789\r\nz,\r\n');
  assert.equal(tableCsv(spec, ["r"], [0]), "r\r\n0.0123456789\r\n");
});

test("a chosen few columns at first", () => {
  const columns = Array.from({length: 12}, (_, place) => ({key: `k${place}`, brief: place % 2 === 0}));
  assert.deepEqual(tableBrief({columns}), ["k0", "k2", "k4", "k6", "k8", "k10"]);
  assert.equal(tableBrief({columns: columns.map(({key}) => ({key}))}).length, 8);
});
