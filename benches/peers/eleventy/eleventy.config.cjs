// Articles are Markdown below content/; all other pages are made of collections of
// pages: terms by their pages, lists, feeds.

"use strict";

const newspaper = require("./newspaper.cjs");
const sections = require("./sections.json");

const SITE = "河口日报";

module.exports = function configure(eleventy) {
  let made;
  // Eleventy asks for each collection by itself; all come of one pass.
  const once = (api) => {
    if (!made) {
      const articles = api.getFilteredByGlob("content/**/*.md").sort((a, b) => b.date - a.date);
      made = { articles, ...newspaper(SITE, sections, articles, (article) => article.data) };
    }
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
