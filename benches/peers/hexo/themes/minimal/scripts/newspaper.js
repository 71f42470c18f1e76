// All pages that are no articles: front page, lists of terms, terms with their
// feeds, sitemap. Hexo knows tags and categories only; the rest is a generator's.

"use strict";

/** Articles of a page, as in the other generators. */
const PAGE = 50;
/** Articles of the site's feed, and of a term's. */
const SITE_ENTRIES = 50;
const TERM_ENTRIES = 20;
/** Articles on the front page: an issue. */
const FRONT = 20;
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

const address = (section, slug, number) => `${section}/${slug}${number > 1 ? `.${number}` : ""}.html`;

hexo.extend.generator.register("newspaper", function newspaper(locals) {
  const names = locals.data.terms;
  const posts = locals.posts.sort("-date").toArray();
  const site = hexo.config.title;
  const pages = [{ path: "index.html", layout: ["front"], data: { entries: posts.slice(0, FRONT) } }];
  const feeds = [{ path: "atom.xml", layout: ["feed"], data: { title: site, alternate: "index.html", entries: posts.slice(0, SITE_ENTRIES) } }];
  for (const [section, [list, name]] of Object.entries(LISTS)) {
    const terms = new Map();
    for (const post of posts) {
      for (const slug of [post[section]].flat()) {
        if (!terms.has(slug)) terms.set(slug, []);
        terms.get(slug).push(post);
      }
    }
    for (const [slug, entries] of terms) {
      const title = names[section][slug];
      const total = Math.ceil(entries.length / PAGE);
      for (let number = 1; number <= total; number += 1) {
        pages.push({
          path: address(section, slug, number),
          layout: ["term"],
          data: {
            title,
            count: entries.length,
            number,
            total,
            entries: entries.slice((number - 1) * PAGE, number * PAGE),
            previous: number > 1 && address(section, slug, number - 1),
            next: number < total && address(section, slug, number + 1),
          },
        });
      }
      if (FED.includes(section)) {
        const alternate = address(section, slug, 1);
        feeds.push({ path: `${section}/${slug}.xml`, layout: ["feed"], data: { title: `${title} - ${site}`, alternate, entries: entries.slice(0, TERM_ENTRIES) } });
      }
    }
    const counts = [...terms].map(([slug, entries]) => ({ path: address(section, slug, 1), title: names[section][slug], count: entries.length }));
    counts.sort((a, b) => (section === "issue" ? 0 : b.count - a.count));
    pages.push({ path: list, layout: ["terms"], data: { title: name, terms: counts } });
  }
  const sitemap = { path: "sitemap.xml", layout: ["sitemap"], data: { posts, paths: pages.map((page) => page.path) } };
  return [...pages, ...feeds, sitemap];
});
