// 6: cycle picker, Back and the address restore the view.
import {equal, must, open, ready, settle, views} from "../lib.mjs";

/** What a person would call the view: open view, ranges of the charts, choices, order and filters of the tables, ticks. */
async function fingerprint(page) {
  await settle(page, 350);
  return page.evaluate(() => {
    const round = value => (typeof value === "number" ? Number(value.toPrecision(6)) : null);
    const charts = Object.entries(window.__page.charts)
      .filter(([, chart]) => chart && chart.root && chart.root.getClientRects().length > 0)
      .map(([name, chart]) => [name, round(chart.scales.x.min), round(chart.scales.x.max)]);
    const selected = [
      ...document.querySelectorAll('[role="tab"][aria-selected="true"], nav.sections a[aria-current]'),
    ].map(tab => tab.textContent.replace(/ \(\d+\)/, ""));
    const choices = [
      ...document.querySelectorAll(
        "main select, main input[type=checkbox], main input[type=number], main input[type=date]",
      ),
    ]
      .filter(element => element.getClientRects().length > 0 && !element.closest(".dt-panel"))
      .map(element => (element.type === "checkbox" ? element.checked : element.value));
    const tables = Object.entries(window.__page.tables)
      .filter(([, table]) => table && table.element.getClientRects().length > 0)
      .map(([name, table]) => [name, table.state()]);
    return JSON.stringify({charts, selected, choices, tables});
  });
}

/** Does something, then goes back, forward, and opens the address anew; each must show what it showed. */
async function roundTrip(browser, file, own, act) {
  const before = await fingerprint(own);
  const said = await act(own);
  const after = await fingerprint(own);
  must(after !== before, `nothing changed (${said})`);
  const hash = await own.evaluate(() => location.hash);
  const other = await open(browser, file, {hash});
  equal(await fingerprint(other), after, `the address ${hash} opened anew`);
  await other.done();
  await own.goBack();
  equal(await fingerprint(own), before, "after Back");
  await own.goForward();
  equal(await fingerprint(own), after, "after Forward");
  await own.reload();
  await ready(own);
  equal(await fingerprint(own), after, "after loading anew");
  return hash;
}

async function testPage({browser, page, results}) {
  const own = await open(browser, page.file);
  const time = (await views(own)).find(view => /^time$/i.test(view.name.trim()));
  if (!time || !page.data.rows) {
    results.skip(page.name, "cycle picker, Back, address", "the test has no rows");
    return own.done();
  }
  await time.go(own);
  const picker = own.locator('select[name="cycle"], #cycle, select[aria-label*="ycle"]').first();
  const labelled = own
    .getByLabel(/^cycle/i)
    .locator("visible=true")
    .first();
  const cycles = (await picker.count()) ? picker : labelled;
  const many = new Set(page.data.steps.cycle.filter(cycle => cycle !== null)).size;
  if (many > 1) {
    await results.check(page.name, "cycle picker: Back and the address restore the view", () =>
      roundTrip(browser, page.file, own, async one => {
        must(await cycles.count(), "there is no cycle picker");
        const values = await cycles.evaluate(select => [...select.options].map(option => option.value));
        await cycles.selectOption(values[Math.floor(values.length / 2)]);
        return `cycle ${values[Math.floor(values.length / 2)]}`;
      }),
    );
  } else results.skip(page.name, "cycle picker", "the test has one cycle");
  await own.evaluate(() => {
    location.hash = "";
  });
  await time.go(own);
  await results.check(page.name, "zoom: Back and the address restore the view", () =>
    roundTrip(browser, page.file, own, async one => {
      const over = one.locator(".u-over:visible").first();
      await over.scrollIntoViewIfNeeded();
      const box = await over.boundingBox();
      await one.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
      await one.mouse.down();
      await one.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, {steps: 5});
      await one.mouse.up();
      return "drag";
    }),
  );
  await own.evaluate(() => {
    location.hash = "#steps";
  });
  await settle(own, 350);
  const heads = own.locator('[data-table="steps"] .dt-sort');
  await results.check(page.name, "the order of a table: Back and the address restore the view", () =>
    roundTrip(browser, page.file, own, async () => {
      await heads.nth(1).click();
      return "sorted by the second column";
    }),
  );
  await results.check(page.name, "two orders, and a filter typed letter by letter: Back undoes one after the other", async () => {
    const states = [await fingerprint(own)];
    await heads.nth(0).click();
    states.push(await fingerprint(own));
    await heads.nth(2).click();
    states.push(await fingerprint(own));
    await own.locator('[data-table="steps"] .dt-filter').first().pressSequentially("1..9", {delay: 260});
    states.push(await fingerprint(own));
    must(new Set(states).size === 4, "each change shows");
    for (const before of states.slice(0, 3).reverse()) {
      await own.goBack();
      equal(await fingerprint(own), before, "after Back");
    }
  });
  await own.done();
}

async function fleetPage({browser, page, results}) {
  if (page.data.tests.length < 2) return results.skip(page.name, "Back and the address", "a single test");
  const own = await open(browser, page.file);
  const trips = {
    ticks: async one => one.locator('[data-table="tests"] tbody input[type=checkbox]').nth(1).click(),
    "a filter": async one => one.locator(".filters").getByLabel("Verdict").selectOption("good"),
    text: async one => one.locator(".filters").getByLabel("Text").fill("LFP"),
    "another order of the table": async one =>
      one.locator('[data-table="tests"] .dt-sort[data-key="capacity_ah"]').click(),
    "the order of the table": async one => one.locator('[data-table="tests"] .dt-sort[data-key="soh_pct"]').click(),
    "a filter of the table": async one => one.locator('[data-table="tests"] .dt-filter').nth(1).fill("1"),
    "the axis": async one => one.getByLabel("SOH over").selectOption("cycle"),
    "the view": async one => one.getByRole("tab", {name: /Small multiples/}).click(),
  };
  for (const [name, act] of Object.entries(trips)) {
    await results.check(page.name, `${name}: Back and the address restore the view`, () =>
      roundTrip(browser, page.file, own, act),
    );
  }
  await own.done();
}

/** Checks the history of the page. */
export async function run(context) {
  if (context.page.kind === "fleet") await fleetPage(context);
  else await testPage(context);
}
