// Files for machines: well-formed, and their addresses exist.

import { readFile } from "node:fs/promises";
import path from "node:path";

const VERSION = "https://jsonfeed.org/version/1.1";

/**
 * Parses every XML file in the browser, and every JSON feed; what sitemaps and feeds
 * name must be files of the site.
 */
export async function checkFeeds(browser, site) {
  const findings = [];
  const read = (file) => readFile(path.join(site.root, file), "utf8");
  const tab = await browser.newPage();
  let looked = 0;
  const look = (file, { fault, places }) => {
    looked += 1;
    if (fault) findings.push({ rule: "feeds", page: file, detail: fault });
    for (const place of places) {
      const wanted = decodeURIComponent(new URL(place).pathname).slice(site.base.length) || "index.html";
      if (!site.files.has(wanted)) findings.push({ rule: "feeds", page: file, detail: `“${place}” leads to no file` });
    }
  };
  for (const file of site.files) {
    if (file.endsWith(".xml")) look(file, await tab.evaluate(parse, await read(file)));
    if (isFeed(file)) look(file, parseFeed(await read(file)));
  }
  await tab.close();
  return { findings, looked };
}

/** Whether a JSON Feed stands in `file`: others hold what scripts read. */
function isFeed(file) {
  return /^(?:feed|corrections|(?:city|topic|column)\/[a-z0-9-]+)\.json$/u.test(file);
}

function parseFeed(text) {
  try {
    const feed = JSON.parse(text);
    const whole = (item) => [item.id, item.url, item.title, item.content_html, item.date_modified].every(Boolean);
    const fault = feed.version !== VERSION ? "is no JSON Feed" : feed.items.every(whole) ? null : "an item lacks something";
    return { fault, places: [feed.home_page_url, feed.feed_url, ...feed.items.map((item) => item.url)] };
  } catch (error) {
    return { fault: error.message, places: [] };
  }
}

/** Runs in the browser. */
function parse(text) {
  const document = new DOMParser().parseFromString(text, "application/xml");
  const fault = document.querySelector("parsererror")?.textContent.slice(0, 300) ?? null;
  const places = [...document.getElementsByTagName("loc")].map((element) => element.textContent.trim());
  const atom = [...document.querySelectorAll("feed > link, entry > link")].map((link) => link.getAttribute("href"));
  return { fault, places: [...places, ...atom] };
}
