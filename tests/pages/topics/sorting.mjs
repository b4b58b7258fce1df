// 7: sort and filter equal an independent sort, missing last in both directions.
import {equal, must, open, settle, showTable, tableNames, views} from "../lib.mjs";
import {filtersApart, orderedApart, readTable, tableData} from "../tables.mjs";

async function sorting(own, name) {
  const data = await tableData(own, name);
  const natural = data.shown;
  const root = own.locator(`[data-table="${name}"]`);
  const keys = await root.locator(".dt-sort").evaluateAll(buttons => buttons.map(button => button.dataset.key));
  for (const key of keys) {
    const place = data.columns.findIndex(column => column.key === key);
    const button = root.locator(`.dt-sort[data-key="${key}"]`);
    for (const state of ["ascending", "descending", "none"]) {
      await button.evaluate(element => element.click());
      const aria = await button.evaluate(element => element.closest("th").getAttribute("aria-sort"));
      must(aria === state, `${key}: aria-sort is ${aria}, not ${state}`);
      const wanted =
        state === "none"
          ? natural
          : orderedApart(data.rows[place], natural, state === "descending", data.columns[place].kind);
      equal((await tableData(own, name)).shown, wanted, `${key} ${state}`);
    }
  }
  const first = keys[0];
  await root.locator(`.dt-sort[data-key="${first}"]`).evaluate(element => element.click());
  const shown = (await tableData(own, name)).shown;
  if (shown.length <= 3000)
    equal(
      (await readTable(own, name)).map(({row}) => row),
      shown,
      "rows in the document",
    );
  await root.locator(`.dt-sort[data-key="${first}"]`).evaluate(element => {
    element.click();
    element.click();
  });
  return `${keys.length} columns, ${natural.length} rows`;
}

/** Types into a filter box and says what is shown then. */
async function typed(own, name, key, text) {
  return own.evaluate(
    async ([table, column, value]) => {
      const {element, shown} = window.__page.tables[table];
      const keys = [...element.querySelectorAll(".dt-sort")].map(button => button.dataset.key);
      const box = element.querySelectorAll(".dt-filter")[keys.indexOf(column)];
      box.value = value;
      box.dispatchEvent(new Event("input", {bubbles: true}));
      await new Promise(resume => setTimeout(resume, 75));
      return {
        shown: shown(),
        count: element.querySelector(".dt-count").textContent,
        invalid: box.getAttribute("aria-invalid"),
      };
    },
    [name, key, text],
  );
}

async function filtering(own, name) {
  const data = await tableData(own, name);
  const root = own.locator(`[data-table="${name}"]`);
  const keys = await root.locator(".dt-sort").evaluateAll(buttons => buttons.map(button => button.dataset.key));
  const total = data.rows[0].length;
  let tried = 0;
  for (const key of keys) {
    const place = data.columns.findIndex(column => column.key === key);
    const {title, kind} = data.columns[place];
    for (const [text, passes] of filtersApart(data.columns[place], data.rows[place])) {
      const now = await typed(own, name, key, text);
      equal(
        now.shown,
        data.shown.filter(row => passes(data.rows[place][row])),
        `${title} ${text}`,
      );
      const [count, all] = [now.shown.length, total].map(number => number.toLocaleString("en-US"));
      must(now.count.startsWith(`${count} of ${all} row`), `count says ${now.count}, not ${count} of ${all}`);
      tried++;
    }
    const unread = await typed(own, name, key, ">x");
    must(
      unread.invalid === String(["number", "integer", "duration"].includes(kind)),
      `${title}: ">x" is marked ${unread.invalid}`,
    );
    equal((await typed(own, name, key, "")).shown, data.shown, "without filters");
  }
  return `${tried} filters`;
}

async function csv(own, name) {
  const data = await tableData(own, name);
  const root = own.locator(`[data-table="${name}"]`);
  const keys = await root.locator(".dt-sort").evaluateAll(buttons => buttons.map(button => button.dataset.key));
  const [download] = await Promise.all([
    own.waitForEvent("download"),
    root.locator(".dt-bar > button", {hasText: "CSV"}).click(),
  ]);
  const {readFileSync} = await import("node:fs");
  const text = readFileSync(await download.path(), "utf8");
  const field = value => {
    if (value === null || value === undefined || value === "") return "";
    return /[",\r\n]/.test(String(value)) ? `"${String(value).split('"').join('""')}"` : String(value);
  };
  const places = keys.map(key => data.columns.findIndex(column => column.key === key));
  const wanted = [keys.join(","), ...data.shown.map(row => places.map(place => field(data.rows[place][row])).join(","))]
    .map(line => `${line}\r\n`)
    .join("");
  must(text === wanted, `the file differs from what is shown: ${text.slice(0, 200)} … ${wanted.slice(0, 200)}`);
  return download.suggestedFilename();
}

async function windowed(own, name) {
  const found = await own.evaluate(key => {
    const table = window.__page.tables[key];
    const scroll = table.element.querySelector(".dt-scroll");
    const [rows, row] = [
      table.element.querySelectorAll("tbody tr[data-row]"),
      table.element.querySelector("tbody tr[data-row]"),
    ];
    return {
      drawn: rows.length,
      shown: table.shown().length,
      height: scroll.scrollHeight - scroll.querySelector("thead").offsetHeight,
      row: row ? row.getBoundingClientRect().height : 0,
    };
  }, name);
  if (found.shown <= 2000) {
    must(found.drawn === found.shown, `${found.drawn} rows in the document, ${found.shown} shown`);
    return `all ${found.drawn} rows are in the document`;
  }
  must(found.drawn < 200, `${found.drawn} rows in the document`);
  must(
    Math.abs(found.height - found.shown * found.row) < found.row * 2,
    `scroll height ${found.height} for ${found.shown} rows of ${found.row}`,
  );
  const rows = await readTable(own, name);
  must(rows.length === found.shown, `walking it shows ${rows.length} of ${found.shown} rows`);
  return `${found.drawn} of ${found.shown} rows are in the document`;
}

/** Checks each table of the page. */
export async function run({browser, page, results}) {
  const own = await open(browser, page.file, {
    hash: page.kind === "fleet" && page.data.tests.length > 2 ? "#t=0.1.2" : "",
  });
  for (const view of await views(own)) await view.go(own);
  const names = await tableNames(own);
  for (const name of names) {
    if (!(await showTable(own, name))) {
      results.skip(page.name, `table ${name}`, "no view shows it");
      continue;
    }
    const filters = await own.locator(`[data-table="${name}"] .dt-filter`).count();
    await results.check(page.name, `${name}: order equals an independent sort, missing last`, () => sorting(own, name));
    if (filters > 0)
      await results.check(page.name, `${name}: filters equal independent ones`, () => filtering(own, name));
    await results.check(page.name, `${name}: CSV is what is shown, with full digits`, () => csv(own, name));
    await results.check(page.name, `${name}: rows in the document`, () => windowed(own, name));
  }
  await own.done();
}
