"use strict";

module.exports = { layout: "article.njk", permalink: (data) => `article/${data.issue}/${data.page.fileSlug}.html` };
