// A document of a template: no script in it, everything else as of a page: silent, closed, readable, printable.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {equal, must, open, settle} from "../lib.mjs";
import {AXE, axeFindings} from "./access.mjs";
import {broken, clipped} from "./print.mjs";
import {tooWide} from "./widths.mjs";

/** Whether a file is such a document: pages have a client. */
export function isDocument(file) {
  return !readFileSync(file, "utf8").includes("<script");
}

async function quiet({browser, page, results}) {
  const own = await open(browser, page.file, {wait: false});
  await settle(own);
  await results.check(page.name, "document: no request, no message, nothing that breaks its policy", async () => {
    equal(
      own.seen.requests.filter(url => !url.startsWith(pathToFileURL(page.file).href)),
      [],
      "requests",
    );
    equal(own.seen.messages, [], "messages");
    equal(own.seen.violations, [], "violations");
    const policy = await own.evaluate(
      () => document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content,
    );
    must(/default-src 'none'/.test(policy || "") && !/script-src|https?:|\*/.test(policy), `policy: ${policy}`);
  });
  await results.check(page.name, "document: a title, and of each part a heading with something below it", async () => {
    const bare = await own.evaluate(() => {
      const found = document.title.trim() ? [] : ["no title"];
      for (const heading of document.querySelectorAll("h1, h2")) {
        const next = heading.nextElementSibling;
        if (!next || (heading.tagName === "H2" && /^H[12]$/.test(next.tagName))) found.push(heading.textContent);
      }
      return found;
    });
    equal(bare, [], "bare headings");
  });
  await results.check(page.name, "document: figures are drawn, and said in words", async () => {
    const figures = await own.evaluate(() =>
      [...document.querySelectorAll("svg")].map(svg => ({
        wide: svg.getBoundingClientRect().width,
        said: (svg.getAttribute("aria-label") || svg.querySelector("title, desc")?.textContent || "").trim(),
      })),
    );
    must(figures.length > 0, "no figure");
    must(
      figures.every(figure => figure.wide > 200 && figure.said),
      `figures: ${JSON.stringify(figures)}`,
    );
  });
  await own.done();
}

/** Checks the document. */
export async function run(context) {
  const {browser, page, results} = context;
  await quiet(context);
  for (const theme of ["light", "dark"]) {
    for (const width of [360, 800, 1440]) {
      await results.check(page.name, `document, ${width} px, ${theme}: no sideways scroll, axe-core`, async () => {
        const own = await open(browser, page.file, {width, theme, wait: false});
        equal(await tooWide(own), [], "too wide");
        await own.evaluate(AXE);
        equal(await axeFindings(own), [], "findings");
        await own.done();
      });
    }
  }
  await results.check(page.name, "document, printed: nothing is clipped, no number broken over lines", async () => {
    const own = await open(browser, page.file, {width: 703, height: 1000, wait: false});
    await own.emulateMedia({media: "print"});
    await settle(own);
    equal(await clipped(own), [], "clipped");
    equal(await broken(own), [], "broken");
    await own.done();
  });
}
