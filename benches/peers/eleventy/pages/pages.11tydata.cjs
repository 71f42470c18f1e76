"use strict";

module.exports = { layout: "layout.njk", eleventyExcludeFromCollections: true, permalink: (data) => data.list?.path };
