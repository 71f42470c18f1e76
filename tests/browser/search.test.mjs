// The search page of a site of some hundred articles, in a browser: every query finds
// the articles that a scan finds and no other, from a host under a strict policy and
// from the disk. The texts are made here, of few characters, so that pairs meet
// everywhere; the scan knows nothing of the index.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { openBrowser } from "./reader.mjs";
import { POLICY, absent, ask, dice, fold, has, present } from "./searching.mjs";
import { readSite, serve } from "./site.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PROGRAM = process.env.KANYIN ?? path.join(ROOT, "target/release/kanyin");
const ISSUES = 24;
const PER_ISSUE = 15;
/** What texts are made of: characters that follow each other at random. */
const WORDS = [..."法治春风水河长安村镇人民发展中国上下大小一二三老新路桥", "𠮷野", "𡈽", "GDP", "５G", "12345", "Kanyin", "É", "，", "、", "“", "”", "——", "·", "　", " "];
const CITIES = ["赤水市", "盘州市", "贵阳市"];
const COLUMNS = ["要闻", "法治在线"];
const HOSTILE = "<img/src=x/onerror=document.title='broken'>";

let folder, site, host, browser;
/** The articles: where each stands, its texts as they are searched, and what it is about. */
const articles = [];
/** What is a draft, and what stands only in it. */
const SECRET = "未定稿之密文";

/** A text of about so many words that begins and ends with one. */
function text(random, count) {
  const made = Array.from({ length: count }, () => WORDS[random(WORDS.length)]).join("");
  return `甲${made.trim()}。`;
}

async function write(file, content) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function publication() {
  const random = dice(20261126);
  await write(path.join(folder, "kanyin.yaml"), "title: 河口日报\n");
  await write(path.join(folder, "topics.yaml"), "水利:\n  kind: 议题\n交通:\n  kind: 议题\n");
  for (let issue = 0; issue < ISSUES; issue += 1) {
    const date = `${2024 + (issue % 3)}-0${1 + (issue % 9)}-1${issue % 10}`;
    const at = path.join(folder, "content", `no-${issue}`);
    await write(path.join(at, "_issue.md"), `---\ndate: ${date}\n---\n`);
    for (let number = 0; number < PER_ISSUE; number += 1) {
      const [title, deck] = [text(random, 6), text(random, 5)];
      const paragraphs = Array.from({ length: 1 + random(6) }, () => text(random, 4 + random(30)));
      if (issue === 3 && number === 3) paragraphs.push(`${HOSTILE}。`);
      const about = { city: CITIES[random(3)], column: COLUMNS[random(2)], topic: ["水利", "交通"][random(2)], year: date.slice(0, 4) };
      const head = [`title: '${title}'`, `subtitle: '${deck}'`, "byline: 记者 刘娟", `city: ${about.city}`, `column: ${about.column}`, `topics: [${about.topic}]`];
      await write(path.join(at, `a${number}.md`), `---\n${head.join("\n")}\n---\n\n${paragraphs.join("\n\n")}\n`);
      articles.push({ href: `article/no-${issue}/a${number}.html`, about, texts: [title, deck, "记者 刘娟", ...paragraphs].map(fold) });
    }
    await write(path.join(at, "draft.md"), `---\ntitle: 稿\ndraft: true\n---\n\n${SECRET}。\n`);
  }
}

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kanyin-search-"));
  await publication();
  await promisify(execFile)(PROGRAM, ["--site", folder, "build"]);
  site = await readSite(path.join(folder, "public"));
  host = await serve(site, { "content-security-policy": POLICY });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The search page, ready, and what it complained of. */
async function open(address = host.address, query = "") {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("dialog", (dialog) => dialog.dismiss());
  await page.goto(`${address}search.html${query}`);
  await page.waitForFunction(() => !document.querySelector(".filters").hidden);
  return { page, complaints };
}

const scan = (query, chosen = {}) => articles
  .filter(({ about, texts }) => Object.entries(chosen).every(([kind, value]) => about[kind] === value) && has(texts, query))
  .map(({ href }) => href)
  .sort();

/** Asks, and holds the answer against a scan. */
async function compare(page, query, chosen) {
  const answer = await ask(page, query, chosen);
  const found = answer.shown.map(({ href }) => href).sort();
  const expected = scan(query, chosen);
  assert.deepEqual(found, expected, `“${query}” ${JSON.stringify(chosen ?? {})}: ${found.length} found, ${expected.length} have it`);
  assert.match(answer.status, found.length > 0 ? new RegExp(`^找到 ${found.length} 篇$`, "u") : /^没有找到/u, query);
  for (const { href, marks } of answer.shown) {
    const terms = fold(query).split(/\s+/u).filter(Boolean);
    for (const term of terms) {
      // A mark may be of two terms that lie over each other.
      assert.ok(marks.some((mark) => fold(mark).includes(term) || term.includes(fold(mark))), `“${term}” is not marked in ${href}: ${marks}`);
    }
  }
  return answer;
}

/** Queries of 1 to 12 characters that stand in articles, and some that do not though all their pairs do. */
function sampled(count, seed) {
  const random = dice(seed);
  const queries = [];
  for (let number = 0; queries.length < count; number += 1) {
    const length = 1 + (number % 12);
    const query = number % 4 === 3 && length > 2 ? absent(random, articles, length) : present(random, articles, length);
    if (query !== null) queries.push(query);
  }
  return queries;
}

test("queries of 1 to 12 characters find what a scan finds, from a host", async () => {
  const { page, complaints } = await open();
  const queries = sampled(240, 1);
  assert.ok(queries.filter((query) => scan(query).length === 0).length > 30, "some stand nowhere");
  for (const query of queries) await compare(page, query);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("so they do from the disk", async () => {
  const { page, complaints } = await open(`${pathToFileURL(site.root).href}/`);
  for (const query of sampled(60, 2)) await compare(page, query);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("letters, numbers, rare characters, several words, other dress", async () => {
  const { page } = await open();
  const queries = [
    "GDP", "gdp", "ＧＤＰ", "5g", "12345", "234", "kanyin", "KANYIN", "é", "𠮷", "𠮷野", "𡈽", "法", "，", "——", "「",
    "法治 春风", "gdp 12345 𠮷", "法治　发展", "法 法", "  中国  ", "没有", "龘", "龘龘龘", "'", "\\", "刘娟", "记者 刘娟", "__proto__", "constructor",
  ];
  for (const query of queries) await compare(page, query);
  await page.close();
});

test("what is chosen narrows what is found", async () => {
  const { page } = await open();
  const cases = [
    ["法治", { city: "赤水市" }],
    ["法", { year: "2025", column: "要闻" }],
    ["", { topic: "水利", city: "盘州市" }],
    ["gdp 中", { city: "贵阳市", topic: "交通", column: "法治在线", year: "2024" }],
  ];
  for (const [query, chosen] of cases) {
    assert.ok(scan(query, chosen).length > 0);
    await compare(page, query, chosen);
  }
  // A province has the articles of what lies in it.
  const { shown } = await ask(page, "法治", { city: "贵州省" });
  assert.equal(shown.length, scan("法治").length);
  await page.close();
});

test("nothing that is asked or printed is taken for markup, and no draft is found", async () => {
  const { page, complaints } = await open();
  await compare(page, HOSTILE);
  await compare(page, "<img/src=x");
  await compare(page, SECRET);
  await compare(page, SECRET.slice(0, 2));
  assert.notEqual(await page.title(), "broken");
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the address says what was asked, and the way back leads back", async () => {
  const { page } = await open(host.address, `?q=${encodeURIComponent("法治")}&city=${encodeURIComponent("赤水市")}`);
  const status = () => page.textContent("#search-status");
  const shows = (count) => page.waitForFunction((n) => document.getElementById("search-status").textContent === `找到 ${n} 篇`, count);
  await shows(scan("法治", { city: "赤水市" }).length);
  assert.equal(await page.inputValue("#q"), "法治");
  await page.keyboard.press("Tab");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  await page.keyboard.type("中国");
  await page.keyboard.press("Enter");
  await shows(scan("中国", { city: "赤水市" }).length);
  assert.equal(new URL(page.url()).searchParams.get("q"), "中国");
  await page.goBack();
  await shows(scan("法治", { city: "赤水市" }).length);
  assert.equal(await page.inputValue("#q"), "法治", await status());
  await page.close();
});

test("every page asks, and the search page answers", async () => {
  const page = await browser.newPage();
  await page.goto(`${host.address}${articles[0].href}`);
  await page.fill("#find", "法治");
  await page.press("#find", "Enter");
  await page.waitForFunction((n) => document.getElementById("search-status")?.textContent === `找到 ${n} 篇`, scan("法治").length);
  await page.close();
});

test("without a script the page says so and leads on", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${host.address}search.html?q=${encodeURIComponent("法治")}`);
  assert.ok(await page.isVisible("#search-without"));
  assert.ok((await page.locator("#search-without a").count()) > 3);
  assert.ok(!(await page.isVisible(".filters")));
  await context.close();
});

test("an index that cannot be read is told, and asked for again", async () => {
  const { page } = await open();
  await page.route("**/search/pairs/**", (route) => route.abort());
  await page.fill("#q", "法治");
  await page.press("#q", "Enter");
  await page.waitForFunction(() => /没有读到/u.test(document.getElementById("search-status").textContent));
  await page.unroute("**/search/pairs/**");
  await compare(page, "法治");
  await page.close();
});

test("the script is small", async () => {
  const name = [...site.files].find((file) => /^assets\/search\.[0-9a-f]{12}\.js$/u.test(file));
  const bytes = gzipSync(await readFile(path.join(site.root, name))).length;
  assert.ok(bytes <= 12 * 1024, `${bytes} bytes`);
});
