// How the pages are set, measured in the browser: the rules of Chinese typography
// (W3C CLREQ), on every width, on paper, enlarged, and with the reader's own choices:
// node typography.mjs FOLDER

import { audit, measure, openBrowser } from "./reader.mjs";
import { largest, readSite, serve } from "./site.mjs";

/** How many findings are printed in full. */
const SHOWN = 60;
const WIDTHS = [360, 768, 1280, 1920];
/** The kinds of page on which choices are tried. */
const CHOSEN = ["front", "issue", "article", "photo", "city", "topics"];
/** Twice the size on a desk leaves this much. */
const TWICE_AS_LARGE = 640;
/** What an article may weigh in all but its pictures, in bytes as they are before any compression. */
const HEAVIEST = 60 * 1024;
/** Characters on a printed page that is not half empty. */
const LEAST_ON_PAPER = 450;

/** The largest page of each kind, set by the rules; or every page, looked at in every way. */
export async function checkTypography(browser, site, { every = false } = {}) {
  const findings = [];
  const pages = (every ? site.pages : largest(site.pages)).filter((page) => page.kind !== "archive");
  const reading = pages.filter((page) => every || ["article", "photo"].includes(page.kind));
  const chosen = pages.filter((page) => every || CHOSEN.includes(page.kind));
  const host = await serve(site);
  let looked = 0;
  const visit = async (context, page, look) => {
    looked += 1;
    const tab = await context.newPage();
    const report = (where) => (rule, detail) => findings.push({ rule, page: page.path, detail: `${where}: ${detail}` });
    // Under an address of its own the page for lost readers is asked for once more, in vain.
    await tab.goto(host.address + page.path, { waitUntil: "load" });
    await look(tab, report);
    await tab.close();
  };
  const context = await browser.newContext({ bypassCSP: true, deviceScaleFactor: 2 });
  for (const page of pages) {
    await visit(context, page, async (tab, report) => {
      for (const width of WIDTHS) {
        await tab.setViewportSize({ width, height: 900 });
        for (const [rule, detail] of await tab.evaluate(survey)) report(`${width} px`)(rule, detail);
        await measure(tab, report(`${width} px`));
      }
      await tab.setViewportSize({ width: TWICE_AS_LARGE, height: 450 });
      await measure(tab, report("200 %"));
    });
  }
  for (const page of reading) {
    await visit(context, page, printed);
    looked += 1;
    findings.push(...(await weigh(context, host.address + page.path, page)));
  }
  for (const page of chosen) {
    const own = await browser.newContext({ bypassCSP: true });
    await visit(own, page, choices);
    await own.close();
  }
  const plain = await browser.newContext({ javaScriptEnabled: false });
  for (const page of chosen) await visit(plain, page, withoutScript);
  const large = await openBrowser(["--blink-settings=defaultFontSize=32"]);
  const enlarged = await large.newContext();
  for (const page of pages) await visit(enlarged, page, textAlone);
  await large.close();
  await host.close();
  return { findings, looked };
}

/** The page on paper. */
async function printed(tab, report) {
  const say = report("on paper");
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  await tab.emulateMedia({ media: "print" });
  const { characters, faults } = await tab.evaluate(onPaper);
  for (const [rule, detail] of faults) say(rule, detail);
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/gu) ?? []).length;
  const pictures = await tab.locator(".text img").count();
  const most = Math.ceil(characters / LEAST_ON_PAPER) + pictures + 1;
  if (pages < 1 || pages > most) say("pages", `${pages} for ${characters} characters and ${pictures} pictures`);
}

/** Runs in the page: what stands on paper. */
function onPaper() {
  const faults = [];
  const shown = (element) => element.getClientRects().length > 0;
  for (const selector of ["nav", ".skip", ".reading", ".related", ".pagination"]) {
    for (const element of document.querySelectorAll(selector)) {
      if (shown(element)) faults.push(["navigation", `${selector} is printed`]);
    }
  }
  const foot = document.querySelector(".print-only");
  const address = document.querySelector("link[rel=canonical]")?.href ?? "";
  if (!foot || !shown(foot) || (address && !decodeURI(address).includes(decodeURI(foot.textContent.trim())))) {
    faults.push(["address", "does not stand at the foot"]);
  } else {
    const below = [...document.body.querySelectorAll("*")].filter(
      (element) => shown(element) && element.getBoundingClientRect().top >= foot.getBoundingClientRect().bottom,
    );
    if (below.length > 0) faults.push(["address", `${below[0].localName} stands below it`]);
  }
  if (getComputedStyle(document.body).color !== "rgb(0, 0, 0)") faults.push(["ink", "is not black"]);
  return { characters: document.querySelector("main").innerText.length, faults };
}

/** Everything that a page loads but its pictures. */
async function weigh(context, address, page) {
  const tab = await context.newPage();
  const responses = [];
  tab.on("response", (response) => {
    if (response.request().resourceType() !== "image") responses.push(response);
  });
  await tab.goto(address, { waitUntil: "load" });
  const bodies = await Promise.all(responses.map((response) => response.body()));
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  await tab.close();
  const detail = `${bytes} bytes in ${bodies.length} files; ${HEAVIEST} are the most`;
  return bytes > HEAVIEST ? [{ rule: "weight", page: page.path, detail }] : [];
}

/** Type size and plain page: by keyboard, remembered, on any width. */
async function choices(tab, report) {
  const say = report("with a choice");
  const buttons = tab.locator(".reading button");
  if ((await buttons.count()) === 0) return say("choices", "there are none");
  const size = () => tab.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main")).fontSize));
  const before = await size();
  await tab.locator(".reading [data-size=largest]").focus();
  await tab.keyboard.press("Enter");
  await tab.locator(".reading [data-plain]").focus();
  await tab.keyboard.press("Space");
  const pressed = await tab.locator(".reading [aria-pressed=true]").count();
  if (pressed !== 2) say("choices", `${pressed} are pressed of 2`);
  await tab.reload({ waitUntil: "load" });
  const after = await size();
  if (after < before * 1.4) say("choices", `the type is ${after} px after it was ${before} px`);
  if (!(await tab.evaluate(() => document.documentElement.hasAttribute("data-plain")))) say("choices", "forgotten");
  for (const width of [360, 1280]) {
    await tab.setViewportSize({ width, height: 900 });
    await measure(tab, report(`largest type, ${width} px`));
  }
  for (const fault of await audit(tab)) say("access", fault);
  return undefined;
}

async function withoutScript(tab, report) {
  const shown = await tab.locator("button:visible, [role=group]:visible").count();
  if (shown > 0) report("without a script")("choices", `${shown} parts are shown that cannot work`);
}

/** The reader's browser has larger type: all of it grows, and nothing is cut off. */
async function textAlone(tab, report) {
  const say = report("type of 32 px");
  const size = await tab.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main")).fontSize));
  if (size < 32) say("size", `main is set in ${size} px`);
  for (const width of [390, 1280]) {
    await tab.setViewportSize({ width, height: 900 });
    await measure(tab, report(`type of 32 px, ${width} px`));
  }
}

/** Runs in the page: what is set against the rules. */
function survey() {
  const faults = [];
  const say = (rule, detail) => faults.push([rule, detail]);
  const style = (element) => getComputedStyle(element);
  const name = (element) => `${element.localName}${element.className ? `.${element.className}` : ""}`;
  const shown = (element) => element.getClientRects().length > 0;
  const all = [...document.body.querySelectorAll("*")].filter(shown);

  // Strictness, spaces between scripts, brackets at the start of a line.
  const body = style(document.body);
  for (const [property, expected] of [
    ["textAutospace", "normal"], ["textSpacingTrim", "trim-start"], ["lineBreak", "strict"], ["fontSynthesisStyle", "none"],
  ]) {
    if (body[property] !== expected) say("body", `${property} is ${body[property]}`);
  }
  if (!document.documentElement.lang) say("language", "is not said");
  for (const element of all) {
    if (style(element).fontStyle !== "normal") say("italics", name(element));
  }
  for (const head of all.filter((element) => /^h[1-3]$/u.test(element.localName))) {
    if (!style(head).textWrap.includes("balance")) say("headlines", `${name(head)} is not balanced`);
    const box = head.getBoundingClientRect();
    if (head.scrollWidth > head.clientWidth + 1 && box.width > 2) say("headlines", `${name(head)} is cut off`);
  }

  // Marks that are as wide as characters, and two-part ones that do not come apart.
  const sample = document.createElement("div");
  const put = (where, text, width) => {
    sample.style.cssText = `position: absolute; visibility: hidden; text-indent: 0; width: ${width}; text-align: start`;
    sample.innerHTML = `<span>${text}</span>`;
    where.append(sample);
    return sample.firstChild;
  };
  const kinds = new Map(all.filter((element) => element.firstChild?.nodeType === 3 && !element.closest("pre, code"))
    .map((element) => [style(element).fontFamily, element]));
  for (const element of kinds.values()) {
    const size = parseFloat(style(element).fontSize);
    for (const mark of ["“", "”", "，", "水"]) {
      // Alone at the start of a line an opening mark loses the half that is white.
      const wide = (words) => put(element, words, "max-content").getBoundingClientRect().width;
      const width = wide(`水${mark}水`) - wide("水水") - (parseFloat(style(element).letterSpacing) || 0);
      if (Math.abs(width - size) > size * 0.05) say("width", `${mark} in ${name(element)} is ${(width / size).toFixed(2)} em`);
    }
    // What may not be broken between characters is broken anywhere rather than cut off.
    for (const pair of style(element).wordBreak === "keep-all" ? [] : ["——", "……"]) {
      put(element, `水水水${pair}山`, "4.4em");
      const text = sample.firstChild.firstChild;
      const range = document.createRange();
      range.setStart(text, 3);
      range.setEnd(text, 5);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size !== 1) say("pairs", `${pair} in ${name(element)} comes apart`);
    }
    sample.remove();
  }

  // Emphasis.
  const text = document.querySelector(".text");
  const emphasis = document.createElement("em");
  (text ?? document.querySelector("main")).append(emphasis);
  const { textEmphasisStyle, textEmphasisPosition } = style(emphasis);
  if (!textEmphasisStyle.includes("dot") || !textEmphasisPosition.includes("under")) {
    say("emphasis", `${textEmphasisStyle} ${textEmphasisPosition}`);
  }
  emphasis.remove();
  if (!text) return faults;

  // The column of text.
  const paragraphs = [...text.querySelectorAll(":scope > p")];
  for (const paragraph of paragraphs) {
    const css = style(paragraph);
    const size = parseFloat(css.fontSize);
    const wide = put(paragraph, "水".repeat(10), "auto").getBoundingClientRect().width / 10;
    sample.remove();
    const box = paragraph.getBoundingClientRect();
    if (box.width / wide > 38.1) say("measure", `${(box.width / wide).toFixed(1)} characters`);
    const leading = parseFloat(css.lineHeight) / size;
    if (leading < 1.5 || leading > 2.01) say("leading", leading.toFixed(2));
    const after = paragraph.previousElementSibling?.localName;
    const indent = ["figure", "blockquote"].includes(after) ? 0 : 2 * size;
    if (Math.abs(parseFloat(css.textIndent) - indent) > 0.5) say("indent", `${css.textIndent} of ${size} px`);
    if (css.textAlign !== "justify") say("edges", `text-align is ${css.textAlign}`);
    const lines = new Map();
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    for (const rect of range.getClientRects()) {
      const line = [...lines.keys()].find((top) => Math.abs(top - rect.bottom) < size / 2) ?? rect.bottom;
      lines.set(line, Math.max(lines.get(line) ?? 0, rect.right));
    }
    const edges = [...lines.entries()].sort((a, b) => a[0] - b[0]).map(([, right]) => right);
    const ragged = edges.slice(0, -1).filter((right) => Math.abs(right - box.right) > 2);
    if (ragged.length > 0) say("edges", `${ragged.length} lines of ${edges.length} are ragged: ${paragraph.textContent.slice(0, 12)}`);
  }
  return faults;
}


async function main(root) {
  const start = performance.now();
  const site = await readSite(root);
  const browser = await openBrowser();
  const { findings, looked } = await checkTypography(browser, site);
  await browser.close();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`how ${largest(site.pages).length} kinds of pages in ${root} are set: ${looked} looks, ${seconds} s`);
  for (const { rule, page, detail } of findings.slice(0, SHOWN)) console.log(`${page}: ${rule}: ${detail}`);
  if (findings.length > SHOWN) console.log(`… and ${findings.length - SHOWN} more`);
  console.log(`browser: ${looked - Math.min(looked, findings.length)} passed, ${findings.length} failed`);
  process.exitCode = findings.length === 0 && looked > 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) {
  const [root] = process.argv.slice(2);
  if (!root) throw new Error("usage: node typography.mjs FOLDER");
  await main(root);
}
