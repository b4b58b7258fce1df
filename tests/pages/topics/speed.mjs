// 2: time until ready and of a zoom, as ratios to an empty page; reported, not asserted.
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {open, settle, views} from "../lib.mjs";

const EMPTY =
  '<!doctype html><html lang="en" data-ready="1"><title>empty</title><script>window.__page={readyMs:performance.now()}</script><p>x</html>';

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function readyTime(browser, file) {
  const times = [];
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    const own = await open(browser, file);
    times.push({own: await own.evaluate(() => window.__page.readyMs), all: performance.now() - began});
    await own.done();
  }
  return {own: median(times.map(time => time.own)), all: median(times.map(time => time.all))};
}

/** Milliseconds from a key to the next drawn frame, in the page. */
async function zoomTimes(page) {
  return page.evaluate(async () => {
    const chart = Object.values(window.__page.charts).find(
      one => one && one.root && one.root.getClientRects().length > 0,
    );
    if (!chart) return null;
    let target = chart.root;
    while (target && target.tabIndex < 0) target = target.parentElement;
    if (!target) return null;
    target.focus();
    const frame = () => new Promise(resume => requestAnimationFrame(() => setTimeout(resume)));
    const times = [];
    for (const key of ["+", "+", "+", "-", "ArrowRight", "ArrowLeft", "Escape"]) {
      await frame();
      const began = performance.now();
      target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
      const sync = performance.now() - began;
      await frame();
      times.push([sync, performance.now() - began]);
    }
    return times;
  });
}

/** Reports how long the page takes. */
export async function run({browser, page, results}) {
  const folder = mkdtempSync(join(tmpdir(), "empty-page-"));
  try {
    writeFileSync(join(folder, "empty.html"), EMPTY);
    const [empty, full] = [await readyTime(browser, join(folder, "empty.html")), await readyTime(browser, page.file)];
    results.note(
      page.name,
      `ready after ${full.own.toFixed(0)} ms (an empty page ${empty.own.toFixed(0)} ms: ${(full.own / empty.own).toFixed(1)} times); ` +
        `opened in ${full.all.toFixed(0)} ms (${empty.all.toFixed(0)} ms: ${(full.all / empty.all).toFixed(1)} times)`,
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
  const own = await open(browser, page.file);
  const all = await views(own);
  for (const view of [...all.filter(one => /^(time|fleet)/i.test(one.name.trim())), ...all]) {
    await view.go(own);
    await settle(own, 400);
    const times = await zoomTimes(own);
    await settle(own);
    if (!times) continue;
    const most = Math.max(...times.map(([sync]) => sync));
    results.note(
      page.name,
      `zoom in "${view.name}": handled in at most ${most.toFixed(1)} ms, drawn in ${median(times.map(([, all]) => all)).toFixed(0)} ms (median)`,
    );
    break;
  }
  await own.done();
}
