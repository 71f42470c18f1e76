// Pages as a reader's browser shows them.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { checkLinks } from "./links.mjs";
import { serve, specimens } from "./site.mjs";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** No host but loopback exists for this browser, and it looks for none. */
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
/** How long a page may take to load. */
const PATIENCE_MS = 15_000;
/** The narrowest telephone that we print for. */
const NARROWEST = 360;
/** Under which light and in which width specimens are audited. */
const SETTINGS = ["light", "dark"].flatMap((scheme) => [390, 1280].map((width) => ({ scheme, width })));

export async function openBrowser(flags = []) {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((candidate) => existsSync(candidate));
  if (!executablePath) throw new Error(`no browser: install chromium, or name one in CHROMIUM`);
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

/** Pages that are looked at side by side: a browser is mostly waiting for itself. */
const TABS = 2;

/**
 * Calls `look` for all `pages` with a tab, some at a time; each begins in the order of the list.
 * A tab costs more than most pages do, so that each shows one after the other: what the one
 * before has still to say is said while nothing is shown, to nobody.
 */
async function lookAt(browser, options, pages, look) {
  const context = await browser.newContext(options);
  const waiting = [...pages];
  const next = async () => {
    const tab = await context.newPage();
    while (waiting.length > 0) {
      await look(tab, waiting.shift());
      await tab.removeAllListeners(undefined, { behavior: "wait" });
      await tab.unrouteAll({ behavior: "wait" });
      await tab.goto("about:blank");
    }
    await tab.close();
  };
  await Promise.all(Array.from({ length: TABS }, next));
  await context.close();
}

/** Every page, opened from the folder: its parts, its links, its width. */
export async function checkFolder(browser, site) {
  const findings = [];
  const anatomies = new Map();
  const home = pathToFileURL(site.root).href + "/";
  await lookAt(browser, { viewport: { width: NARROWEST, height: 800 } }, site.pages, async (tab, page) => {
    const report = (rule, detail) => findings.push({ rule, page: page.path, detail });
    // The 404 page names whole paths, which mean nothing in a folder.
    if (page.kind !== "not-found") watch(tab, home, report);
    await holdStill(tab, site, page);
    await tab.goto(home + page.path.split("/").map(encodeURIComponent).join("/"), { timeout: PATIENCE_MS });
    const anatomy = await tab.evaluate(dissect);
    anatomies.set(page.path, { kind: page.kind, ...anatomy });
    for (const fault of anatomy.faults) report("markup of its own", fault);
    if (page.kind !== "not-found") await measure(tab, report);
  });
  const links = checkLinks(site, anatomies);
  return { findings: [...findings, ...links.findings], looked: { pages: site.pages.length, links: links.looked } };
}

/** Specimens of each kind from a host: what they load, and whether all can use them. */
export async function checkHosted(browser, site) {
  const findings = [];
  const host = await serve(site);
  let looked = 0;
  await lookAt(browser, { bypassCSP: true }, specimens(site.pages), async (tab, page) => {
    let setting = SETTINGS[0];
    const report = (rule, detail) => {
      findings.push({ rule, page: page.path, detail: `${setting.scheme}, ${setting.width} px: ${detail}` });
    };
    // A reader meets the 404 page where nothing is, however deep.
    const lost = page.kind === "not-found" ? `${host.address}where/nothing/is.html` : null;
    watch(tab, host.address, report, lost);
    await holdStill(tab, site, page);
    for (setting of SETTINGS) {
      looked += 1;
      await tab.emulateMedia({ colorScheme: setting.scheme });
      await tab.setViewportSize({ width: setting.width, height: 844 });
      // Loaded once, and then held in other light and width, as a reader does.
      if (setting === SETTINGS[0]) await tab.goto(lost ?? host.address + page.path, { timeout: PATIENCE_MS });
      await measure(tab, report);
      for (const fault of await audit(tab)) report("access", fault);
    }
  });
  await host.close();
  return { findings, looked };
}

/**
 * Specimens of each kind from a host that sends what the site's `_headers` says, with
 * scripts: nothing in them is against their own policy.
 */
export async function checkPolicy(browser, site) {
  const findings = [];
  const host = await serve(site);
  let looked = 0;
  await lookAt(browser, { viewport: { width: 1280, height: 844 } }, specimens(site.pages), async (tab, page) => {
    looked += 1;
    const report = (rule, detail) => findings.push({ rule, page: page.path, detail });
    tab.on("console", (message) => {
      if (/Content Security Policy|violates/iu.test(message.text())) report("policy", message.text());
    });
    const answer = await tab.goto(host.address + page.path, { timeout: PATIENCE_MS });
    if (!answer.headers()["content-security-policy"]) report("policy", "goes out without a policy");
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  });
  await host.close();
  return { findings, looked };
}

/** A page that leads on at once is looked at without its order to do so. */
async function holdStill(tab, site, page) {
  if (page.kind !== "moved") return;
  const html = await readFile(path.join(site.root, page.path), "utf8");
  const body = html.replace(/<meta http-equiv="refresh"[^>]*>/u, "");
  const own = (url) => decodeURIComponent(url.pathname).endsWith("/" + page.path);
  await tab.route(own, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
}

/** Reports what the page asks for in vain or from elsewhere, and what the console says. */
function watch(tab, home, report, lost = null) {
  tab.on("console", (message) => {
    const { url } = message.location();
    if (["error", "warning"].includes(message.type()) && url !== lost) report("console", `${message.text()} (${url})`);
  });
  tab.on("pageerror", (error) => report("console", error.message));
  tab.on("request", (request) => {
    if (!request.url().startsWith(home)) report("requests", `asks for ${request.url()}`);
  });
  tab.on("requestfailed", (request) => {
    // A picture that is on its way when the width changes is given up for one of another size.
    const givenUp = request.resourceType() === "image" && request.failure()?.errorText === "net::ERR_ABORTED";
    if (!givenUp) report("requests", `${request.url()}: ${request.failure()?.errorText}`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== lost) report("requests", `${response.url()}: ${response.status()}`);
  });
}

/** What keeps somebody out of the page; its context must let scripts in. */
export async function audit(tab) {
  // It is large, and stays in a page.
  const known = await tab.evaluate(() => "axe" in window);
  if (!known) await tab.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return tab.evaluate(runAudit);
}

export async function measure(tab, report) {
  const [content, width] = await tab.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [Math.max(scrollWidth, document.body.scrollWidth), clientWidth];
  });
  if (content > width) report("width", `the content is ${content} px wide in ${width} px`);
}

/** Runs in the page: its ids, its links, and what must not be in it. */
function dissect() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) => element.outerHTML.slice(0, 120);
  const faults = [];
  // An archive is one file: its styles and its manifest stand in it.
  const archive = document.body.classList.contains("of-archive");
  for (const script of all("script")) {
    if (archive && script.type === "application/json") continue;
    // The theme's own scripts are files: the policy of a page lets no other run.
    if (!archive && /^[^:]*\.js$/u.test(script.getAttribute("src") ?? "") && script.text === "") continue;
    if (script.type !== "application/ld+json") {
      faults.push(`a script: ${name(script)}`);
      continue;
    }
    try {
      JSON.parse(script.textContent);
    } catch (error) {
      faults.push(`JSON-LD that is no JSON: ${error.message}`);
    }
  }
  for (const element of all(archive ? "[style]" : "style, [style]")) faults.push(`a style of its own: ${name(element)}`);
  for (const element of all("*")) {
    if ([...element.attributes].some((attribute) => attribute.name.startsWith("on"))) {
      faults.push(`a handler: ${name(element)}`);
    }
  }
  if (document.documentElement.lang === "") faults.push("no language");
  const links = [];
  for (const attribute of ["href", "src", "poster", "data", "action", "cite"]) {
    for (const element of all(`[${attribute}]`)) {
      const tag = element.localName;
      const rel = element.getAttribute("rel");
      links.push({ element: `${tag}[${tag === "link" ? rel : attribute}]`, value: element.getAttribute(attribute) });
    }
  }
  for (const element of all("[srcset]")) {
    for (const part of element.getAttribute("srcset").split(",")) {
      links.push({ element: `${element.localName}[srcset]`, value: part.trim().split(/\s+/u)[0] });
    }
  }
  return { faults, links, ids: all("[id]").map((element) => element.id) };
}

/** Runs in the page, after the auditor's own script: what keeps somebody out. */
async function runAudit() {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, first ${nodes[0].html.slice(0, 160)})`);
}
