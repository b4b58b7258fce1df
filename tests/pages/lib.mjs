// What the checks share: the browser, pages, the list of results, reading CSV.
import {chromium} from "playwright-core";
import {readFileSync} from "node:fs";
import {basename} from "node:path";
import {pathToFileURL} from "node:url";

/** Flags of the browser; the last one makes sure that no name is ever looked up. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND",
];

/** Starts the browser with a fresh folder of its own. */
export function launch() {
  return chromium.launch({executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS});
}

/** The list of what was checked; prints one line each. */
export class Results {
  constructor() {
    this.passed = 0;
    this.failed = 0;
    this.skipped = 0;
  }

  /** Runs one check; what it throws is its failure; a returned text is printed beside it. */
  async check(page, name, run) {
    const began = Date.now();
    try {
      const said = await run();
      this.passed++;
      console.log(
        `ok    ${page}: ${name}${said ? ` (${said})` : ""}${Date.now() - began > 5000 ? ` [${Date.now() - began} ms]` : ""}`,
      );
    } catch (error) {
      this.failed++;
      const lines = String(error.message || error)
        .split("\n")
        .slice(0, 12)
        .join("\n        ");
      console.log(`FAIL  ${page}: ${name}: ${lines}`);
    }
  }

  /** Says that something could not be checked here, and why. */
  skip(page, name, why) {
    this.skipped++;
    console.log(`skip  ${page}: ${name}: ${why}`);
  }

  /** A number that is reported, not asserted. */
  note(page, text) {
    console.log(`note  ${page}: ${text}`);
  }
}

/** Throws with `message` unless `condition`. */
export function must(condition, message) {
  if (!condition) throw new Error(message);
}

/** Throws unless both are equal as JSON. */
export function equal(found, wanted, message) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  must(a === b, `${message}: found ${String(a).slice(0, 400)}, wanted ${String(b).slice(0, 400)}`);
}

/**
 * Opens a file. `page.seen` gathers requests, console messages, errors and violations of the policy; with `options.js`
 * false it does not wait for the client.
 */
export async function open(browser, file, options = {}) {
  const {hash = "", width = 1440, height = 900, theme = "light", js = true} = options;
  const context = await browser.newContext({
    viewport: {width, height},
    colorScheme: theme,
    javaScriptEnabled: js,
    acceptDownloads: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  page.seen = {requests: [], messages: [], violations: []};
  page.on("request", request => page.seen.requests.push(request.url()));
  page.on("console", message => page.seen.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", error => page.seen.messages.push(`error: ${error.stack || error.message}`));
  page.on("dialog", dialog => {
    page.seen.messages.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  if (js) {
    await page.exposeFunction("__violated", text => page.seen.violations.push(text));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", event => {
        window.__violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }
  await page.goto(url + hash);
  if (js && options.wait !== false) await ready(page);
  page.done = () => context.close();
  return page;
}

/** Waits until the client has drawn the page. */
export async function ready(page) {
  await page
    .waitForFunction(() => document.documentElement.dataset.ready === "1" && window.__page, null, {timeout: 30000})
    .catch(() => must(false, `the page is not ready within 30 s; ${page.seen.messages.slice(0, 3).join(" | ")}`));
}

/** Lets the page draw: two frames, and the delay of typed filters. */
export async function settle(page, milliseconds = 150) {
  await page.waitForTimeout(milliseconds);
  await page.evaluate(() => new Promise(resume => requestAnimationFrame(() => requestAnimationFrame(resume))));
}

/** Name of a page without folder and ending. */
export function nameOf(file) {
  return basename(file).replace(/\.html$/, "");
}

/** Records of a CSV file (RFC 4180), each an object by column. */
export function readCsv(file) {
  return parseCsv(readFileSync(file, "utf8"));
}

/** Records of CSV text: {columns, records}. */
export function parseCsv(text) {
  const rows = [];
  let [row, field, quoted] = [[], "", false];
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") [row, field] = [[...row, field], ""];
    else if (letter === "\n") {
      rows.push([...row, field.replace(/\r$/, "")]);
      [row, field] = [[], ""];
    } else field += letter;
  }
  if (field !== "" || row.length > 0) rows.push([...row, field]);
  const columns = rows.shift() || [];
  return {
    columns,
    records: rows.map(values => Object.fromEntries(columns.map((column, i) => [column, values[i] ?? ""]))),
  };
}

/** Places of the page's views: what is selected to see each of them ({name, go(page)}); every page has at least one. */
export async function views(page) {
  const tabs = await page.evaluate(() => {
    const roles = [...document.querySelectorAll('[role="tab"]')].map(tab => [
      "#" + CSS.escape(tab.id),
      tab.textContent,
    ]);
    const links = [...document.querySelectorAll("nav.sections a")].map(link => [
      `nav.sections a[href="${link.getAttribute("href")}"]`,
      link.textContent,
    ]);
    return roles.length > 0 ? roles : links;
  });
  if (tabs.length === 0) return [{name: "page", go: async () => {}}];
  return tabs.map(([selector, name]) => ({
    name,
    go: async own => {
      await own.evaluate(found => document.querySelector(found).click(), selector);
      await settle(own);
    },
  }));
}

/** All tables of the page that are on it: names of window.__page.tables. */
export function tableNames(page) {
  return page.evaluate(() =>
    Object.entries(window.__page.tables)
      .filter(([, table]) => table)
      .map(([name]) => name),
  );
}

/** Brings a table into the view that shows it; false when none does. */
export async function showTable(page, name) {
  const seen = () =>
    page.evaluate(key => {
      const table = window.__page.tables[key];
      return Boolean(table && table.element.isConnected && table.element.getClientRects().length > 0);
    }, name);
  if (await seen()) return true;
  for (const view of await views(page)) {
    await view.go(page);
    if (await seen()) return true;
  }
  return false;
}
