// 9: 360, 800 and 1440 px, light and dark: no sideways scroll in any view.
import {equal, open, views} from "../lib.mjs";

/** Elements that stand out of the page to the right and are not inside something that scrolls by itself. */
export function tooWide(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
      element => element.getBoundingClientRect().right > root.clientWidth + 0.5,
    );
    return [
      `scrolls ${root.scrollWidth} > ${root.clientWidth}`,
      ...wide.slice(-3).map(element => `${element.tagName}.${element.getAttribute("class")}`),
    ];
  });
}

/** Checks each view at each width. */
export async function run({browser, page, results}) {
  for (const theme of ["light", "dark"]) {
    for (const width of [360, 800, 1440]) {
      await results.check(page.name, `${width} px, ${theme}: no sideways scroll`, async () => {
        const own = await open(browser, page.file, {width, theme, hash: page.kind === "fleet" ? "#t=0.1.2.3" : ""});
        for (const view of await views(own)) {
          await view.go(own);
          equal(await tooWide(own), [], view.name);
        }
        const ground = await own.evaluate(() =>
          getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number),
        );
        equal(ground.reduce((sum, part) => sum + part, 0) / 3 < 128, theme === "dark", "the ground is dark");
        await own.done();
      });
    }
  }
}
