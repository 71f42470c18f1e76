// The preview in a browser: an edit shows where the reader was, a style without a
// reload, problems over the last good page. The program is the one that was built:
// KANYIN, or target/release/kanyin.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { openBrowser } from "./reader.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PROGRAM = process.env.KANYIN ?? path.join(ROOT, "target/release/kanyin");
const PATIENCE = 30_000;

let site, server, address, browser;

/** Starts the preview of a copy of the sample; its address, once it says it. */
async function serve() {
  server = spawn(PROGRAM, ["--site", site, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk) => {
      said += chunk;
      const found = /preview at (http:\/\/127\.0\.0\.1:\d+\/)/u.exec(said);
      if (found) resolve(found[1]);
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the preview ended with ${code}: ${said}`)));
  });
}

before(async () => {
  site = await mkdtemp(path.join(tmpdir(), "kanyin-live-"));
  for (const name of ["kanyin.yaml", "topics.yaml", "content", "seeds", "themes"]) {
    await cp(path.join(ROOT, name), path.join(site, name), { recursive: true });
  }
  address = await serve();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.removeAllListeners("exit");
  server?.kill();
  await rm(site, { recursive: true, force: true });
});

/** Saves a file in one step, as one change. */
async function save(file, text) {
  const aside = path.join(path.dirname(file), `.${path.basename(file)}.tmp`);
  await writeFile(aside, text);
  await rename(aside, file);
}

/** A long article of the sample, on a telephone, scrolled down. */
async function reading() {
  const folder = path.join(site, "content/yangbao-1");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".md") && !name.startsWith("_"));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const longest = texts.reduce((best, text, at) => (text.length > texts[best].length ? at : best), 0);
  const page = await browser.newPage({ viewport: { width: 390, height: 600 } });
  page.setDefaultTimeout(PATIENCE);
  const slug = files[longest].slice(0, -".md".length);
  await page.goto(`${address}article/yangbao-1/${slug}.html`);
  await page.evaluate(() => {
    window.marked = true;
    scrollTo(0, 900);
  });
  return { page, file: path.join(folder, files[longest]), text: texts[longest] };
}

// While a page is loaded anew there is a moment without a body.
const says = (page, words) => page.waitForFunction((its) => document.body?.innerText.includes(its), words);
const saysNoMore = (page, words) => page.waitForFunction((its) => document.body && !document.body.innerText.includes(its), words);
const scrolled = (page) => page.evaluate(() => Math.round(scrollY));
const marked = (page) => page.evaluate(() => window.marked === true);

test("an edit is loaded, and the reader stays where he was", async () => {
  const { page, file, text } = await reading();
  const at = await scrolled(page);
  assert.ok(at > 500, `scrolled to ${at}`);
  await save(file, `${text.trimEnd()}\n\n新添的一段。\n`);
  await says(page, "新添的一段。");
  await page.waitForFunction((was) => Math.abs(scrollY - was) < 3, at);
  assert.equal(await marked(page), false, "the page was loaded anew");
  await save(file, text);
  await saysNoMore(page, "新添的一段。");
  await page.close();
});

test("a style is changed without loading the page", async () => {
  const { page } = await reading();
  const sheet = path.join(site, "themes/broadsheet/assets/broadsheet.css");
  const style = await readFile(sheet, "utf8");
  const at = await scrolled(page);
  await save(sheet, `${style}\nh1 { color: rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.equal(await marked(page), true, "the page was loaded anew");
  assert.equal(await scrolled(page), at);
  await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"][href*="assets/"]').length === 1);
  await save(sheet, style);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");
  await page.close();
});

test("problems lie over the last good page, as text, and go", async () => {
  const { page, file, text } = await reading();
  const dialogs = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  const hostile = '<img src=x onerror=alert(1)>';
  await save(file, text.replace("kind: article", `kind: '${hostile}'`));
  await says(page, hostile);
  const title = /^title: (.*)$/mu.exec(text)[1];
  assert.ok((await page.innerText("body")).includes(title), "the last good page lies below");
  assert.deepEqual(dialogs, []);
  await save(file, text);
  await saysNoMore(page, hostile);
  await page.close();
});

test("the line to cite is copied by a button, and selected whole by a click", async () => {
  const { page } = await reading();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const answer = await page.reload();
  assert.match(answer.headers()["content-security-policy"], /default-src 'none'.*script-src 'self'/u);
  const line = (await page.innerText(".citation")).trim();
  assert.match(line, /\[N\]\. /u);
  await page.click(".copy");
  await page.waitForFunction(() => document.querySelector(".copy").textContent === "已复制");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  await page.click(".citation");
  assert.equal(await page.evaluate(() => String(getSelection()).trim()), line);
  assert.deepEqual(said.filter((text) => /Content Security Policy/u.test(text)), []);
  await page.close();
});

test("a draft is shown and marked", async () => {
  const { page } = await reading();
  await page.goto("about:blank");
  const draft = path.join(site, "content/yangbao-1/gao.md");
  await save(draft, "---\ntitle: 未定稿\ndraft: true\n---\n\n文。\n");
  await page.goto(`${address}article/yangbao-1/gao.html`);
  await says(page, "草稿");
  await rm(draft);
  await saysNoMore(page, "草稿");
  await page.close();
});
