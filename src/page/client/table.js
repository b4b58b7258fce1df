// The table of both pages: choose columns, sort, filter, walk by keyboard, take away as CSV.
import {formatValue, parseFilter, tableBrief, tableCount, tableCsv, tableIsNumeric} from "./tablemodel.js";
import {tableRows, tableUnit} from "./tablemodel.js";
import {TABLE_WINDOW, tableClass, tableColumns, tableDownload, tableDraw, tableElement} from "./tablerows.js";
import {tableGrouped, tableKeys, tableListen, tableSelect} from "./tablerows.js";

/**
 * Builds a table in `host`. `options`: onRow(row) on click and Enter; chosen: keys of the columns shown at first;
 * filters: false for none; onState(state) after each change by the person; cells: {key: (td, row) => …} draws a cell
 * itself; where(row): rows that may be shown at all. Returns {element, state, restore, shown, select, refresh, spec}.
 */
export function makeTable(host, spec, options = {}) {
  const table = {
    spec,
    options,
    columns: options.chosen || tableBrief(spec),
    sort: null,
    filters: {},
    rows: [],
    selected: null,
    active: 0,
    from: 0,
    to: 0,
    rowHeight: 27,
    boxes: {},
    heads: {},
    checks: {},
    windowed: false,
    timers: {},
  };
  const title = spec.title || spec.name;
  table.element = tableElement("section", "dt", null, {"data-table": spec.name, "aria-label": title});
  tableToolbar(table, title);
  table.scroll = tableElement("div", "dt-scroll", null, {role: "region", "aria-label": title, tabindex: "0"});
  table.grid = tableElement("table", "dt-table");
  if (options.onRow) table.grid.setAttribute("role", "grid");
  table.grid.append(tableElement("caption", "dt-caption", spec.note ? `${title}. ${spec.note}` : title));
  table.head = tableElement("thead");
  table.body = tableElement("tbody");
  table.grid.append(table.head, table.body);
  table.scroll.append(table.grid);
  table.element.append(table.scroll);
  if (spec.note) table.element.append(tableElement("p", "dt-note", spec.note, {"aria-hidden": "true"}));
  host.append(table.element);
  tableListen(table);
  tableHead(table);
  tableUpdate(table);
  return {
    element: table.element,
    spec,
    state: () => tableState(table),
    restore: state => tableRestore(table, state),
    shown: () => table.rows.slice(),
    select: row => tableSelect(table, row),
    refresh: () => tableUpdate(table),
  };
}

function tableToolbar(table, title) {
  const bar = tableElement("div", "dt-bar");
  table.count = tableElement("span", "dt-count", "", {role: "status"});
  table.clear = tableElement("button", "dt-button", "Clear filters", {type: "button", hidden: ""});
  table.clear.addEventListener("click", () => {
    tableRestore(table, {...tableState(table), filters: {}});
    tableTell(table);
    table.scroll.focus();
  });
  const csv = tableElement("button", "dt-button", "CSV", {
    type: "button",
    title: "Save the rows and columns that are shown, with all digits",
    "aria-label": `Save ${title} as CSV: what is shown, with all digits`,
  });
  csv.addEventListener("click", () => {
    tableDownload(`${table.spec.name}.csv`, tableCsv(table.spec, tableKeys(table), table.rows));
  });
  bar.append(tableElement("span", "dt-title", title), table.count, table.clear, tableChooser(table), csv);
  table.element.append(bar);
}

/** The list of columns with a box each, and "few" and "all". */
function tableChooser(table) {
  const details = tableElement("details", "dt-chooser");
  details.append(tableElement("summary", "dt-button", "Columns"));
  const panel = tableElement("div", "dt-panel", null, {role: "group", "aria-label": "Columns shown"});
  const choose = keys => {
    table.columns = keys;
    tableHead(table);
    tableUpdate(table);
    tableTell(table);
  };
  const presets = tableElement("div", "dt-presets");
  for (const [text, keys] of [
    ["Few", tableBrief(table.spec)],
    ["All", table.spec.columns.map(column => column.key)],
  ]) {
    const button = tableElement("button", "dt-button", text, {type: "button"});
    button.addEventListener("click", () => choose(keys));
    presets.append(button);
  }
  panel.append(presets);
  for (const column of table.spec.columns) {
    const label = tableElement("label", "dt-choice", null, column.about ? {title: column.about} : {});
    const box = tableElement("input", "", null, {type: "checkbox"});
    box.addEventListener("change", () => {
      const keys = table.columns.filter(key => key !== column.key);
      choose(box.checked ? keys.concat(column.key) : keys.length > 0 ? keys : table.columns);
    });
    table.checks[column.key] = box;
    label.append(box, tableElement("span", "", column.title), tableElement("small", "", tableUnit(column)));
    panel.append(label);
  }
  details.append(panel);
  details.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.firstElementChild.focus();
    event.stopPropagation();
  });
  document.addEventListener("click", event => {
    if (details.open && !details.contains(event.target)) details.open = false;
  });
  return details;
}

/** Header row with a button each, and the row of filter boxes. */
function tableHead(table) {
  const [names, boxes] = [tableElement("tr", "dt-names"), tableElement("tr", "dt-filters")];
  table.boxes = {};
  table.heads = {};
  for (const {column} of tableColumns(table)) {
    const th = tableElement("th", tableClass(column), null, {scope: "col"});
    const sort = tableElement("button", "dt-sort", null, {type: "button", "data-key": column.key});
    const unit = tableUnit(column);
    sort.append(tableElement("span", "dt-name", column.title));
    if (unit) sort.append(tableElement("small", "dt-unit", ` / ${unit}`));
    sort.append(tableElement("span", "dt-arrow", "", {"aria-hidden": "true"}));
    if (column.about) th.title = column.about;
    sort.addEventListener("click", () => tableSortBy(table, column.key));
    th.append(sort);
    names.append(th);
    table.heads[column.key] = th;
    const cell = tableElement("td", tableClass(column));
    cell.append(tableFilterBox(table, column));
    boxes.append(cell);
  }
  table.head.replaceChildren(names, ...(table.options.filters === false ? [] : [boxes]));
  for (const [key, box] of Object.entries(table.checks)) box.checked = table.columns.includes(key);
  tableWidths(table);
}

function tableFilterBox(table, column) {
  const hint = tableIsNumeric(column) ? ">1  2..5" : column.kind === "flag" ? "yes" : "text";
  const box = tableElement("input", "dt-filter", null, {
    type: "search",
    size: "1",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: hint,
    "aria-label": `Filter ${column.title}`,
    title: "text: contains; >1, >=1, <1, <=1; 2..5; =x (= alone: missing); !x (! alone: not missing)",
  });
  box.value = table.filters[column.key] || "";
  box.addEventListener("input", () => {
    clearTimeout(table.timers[column.key]);
    table.timers[column.key] = setTimeout(() => tableFilterBy(table, column.key, box.value), 60);
  });
  table.boxes[column.key] = box;
  return box;
}

function tableFilterBy(table, key, text) {
  if (text.trim()) table.filters[key] = text;
  else delete table.filters[key];
  table.active = 0;
  tableUpdate(table);
  tableTell(table);
}

/** One click: up; two: down; three: the order of the test. */
function tableSortBy(table, key) {
  const before = table.sort && table.sort[0] === key ? table.sort[1] : 0;
  table.sort = before === 0 ? [key, 1] : before === 1 ? [key, -1] : null;
  table.active = 0;
  tableUpdate(table);
  tableTell(table);
}

/** Gives each column the width of its longest text, so that nothing jumps while rows come and go. */
function tableWidths(table) {
  for (const {column, place} of tableColumns(table)) {
    if (table.options.cells && table.options.cells[column.key]) continue;
    const values = table.spec.rows[place];
    let longest = 4;
    const step = Math.max(1, Math.floor(values.length / 5000));
    for (let row = 0; row < values.length; row += step) {
      longest = Math.max(longest, formatValue(column, values[row], true).length);
    }
    table.heads[column.key].style.minWidth = `${Math.min(longest, column.kind === "prose" ? 40 : 26) + 1}ch`;
  }
}

/** Filters, sorts and draws anew. */
function tableUpdate(table) {
  const {spec, options} = table;
  table.rows = tableRows(spec, table.filters, table.sort, options.where);
  table.windowed = table.rows.length > TABLE_WINDOW;
  table.element.classList.toggle("windowed", table.windowed);
  const total = tableCount(spec);
  table.count.textContent = `${tableGrouped(table.rows.length)} of ${tableGrouped(total)} row${total === 1 ? "" : "s"}`;
  table.grid.setAttribute("aria-rowcount", String(table.rows.length + table.head.children.length));
  table.clear.hidden = Object.keys(table.filters).length === 0;
  for (const [key, th] of Object.entries(table.heads)) {
    const direction = table.sort && table.sort[0] === key ? table.sort[1] : 0;
    th.setAttribute("aria-sort", direction > 0 ? "ascending" : direction < 0 ? "descending" : "none");
    th.querySelector(".dt-arrow").textContent = direction > 0 ? "▲" : direction < 0 ? "▼" : "";
  }
  for (const [key, box] of Object.entries(table.boxes)) {
    const column = spec.columns.find(candidate => candidate.key === key);
    box.setAttribute("aria-invalid", String(parseFilter(column, table.filters[key] || "") === false));
    if (document.activeElement !== box) box.value = table.filters[key] || "";
  }
  table.from = table.to = -1;
  if (table.windowed) table.scroll.scrollTop = 0;
  tableDraw(table);
}

/** What the person has chosen: {sort, filters, columns}; columns is null while it is the first choice. */
function tableState(table) {
  const first = table.options.chosen || tableBrief(table.spec);
  const keys = tableKeys(table);
  const same = keys.length === first.length && keys.every(key => first.includes(key));
  return {sort: table.sort ? table.sort.slice() : null, filters: {...table.filters}, columns: same ? null : keys};
}

/** Takes up a state (or null for the first one); what it names and the table lacks is left out. */
function tableRestore(table, state) {
  const known = key => table.spec.columns.some(column => column.key === key);
  const {sort, filters, columns} = state || {};
  Object.values(table.timers).forEach(clearTimeout);
  table.sort = sort && known(sort[0]) ? [sort[0], sort[1] < 0 ? -1 : 1] : null;
  table.filters = {};
  for (const [key, text] of Object.entries(filters || {})) {
    if (known(key) && String(text).trim()) table.filters[key] = String(text);
  }
  const kept = (columns || []).filter(known);
  table.columns = kept.length > 0 ? kept : table.options.chosen || tableBrief(table.spec);
  table.active = 0;
  tableHead(table);
  tableUpdate(table);
}

function tableTell(table) {
  if (table.options.onState) table.options.onState(tableState(table));
}

/** What two states of a table differ in is what its filters say, and nothing else. */
export function isOfFilters(before, after) {
  const bare = state => JSON.stringify([(state && state.sort) || null, (state && state.columns) || null]);
  return bare(before) === bare(after);
}
