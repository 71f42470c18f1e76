// What pages there are beside the articles: terms by their pages, lists of terms, feeds.
// Hexo and Eleventy are given it; what each makes of it stands in its own folder.

"use strict";

/** Articles of a page, as in the other generators. */
const PAGE = 50;
/** Articles of the site's feed, and of a term's. */
const SITE_ENTRIES = 50;
const TERM_ENTRIES = 20;

const address = (section, slug, number) => `${section}/${slug}${number > 1 ? `.${number}` : ""}.html`;

/** The articles of each term of a section. */
function termsOf(section, articles, settings) {
  const terms = new Map();
  for (const article of articles) {
    for (const slug of [settings(article)[section]].flat()) {
      if (!terms.has(slug)) terms.set(slug, []);
      terms.get(slug).push(article);
    }
  }
  return terms;
}

/** The pages of a term. */
function pagesOf(section, slug, title, entries) {
  const total = Math.ceil(entries.length / PAGE);
  return Array.from({ length: total }, (_, at) => ({
    path: address(section, slug, at + 1),
    title,
    count: entries.length,
    number: at + 1,
    total,
    entries: entries.slice(at * PAGE, (at + 1) * PAGE),
    previous: at > 0 && address(section, slug, at),
    next: at + 1 < total && address(section, slug, at + 2),
  }));
}

/**
 * All of them, of `articles` with the newest first, whose terms stand in
 * `settings(article)`. The second value says what sections of terms there are with
 * their lists, which of them have feeds, and the names of all terms.
 */
module.exports = function newspaper(site, { lists, fed, names }, articles, settings) {
  const made = { terms: [], lists: [], feeds: [] };
  made.feeds.push({ path: "atom.xml", title: site, alternate: "index.html", entries: articles.slice(0, SITE_ENTRIES) });
  for (const [section, [list, name]] of Object.entries(lists)) {
    const counts = [];
    for (const [slug, entries] of termsOf(section, articles, settings)) {
      const title = names[section][slug];
      const alternate = address(section, slug, 1);
      made.terms.push(...pagesOf(section, slug, title, entries));
      if (fed.includes(section)) {
        made.feeds.push({ path: `${section}/${slug}.xml`, title: `${title} - ${site}`, alternate, entries: entries.slice(0, TERM_ENTRIES) });
      }
      counts.push({ path: alternate, title, count: entries.length });
    }
    if (section !== "issue") counts.sort((a, b) => b.count - a.count);
    made.lists.push({ path: `${list}.html`, title: name, terms: counts });
  }
  return made;
};
