// 10b: the whole page by keyboard: all is reached, focus is seen, nothing holds it.
import {equal, must, open, settle, views} from "../lib.mjs";

/** What can be reached by Tab in the page as it is, in order, each with a number of its own. */
function reachable(page) {
  return page.evaluate(() => {
    const list = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
      element => {
        if (element.tabIndex < 0 || element.disabled) return false;
        if (element.tagName === "SUMMARY" && element.parentElement.tagName !== "DETAILS") return false;
        if (element.type === "radio" && !element.checked) return false;
        return (
          element.getClientRects().length > 0 &&
          getComputedStyle(element).visibility !== "hidden" &&
          element.checkVisibility({contentVisibilityAuto: true})
        );
      },
    );
    list.forEach((element, i) => {
      element.dataset.checkNumber = String(i);
    });
    return list.map(
      element =>
        `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") || element.textContent.trim().slice(0, 30) || element.id}`,
    );
  });
}

/** Presses Tab until it has gone round; says which were reached, and which were not seen to have focus. */
async function walk(page, count) {
  const [reached, dim] = [new Set(), []];
  await page.evaluate(() => {
    document.activeElement.blur();
    window.scrollTo(0, 0);
  });
  for (let i = 0; i < count + 20; i++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      return {
        number: element.dataset.checkNumber,
        seen: outlined || style.boxShadow !== "none",
        inside: box.bottom > 0 && box.top < innerHeight,
        name: `${element.tagName} ${element.className}`,
      };
    });
    if (now === null || now.number === undefined) {
      if (now === null && reached.size >= count) break;
      continue;
    }
    if (reached.has(now.number)) {
      if (reached.size >= count) break;
      continue;
    }
    reached.add(now.number);
    if (!now.seen || !now.inside)
      dim.push(`${now.name}${now.seen ? "" : " has no outline"}${now.inside ? "" : " is out of sight"}`);
  }
  return {reached, dim};
}

async function tableKeys(own, name) {
  const rows = own.locator(`[data-table="${name}"] tbody tr[tabindex="0"]`);
  if ((await rows.count()) === 0) return "rows do nothing";
  await rows.first().focus();
  const place = () => own.evaluate(() => Number(document.activeElement.getAttribute("aria-rowindex")));
  const first = await place();
  const total = await own.evaluate(key => window.__page.tables[key].shown().length, name);
  if (total > 1) {
    await own.keyboard.press("ArrowDown");
    must((await place()) === first + 1, "ArrowDown does not go to the next row");
    await own.keyboard.press("End");
    must((await place()) === first + total - 1, `End goes to ${await place()}, not ${first + total - 1}`);
    must(
      await own.evaluate(() => {
        const [row, scroll] = [
          document.activeElement.getBoundingClientRect(),
          document.activeElement.closest(".dt-scroll").getBoundingClientRect(),
        ];
        return row.top >= scroll.top - 1 && row.bottom <= scroll.bottom + 1;
      }),
      "the last row is out of sight",
    );
    await own.keyboard.press("Home");
    must((await place()) === first, "Home does not go to the first row");
  }
  return `${total} rows`;
}

/** Checks each view by keyboard. */
export async function run({browser, page, results}) {
  const large = page.kind === "fleet" && page.data.tests.length > 120;
  const own = await open(browser, page.file, {
    hash: page.kind === "fleet" && page.data.tests.length > 2 ? "#t=0.1.2" : "",
  });
  for (const view of await views(own)) {
    await view.go(own);
    const list = await reachable(own);
    if (large && list.length > 400) {
      results.skip(page.name, `by keyboard, ${view.name.trim()}`, `${list.length} stops; the smaller fleet is walked`);
      continue;
    }
    await results.check(page.name, `by keyboard, ${view.name.trim()}: all is reached and seen`, async () => {
      const {reached, dim} = await walk(own, list.length);
      const lost = list.filter((_, i) => !reached.has(String(i)));
      equal(lost.slice(0, 8), [], `${lost.length} of ${list.length} not reached`);
      equal(dim.slice(0, 5), [], "focus that is not seen");
      return `${list.length} stops`;
    });
    const names = await own.evaluate(() =>
      Object.entries(window.__page.tables)
        .filter(([, table]) => table && table.element.getClientRects().length > 0)
        .map(([name]) => name),
    );
    for (const name of names) await results.check(page.name, `by keyboard, table ${name}`, () => tableKeys(own, name));
    await settle(own);
  }
  await own.done();
}
