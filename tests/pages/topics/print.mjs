// 8: printed: nothing clipped, the verdict on page 1.
import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {equal, must, open, settle} from "../lib.mjs";

/** A4 within margins of 12 mm, in CSS pixels. */
const WIDTH = 703;

/** Text of each page of a PDF; null where pdftotext is not there. */
function pagesOf(file) {
  try {
    const options = {encoding: "utf8", maxBuffer: 1 << 28};
    const [laid, raw] = ["-layout", "-raw"].map(way =>
      execFileSync("pdftotext", [way, file, "-"], options).split("\f"),
    );
    return laid.map((text, i) => `${text}\n${raw[i] ?? ""}`);
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

const squeezed = text => text.replace(/[\s\u00ad]+/g, "");

/** Elements that reach beyond the paper or hide what they hold. */
export function clipped(page) {
  return page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("svg") && element.tagName !== "svg") continue;
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const style = getComputedStyle(element);
      if (style.clipPath !== "none" || style.visibility === "hidden") continue;
      const say = why =>
        found.push(
          `${why}: ${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ${element.textContent.trim().slice(0, 40)}`,
        );
      if (box.right > innerWidth + 1.5) say(`ends at ${Math.round(box.right)} of ${innerWidth}`);
      else if (
        style.overflowX !== "visible" &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.tagName !== "svg"
      )
        say("hides what is to the right");
      else if (
        style.overflowY !== "visible" &&
        element.scrollHeight > element.clientHeight + 2 &&
        element.tagName !== "svg"
      )
        say("hides what is below");
    }
    return found.slice(0, 6);
  });
}

/** Numbers in cells that stand on more than one line. */
export function broken(page) {
  return page.evaluate(() => {
    const found = [];
    for (const cell of document.querySelectorAll("td")) {
      const text = cell.textContent.trim();
      if (!/^\*?-?[\d:.]+$/.test(text) || cell.getClientRects().length === 0) continue;
      const range = document.createRange();
      range.selectNodeContents(cell);
      const tops = new Set([...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top)));
      if (tops.size > 1) found.push(text);
    }
    return found.slice(0, 8);
  });
}

/** Checks the page on paper. */
export async function run({browser, page, results}) {
  const own = await open(browser, page.file, {width: WIDTH, height: 1000});
  const folder = mkdtempSync(join(tmpdir(), "page-print-"));
  const file = join(folder, "page.pdf");
  try {
    writeFileSync(file, await own.pdf({format: "A4", printBackground: true, preferCSSPageSize: true}));
    const pages = pagesOf(file);
    const verdict = page.kind === "test" ? page.data.verdict.text : page.data.title;
    if (pages) {
      await results.check(
        page.name,
        page.kind === "test" ? "printed: the verdict on page 1" : "printed: the title and counts on page 1",
        async () => {
          must(squeezed(pages[0]).includes(squeezed(verdict)), `page 1 has no "${verdict}"`);
          for (const [name, what] of page.kind === "fleet" ? page.data.about.slice(0, 2) : [])
            must(squeezed(pages[0]).includes(squeezed(name + what)), `page 1 has no ${name} ${what}`);
          return `${pages.length - 1} pages, ${(statSync(file).size / 1000).toFixed(0)} kB`;
        },
      );
      await results.check(page.name, "printed: titles, reasons and methods are all there", async () => {
        const text = squeezed(pages.join(" "));
        const wanted = page.data.methods
          .flat()
          .concat(page.kind === "test" ? page.data.tiles.filter(tile => tile.missing).map(tile => tile.missing) : []);
        if (page.kind === "fleet")
          page.data.tests
            .slice(0, 300)
            .filter(test => /^[\x20-\x7e]+$/.test(test.name))
            .forEach(test => wanted.push(test.name));
        equal(
          wanted.filter(one => !text.includes(squeezed(one))),
          [],
          "not on paper",
        );
      });
    } else results.skip(page.name, "printed: the verdict on page 1", "pdftotext is not there");
    await own.emulateMedia({media: "print"});
    await settle(own);
    await results.check(page.name, "printed: nothing is clipped", async () => equal(await clipped(own), [], "clipped"));
    await results.check(page.name, "printed: no number is broken over lines", async () =>
      equal(await broken(own), [], "broken"),
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
  await own.done();
}
