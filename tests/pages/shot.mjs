// Pictures of a page: `node shot.mjs FILE.html OUT_PREFIX [hash] [widths] [themes]`
import {chromium} from "playwright-core";
import {pathToFileURL} from "node:url";
const [file, prefix, hash = "", widths = "1440,800,360", themes = "light,dark", script = ""] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
for (const theme of themes.split(","))
  for (const width of widths.split(",").map(Number)) {
    const page = await browser.newPage({viewport: {width, height: 900}, colorScheme: theme});
    page.on("console", m => console.log("console", m.type(), m.text()));
    page.on("pageerror", e => console.log("pageerror", e.stack));
    await page.goto(pathToFileURL(file) + hash);
    await page.waitForSelector("html[data-ready]", {timeout: 10000}).catch(e => console.log(e.message));
    if (script) await page.evaluate(script);
    await page.waitForTimeout(300);
    await page.screenshot({path: `${prefix}-${width}-${theme}.png`, fullPage: process.env.FULL !== "0"});
    await page.close();
  }
await browser.close();
