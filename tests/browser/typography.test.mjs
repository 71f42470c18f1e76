// Does the check of typography find what is wrong? A page with each fault.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { before, test } from "node:test";

import { openBrowser } from "./reader.mjs";
import { readSite } from "./site.mjs";
import { checkTypography } from "./typography.mjs";

const WORDS = "山上有云，山下有水，云影落在水里，风一吹就散开。".repeat(12);
const GOOD = `
html { font-size: 100%; }
html[data-size] { font-size: 150%; }
body { margin: 0 auto; max-width: 60rem; color: #000; background: #fff; font: 1rem/1.8 "Noto Serif CJK SC", serif; font-synthesis-style: none;
  line-break: strict; overflow-wrap: anywhere; text-autospace: normal; text-spacing-trim: trim-start; }
h1 { text-wrap: balance; }
em { font-style: normal; text-emphasis: filled dot; text-emphasis-position: under right; }
.text { max-width: 38ic; text-align: justify; text-justify: inter-character; }
.text > p { text-indent: 2em; margin: 0; }
.print-only { display: none; }
.reading { display: none; } .scripted .reading { display: block; }
@media print { .print-only { display: block; } nav, .scripted .reading { display: none; } }`;
const SCRIPT = `
const root = document.documentElement;
const show = () => {
  if (localStorage.size) root.dataset.size = "largest";
  if (localStorage.plain) root.dataset.plain = "";
  document.querySelector("button[data-size]")?.setAttribute("aria-pressed", String(!!localStorage.size));
  document.querySelector("button[data-plain]")?.setAttribute("aria-pressed", String(!!localStorage.plain));
};
root.classList.add("scripted");
show();
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("button")) {
    button.addEventListener("click", () => { localStorage[button.dataset.size ? "size" : "plain"] = "1"; show(); });
  }
  show();
});`;
const BUTTONS = '<div class="reading"><button data-size="largest" aria-pressed="false">特大</button><button data-plain aria-pressed="false">简洁版</button></div>';
const page = (name, { main = `<h1>题</h1><div class="text"><p>${WORDS}</p></div>`, buttons = BUTTONS }) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>题</title>
<script src="${name}.js"></script><link rel="stylesheet" href="${name}.css"></head><body class="of-article">${buttons}
<main>${main}</main><footer><p class="print-only">${name}.html</p></footer></body></html>`;
const text = (inside) => `<h1>题</h1><div class="text">${inside}</div>`;

/** A page each, with the rule that it breaks. */
const FAULTS = {
  measure: { css: ".text { max-width: 44ic; }" },
  edges: { css: ".text { text-align: start; }" },
  indent: { css: ".text > p { text-indent: 0; }" },
  leading: { css: ".text { line-height: 1.3; }" },
  body: { css: "body { line-break: auto; text-autospace: no-autospace; }" },
  italics: { main: text(`<p>${WORDS}<i>斜</i></p>`) },
  emphasis: { css: "em { text-emphasis: none; }" },
  width: { css: 'body { font-family: "DejaVu Sans", "Liberation Sans", "Noto Serif CJK SC", serif; }', main: text(`<p>“${WORDS}”</p>`) },
  pairs: { css: ".text { line-break: anywhere; }" },
  headlines: { css: "h1 { text-wrap: wrap; }" },
  overflow: { css: ".text { min-width: 700px; }", as: "width" },
  navigation: { css: "@media print { nav { display: block !important; } }", main: `<nav>去</nav>${text(`<p>${WORDS}</p>`)}` },
  address: { css: "@media print { .print-only { display: none; } }" },
  ink: { css: "@media print { body { color: #777; } }" },
  pages: { css: "@media print { .text { padding-bottom: 400cm; } }" },
  weight: { script: `${SCRIPT}//${"x".repeat(61 * 1024)}` },
  choices: { buttons: "" },
  forgotten: { script: SCRIPT.replace("if (localStorage.size)", "if (false)"), as: "choices" },
  unscripted: { css: ".reading { display: block; }", as: "choices" },
  size: { css: "html { font-size: 16px; }" },
  access: { css: "[data-plain] .text { color: #ddd; }" },
};

let findings;
before(async () => {
  const root = await mkdtemp(path.join(tmpdir(), "kanyin-typography-"));
  for (const [name, { css = "", script = SCRIPT, ...parts }] of Object.entries({ good: {}, ...FAULTS })) {
    await writeFile(path.join(root, `${name}.html`), page(name, parts));
    await writeFile(path.join(root, `${name}.css`), GOOD + css);
    await writeFile(path.join(root, `${name}.js`), script);
  }
  const browser = await openBrowser();
  try {
    ({ findings } = await checkTypography(browser, await readSite(root), { every: true }));
  } finally {
    await browser.close();
    await rm(root, { recursive: true });
  }
});

const of = (name) => findings.filter((finding) => finding.page === `${name}.html`);

test("a page that is well set is not blamed", () => assert.deepEqual(of("good"), []));

for (const [name, { as = name }] of Object.entries(FAULTS)) {
  test(`found: ${name}`, () => {
    assert.ok(of(name).some((finding) => finding.rule === as), JSON.stringify(of(name).slice(0, 4)));
  });
}
