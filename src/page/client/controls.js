// Controls: labelled selects, checkboxes, buttons and groups of choices.
import {tableElement} from "./tablerows.js";

let controlNumber = 0;

/** A label with a control in it. */
export function labelled(text, control, className = "field") {
  const label = tableElement("label", className);
  label.append(tableElement("span", "soft", text), control);
  return label;
}

/** A select; `options` are pairs of value and text. */
export function selectBox(text, options, value, onChange) {
  const select = tableElement("select", "control");
  for (const [key, name] of options) select.append(tableElement("option", "", name, {value: key}));
  select.value = value;
  select.addEventListener("change", () => onChange(select.value));
  return {element: labelled(text, select), select};
}

/** A button. */
export function pushButton(text, onClick, attributes = {}) {
  const button = tableElement("button", "button", text, {type: "button", ...attributes});
  button.addEventListener("click", onClick);
  return button;
}

/** A choice of one among a few, as radio buttons that look like one bar. */
export function choiceBar(text, options, value, onChange) {
  const group = tableElement("fieldset", "choices");
  group.append(tableElement("legend", "soft", text));
  const name = `choice${++controlNumber}`;
  const inputs = {};
  for (const [key, title] of options) {
    const label = tableElement("label", "choice");
    const input = tableElement("input", "", null, {type: "radio", name, value: key});
    input.checked = key === value;
    input.addEventListener("change", () => onChange(key));
    inputs[key] = input;
    label.append(input, tableElement("span", "", title));
    group.append(label);
  }
  return {element: group, set: key => inputs[key] && (inputs[key].checked = true)};
}

/** A checkbox with its label. */
export function checkBox(text, checked, onChange) {
  const label = tableElement("label", "check");
  const input = tableElement("input", "", null, {type: "checkbox"});
  input.checked = checked;
  input.addEventListener("change", () => onChange(input.checked));
  label.append(input, tableElement("span", "", text));
  return {element: label, input};
}

/** At most `most` of a list: the first, the last, and evenly between. */
export function evenly(list, most) {
  if (list.length <= most) return list.slice();
  return Array.from({length: most}, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}

/** A column of a small table that stands beside a chart. */
export function plainColumn(key, title, unit = "", decimals = 4, kind = "number") {
  return {key, title, unit, kind, decimals, about: "", brief: true};
}
