// 5a: every cell of every table equals the CSV beside it, rounded.
import {existsSync} from "node:fs";
import {join} from "node:path";
import {must, open, readCsv, showTable, tableNames} from "../lib.mjs";
import {readTable, showAll, tableData} from "../tables.mjs";

/** What is wrong with a shown text against the value of the CSV; null when it is right. */
export function wrong(column, shown, value) {
  const text = shown.replace(/^\*/, "");
  if (value === "") return shown === "–" ? null : `shows ${shown} where nothing is known`;
  if (["number", "integer", "duration"].includes(column.kind)) {
    const wanted = Number(value) * (column.unit === "Ω" ? 1000 : 1);
    if (column.kind === "duration") {
      const parts = /^(-?)(\d+):([0-5]\d):([0-5]\d\.\d)$/.exec(text);
      if (!parts) return `${shown} is no duration`;
      const seconds = (parts[1] ? -1 : 1) * (Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4]));
      return Math.abs(seconds - wanted) <= 0.05 + 1e-8 * Math.abs(wanted) ? null : `${shown} is not ${value} s`;
    }
    const decimals = (/\.(\d+)$/.exec(text) || ["", ""])[1].length;
    const asked = column.kind === "integer" && Number.isInteger(wanted) ? 0 : column.decimals;
    if (!/^-?\d+(\.\d+)?$/.test(text)) return `${shown} is no number`;
    if (Number.isInteger(asked) && decimals !== asked)
      return `${shown} has ${decimals} digits behind the point, not ${asked}`;
    const error = Math.abs(Number(text) - wanted);
    return error <= 0.5 * 10 ** -decimals + 2e-9 * Math.abs(wanted) + 1e-12 ? null : `${shown} is not ${value} rounded`;
  }
  if (column.kind === "flag") return {true: "yes", false: "no"}[value] === text ? null : `${shown} is not ${value}`;
  if (column.kind === "time")
    return text.replace(" ", "T") === value.replace(" ", "T") ? null : `${shown} is not ${value}`;
  return text.trim() === value.trim() ? null : `${JSON.stringify(shown)} is not ${JSON.stringify(value)}`;
}

/** Names of CSV columns where they are not those of the page. */
const OTHERS = {
  tests: {
    name: "experiment",
    ce_pct: "coulombic_efficiency_pct",
    r10s_ohm: "dcir_10s_discharge_ohm",
    errors: "findings_error",
    warnings: "findings_warning",
    infos: "findings_info",
    // The page says it in words, the CSV as one.
    verdict: "",
  },
};

async function compare(own, name, file) {
  const {columns: header, records} = readCsv(file);
  await showAll(own, name);
  const {columns} = await tableData(own, name);
  const rows = await readTable(own, name);
  must(rows.length === records.length, `${rows.length} rows on the page, ${records.length} in the CSV`);
  const pairs = columns
    .map(column => [column, OTHERS[name]?.[column.key] ?? column.key])
    .filter(([, key]) => header.includes(key));
  const absent =
    name === "tests" ? [] : header.filter(key => key !== "experiment" && !columns.some(column => column.key === key));
  must(absent.length === 0, `columns of the CSV that the page has not: ${absent.join(", ")}`);
  const faults = [];
  for (const {row, cells} of rows) {
    for (const [column, key] of pairs) {
      const fault = wrong(column, cells[column.key], records[row][key]);
      if (fault) faults.push(`row ${row}, ${column.key}: ${fault}`);
    }
  }
  must(faults.length === 0, `${faults.length} cells:\n${faults.slice(0, 8).join("\n")}`);
  return `${rows.length} rows, ${pairs.length} columns`;
}

/** Checks the tables that have a CSV beside them. */
export async function run({browser, page, results, reference}) {
  if (!reference) return results.skip(page.name, "tables equal the CSV", "no --reference");
  const own = await open(browser, page.file);
  let compared = 0;
  for (const name of ["steps", "cycles", "pulses", ...(page.kind === "fleet" ? ["tests"] : [])]) {
    const file =
      name === "tests"
        ? [`${page.name}.csv`, "fleet.csv"].map(one => join(reference, one)).find(existsSync)
        : join(reference, `${page.name}.${name}.csv`);
    if (!file || !existsSync(file)) continue;
    compared++;
    await results.check(page.name, `every cell of ${name} equals the CSV, rounded`, async () => {
      const there = (await tableNames(own)).includes(name) || (await showTable(own, name));
      if (!there && readCsv(file).records.length === 0) return "no rows";
      must(there, "the page has no such table");
      must(await showTable(own, name), "no view shows the table");
      return compare(own, name, file);
    });
  }
  if (compared === 0) results.skip(page.name, "tables equal the CSV", "no CSV beside this page");
  await own.done();
}
