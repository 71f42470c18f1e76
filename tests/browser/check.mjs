// Checks a built site, or the editor's pages: node check.mjs [--specimens] FOLDER [KIND…]
//
// With kinds, pages of these kinds alone are looked at, and each must be there. With
// --specimens up to three pages of each kind: for a theme whose pages all say what those
// of another do, which were looked at one and all.
//
// 1. every HTML and CSS file by the rules (markup.mjs)
// 2. every page from the folder: no script, no style of its own, no link that
//    leads nowhere, nothing wider than a telephone (reader.mjs, links.mjs)
// 3. specimens of every kind of page from a host, in light and dark, narrow and
//    wide: nothing keeps a reader out, nothing is loaded from elsewhere (reader.mjs)
// 4. the same under the policy that the site sends of itself (reader.mjs)
// 5. sitemap and feeds are XML and JSON, and what they name exists (feeds.mjs)

import { checkFeeds } from "./feeds.mjs";
import { checkMarkup } from "./markup.mjs";
import { checkFolder, checkHosted, checkPolicy, openBrowser } from "./reader.mjs";
import { KINDS, PROOF_KINDS, readSite, specimens } from "./site.mjs";

/** How many findings are printed in full. */
const SHOWN = 60;

export async function check(root, { kinds, only, few = false } = {}) {
  const site = await readSite(root);
  if (only) site.pages = site.pages.filter((page) => only.includes(page.kind));
  if (few) site.pages = specimens(site.pages);
  const present = new Set(site.pages.map((page) => page.kind));
  const findings = (kinds ?? only ?? (present.has("proof-index") ? PROOF_KINDS : KINDS))
    .filter((kind) => !present.has(kind))
    .map((kind) => ({ rule: "kinds", page: root, detail: `no page of the kind “${kind}”` }));
  const browser = await openBrowser();
  const steps = [
    ["HTML and CSS files by the rules", () => checkMarkup(site)],
    ["pages from the folder, and links", () => checkFolder(browser, site)],
    ["pages from a host, in light and dark, narrow and wide", () => checkHosted(browser, site)],
    // The editor's pages are shown by the preview only.
    ...(present.has("proof-index") ? [] : [["pages under the site's own policy", () => checkPolicy(browser, site)]]),
    ["feeds and sitemap", () => checkFeeds(browser, site)],
  ];
  const summary = [];
  try {
    for (const [name, step] of steps) {
      const start = performance.now();
      const { findings: found, looked } = await step();
      findings.push(...found);
      const many = typeof looked === "number" ? [looked] : Object.values(looked);
      summary.push({ name, looked: many, found: found.length, seconds: (performance.now() - start) / 1000 });
    }
  } finally {
    await browser.close();
  }
  return { site, findings, summary };
}

async function main(root, only, few) {
  const { site, findings, summary } = await check(root, { only, few });
  console.log(`${site.pages.length} pages of ${new Set(site.pages.map((page) => page.kind)).size} kinds in ${root}`);
  for (const { name, looked, found, seconds } of summary) {
    console.log(`  ${name}: ${looked.join(" + ")}, ${found} findings, ${seconds.toFixed(1)} s`);
  }
  for (const { rule, page, detail } of findings.slice(0, SHOWN)) console.log(`${page}: ${rule}: ${detail}`);
  if (findings.length > SHOWN) console.log(`… and ${findings.length - SHOWN} more`);
  const looked = summary.reduce((sum, step) => sum + step.looked.reduce((a, b) => a + b, 0), 0);
  console.log(`browser: ${looked - Math.min(looked, findings.length)} passed, ${findings.length} failed`);
  process.exitCode = findings.length === 0 && looked > 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) {
  const [first, ...others] = process.argv.slice(2);
  const few = first === "--specimens";
  const [root, ...kinds] = few ? others : [first, ...others].filter(Boolean);
  if (!root) throw new Error("usage: node check.mjs [--specimens] FOLDER [KIND…]");
  await main(root, kinds.length > 0 ? kinds : undefined, few);
}
