// The rows of the table: drawn, windowed, walked by keyboard, printed.
import {formatValue, tableCount, tableIsMissing, tableIsNumeric, tableMarks} from "./tablemodel.js";

/** Beyond this many rows only the visible ones are in the document. */
export const TABLE_WINDOW = 2000;
/** Rows above and below the visible ones that are kept ready. */
const TABLE_MARGIN = 12;
/** Rows of a windowed table that are printed. */
const TABLE_PRINTED = 500;

/** A new element with a class, a text and attributes. */
export function tableElement(tag, className, text, attributes) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  return element;
}

/** A count with its thousands apart: 12,345. */
export function tableGrouped(count) {
  return count.toLocaleString("en-US");
}

/** A count with its noun: "1 test", "12 tests". */
export function tableCounted(count, noun) {
  return `${tableGrouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Gives the person a file made in the page. */
export function tableDownload(name, text) {
  const url = URL.createObjectURL(new Blob([text], {type: "text/csv;charset=utf-8"}));
  const link = tableElement("a", "", "", {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Keys of the shown columns, in the order of the table. */
export function tableKeys(table) {
  return table.spec.columns.map(column => column.key).filter(key => table.columns.includes(key));
}

/** The shown columns with their places in the table. */
export function tableColumns(table) {
  const all = table.spec.columns.map((column, place) => ({column, place}));
  return all.filter(({column}) => table.columns.includes(column.key));
}

/** Class of the cells of a column: how it is set, and whether print leaves it out. */
export function tableClass(column) {
  const align = tableIsNumeric(column) ? "num" : column.kind === "prose" ? "prose" : "txt";
  return column.brief ? align : `${align} extra`;
}

/** Draws the rows that are to be seen, with room above and below for the others. */
export function tableDraw(table, all) {
  let [from, to] = [0, table.rows.length];
  if (table.windowed && all) to = Math.min(to, TABLE_PRINTED);
  if (table.windowed && !all) {
    const height = table.scroll.clientHeight || 600;
    from = Math.max(0, Math.floor(table.scroll.scrollTop / table.rowHeight) - TABLE_MARGIN);
    to = Math.min(table.rows.length, from + Math.ceil(height / table.rowHeight) + 2 * TABLE_MARGIN);
  }
  if (from === table.from && to === table.to && !all) return;
  const focused = table.body.contains(document.activeElement) && document.activeElement.tagName === "TR";
  table.from = from;
  table.to = to;
  const columns = tableColumns(table);
  const rows = [];
  table.reach = table.active >= from && table.active < to ? table.active : from;
  for (let place = from; place < to; place++) rows.push(tableRow(table, columns, place));
  if (table.windowed && !all) {
    rows.unshift(tableSpace(from * table.rowHeight, columns.length));
    rows.push(tableSpace((table.rows.length - to) * table.rowHeight, columns.length));
  }
  if (table.windowed && all) rows.push(tableMore(table, to, columns.length));
  if (table.rows.length === 0) rows.push(tableEmpty(table, columns.length));
  table.body.replaceChildren(...rows);
  if (focused && !all && to > from) tableFocus(table, Math.min(Math.max(table.active, from), to - 1));
  tableMeasure(table);
}

/** Takes the height of a row from the drawn ones: letters may be larger than planned. */
function tableMeasure(table) {
  if (!table.windowed) return;
  const tr = table.body.querySelector("tr[data-row]");
  const height = tr ? tr.getBoundingClientRect().height : 0;
  if (height < 1 || Math.abs(height - table.rowHeight) < 0.25) return;
  table.rowHeight = height;
  table.from = -1;
  tableDraw(table);
}

function tableRow(table, columns, place) {
  const row = table.rows[place];
  const tr = tableElement("tr", row === table.selected ? "chosen" : "", null, {"data-row": String(row)});
  tr.setAttribute("aria-rowindex", String(place + 1 + table.head.children.length));
  if (table.options.onRow) {
    tr.tabIndex = place === table.reach ? 0 : -1;
    tr.setAttribute("aria-selected", String(row === table.selected));
  }
  for (const {column, place: at} of columns) {
    const value = table.spec.rows[at][row];
    const td = tableElement("td", tableClass(column));
    const own = table.options.cells && table.options.cells[column.key];
    if (own) own(td, row);
    else {
      td.textContent = formatValue(column, value, tableMarks(table.spec, column.key).has(row));
      if (tableIsMissing(value)) td.classList.add("missing");
    }
    tr.append(td);
  }
  return tr;
}

function tableSpace(height, span) {
  const tr = tableElement("tr", "dt-space", null, {"aria-hidden": "true"});
  const td = tableElement("td", "", null, {colspan: String(span)});
  td.style.height = `${height}px`;
  tr.append(td);
  return tr;
}

function tableMore(table, printed, span) {
  const tr = tableElement("tr", "dt-empty");
  const [first, all] = [tableGrouped(printed), tableGrouped(table.rows.length)];
  const text = `The first ${first} of ${all} rows; the page on screen holds all.`;
  tr.append(tableElement("td", "", text, {colspan: String(span)}));
  return tr;
}

function tableEmpty(table, span) {
  const tr = tableElement("tr", "dt-empty");
  const text = tableCount(table.spec) === 0 ? "There are no rows." : "No row passes the filters.";
  tr.append(tableElement("td", "", text, {colspan: String(span)}));
  return tr;
}

/** Joins scrolling, keys, clicks and printing to the table. */
export function tableListen(table) {
  table.scroll.addEventListener(
    "scroll",
    () => {
      if (table.windowed) tableDraw(table);
    },
    {passive: true},
  );
  if (typeof ResizeObserver === "function") {
    new ResizeObserver(() => {
      if (table.windowed) tableDraw(table);
    }).observe(table.scroll);
  }
  window.addEventListener("beforeprint", () => tableDraw(table, true));
  window.addEventListener("afterprint", () => {
    table.from = -1;
    tableDraw(table);
  });
  if (!table.options.onRow) return;
  table.body.addEventListener("click", event => {
    const tr = event.target.closest("tr[data-row]");
    if (!tr || event.target.closest("a, button, input, label") || String(window.getSelection())) return;
    tableChoose(table, tr);
  });
  table.body.addEventListener("keydown", event => tableKey(table, event));
}

function tableChoose(table, tr) {
  const row = Number(tr.dataset.row);
  tableFocus(table, table.rows.indexOf(row));
  tableSelect(table, row);
  table.options.onRow(row);
}

/** Marks a row as the selected one (null for none). */
export function tableSelect(table, row) {
  table.selected = row;
  for (const tr of table.body.querySelectorAll("tr[data-row]")) {
    tr.classList.toggle("chosen", Number(tr.dataset.row) === row);
    if (table.options.onRow) tr.setAttribute("aria-selected", String(Number(tr.dataset.row) === row));
  }
}

function tableKey(table, event) {
  if (event.target.tagName !== "TR" || event.altKey || event.ctrlKey || event.metaKey) return;
  const last = table.rows.length - 1;
  const page = Math.max(1, Math.floor(table.scroll.clientHeight / table.rowHeight) - 3);
  const place = table.rows.indexOf(Number(event.target.dataset.row));
  const to = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: last,
  }[event.key];
  if (to !== undefined) tableFocus(table, Math.min(Math.max(to, 0), last), true);
  else if (event.key === "Enter" || event.key === " ") tableChoose(table, event.target);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Moves the focus to the row at `place`; with `show` it is scrolled into sight below the header first. */
export function tableFocus(table, place, show) {
  table.active = place;
  if (table.windowed && show) {
    const top = place * table.rowHeight;
    const lowest = top + table.rowHeight + table.head.offsetHeight - table.scroll.clientHeight;
    if (top < table.scroll.scrollTop) table.scroll.scrollTop = top;
    else if (lowest > table.scroll.scrollTop) table.scroll.scrollTop = lowest;
    tableDraw(table);
  }
  const before = table.body.querySelector('tr[tabindex="0"]');
  const tr = table.body.querySelector(`tr[data-row="${table.rows[place]}"]`);
  if (!tr) return;
  if (before) before.tabIndex = -1;
  tr.tabIndex = 0;
  tr.focus({preventScroll: true});
  if (!show || table.windowed) return;
  tr.style.scrollMarginTop = `${table.head.offsetHeight + 2}px`;
  tr.scrollIntoView({block: "nearest", inline: "nearest"});
}
