// 5b: the cursor at a known row shows that row's values; extremes are visible.
import {existsSync} from "node:fs";
import {join} from "node:path";
import {must, open, readCsv, settle, views} from "../lib.mjs";

const UNITS = {voltage_v: 1, current_a: 1, temperature_degc: 1};

async function showTime(own) {
  const time = (await views(own)).find(view => /^time$/i.test(view.name.trim()));
  if (time) await time.go(own);
  await settle(own, 300);
}

/** What the line of values says: numbers by key, null where it shows a dash. */
function readout(own) {
  return own.evaluate(() => {
    const number = text => {
      const found = /-?\d+(\.\d+)?/.exec(text.replace(/\u2212/g, "-"));
      return found ? [Number(found[0]), (found[1] || ".").length - 1] : null;
    };
    return Object.fromEntries(
      [...document.querySelectorAll("#readout [data-key]")].map(item => [item.dataset.key, number(item.textContent)]),
    );
  });
}

/** The embedded row of a time: the row at it whose other values are nearest. */
async function goTo(own, record) {
  return own.evaluate(async wanted => {
    const {source} = window.__page;
    const info = await source.info();
    const numbered = info.columns.some(column => column.key === "row");
    let row = info.whole && !numbered ? Number(wanted.row) - 1 : await source.find(Number(wanted.time_s));
    row = Math.min(Math.max(row, 0), info.count - 1);
    await window.__page.goTo(row);
    return row;
  }, record);
}

async function cursor(own, records, whole) {
  const faults = [];
  let seen = 0;
  for (const record of records) {
    const row = await goTo(own, record);
    await settle(own, 20);
    const shown = await readout(own);
    const exact = await own.evaluate(async place => (await window.__page.source.row(place)).time_s, row);
    if (!whole && Math.abs(exact - Number(record.time_s)) > 0.0005) continue;
    seen++;
    for (const key of Object.keys(UNITS).filter(one => one in record)) {
      if (!(key in shown)) continue;
      const found = shown[key];
      if (record[key] === "") {
        if (found !== null) faults.push(`row ${record.row}, ${key}: shows ${found[0]} where nothing is known`);
      } else if (!found || Math.abs(found[0] - Number(record[key])) > 0.5 * 10 ** -found[1] + 1e-9) {
        faults.push(`row ${record.row}, ${key}: shows ${found && found[0]}, the file has ${record[key]}`);
      }
    }
  }
  must(faults.length === 0, faults.slice(0, 8).join("\n"));
  must(seen > 0, "none of the known rows is embedded");
  return `${seen} of ${records.length} rows`;
}

/** Lowest and highest value of each quantity, in the rows and in what the chart draws and covers. */
async function extremes(own) {
  const found = await own.evaluate(async () => {
    const {source, charts} = window.__page;
    const info = await source.info();
    const out = [];
    for (const key of ["voltage_v", "current_a", "temperature_degc"]) {
      const chart = charts[key];
      if (!chart || !info.columns.some(column => column.key === key)) continue;
      const values = (await source.range([key], 0, info.count, 0))[key];
      const reach = list => {
        let [low, high] = [Infinity, -Infinity];
        for (const value of list) {
          if (value === null || value === undefined) continue;
          if (value < low) low = value;
          if (value > high) high = value;
        }
        return [low, high];
      };
      const drawn = chart.data.slice(1).map(reach);
      out.push({
        key,
        rows: reach(values),
        drawn: [Math.min(...drawn.map(one => one[0])), Math.max(...drawn.map(one => one[1]))],
        scale: Object.entries(chart.scales)
          .filter(([name]) => name !== "x")
          .map(([, scale]) => [scale.min, scale.max]),
      });
    }
    return out;
  });
  must(found.length > 0, "no chart of voltage, current or temperature");
  for (const {key, rows, drawn, scale} of found) {
    if (!Number.isFinite(rows[0])) continue;
    must(
      Math.abs(drawn[0] - rows[0]) < 1e-6 && Math.abs(drawn[1] - rows[1]) < 1e-6,
      `${key}: rows reach ${rows}, drawn is ${drawn}`,
    );
    must(
      scale.some(([low, high]) => low <= rows[0] && high >= rows[1]),
      `${key}: rows reach ${rows}, the axis ${JSON.stringify(scale)}`,
    );
  }
  return found.map(({key, rows}) => `${key} ${rows.join(" to ")}`).join("; ");
}

/** Checks the rows of a test page. */
export async function run({browser, page, results, reference}) {
  if (page.kind !== "test") return;
  if (!page.data.rows || page.data.rows.count === 0)
    return results.skip(page.name, "cursor and extremes", "the test has no rows");
  const own = await open(browser, page.file);
  await showTime(own);
  await results.check(page.name, "extremes are drawn and within the axes", () => extremes(own));
  const file = reference ? join(reference, `${page.name}.rows.csv`) : "";
  if (!reference || !existsSync(file))
    results.skip(page.name, "the cursor at a known row shows its values", "no rows.csv beside this page");
  else
    await results.check(page.name, "the cursor at a known row shows its values", () =>
      cursor(own, readCsv(file).records, page.data.rows.whole),
    );
  await own.done();
}
