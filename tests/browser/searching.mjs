// Asks the search page of a built site, and compares what it shows with a scan.
//
// node searching.mjs FOLDER [QUERIES]: samples queries from the texts of a built site,
// each asked in a browser that knows nothing yet, and says how many were answered
// rightly, how many bytes the worst one moved, and how large the index is.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import { openBrowser } from "./reader.mjs";
import { readSite, serve } from "./site.mjs";

/** The most that a step of a query may move. */
const MOST_BYTES = 200_000;

/** The policy that a careful host sends. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'";

/** Width, case and dress, as src/site/search/FORMAT.md has them: what the program and its script hold for the same. */
export function fold(text) {
  return text
    .replace(/[\uff01-\uff5e]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/["'“”„‟‘’‚‛「」『』]/gu, '"')
    .replace(/[~—–―─−〜]/gu, "-")
    .replace(/[•・‧]/gu, "·")
    .replaceAll("⋯", "…")
    .replace(/[A-Z\u00c0-\u052f]/gu, (c) => (c.toLowerCase().length === 1 ? c.toLowerCase() : c));
}

const words = (query) => fold(query).split(/\s+/u).filter(Boolean);

/** Whether an article, given as its texts, has every word of a query. */
export function has(texts, query) {
  return words(query).every((word) => texts.some((text) => text.includes(word)));
}

/** A pseudo-random whole number below `n`, the same in every run. */
export function dice(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Asks on an open page and reads all hits, step by step; what is shown of each, and how many steps it took. */
export function ask(page, query, chosen = {}) {
  return page.evaluate(runQuery, { query, chosen });
}

/** Runs in the page. */
async function runQuery({ query, chosen }) {
  const home = document.getElementById("search");
  const form = home.querySelector("form");
  const more = document.getElementById("search-more");
  const status = document.getElementById("search-status");
  const rest = async () => {
    const end = performance.now() + 20_000;
    do {
      if (performance.now() > end) throw new Error(`no answer to “${query}”: ${status.textContent}`);
      await new Promise((done) => setTimeout(done, 0));
    } while (home.hasAttribute("aria-busy"));
  };
  form.elements.q.value = query;
  for (const select of form.querySelectorAll("select")) select.value = chosen[select.name] ?? "";
  form.requestSubmit();
  await rest();
  let steps = 1;
  const first = status.textContent;
  while (!more.parentElement.hidden) {
    more.click();
    await rest();
    steps += 1;
  }
  const read = (item) => ({
    href: item.querySelector(".headline a").getAttribute("href"),
    marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
    text: item.textContent,
  });
  const shown = [...document.querySelectorAll("#search-hits > li")].map(read);
  return { shown, steps, first, status: status.textContent };
}

/** Runs of a text in which a match may stand. */
export const runs = (texts) => texts.flatMap((text) => text.split(/\s+/u)).filter(Boolean);

/** A query that stands in an article. */
export function present(random, articles, length) {
  for (;;) {
    const all = runs(articles[random(articles.length)].texts);
    const run = [...all[random(all.length)]];
    if (run.length < length) continue;
    const at = random(run.length - length + 1);
    return run.slice(at, at + length).join("");
  }
}

/** A query whose pairs each stand somewhere, and that stands nowhere as a whole; null if none was found. */
export function absent(random, articles, length) {
  for (let tries = 0; tries < 50; tries += 1) {
    let query = present(random, articles, 2);
    for (let looks = 0; [...query].length < length && looks < 2000; looks += 1) {
      const last = [...query].at(-1);
      const all = runs(articles[random(articles.length)].texts);
      const run = [...all[random(all.length)]];
      const at = run.indexOf(last);
      if (at >= 0 && at + 1 < run.length) query += run[at + 1];
    }
    if ([...query].length === length && !articles.some(({ texts }) => has(texts, query))) return query;
  }
  return null;
}

/** The articles of a built site as its index has them, folded. */
async function articlesOf(root) {
  const articles = [];
  let bytes = 0;
  const files = await readdir(path.join(root, "search/texts"));
  for (const file of files) {
    const script = await readFile(path.join(root, "search/texts", file), "utf16le");
    for (const [href, , , , head, body] of JSON.parse(script.slice(script.indexOf(",") + 1, script.lastIndexOf(")")))) {
      const texts = [...head, ...body.map(([, text]) => text)];
      for (const text of texts) bytes += Buffer.byteLength(text);
      articles.push({ href, texts: texts.map(fold) });
    }
  }
  return { articles, bytes };
}

/** Bytes of the files of `site` below `folder`. */
async function weight(site, folder) {
  let [bytes, count] = [0, 0];
  for (const file of [...site.files].filter((name) => name.startsWith(folder))) {
    bytes += (await readFile(path.join(site.root, file))).length;
    count += 1;
  }
  return { bytes, count };
}

async function main(root, queries) {
  const site = await readSite(root);
  const { articles, bytes } = await articlesOf(site.root);
  const [lists, filters, index, texts] = await Promise.all(["search/pairs/", "search/filters/", "search/index.js", "search/texts/"].map((folder) => weight(site, folder)));
  const found = lists.bytes + filters.bytes + index.bytes;
  console.log(`${articles.length} articles, ${bytes} bytes of text`);
  console.log(`index: ${found} bytes, ${((100 * found) / bytes).toFixed(1)} % of the text; pairs ${lists.bytes} in ${lists.count} files, filters ${filters.bytes} in ${filters.count}, manifest ${index.bytes}`);
  console.log(`texts to show and to check with: ${texts.bytes} bytes in ${texts.count} files, ${((100 * texts.bytes) / bytes).toFixed(1)} %`);
  const host = await serve(site, { "content-security-policy": POLICY });
  const browser = await openBrowser();
  const random = dice(7);
  const rows = [];
  for (let number = 0; number < queries; number += 1) {
    const length = [1, 2, 2, 3, 3, 4, 5, 6, 8, 12][number % 10];
    const query = number % 3 === 2 && length > 2 ? absent(random, articles, length) : present(random, articles, length);
    if (query === null) continue;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${host.address}search.html`);
    await page.waitForFunction(() => !document.querySelector(".filters").hidden);
    const { first, status } = await one(page, host, query);
    const expected = articles.filter(({ texts: its }) => has(its, query)).length;
    // A count that is final must be right; what is still open must have looked at something.
    const open = (await page.locator(".more").isVisible()) && /核对/u.test(status);
    const said = status.startsWith("没有") ? 0 : Number(/\d+/u.exec(status)?.[0]);
    rows.push({ query, first: first + index.bytes, expected, status, open, wrong: !open && said !== expected });
    await context.close();
  }
  await browser.close();
  await host.close();
  const worst = [...rows].sort((a, b) => b.first - a.first);
  const sum = rows.reduce((total, row) => total + row.first, 0);
  console.log(`${rows.length} queries: the first step moved ${Math.round(sum / rows.length)} bytes on average, at most ${worst[0].first} (“${worst[0].query}”)`);
  for (const row of worst.slice(0, 5)) console.log(`  ${row.first} bytes, “${row.query}”: ${row.expected} articles have it; ${row.status}`);
  const open = rows.filter((row) => row.open);
  console.log(`${rows.length - open.length} were answered in full by the first step or counted exactly, ${open.length} had articles left to check`);
  const wrong = rows.filter((row) => row.wrong);
  for (const row of wrong) console.log(`WRONG: “${row.query}”: ${row.expected} articles have it; ${row.status}`);
  const heavy = worst.filter((row) => row.first > MOST_BYTES);
  for (const row of heavy) console.log(`HEAVY: “${row.query}” moved ${row.first} bytes`);
  if (wrong.length > 0 || heavy.length > 0) process.exitCode = 1;
}

/** Asks one query and waits for its first step. */
async function one(page, host, query) {
  const start = host.moved();
  await page.fill("#q", query);
  await page.press("#q", "Enter");
  await page.waitForFunction(() => !document.getElementById("search").hasAttribute("aria-busy") && document.getElementById("search-status").textContent !== "");
  return { first: host.moved() - start, status: await page.textContent("#search-status") };
}

if (process.argv[1] === import.meta.filename) {
  const [root, queries] = process.argv.slice(2);
  if (!root) throw new Error("usage: node searching.mjs FOLDER [QUERIES]");
  await main(root, Number(queries ?? 200));
}
