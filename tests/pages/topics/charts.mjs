// Charts: no tick has its neighbour's number, none is empty, and a pulse begins at 0.
import {must, open, settle, views} from "../lib.mjs";

/** What is shown of each chart: its ticks, and the limits of its x axis. */
function shown(own) {
  return own.evaluate(() =>
    Object.entries(window.__page.charts)
      .filter(([, plot]) => plot.root.offsetParent !== null)
      .map(([name, plot]) => ({
        name,
        ticks: plot.axes.map(axis => (axis._values || []).filter(text => text !== "" && text !== null)),
        x: [plot.scales.x.min, plot.scales.x.max],
      })),
  );
}

/** Charts whose axes are there though nothing is on them. */
function empty(own) {
  return own.evaluate(() =>
    [...document.querySelectorAll("figure.chart")]
      .filter(figure => figure.offsetParent !== null && !figure.querySelector(".plot").hidden)
      .filter(figure => {
        const canvas = figure.querySelector("canvas");
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        // Grid and letters are grey: what is drawn in colours, or as dark as ink where no letter stands, is a curve.
        const [left, right] = [canvas.width * 0.2, canvas.width * 0.95];
        const colours = new Set();
        for (let y = 0; y < canvas.height * 0.75; y++)
          for (let x = Math.floor(left); x < right; x++) {
            const at = (y * canvas.width + x) * 4;
            if (data[at + 3] > 200) colours.add(`${data[at] >> 4},${data[at + 1] >> 4},${data[at + 2] >> 4}`);
          }
        return colours.size < 2;
      })
      .map(figure => figure.dataset.chart),
  );
}

/** Looks at every section's charts. */
export async function run({browser, page, results}) {
  if (page.kind !== "test") return;
  const own = await open(browser, page.file);
  for (const view of await views(own)) {
    await view.go(own);
    await settle(own, 300);
    const charts = await shown(own);
    if (charts.length === 0) continue;
    await results.check(page.name, `charts of ${view.name.trim()}: each tick has a number of its own`, async () => {
      for (const {name, ticks} of charts)
        for (const texts of ticks)
          must(new Set(texts).size === texts.length, `${name} has the ticks ${texts.join(" ")}`);
      return charts.map(({name}) => name).join(", ");
    });
    await results.check(page.name, `charts of ${view.name.trim()}: none is empty`, async () => {
      const bare = await empty(own);
      must(bare.length === 0, `nothing is drawn in ${bare.join(", ")}`);
    });
    const pulses = charts.find(({name}) => name === "pulses");
    if (pulses)
      await results.check(page.name, "pulses begin at 0", async () => {
        const [low, high] = pulses.x;
        must(low > -0.1 * (high - low), `the time in the pulse runs from ${low} to ${high} s`);
      });
  }
  await own.done();
}
