// 11: without JavaScript: SVGs and tables are there, and nothing scrolls sideways.
import {must, open} from "../lib.mjs";

/** Counts through the locator engine, which runs although the page's own scripts do not. */
export async function run({browser, page, results}) {
  const own = await open(browser, page.file, {js: false, width: 800});
  await results.check(page.name, "without JavaScript: pictures and tables are there", async () => {
    const pictures = await own.locator("main svg:visible").count();
    const tables = await own.locator("main table:visible").count();
    const rows = await own.locator("main table:visible tbody tr").count();
    const empty = page.kind === "fleet" && page.data.tests.length === 0;
    must(pictures > 0 || empty, "no SVG is seen");
    must(tables > 0 && (rows > 0 || empty), `${tables} tables with ${rows} rows are seen`);
    const body = await own.locator("main").innerText();
    const verdict = page.kind === "test" ? page.data.verdict.text : (page.data.tests[0]?.name ?? "");
    must(body.replace(/\s+/g, " ").includes(verdict.replace(/\s+/g, " ").trim()), `"${verdict}" is not to be read`);
    return `${pictures} pictures, ${tables} tables, ${rows} rows`;
  });
  await results.check(page.name, "without JavaScript: what needs it is not there", async () => {
    for (const selector of [".live:visible button", ".live:visible canvas"])
      must((await own.locator(selector).count()) === 0, `${selector} is seen`);
  });
  await own.done();
}
