// What a table shows, without a document: values as text, filters, order and CSV. Node tests import it as it is.

/** Collator of texts: case does not matter, numbers inside count as numbers ("cell 9" before "cell 10"). */
const tableCollator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});

/** Sign of a missing value; never a zero. */
export const TABLE_MISSING = "–";

/** Whether a value is missing: null, undefined, not a number, an empty text. */
export function tableIsMissing(value) {
  if (typeof value === "number") return !Number.isFinite(value);
  return value === null || value === undefined || value === "";
}

/** Whether the column holds numbers (and so is set to the right and filtered by number). */
export function tableIsNumeric(column) {
  return column.kind === "integer" || column.kind === "number" || column.kind === "duration";
}

/** Unit as it is shown: resistances in mΩ, durations without one (h:mm:ss says it). */
export function tableUnit(column) {
  if (column.kind === "duration") return "";
  return column.unit === "Ω" ? "mΩ" : column.unit || "";
}

/** A stored number in the unit that is shown. */
export function tableShown(column, value) {
  return column.unit === "Ω" ? tableExact(value * 1000) : value;
}

/** A number without the noise of reckoning: 0.3 of 0.1 + 0.2, so that `=0.3` and `<=0.3` find it. */
function tableExact(value) {
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

/** Seconds as h:mm:ss.d, rounded once to the tenth. */
export function tableDuration(seconds) {
  const tenths = Math.round(Math.abs(seconds) * 10);
  const whole = Math.floor(tenths / 10);
  const two = number => String(number).padStart(2, "0");
  const text = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${tenths % 10}`;
  return seconds < 0 && tenths > 0 ? `-${text}` : text;
}

function tableNumber(value, decimals) {
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-15)) return value.toExponential(4);
  const text = Number.isInteger(decimals) ? value.toFixed(decimals) : String(Number(value.toPrecision(6)));
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** The one home for how a value is shown: `–` for missing, `*` before a marked one, mΩ for Ω, h:mm:ss.d. */
export function formatValue(column, value, marked) {
  if (tableIsMissing(value)) return TABLE_MISSING;
  const star = marked ? "*" : "";
  if (typeof value === "boolean") return star + (value ? "yes" : "no");
  if (typeof value !== "number") {
    return star + (column.kind === "time" ? String(value).replace("T", " ") : String(value));
  }
  if (column.kind === "duration") return star + tableDuration(value);
  if (column.kind === "integer") return star + tableNumber(value, Number.isInteger(value) ? 0 : undefined);
  return star + tableNumber(tableShown(column, value), column.decimals);
}

/** Number that a person typed in a filter, in the shown unit; h:mm:ss counts in a duration. NaN when it is none. */
export function tableTyped(column, text) {
  const typed = text.trim().replace("−", "-");
  if (column.kind === "duration" && /^-?\d+(:\d{1,2}){1,2}(\.\d+)?$/.test(typed)) {
    const sum = typed
      .replace("-", "")
      .split(":")
      .reduce((total, part) => total * 60 + Number(part), 0);
    return typed.startsWith("-") ? -sum : sum;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed) ? Number(typed) : NaN;
}

function tableCompareFilter(column, operator, text) {
  const holds = {
    ">": order => order > 0,
    ">=": order => order >= 0,
    "<": order => order < 0,
    "<=": order => order <= 0,
  }[operator];
  if (!tableIsNumeric(column)) {
    return value => !tableIsMissing(value) && holds(tableCompare(column, String(value), text));
  }
  const bound = tableTyped(column, text);
  if (Number.isNaN(bound)) return null;
  return value => !tableIsMissing(value) && holds(tableExact(tableShown(column, value)) - bound);
}

function tableRangeFilter(column, low, high) {
  if (column.kind === "time") {
    const [from, to] = [low.replace(" ", "T"), high.replace(" ", "T")];
    return value => !tableIsMissing(value) && value >= from && (to === "" || value.slice(0, to.length) <= to);
  }
  const from = low === "" ? -Infinity : tableTyped(column, low);
  const to = high === "" ? Infinity : tableTyped(column, high);
  if (Number.isNaN(from) || Number.isNaN(to) || (low === "" && high === "")) return null;
  return value => {
    const shown = tableIsMissing(value) ? NaN : tableExact(tableShown(column, value));
    return shown >= from && shown <= to;
  };
}

function tableEqualFilter(column, text) {
  if (text === "" || text === TABLE_MISSING) return value => tableIsMissing(value);
  const typed = tableIsNumeric(column) ? tableTyped(column, text) : NaN;
  const wanted = text.toLowerCase();
  return value =>
    !tableIsMissing(value) &&
    (tableExact(tableShown(column, value)) === typed || formatValue(column, value).toLowerCase() === wanted);
}

function tableContainsFilter(column, text) {
  const wanted = text.toLowerCase();
  return (value, marked) => formatValue(column, value, marked).toLowerCase().includes(wanted);
}

/**
 * Filter of one column from what was typed: `text` contains, `>1` `>=1` `<1` `<=1`, `2..5` (either end may be left
 * out), `=x` equals (`=` alone: missing), `!x` does not (contain; `!` alone: not missing). Returns a function of
 * (value, marked); null for an empty box; false for what cannot be read.
 */
export function parseFilter(column, typed) {
  const text = typed.trim();
  if (text === "") return null;
  const compared = /^(>=|<=|≥|≤|>|<)(.*)$/s.exec(text);
  if (compared) {
    const operator = {"≥": ">=", "≤": "<="}[compared[1]] || compared[1];
    if (compared[2].trim() === "") return false;
    return tableCompareFilter(column, operator, compared[2].trim()) || false;
  }
  if (text.startsWith("=")) return tableEqualFilter(column, text.slice(1).trim());
  if (text.startsWith("!")) {
    const rest = text.slice(1).trim().replace(/^=/, "");
    const inner =
      rest === "" || tableIsNumeric(column) || text.startsWith("!=")
        ? tableEqualFilter(column, rest)
        : tableContainsFilter(column, rest);
    return (value, marked) => !inner(value, marked);
  }
  const range = /^(.*?)\.\.(.*)$/s.exec(text);
  if (range && (tableIsNumeric(column) || column.kind === "time")) {
    return tableRangeFilter(column, range[1].trim(), range[2].trim()) || false;
  }
  return tableContainsFilter(column, text);
}

/** Order of two present values of a column. */
export function tableCompare(column, a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (column.kind === "time") return a < b ? -1 : a > b ? 1 : 0;
  const order = tableCollator.compare(String(a), String(b));
  return order !== 0 ? order : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** Rows (places) in the order of one column, stable, missing last in both directions. `direction` is 1 or -1. */
export function sortRows(column, values, rows, direction) {
  const present = rows.filter(row => !tableIsMissing(values[row]));
  const missing = rows.filter(row => tableIsMissing(values[row]));
  present.sort((a, b) => direction * tableCompare(column, values[a], values[b]));
  return present.concat(missing);
}

/** Rows that pass every filter (`{key: typed}`) and `where(row)`, in the order of `sort` (`[key, 1|-1]` or null). */
export function tableRows(spec, filters, sort, where) {
  const tests = [];
  spec.columns.forEach((column, place) => {
    const test = filters[column.key] ? parseFilter(column, filters[column.key]) : null;
    if (test) tests.push({test, values: spec.rows[place], marked: tableMarks(spec, column.key)});
  });
  let rows = [];
  for (let row = 0; row < tableCount(spec); row++) {
    if (where && !where(row)) continue;
    if (tests.every(({test, values, marked}) => test(values[row], marked.has(row)))) rows.push(row);
  }
  const place = sort ? spec.columns.findIndex(column => column.key === sort[0]) : -1;
  if (place >= 0) rows = sortRows(spec.columns[place], spec.rows[place], rows, sort[1]);
  return rows;
}

/** How many rows the table holds. */
export function tableCount(spec) {
  return spec.rows.length > 0 ? spec.rows[0].length : 0;
}

const tableMarkSets = new WeakMap();

/** Set of the rows whose value in column `key` is marked. */
export function tableMarks(spec, key) {
  if (!tableMarkSets.has(spec)) tableMarkSets.set(spec, {});
  const sets = tableMarkSets.get(spec);
  if (!sets[key]) sets[key] = new Set((spec.marked && spec.marked[key]) || []);
  return sets[key];
}

/** One field as RFC 4180 has it. */
export function tableCsvField(value) {
  if (tableIsMissing(value)) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV (RFC 4180) of these rows and columns: keys as header, full digits, stored units, nothing for a missing value. */
export function tableCsv(spec, keys, rows) {
  const places = keys.map(key => spec.columns.findIndex(column => column.key === key)).filter(place => place >= 0);
  const lines = [places.map(place => tableCsvField(spec.columns[place].key)).join(",")];
  for (const row of rows) lines.push(places.map(place => tableCsvField(spec.rows[place][row])).join(","));
  return lines.join("\r\n") + "\r\n";
}

/** Keys of the columns that are shown at first: the brief ones, else the first eight. */
export function tableBrief(spec) {
  const brief = spec.columns.filter(column => column.brief).map(column => column.key);
  return brief.length > 0 ? brief : spec.columns.slice(0, 8).map(column => column.key);
}
