// Reading tables as a person sees them, and an order and filters written apart from the client's.
import {settle} from "./lib.mjs";

/** All rows of a table as shown, walking a windowed one to its end: [{row, cells: {key: text}}]. */
export async function readTable(page, name) {
  const text = await page.evaluate(async key => {
    const table = window.__page.tables[key];
    const scroll = table.element.querySelector(".dt-scroll");
    const keys = [...table.element.querySelectorAll(".dt-sort")].map(button => button.dataset.key);
    const found = new Map();
    const take = () => {
      for (const tr of table.element.querySelectorAll("tbody tr[data-row]")) {
        if (found.has(Number(tr.dataset.row))) continue;
        const cells = {};
        [...tr.children].forEach((td, i) => {
          const copy = td.cloneNode(true);
          copy.querySelectorAll('.unseen, .swatch, [aria-hidden="true"]').forEach(element => element.remove());
          cells[keys[i]] = copy.textContent.trim();
        });
        found.set(Number(tr.dataset.row), cells);
      }
    };
    scroll.scrollTop = 0;
    const frame = () => new Promise(resume => requestAnimationFrame(() => setTimeout(resume)));
    await frame();
    take();
    while (scroll.scrollTop + scroll.clientHeight < scroll.scrollHeight - 1) {
      const before = scroll.scrollTop;
      scroll.scrollTop += Math.max(60, scroll.clientHeight - 120);
      await frame();
      take();
      if (scroll.scrollTop === before) break;
    }
    scroll.scrollTop = 0;
    await frame();
    return JSON.stringify([...found].map(([row, cells]) => ({row, cells})));
  }, name);
  return JSON.parse(text);
}

/** Shows all columns of a table, without filters and order. */
export async function showAll(page, name) {
  await page.evaluate(key => {
    const table = window.__page.tables[key];
    table.restore({sort: null, filters: {}, columns: table.spec.columns.map(column => column.key)});
  }, name);
  await settle(page, 30);
}

/** The table's data as the page holds it: {columns, rows (column-major), shown, count (text)}. */
export async function tableData(page, name) {
  return JSON.parse(
    await page.evaluate(key => {
      const table = window.__page.tables[key];
      return JSON.stringify({
        columns: table.spec.columns,
        rows: table.spec.rows,
        marked: table.spec.marked || {},
        shown: table.shown(),
        count: table.element.querySelector(".dt-count").textContent,
      });
    }, name),
  );
}

const absent = value => value === null || value === undefined || value === "";

/** Order of rows by a column, by comparing each pair once (merge of halves); missing last, equal ones as they were. */
export function orderedApart(values, rows, descending, kind) {
  const number = value => (typeof value === "boolean" ? Number(value) : value);
  const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const order = (a, b) => {
    const [x, y] = [number(values[a]), number(values[b])];
    if (typeof x === "number" && typeof y === "number") return x < y ? -1 : x > y ? 1 : 0;
    if (kind === "time") return x < y ? -1 : x > y ? 1 : 0;
    return collator.compare(String(x), String(y)) || (String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0);
  };
  const merge = list => {
    if (list.length < 2) return list;
    const half = list.length >> 1;
    const [left, right] = [merge(list.slice(0, half)), merge(list.slice(half))];
    const out = [];
    let [i, k] = [0, 0];
    while (i < left.length && k < right.length) {
      const sign = order(left[i], right[k]) * (descending ? -1 : 1);
      out.push(sign <= 0 ? left[i++] : right[k++]);
    }
    return out.concat(left.slice(i), right.slice(k));
  };
  return merge(rows.filter(row => !absent(values[row]))).concat(rows.filter(row => absent(values[row])));
}

/** Filters to try on a column: [typed, predicate on the stored value]. */
export function filtersApart(column, values) {
  const present = values.filter(value => !absent(value));
  const cases = [
    ["=", absent],
    ["!", value => !absent(value)],
  ];
  if (present.length === 0) return cases;
  if (["number", "integer", "duration"].includes(column.kind)) {
    const factor = column.unit === "Ω" ? 1000 : 1;
    const sorted = present.map(value => value * factor).sort((a, b) => a - b);
    const round = value => Number(value.toPrecision(4));
    const [low, middle, high] = [0.25, 0.5, 0.75].map(part => round(sorted[Math.floor(part * (sorted.length - 1))]));
    const shown = value => (absent(value) ? NaN : Number((value * factor).toPrecision(12)));
    cases.push([`>${middle}`, value => shown(value) > middle], [`>=${middle}`, value => shown(value) >= middle]);
    cases.push([`<${high}`, value => shown(value) < high], [`<=${low}`, value => shown(value) <= low]);
    if (low <= high) cases.push([`${low}..${high}`, value => shown(value) >= low && shown(value) <= high]);
    return cases;
  }
  if (column.kind === "flag") return [...cases, ["yes", value => value === true], ["=no", value => value === false]];
  const text = String(present[Math.floor(present.length / 2)]);
  const part = text.slice(0, 3).trim();
  const lower = value =>
    (absent(value) ? "–" : column.kind === "time" ? String(value).replace("T", " ") : String(value)).toLowerCase();
  if (/^[<>=!≤≥–]/.test(part) || part === "" || text.includes("..")) return cases;
  const clean =
    text.trim() === text && column.kind !== "time" ? [[`=${text}`, value => lower(value) === text.toLowerCase()]] : [];
  return [
    ...cases,
    [part, value => lower(value).includes(part.toLowerCase())],
    [`!${part}`, value => !lower(value).includes(part.toLowerCase())],
    ...clean,
  ];
}
