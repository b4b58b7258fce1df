// Joins a fleet page in node, as assemble.rs does, for work on the client without a build. `node assemble.mjs FLEET.json OUT.html`
import {createHash} from "node:crypto";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {deflateRawSync} from "node:zlib";

const page = fileURLToPath(new URL("../../src/page/", import.meta.url));
const read = name => (existsSync(page + name) ? readFileSync(page + name, "utf8") : "");
const hash = text => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const escaped = text => String(text ?? "–").replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);

/** Modules of the client as they stand in client.rs. */
function modules(name) {
  const source = read("client.rs");
  const list = new RegExp(`const ${name}: [^=]*= modules!\\[([^\\]]*)\\]`).exec(source)?.[1] ?? "";
  return [...list.matchAll(/"([^"]+)"/g)].map(found => found[1]);
}

function joined(names) {
  let text = '"use strict";\n';
  for (const name of names) {
    let [comment, imports] = [false, false];
    for (const raw of read(`client/${name}`).split("\n")) {
      const line = raw.trim();
      comment ||= line.startsWith("/*");
      imports ||= line.startsWith("import ");
      if (!comment && !imports && line && !line.startsWith("//")) text += `${line.replace(/^export /, "")}\n`;
      if (line.endsWith("*/")) comment = false;
      if (line.endsWith(";")) imports = false;
    }
  }
  return text;
}

/** The page of a fleet's JSON. */
export function fleetPage(data) {
  const own = modules("FLEET");
  const client = joined([...modules("COMMON"), ...own]);
  const css = ["page.css", "vendor/uPlot.min.css", "client/table.css", "client/fleet.css"].map(read).join("\n");
  const [first, plot] = ['document.documentElement.classList.add("js")', read("vendor/uPlot.iife.min.js")];
  const policy = `default-src 'none'; script-src ${[first, plot, client].map(hash).join(" ")}; style-src ${hash(css)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const facts = list =>
    `<dl class="facts">${list.map(([name, what]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(what)}</dd></div>`).join("")}</dl>`;
  const rows = data.tests
    .slice(0, 300)
    .map(
      test =>
        `<tr>${[test.name, test.cell, test.chemistry, test.verdict.text, test.soh_pct].map(value => `<td>${escaped(value)}</td>`).join("")}</tr>`,
    );
  const payload = deflateRawSync(JSON.stringify(data), {level: 9}).toString("base64");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(data.title)}</title>
<style>${css}</style><script>${first}</script></head><body class="fleet"><a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="name"><h1>${escaped(data.title)}</h1><p class="about">${data.about.map(([name, what]) => `<span><span class="soft">${escaped(name)}</span> ${escaped(what)}</span> `).join("")}</p></div><div class="actions" id="actions"></div></header>
<main id="main" tabindex="-1"><div class="live" id="fleet"></div>
<section class="static" aria-labelledby="h-tests"><h2 id="h-tests">Tests</h2><figure><svg width="200" height="20" viewBox="0 0 200 20" role="img" aria-label="A line"><path d="M0 10H200" stroke="gray"/></svg></figure><table class="sheet"><caption>Tests</caption><tbody>${rows.join("\n")}</tbody></table></section>
<ul class="notes">${data.notes.map(note => `<li>${escaped(note)}</li>`).join("")}</ul>
<section id="methods" class="part" aria-labelledby="h-methods"><h2 id="h-methods">Methods</h2>${facts(data.methods)}<h3>Provenance</h3>${facts(data.provenance)}</section></main>
<footer class="soft"><p>${escaped(data.tool)}</p></footer><script type="text/plain" id="data">${payload}</script>
<script>${plot}</script><script type="module">${client}</script></body></html>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(process.argv[3], fleetPage(JSON.parse(readFileSync(process.argv[2], "utf8"))));
}
