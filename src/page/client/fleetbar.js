// The bar above the fleet: filters, count, and the tabs below it.
import {FLEET_FIELDS, fleetChoices, fleetDefault} from "./fleetmodel.js";
import {tableCounted, tableElement, tableGrouped} from "./tablerows.js";
import {fleetSelect} from "./fleetcompare.js";

/** The views of the page: key and title. */
export const FLEET_VIEWS = [
  ["fleet", "Fleet"],
  ["ranking", "Ranking"],
  ["multiples", "Small multiples"],
  ["compare", "Compare"],
];

/** A list for each field in which the tests differ. */
function fleetFieldBoxes(form, data, change) {
  const boxes = {};
  for (const [field, title] of FLEET_FIELDS) {
    const choices = fleetChoices(data.tests, field);
    if (choices.length < 2) continue;
    const options = [["", "all"], ...choices.map(([value, count]) => [value, `${value} (${count})`])];
    const wrap = fleetSelect(title, "", options, value => change({field: [field, value]}));
    boxes[field] = wrap.lastChild;
    form.append(wrap);
  }
  return boxes;
}

/** The two boxes of the dates. */
function fleetDates(form, change) {
  const dates = {};
  for (const [key, title] of [
    ["from", "Started from"],
    ["to", "to"],
  ]) {
    const wrap = tableElement("label", "field");
    dates[key] = tableElement("input", "", null, {type: "date"});
    dates[key].addEventListener("change", () => change({[key]: dates[key].value}));
    wrap.append(tableElement("span", "", title), dates[key]);
    form.append(wrap);
  }
  return dates;
}

/** Builds the filters in `host`; `change(part)` is told what a person sets. Returns {show(state, shown)}. */
export function fleetFilters(host, data, change) {
  const folded = tableElement("details", "folded");
  folded.open = matchMedia("(min-width: 481px)").matches;
  const form = tableElement("div", "filters", null, {role: "search", "aria-label": "Filter the tests"});
  const text = tableElement("input", "", null, {
    type: "search",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "name, cell, project, …",
  });
  const label = tableElement("label", "field wide");
  label.append(tableElement("span", "", "Text"), text);
  let timer = 0;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({text: text.value}, true), 100);
  });
  form.append(label);
  const boxes = fleetFieldBoxes(form, data, change);
  const verdicts = [
    ["", "all"],
    ["good", "good"],
    ["warning", "warning"],
    ["error", "error"],
    ["running", "running or unknown"],
  ];
  const verdict = fleetSelect("Verdict", "", verdicts, value => change({verdict: value}));
  form.append(verdict);
  const dates = fleetDates(form, change);
  const clear = tableElement("button", "dt-button", "Clear filters", {type: "button"});
  clear.addEventListener("click", () => {
    const {from, to, fields, verdict: none} = fleetDefault();
    change({text: "", from, to, fields, verdict: none});
    text.focus();
  });
  const count = tableElement("span", "count", "", {role: "status"});
  form.append(clear);
  folded.append(tableElement("summary", "", "Filters"), form);
  host.append(folded, count);
  return {
    show: (state, shown) => {
      if (document.activeElement !== text) text.value = state.text;
      for (const [field, box] of Object.entries(boxes)) box.value = state.fields[field] || "";
      verdict.lastChild.value = state.verdict;
      for (const key of ["from", "to"]) dates[key].value = state[key];
      const cells = new Set(shown.map(place => data.tests[place].cell).filter(Boolean)).size;
      count.textContent =
        `${tableGrouped(shown.length)} of ${tableCounted(data.tests.length, "test")}, ` + tableCounted(cells, "cell");
      clear.hidden = !(
        state.text ||
        state.from ||
        state.to ||
        state.verdict ||
        Object.values(state.fields).some(Boolean)
      );
    },
  };
}

/** The tabs; arrow keys walk them. Returns {show(view, ticked), panels}. */
export function fleetTabs(host, onView) {
  const list = tableElement("div", "tabs", null, {role: "tablist", "aria-label": "Views"});
  const [tabs, panels] = [{}, {}];
  host.append(list);
  for (const [key, title] of FLEET_VIEWS) {
    tabs[key] = tableElement("button", "tab", title, {
      type: "button",
      role: "tab",
      id: `tab-${key}`,
      "aria-controls": `view-${key}`,
    });
    panels[key] = tableElement("section", "view", null, {
      role: "tabpanel",
      id: `view-${key}`,
      "aria-labelledby": `tab-${key}`,
      hidden: "",
    });
    tabs[key].addEventListener("click", () => onView(key));
    list.append(tabs[key]);
    host.append(panels[key]);
  }
  list.addEventListener("keydown", event => {
    const keys = FLEET_VIEWS.map(([key]) => key);
    const at = keys.findIndex(key => tabs[key] === event.target);
    const to = {
      ArrowRight: (at + 1) % keys.length,
      ArrowLeft: (at + keys.length - 1) % keys.length,
      Home: 0,
      End: keys.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    onView(keys[to]);
    tabs[keys[to]].focus();
  });
  return {
    panels,
    show: (view, ticked) => {
      for (const [key, title] of FLEET_VIEWS) {
        tabs[key].setAttribute("aria-selected", String(key === view));
        tabs[key].tabIndex = key === view ? 0 : -1;
        panels[key].hidden = key !== view;
        tabs[key].textContent = key === "compare" && ticked > 0 ? `${title} (${ticked})` : title;
        // On a phone the row of views is longer than the screen.
        if (key === view) list.scrollLeft = tabs[key].offsetLeft - list.offsetLeft - list.clientWidth / 3;
      }
    },
  };
}
