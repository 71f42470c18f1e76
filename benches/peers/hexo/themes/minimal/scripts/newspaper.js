// All pages that are no articles: front page, lists of terms, terms with their
// feeds, sitemap. Hexo knows tags and categories only; the rest is a generator's.

"use strict";

const { join } = require("node:path");

const newspaper = require(join(hexo.base_dir, "newspaper.cjs"));
const sections = require(join(hexo.base_dir, "sections.json"));

/** Articles on the front page: an issue. */
const FRONT = 20;

/** Makes routes, set with a layout, of what has a path. */
const set = (layout) => ({ path, ...data }) => ({ path, layout: [layout], data });

hexo.extend.generator.register("newspaper", (locals) => {
  const posts = locals.posts.sort("-date").toArray();
  const made = newspaper(hexo.config.title, sections, posts, (post) => post);
  const front = set("front")({ path: "index.html", entries: posts.slice(0, FRONT) });
  const pages = [front, ...made.lists.map(set("terms")), ...made.terms.map(set("term"))];
  const sitemap = set("sitemap")({ path: "sitemap.xml", posts, paths: pages.map(({ path }) => path) });
  return [...pages, ...made.feeds.map(set("feed")), sitemap];
});
