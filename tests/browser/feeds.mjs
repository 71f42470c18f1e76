// Files for machines: well-formed, and their addresses exist.

import { readFile } from "node:fs/promises";
import path from "node:path";

/** Parses every XML file in the browser; the sitemap must name files of the site. */
export async function checkFeeds(browser, site) {
  const findings = [];
  const files = [...site.files].filter((file) => file.endsWith(".xml"));
  const tab = await browser.newPage();
  for (const file of files) {
    const text = await readFile(path.join(site.root, file), "utf8");
    const { fault, places } = await tab.evaluate(parse, text);
    if (fault) findings.push({ rule: "feeds", page: file, detail: fault });
    for (const place of places) {
      const wanted = decodeURIComponent(new URL(place).pathname).slice(site.base.length) || "index.html";
      if (!site.files.has(wanted)) findings.push({ rule: "feeds", page: file, detail: `“${place}” leads to no file` });
    }
  }
  await tab.close();
  return { findings, looked: files.length };
}

/** Runs in the browser. */
function parse(text) {
  const document = new DOMParser().parseFromString(text, "application/xml");
  const fault = document.querySelector("parsererror")?.textContent.slice(0, 300) ?? null;
  const places = [...document.getElementsByTagName("loc")].map((element) => element.textContent.trim());
  return { fault, places };
}
