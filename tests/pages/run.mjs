// Checks pages in a headless Chromium: `node run.mjs --pages DIR [--reference DIR] [--only TOPIC,…] [--page NAME]`.
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {Results, launch, nameOf, open} from "./lib.mjs";
import {isDocument} from "./topics/document.mjs";

/** Topics in order; each file exports `async function run({browser, page, results, reference})` for one page. */
const TOPICS = [
  "sizes",
  "speed",
  "quiet",
  "names",
  "values",
  "rows",
  "charts",
  "history",
  "sorting",
  "print",
  "widths",
  "access",
  "keyboard",
  "noscript",
  "gaps",
  "fleet",
  "document",
];

const {values: options} = parseArgs({
  options: {pages: {type: "string"}, reference: {type: "string"}, only: {type: "string"}, page: {type: "string"}},
});
if (!options.pages) {
  console.error("usage: node run.mjs --pages DIR [--reference DIR] [--only TOPIC,...] [--page NAME]");
  process.exit(2);
}

/** All pages in a folder and the folders below. */
function pagesIn(folder) {
  return readdirSync(folder, {recursive: true})
    .filter(name => name.endsWith(".html"))
    .sort()
    .map(name => join(folder, name));
}

const only = options.only ? options.only.split(",") : TOPICS;
const results = new Results();
const files = pagesIn(options.pages).filter(file => !options.page || nameOf(file) === options.page);
if (files.length === 0) {
  console.error(`no page (*.html) in ${options.pages}`);
  process.exit(2);
}
const browser = await launch();
console.log(`Chromium ${browser.version()}, ${files.length} pages`);
try {
  for (const file of files) {
    const name = nameOf(file);
    let page = isDocument(file) ? {file, name, kind: "document"} : null;
    if (!page) await results.check(name, "opens", async () => {
      const own = await open(browser, file);
      page = {
        file,
        name,
        ...JSON.parse(await own.evaluate(() => JSON.stringify({kind: window.__page.kind, data: window.__page.data}))),
      };
      await own.done();
    });
    if (!page) continue;
    const suits = topic => (topic === "document") === (page.kind === "document");
    for (const topic of TOPICS.filter(one => only.includes(one) && suits(one))) {
      const {run} = await import(`./topics/${topic}.mjs`);
      await run({browser, page, results, reference: options.reference}).catch(error =>
        results.check(name, topic, () => {
          throw error;
        }),
      );
    }
  }
} finally {
  await browser.close();
}
console.log(
  `${results.passed} passed, ${results.failed} failed${results.skipped > 0 ? `, ${results.skipped} skipped` : ""}`,
);
process.exit(results.failed > 0 ? 1 : 0);
