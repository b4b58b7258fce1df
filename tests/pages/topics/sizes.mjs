// 1: sizes.
import {statSync} from "node:fs";
import {must} from "../lib.mjs";

/** Checks the file's size against what is promised of such a page. */
export async function run({page, results}) {
  const bytes = statSync(page.file).size;
  const total = page.data.rows ? page.data.rows.total : 0;
  const isA123 = /a123/i.test(page.name) && total < 30000;
  const limit = page.kind === "test" && isA123 ? 300_000 : 2_000_000;
  const what = page.kind === "fleet" ? `${page.data.tests.length} tests` : `${total} rows`;
  await results.check(page.name, `size at most ${limit / 1000} kB`, async () => {
    must(bytes <= limit, `${bytes} bytes for ${what}`);
    return `${(bytes / 1000).toFixed(0)} kB, ${what}`;
  });
}
