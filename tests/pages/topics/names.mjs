// 4: names that look like markup show as text and do nothing.
import {equal, must, open} from "../lib.mjs";
import {tour} from "./quiet.mjs";

/** Texts of the page's data that look like markup or bite otherwise. */
function biting(data) {
  const found = new Set();
  const walk = value => {
    if (typeof value === "string") {
      if (/[<>&"]|javascript:/.test(value) && value.length < 300) found.add(value);
    } else if (value && typeof value === "object") Object.values(value).forEach(walk);
  };
  const {title, about, tests} = data;
  walk({title, about, tests: (tests || []).map(({name, cell}) => ({name, cell}))});
  return [...found];
}

/** Checks names on the page after a walk through all of it. */
export async function run({browser, page, results}) {
  const names = biting(page.data);
  const own = await open(browser, page.file);
  await tour(own);
  await results.check(page.name, "nothing in the data is executed", async () => {
    equal(await own.evaluate(() => window.__hit), undefined, "window.__hit");
    const injected = await own.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter(
          element =>
            [...element.attributes].some(({name}) => name.startsWith("on")) ||
            element.matches('img, iframe, object, embed, a[href^="javascript:" i]'),
        )
        .map(element => element.outerHTML.slice(0, 120)),
    );
    equal(injected, [], "elements");
    equal(await own.evaluate(() => document.querySelectorAll("script").length <= 6), true, "number of scripts");
  });
  if (names.length === 0) results.skip(page.name, "names that look like markup show as text", "the page has none");
  else {
    await results.check(page.name, "names that look like markup show as text", async () => {
      const text = await own.evaluate(() => document.body.textContent);
      const lost = names.filter(name => !text.includes(name));
      must(lost.length === 0, `not shown as they are: ${JSON.stringify(lost)}`);
      return `${names.length} names`;
    });
  }
  await own.done();
}
