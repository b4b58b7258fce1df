// Which rows of a test are drawn.
import {test} from "node:test";
import assert from "node:assert/strict";
import {chosenRows} from "../../../src/page/client/source.js";

/** 20 s at 1000 rows a second, then a rest of 20 h in rows a minute apart, in which the voltage settles in minutes. */
const PULSE = 20_000;
const time = Array.from({length: PULSE + 1200}, (_, i) => (i < PULSE ? i / 1000 : 20 + 60 * (i - PULSE)));
const volts = time.map((s, i) => (i < PULSE ? 2 + s / 100 : 3 - Math.exp(-(s - 20) / 600)));

test("a picture has its points where its time is, not where its rows are", () => {
  const rows = Array.from(chosenRows([volts], time, 0, time.length, 200));
  assert.ok(rows.length <= 402, `${rows.length} rows`);
  assert.deepEqual([rows[0], rows.at(-1)], [0, time.length - 1]);
  assert.ok(
    rows.every((row, i) => i === 0 || row > rows[i - 1]),
    "in order, each once",
  );
  // A straight line between two rows that are drawn passes the rows between them within two pixels of 200 across.
  const pixel = (time.at(-1) - time[0]) / 200;
  for (let row = PULSE; row < time.length; row++) {
    const after = rows.findIndex(kept => kept >= row);
    const [a, b] = [rows[Math.max(0, after - 1)], rows[after]];
    const drawn = a === b ? volts[a] : volts[a] + ((volts[b] - volts[a]) * (time[row] - time[a])) / (time[b] - time[a]);
    const near = volts.filter((_, other) => other >= PULSE && Math.abs(time[other] - time[row]) <= 2 * pixel);
    assert.ok(drawn >= Math.min(...near) && drawn <= Math.max(...near), `row ${row}`);
  }
});

test("extremes and the first that is missing are drawn, whatever the time says", () => {
  [volts[500], volts[20_700], volts[20_900]] = [9, -9, NaN];
  for (const clock of [time, time.map(() => 5)]) {
    const rows = new Set(chosenRows([volts], clock, 0, time.length, 50));
    assert.ok([500, 20_700, 20_900].every(row => rows.has(row)));
    assert.ok(rows.size < 160);
  }
  assert.deepEqual([...chosenRows([volts], time, 3, 9, 50)], [3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...chosenRows([volts], time, 3, 9, 0)], [3, 4, 5, 6, 7, 8]);
});
