// Findings by rule, with what the rule means and "show", which zooms to the rows; and the spread by step.
import {makeTable} from "./table.js";
import {tableElement} from "./tablerows.js";
import {pushButton} from "./controls.js";
import {findingWindow} from "./timemodel.js";

/** At most so many findings of a rule are listed at first. */
const FINDINGS_AT_FIRST = 20;

const FINDING_RANKS = ["error", "warning", "info"];

/** Findings by rule, the worst first. */
export function findingRules(findings) {
  const rules = new Map();
  for (const finding of findings) {
    if (!rules.has(finding.rule)) rules.set(finding.rule, {...finding, findings: []});
    const rule = rules.get(finding.rule);
    rule.findings.push(finding);
    if (FINDING_RANKS.indexOf(finding.severity) < FINDING_RANKS.indexOf(rule.severity))
      rule.severity = finding.severity;
  }
  return [...rules.values()].sort((a, b) => FINDING_RANKS.indexOf(a.severity) - FINDING_RANKS.indexOf(b.severity));
}

function findingItem(finding, data, onShow) {
  const item = tableElement("li", "");
  const where = [
    finding.step === null ? "" : `step ${finding.step}`,
    finding.line === null ? "" : `line ${finding.line}`,
  ]
    .filter(Boolean)
    .join(", ");
  item.append(tableElement("span", "", finding.message));
  if (where) item.append(tableElement("span", "soft", ` (${where}) `));
  if (data.rows && data.rows.count > 0 && findingWindow(finding, data.steps)) {
    item.append(
      pushButton("Show", () => onShow(finding), {"aria-label": `Show ${finding.rule}${where ? `, ${where}` : ""}`}),
    );
  }
  return item;
}

function ruleArticle(rule, data, onShow) {
  const article = tableElement("article", "rule");
  const head = tableElement("h3", "");
  head.append(
    tableElement("span", `mark ${rule.severity}`, rule.severity),
    ` ${rule.rule} ${rule.name} `,
    tableElement("span", "soft", `× ${rule.findings.length}`),
  );
  article.append(head);
  if (data.explanations[rule.rule]) article.append(tableElement("p", "", data.explanations[rule.rule]));
  const list = tableElement("ul", "");
  const add = findings => list.append(...findings.map(finding => findingItem(finding, data, onShow)));
  add(rule.findings.slice(0, FINDINGS_AT_FIRST));
  article.append(list);
  if (rule.findings.length > FINDINGS_AT_FIRST) {
    const more = pushButton(`${rule.findings.length - FINDINGS_AT_FIRST} more`, () => {
      add(rule.findings.slice(FINDINGS_AT_FIRST));
      more.remove();
    });
    article.append(more);
  }
  return article;
}

/** Makes the section of quality. Returns {show()}. */
export function makeQualityView(host, data, onShow, onStep, tables) {
  const rules = findingRules(data.findings);
  if (rules.length === 0) host.append(tableElement("p", "", "No rule found anything."));
  rules.forEach(rule => host.append(ruleArticle(rule, data, onShow)));
  const {spread} = data.tables;
  if (spread && spread.count > 0) {
    const place = spread.columns.findIndex(column => column.key === "step");
    tables.spread = makeTable(host, spread, {
      ...(place < 0 ? {} : {onRow: row => onStep(spread.rows[place][row])}),
      onState: () => tables.changed("spread"),
    });
  }
  return {show: async () => {}};
}
