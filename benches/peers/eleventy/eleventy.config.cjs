// Articles are Markdown below content/; all other pages are made of collections
// of pages that stand here: terms by their pages, lists, feeds.

"use strict";

/** Articles of a page, as in the other generators. */
const PAGE = 50;
/** Articles of the site's feed, and of a term's. */
const SITE_ENTRIES = 50;
const TERM_ENTRIES = 20;
/** Sections with the address and the title of their lists. */
const LISTS = {
  issue: ["issues.html", "各期"],
  city: ["cities.html", "地市"],
  topic: ["topics.html", "专题"],
  column: ["columns.html", "栏目"],
  author: ["authors.html", "作者"],
};
/** Sections whose terms have a feed. */
const FED = ["city", "topic", "column"];

const SITE = "河口日报";
const names = require("./_data/terms.json");
const address = (section, slug, number) => `${section}/${slug}${number > 1 ? `.${number}` : ""}.html`;

/** All pages that are no articles, of articles with the newest first. */
function publication(articles) {
  const terms = [];
  const lists = [];
  const feeds = [{ path: "atom.xml", title: SITE, alternate: "index.html", entries: articles.slice(0, SITE_ENTRIES) }];
  for (const [section, [list, name]] of Object.entries(LISTS)) {
    const found = new Map();
    for (const article of articles) {
      for (const slug of [article.data[section]].flat()) {
        if (!found.has(slug)) found.set(slug, []);
        found.get(slug).push(article);
      }
    }
    for (const [slug, entries] of found) {
      const title = names[section][slug];
      const total = Math.ceil(entries.length / PAGE);
      for (let number = 1; number <= total; number += 1) {
        terms.push({
          path: address(section, slug, number),
          title,
          count: entries.length,
          number,
          total,
          entries: entries.slice((number - 1) * PAGE, number * PAGE),
          previous: number > 1 && address(section, slug, number - 1),
          next: number < total && address(section, slug, number + 1),
        });
      }
      if (FED.includes(section)) {
        feeds.push({ path: `${section}/${slug}.xml`, title: `${title} - ${SITE}`, alternate: address(section, slug, 1), entries: entries.slice(0, TERM_ENTRIES) });
      }
    }
    const counts = [...found].map(([slug, entries]) => ({ path: address(section, slug, 1), title: names[section][slug], count: entries.length }));
    counts.sort((a, b) => (section === "issue" ? 0 : b.count - a.count));
    lists.push({ path: list, title: name, terms: counts });
  }
  return { articles, terms, lists, feeds };
}

module.exports = function configure(eleventy) {
  let made;
  // Eleventy asks for each collection by itself; all come of one pass.
  const once = (api) => {
    made ??= publication(api.getFilteredByGlob("content/**/*.md").sort((a, b) => b.date - a.date));
    return made;
  };
  for (const name of ["articles", "terms", "lists", "feeds"]) {
    eleventy.addCollection(name, (api) => once(api)[name]);
  }
  eleventy.addPassthroughCopy({ assets: "/" });
  return {
    dir: { input: ".", output: "public" },
    templateFormats: ["md", "njk"],
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
};
