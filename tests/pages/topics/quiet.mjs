// 3: no request but the file, an empty console, the policy holds.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
import {equal, must, open, settle, views} from "../lib.mjs";

/** Opens every view, presses every button that is safe, sorts, filters, moves the pointer over the charts. */
export async function tour(page) {
  for (const view of await views(page)) {
    await view.go(page);
    for (const chart of await page.locator(".u-over:visible").all()) {
      const box = await chart.boundingBox();
      if (box) await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    }
    for (const select of (await page.locator("main select:visible").all()).slice(0, 8)) {
      const values = await select.evaluate(own => [...own.options].map(option => option.value));
      if (values.length > 1) {
        await select.selectOption(values[1]);
        await select.selectOption(values[0]);
      }
    }
    const sort = page.locator(".dt-sort:visible").first();
    if (await sort.count()) await sort.click();
    const filter = page.locator(".dt-filter:visible").first();
    if (await filter.count()) {
      await filter.fill("1");
      await settle(page, 120);
      await filter.fill("");
    }
    await settle(page, 60);
  }
}

/** Checks that the page is silent and closed. */
export async function run({browser, page, results}) {
  const own = await open(browser, page.file);
  await tour(own);
  await results.check(page.name, "no request but the file", async () => {
    const others = own.seen.requests.filter(
      url => !url.startsWith(pathToFileURL(page.file).href) && !url.startsWith("blob:"),
    );
    equal(others, [], "requests");
  });
  await results.check(page.name, "empty console after a walk through all views", async () =>
    equal(own.seen.messages, [], "messages"),
  );
  await results.check(page.name, "nothing of the page breaks its policy", async () =>
    equal(own.seen.violations, [], "violations"),
  );
  await results.check(page.name, "the policy holds", async () => {
    const policy = await own.evaluate(
      () => document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content,
    );
    must(/default-src 'none'/.test(policy || ""), `policy: ${policy}`);
    must(!/unsafe|\*|https?:/.test(policy), `policy lets in more than it should: ${policy}`);
    await own.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.__hit = 'script'";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "http://127.0.0.1:9/x.png";
      document.body.append(image);
      const styled = document.createElement("style");
      styled.textContent = "body { outline: 1px solid red }";
      document.body.append(styled);
    });
    await own.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => null));
    await settle(own);
    must((await own.evaluate(() => window.__hit)) === undefined, "a script that was put in ran");
    for (const directive of ["script-src", "img-src", "style-src", "connect-src"]) {
      must(
        own.seen.violations.some(text => text.startsWith(directive) || text.startsWith("default-src")),
        `${directive} let something in`,
      );
    }
  });
  await results.check(page.name, "no inline handlers, styles or foreign addresses in the file", async () => {
    const text = readFileSync(page.file, "utf8").replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, "");
    must(!/<[^>]+\sstyle\s*=/.test(text), "a style attribute stands in the HTML");
    must(
      !/<[a-z][^>]*\son[a-z]+\s*=\s*["'a-z]/i.test(text.replace(/&[^;\s]+;/g, "").replace(/="[^"]*"/g, '=""')),
      "a handler stands in the HTML",
    );
    must(!/\s(src|href)\s*=\s*"(https?:)?\/\//i.test(text), "an address of another host stands in the HTML");
  });
  await own.done();
}
