// 10a: axe-core finds nothing serious in any view, light and dark.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {equal, open, settle, views} from "../lib.mjs";

/** The source of axe-core. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Serious and critical findings of axe-core on the page as it is. */
export async function axeFindings(page) {
  const found = await page.evaluate(
    tags => window.axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]}),
    TAGS,
  );
  return found.violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(
      ({id, nodes}) =>
        `${id}: ${nodes.length} × ${nodes[0].target.join(" ")} ${(nodes[0].failureSummary || "").split("\n").slice(1, 2).join("").trim().slice(0, 160)}`,
    );
}

/** Checks each view in each theme. */
export async function run({browser, page, results}) {
  for (const [theme, width] of [
    ["light", 1440],
    ["dark", 1440],
    ["light", 360],
  ]) {
    const own = await open(browser, page.file, {theme, width, hash: page.kind === "fleet" ? "#t=0.1.2.3" : ""});
    await own.evaluate(AXE);
    for (const view of await views(own)) {
      await view.go(own);
      await settle(own, 200);
      await results.check(
        page.name,
        `axe-core, ${view.name.trim()}, ${theme}, ${width} px: nothing serious`,
        async () => equal(await axeFindings(own), [], "findings"),
      );
    }
    await own.done();
  }
}
