// The client's modules can be joined: names are unique, files and functions short, and no markup is made of data.
import {test} from "node:test";
import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import {fileURLToPath} from "node:url";

const folder = fileURLToPath(new URL("../../../src/page/client/", import.meta.url));
const files = readdirSync(folder).filter(name => name.endsWith(".js"));
const sources = new Map(files.map(name => [name, readFileSync(folder + name, "utf8")]));
/** Scripts of the client.rs that are not joined with the modules. */
const APART = ["first.js"];

test("names at the top of the modules are unique", () => {
  const seen = new Map();
  for (const [name, text] of sources) {
    if (APART.includes(name)) continue;
    for (const [, , found] of text.matchAll(
      /^(export )?(?:async )?(?:function\*?|class|const|let|var) +([A-Za-z_$][\w$]*)/gm,
    )) {
      assert.ok(!seen.has(found), `${found} stands in ${seen.get(found)} and in ${name}`);
      seen.set(found, name);
    }
  }
});

test("modules import what others export, and export by the word alone", () => {
  for (const [name, text] of sources) {
    assert.doesNotMatch(text, /^export (default|\{|\*)/m, name);
    for (const [, names, from] of text.matchAll(/^import \{([^}]*)\} from "\.\/([\w.]+)";/gm)) {
      assert.ok(sources.has(from), `${name} imports from ${from}`);
      for (const one of names
        .split(",")
        .map(part => part.trim())
        .filter(Boolean)) {
        assert.match(
          sources.get(from),
          new RegExp(`^export (async )?(function\\*?|const|let|class) ${one.replace("$", "\\$")}\\b`, "m"),
          `${name} imports ${one} from ${from}`,
        );
      }
    }
  }
});

test("what a module uses of another it imports", () => {
  const exported = new Map();
  for (const [name, text] of sources)
    for (const [, , found] of text.matchAll(/^export (async )?(?:function\*?|const|let|class) +([\w$]+)/gm))
      exported.set(found, name);
  for (const [name, text] of sources) {
    if (APART.includes(name)) continue;
    const code = text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/^\s*\/\/.*$/gm, "")
      .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
    const imported = [...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, names]) =>
      names.split(",").map(part => part.trim()),
    );
    for (const [found, home] of exported) {
      if (home === name || imported.includes(found)) continue;
      assert.ok(
        !new RegExp(`(?<![.\\w$])${found}\\(`).test(code),
        `${name} calls ${found} of ${home} without importing it`,
      );
    }
    for (const one of imported.filter(Boolean))
      assert.ok(
        code.split(new RegExp(`(?<![\\w$])${one}(?![\\w$])`)).length > 2,
        `${name} imports ${one} and does not use it`,
      );
  }
});

test("files, functions and lines are short; exported functions say what they do", () => {
  for (const [name, text] of sources) {
    const lines = text.split("\n");
    assert.ok(lines.length <= 401, `${name} has ${lines.length} lines`);
    lines.forEach((line, i) => {
      assert.ok([...line].length <= 120, `${name}:${i + 1} has ${[...line].length} columns`);
      if (/^export (async )?function/.test(line))
        assert.match(lines[i - 1] || "", /\*\/$/, `${name}:${i + 1} has no comment`);
      if (!/^(export )?(async )?function/.test(line)) return;
      const end = lines.findIndex((other, k) => k >= i && other === "}");
      assert.ok(end - i < 70, `${name}:${i + 1} has ${end - i + 1} lines`);
    });
  }
});

test("no markup is made of texts", () => {
  for (const [name, text] of sources) {
    assert.doesNotMatch(
      text,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function\(/,
      name,
    );
    assert.doesNotMatch(text, /setAttribute\("style"|Math\.random|Date\.now|new Date\(\)/, name);
  }
});

test("comments stand on lines of their own: joined, what follows goes on the same line", () => {
  for (const [name, text] of sources)
    text.split("\n").forEach((line, i) => {
      const code = line.replace(/"[^"]*"|`[^`]*`/g, "").trim();
      assert.ok(!/^[^/*].*(\/\/ |\/\*)/.test(code), `${name}:${i + 1} has a comment behind code`);
      assert.ok((line.match(/(?<!\\)`/g) || []).length % 2 === 0, `${name}:${i + 1} has a template of several lines`);
    });
});
