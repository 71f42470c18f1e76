// Each check of an archive can fail: one without a fault, and one for each fault.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";

import { checkArchives } from "./archive.mjs";

const run = promisify(execFile);
const digest = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** An archive with its digests; what is changed in it afterwards is a fault. */
function archive({ main = "", style = "", head = "" } = {}) {
  const manifest = { articles: [{ element: "a1", sha256: digest("春风化雨 日月如流。") }], sha256: "0".repeat(64) };
  const text = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>试刊</title>
${head}<style>body { color: #111; background: #fff; color-scheme: light; } @page { size: A4; } ${style}</style>
</head>
<body class="of-archive">
<main>
<h1>试刊</h1>
<div id="a1">
<h2>春风化雨</h2>
<p>日月如流。</p>
</div>
<p><a href="#a1">回到正文</a></p>
${main}
</main>
<script type="application/json" id="manifest">${JSON.stringify(manifest)}</script>
</body>
</html>
`;
  return text.replace(manifest.sha256, digest(text));
}

/** Archives with faults that do not stand in each other's way: each takes a browser seconds. */
const FAULTY = {
  "rough.html": archive({ main: "<p><b>粗" }),
  "foreign.html": archive({
    main: `<p><img alt="" src="https://elsewhere.invalid/a.png"></p>
<script>void 0</script>
<p onclick="void 0">点</p>
<iframe title="框" srcdoc="框"></iframe>
<p><a href="#a2">去</a> <a href="b.html">去</a></p>
<p id="twice">一</p><p id="twice">又</p>`,
  }).replace("<style>", '<style>@import "https://elsewhere.invalid/b.css"; '),
  "changed.html": archive().replace("日月如流", "日月如梭"),
  "ugly.html": archive({ style: "body { color: #999; background: #aaa; } main { min-inline-size: 700px; } @page { size: letter; }" }),
};

/** The fault, the archive that has it, the rule that must speak, and what it must say. */
const FAULTS = [
  ["an unclosed element", "rough.html", "markup", /Unclosed element|End tag/u],
  ["a picture from elsewhere", "foreign.html", "requests", /elsewhere\.invalid\/a\.png/u],
  ["a style sheet from elsewhere", "foreign.html", "requests", /elsewhere\.invalid\/b\.css/u],
  ["a script", "foreign.html", "markup of its own", /a script/u],
  ["a handler", "foreign.html", "markup of its own", /handler/u],
  ["a frame", "foreign.html", "markup of its own", /leads away/u],
  ["a link to no element", "foreign.html", "markup of its own", /leads nowhere: <a href="#a2"/u],
  ["a link to a file beside it", "foreign.html", "markup of its own", /leads nowhere: <a href="b\.html"/u],
  ["an id that is there twice", "foreign.html", "markup of its own", /two elements have the id “twice”/u],
  ["a changed letter", "changed.html", "digests", /a1 has another text/u],
  ["a change anywhere", "foreign.html", "digests", /as a whole/u],
  ["grey on grey", "ugly.html", "access", /color-contrast/u],
  ["wider than a telephone", "ugly.html", "width", /px wide in 360/u],
  ["paper that is not A4", "ugly.html", "print", /of them A4/u],
];

let found;
before(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kanyin-archives-"));
  try {
    await writeFile(path.join(folder, "good.html"), archive());
    for (const [name, text] of Object.entries(FAULTY)) await writeFile(path.join(folder, name), text);
    await writeFile(path.join(folder, "no-book.epub"), "PK");
    const pages = path.join(folder, "pages", "di-1-qi");
    await mkdir(pages, { recursive: true });
    const page = (link) => `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>试刊</title></head><body class="of-issue"><p><a href="${link}">去</a></p></body></html>\n`;
    for (const [name, link] of [["good", "index.html"], ["broken", "b.html"]]) {
      await writeFile(path.join(pages, "index.html"), page(link));
      await run("python3", ["-m", "zipfile", "-c", path.join(folder, `${name}.zip`), pages]);
    }
    await rm(path.join(folder, "pages"), { recursive: true });
    found = await checkArchives(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const of = (name) => found.findings.filter((finding) => finding.page === name);

for (const [fault, file, rule, detail] of FAULTS) {
  test(`found in an archive: ${fault}`, () => {
    const here = of(file);
    const hit = here.some((finding) => finding.rule === rule && detail.test(finding.detail));
    assert.ok(hit, `“${rule}” says nothing of it; what was found: ${JSON.stringify(here, null, 1)}`);
  });
}

test("found in a book: that it is none", () => assert.notDeepEqual(of("no-book.epub"), []));

test("found in a folder: a link to no file", () => {
  assert.ok(of("broken.zip").some((finding) => /no file/u.test(finding.detail)), JSON.stringify(of("broken.zip")));
});

test("archives without a fault pass", () => assert.deepEqual([...of("good.html"), ...of("good.zip")], []));
