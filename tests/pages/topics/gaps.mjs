// 13: a missing value breaks the line.
import {equal, must, open, settle, views} from "../lib.mjs";

async function testGaps(own) {
  const time = (await views(own)).find(view => /^time$/i.test(view.name.trim()));
  if (time) await time.go(own);
  await settle(own, 300);
  return own.evaluate(async () => {
    const {source, charts} = window.__page;
    const info = await source.info();
    const out = [];
    for (const {key} of info.columns) {
      if (!charts[key]) continue;
      const values = (await source.range([key], 0, info.count, 0))[key];
      const missing = values.filter(value => Number.isNaN(value)).length;
      if (missing === 0 || missing === values.length) continue;
      const gaps = Math.max(
        ...charts[key].data
          .slice(1)
          .map(list => [...list].filter(value => value === null || Number.isNaN(value)).length),
      );
      const spans = charts[key].series.slice(1).some(series => series.spanGaps);
      out.push({key, missing, gaps, spans});
    }
    return out;
  });
}

async function fleetGaps(own, data) {
  const lines = await own.evaluate(() =>
    window.__page
      .lines()
      .map(line => ({test: line.test, y: [...line.y].map(value => (Number.isNaN(value) ? null : value))})),
  );
  let missing = 0;
  for (const {test, y} of lines) {
    const longest = data.tests[test].groups.reduce(
      (best, group) => (!best || group.soh_pct.length > best.soh_pct.length ? group : best),
      null,
    );
    equal(
      y,
      longest.soh_pct.filter((_, i) => longest.efc[i] !== null),
      `line of test ${test}`,
    );
    missing += y.filter(value => value === null).length;
  }
  const broken = await own.evaluate(
    () =>
      [...document.querySelectorAll('[data-table="tests"] .spark-line')].filter(
        path => (path.getAttribute("d").match(/M/g) || []).length > 1,
      ).length,
  );
  if (missing > 0) must(broken > 0, "no course in the table is broken, though values are missing");
  return missing > 0 ? `${missing} missing values, ${broken} broken courses` : "none is missing";
}

/** Checks that lines have gaps where values are missing. */
export async function run({browser, page, results}) {
  const own = await open(browser, page.file);
  if (page.kind === "fleet") {
    await results.check(page.name, "a missing value breaks the line", () => fleetGaps(own, page.data));
  } else {
    const found = page.data.rows ? await testGaps(own) : [];
    if (found.length === 0) results.skip(page.name, "a missing value breaks the line", "no quantity is partly missing");
    else {
      await results.check(page.name, "a missing value breaks the line", async () => {
        for (const {key, missing, gaps, spans} of found)
          must(gaps > 0 && !spans, `${key}: ${missing} rows miss it, ${gaps} gaps drawn, spanGaps ${spans}`);
        return found.map(({key, missing}) => `${key}: ${missing}`).join(", ");
      });
    }
  }
  await own.done();
}
