// The fleet: filters, comparison against an independent reckoning, ranking, outliers, chart.
import {equal, must, open, settle} from "../lib.mjs";

/** Value on the line between neighbours, written apart from the client. */
function read(xs, ys, x) {
  for (let i = 0; i < xs.length; i++) {
    if (xs[i] === x && xs[i + 1] !== x) return ys[i];
    if (i > 0 && xs[i - 1] < x && x < xs[i])
      return ys[i - 1] === null || ys[i] === null
        ? null
        : ys[i - 1] + ((x - xs[i - 1]) / (xs[i] - xs[i - 1])) * (ys[i] - ys[i - 1]);
  }
  return null;
}

/** Mean and sample deviation over cells, each counted once. */
function overCells(values, cells) {
  const means = [];
  for (const cell of new Set(cells)) {
    const own = values.filter((value, i) => cells[i] === cell && value !== null);
    if (own.length > 0) means.push(own.reduce((a, b) => a + b) / own.length);
  }
  if (means.length === 0) return [null, null, 0];
  const mean = means.reduce((a, b) => a + b) / means.length;
  const square = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, means.length > 1 ? Math.sqrt(square / (means.length - 1)) : null, means.length];
}

const near = (a, b) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** The class that most tests have, and up to six of these, with one that has not. */
function choose(data) {
  const counts = new Map();
  data.tests.forEach((test, place) =>
    test.groups.forEach(group => counts.set(group.class, [...(counts.get(group.class) || []), place])),
  );
  const [number, places] = [...counts].sort((a, b) => b[1].length - a[1].length)[0];
  const other = data.tests.findIndex(test => !test.groups.some(group => group.class === number));
  const twin = places.find((place, i) =>
    places.some((one, k) => k < i && data.tests[one].cell && data.tests[one].cell === data.tests[place].cell),
  );
  const first =
    twin === undefined
      ? []
      : [twin, places.find(place => place !== twin && data.tests[place].cell === data.tests[twin].cell)];
  const ticks = [...new Set([...first, ...places])].slice(0, 5);
  return {class: number, ticks: other >= 0 ? [...ticks, other] : ticks, members: ticks, other};
}

async function compare(browser, page, over, quantity) {
  const chosen = choose(page.data);
  const own = await open(browser, page.file, {
    hash: `#view=compare&t=${chosen.ticks.join(".")}&c.class=${chosen.class}&c.over=${over}&c.quantity=${quantity}`,
  });
  await settle(own, 200);
  const found = await own.evaluate(() => {
    const result = window.__page.comparison;
    const plain = value => (Number.isNaN(value) ? null : value);
    return {
      members: result.members.map(member => member.place),
      left: result.left,
      pairs: result.pairs.length,
      base: result.base,
      rows: result.rows.map(row => ({...row, values: row.values.map(plain), differences: row.differences.map(plain)})),
    };
  });
  equal(found.members, chosen.members, "members");
  equal(
    found.left.map(one => one.place),
    chosen.other >= 0 ? [chosen.other] : [],
    "left out",
  );
  must(
    found.left.every(one => one.why.length > 5),
    "no reason is given",
  );
  must(found.pairs === chosen.members.length - 1, `${found.pairs} pairs`);
  const text = await own.locator("#view-compare").innerText();
  must(chosen.other < 0 || text.includes("Left out"), "the page does not say who is left out");
  must(text.includes("What was laid over what"), "the pairs are not listed");
  const groups = chosen.members.map(place => page.data.tests[place].groups.find(group => group.class === chosen.class));
  const cells = chosen.members.map(place =>
    page.data.tests[place].cell ? `${page.data.tests[place].project}/${page.data.tests[place].cell}` : place,
  );
  const all = [...new Set(groups.flatMap(group => group[over].filter(x => x !== null)))].sort((a, b) => a - b);
  must(
    found.rows.length === Math.min(all.length, 300) && found.rows[0].x === all[0] && found.rows.at(-1).x === all.at(-1),
    "places",
  );
  for (const row of found.rows) {
    const values = groups.map(group => read(group[over], group[quantity], row.x));
    const [mean, deviation, n] = overCells(values, cells);
    const right =
      row.n === n &&
      near(row.mean, mean) &&
      near(row.deviation, deviation) &&
      values.every(
        (value, i) =>
          near(row.values[i], value) &&
          near(row.differences[i], value === null || values[found.base] === null ? null : value - values[found.base]),
      );
    must(right, `at ${row.x}: ${JSON.stringify(row)}, wanted ${JSON.stringify({values, mean, deviation, n})}`);
  }
  await own.done();
  return `${found.rows.length} places, ${new Set(cells).size} cells of ${cells.length} tests`;
}

async function filters(browser, page) {
  const own = await open(browser, page.file);
  const shown = () => own.evaluate(() => window.__page.tables.tests.shown());
  const places = page.data.tests.map((_, i) => i);
  const by = passes => places.filter(place => passes(page.data.tests[place]));
  const chemistry = page.data.tests.find(test => test.chemistry)?.chemistry;
  const bar = own.locator(".filters");
  const field = name => bar.locator(".field", {has: own.locator(`span:text-is("${name}")`)}).locator("select, input");
  if (await field("Chemistry").count()) {
    await field("Chemistry").selectOption(chemistry);
    await settle(own);
    equal(
      await shown(),
      by(test => test.chemistry === chemistry),
      "chemistry",
    );
    await bar.getByRole("button", {name: "Clear filters"}).click();
  }
  await field("Verdict").selectOption("error");
  await settle(own);
  equal(
    await shown(),
    by(test => test.verdict.level === "error"),
    "verdict",
  );
  await field("Verdict").selectOption("");
  await field("Started from").fill("2024-06-01");
  await field("to").fill("2024-08-31");
  await settle(own);
  equal(
    await shown(),
    by(test => (test.start_time || "").slice(0, 10) >= "2024-06-01" && test.start_time.slice(0, 10) <= "2024-08-31"),
    "dates",
  );
  await bar.getByRole("button", {name: "Clear filters"}).click();
  await field("Text").fill("<img");
  await settle(own, 250);
  const words = test => [
    test.name,
    test.cell,
    test.chemistry,
    test.project,
    test.machine,
    test.operator,
    test.verdict.text,
  ];
  equal(
    await shown(),
    by(test => words(test).some(word => word && word.toLowerCase().includes("<img"))),
    "text",
  );
  await own.done();
}

async function ranking(browser, page) {
  const own = await open(browser, page.file, {hash: "#view=ranking"});
  const names = await own.locator('[data-table="ranking"] tbody tr[data-row] td:nth-child(2)').allInnerTexts();
  const known = page.data.tests.filter(test => test.fade_pct_per_100_efc !== null);
  const wanted = known
    .map((test, i) => [test, i])
    .sort((a, b) => b[0].fade_pct_per_100_efc - a[0].fade_pct_per_100_efc || a[1] - b[1])
    .map(([test]) => test.name || "(no name)");
  equal(
    names.map(name => name.replace(/\s+/g, " ").trim()),
    wanted.map(name => name.replace(/\s+/g, " ").trim()),
    "order",
  );
  const rings = await own.locator(".strips .ring").count();
  const outliers = page.data.outliers.filter(
    outlier => page.data.tests[outlier.test].chemistry && page.data.tests[outlier.test].nominal_capacity_ah !== null,
  );
  equal(
    rings,
    new Set(outliers.filter(outlier => outlier.quantity === "fade_pct_per_100_efc").map(outlier => outlier.test)).size,
    "rings",
  );
  equal(await own.locator('[data-table="outliers"] tbody tr[data-row]').count(), outliers.length, "outliers");
  await own.done();
  return `${names.length} tests, ${outliers.length} outliers`;
}

/** Colours on the canvas: the ticked tests are drawn in theirs. */
async function colours(browser, page) {
  const own = await open(browser, page.file, {hash: "#t=0.1"});
  await settle(own, 300);
  const found = await own.evaluate(() => {
    const {ctx} = window.__page.charts.soh;
    const {data} = ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height);
    const count = ([r, g, b]) => {
      let pixels = 0;
      for (let i = 0; i < data.length; i += 4)
        if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12 && data[i + 3] > 200)
          pixels++;
      return pixels;
    };
    return [
      [0, 114, 178],
      [213, 94, 0],
      [0, 158, 115],
    ].map(count);
  });
  must(found[0] > 30 && found[1] > 30 && found[2] === 0, `pixels of blue, vermillion, green: ${found}`);
  await own.done();
}

/** Checks what only a fleet has. */
export async function run({browser, page, results}) {
  if (page.kind !== "fleet" || page.data.tests.length < 10) return;
  await results.check(page.name, "filters above the page", () => filters(browser, page));
  await results.check(page.name, "ranking and outliers", () => ranking(browser, page));
  if (page.data.tests[0].groups.length > 0 && page.data.tests[1].groups.length > 0)
    await results.check(page.name, "ticked tests are drawn in their colours", () => colours(browser, page));
  for (const [over, quantity] of [
    ["cycle", "soh_pct"],
    ["efc", "soh_pct"],
    ["throughput_ah", "capacity_ah"],
    ["days", "soh_pct"],
  ]) {
    await results.check(page.name, `comparison of ${quantity} over ${over} equals an independent reckoning`, () =>
      compare(browser, page, over, quantity),
    );
  }
}
