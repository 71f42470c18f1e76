// Each check can fail: a small site without a fault, and one in which every page
// has exactly one.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { before, test } from "node:test";

import { check } from "./check.mjs";
import { checkMarkup } from "./markup.mjs";
import { checkPolicy, openBrowser } from "./reader.mjs";
import { headersOf, readSite } from "./site.mjs";

const page = ({ kind = "faulty", head = "", main = "", root = "", ink = "ink", lang = ' lang="zh-CN"' } = {}) => `<!doctype html>
<html${lang}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>试刊</title>
<link rel="stylesheet" href="${root}assets/${ink}.css">
${head}
</head>
<body class="of-${kind}">
<main id="main">
<h1>春风化雨</h1>
<p id="p1">日月如流，朝乾夕惕。</p>
${main}
</main>
</body>
</html>
`;

const GOOD = {
  "index.html": page({
    kind: "front",
    head: '<link rel="canonical" href="https://example.org/paper/index.html">\n' +
      '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
    main: '<p><a href="article/one.html#p1">一篇</a> <a href="#main">回到正文</a> <a href="https://example.org/">别处</a></p>',
  }),
  "article/one.html": page({ kind: "article", root: "../", main: '<p><a href="../index.html">首页</a></p>' }),
  "404.html": page({ kind: "not-found", root: "/paper/", main: '<p><a href="/paper/index.html">首页</a></p>' }),
  "assets/ink.css": "body { color: light-dark(#111, #eee); background: light-dark(#fff, #111); color-scheme: light dark; }\n",
  "_headers": "/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'\n",
  "sitemap.xml": '<?xml version="1.0"?><urlset><url><loc>https://example.org/paper/article/one.html</loc></url></urlset>',
};

const link = (href) => page({ main: `<p><a href="${href}">去</a></p>` });
const grey = { "assets/grey.css": "body { color: #999; background: #aaa; }\n" };
const night = { "assets/night.css": "body { color-scheme: light dark; color: light-dark(#111, #333); background: light-dark(#fff, #222); }\n" };
const small = { "assets/small.css": "ul { margin: 0; padding: 0; list-style: none; color: #111; font: 8px/8px serif; } a { color: #111; }\n" };
const broad = { "assets/broad.css": "body { margin: 0; color: #111; background: #fff; } main { min-inline-size: 375px; }\n" };
const borrowed = { "assets/borrowed.css": '@import "https://elsewhere.invalid/a.css";\n' };

/** The fault; the file it is in, and what stands there; the rule that must speak, and what it must say. */
const FAULTS = [
  ["an unclosed element", "unclosed.html", page({ main: "<p><b>粗" }), "markup", /Unclosed element|End tag/u],
  ["a property that does not exist", "assets/colour.css", "body { colour: #111; }\n", "markup", /colour/u],
  ["a script", "script.html", page({ main: "<script>void 0</script>" }), "markup of its own", /a script/u],
  ["JSON-LD that is none", "ld.html", page({ head: '<script type="application/ld+json">{</script>' }), "markup of its own", /JSON/u],
  ["an inline style", "inline.html", page({ main: '<p style="margin: 0">边</p>' }), "markup of its own", /style/u],
  ["a style element", "style.html", page({ head: "<style>p { margin: 0 }</style>" }), "markup of its own", /style/u],
  ["a handler", "handler.html", page({ main: '<p onclick="void 0">点</p>' }), "markup of its own", /handler/u],
  ["no language", "language.html", page({ lang: "" }), "markup of its own", /language/u],
  ["a link to no file", "no-file.html", link("article/two.html"), "links", /no file/u],
  ["a link to a folder", "folder.html", link("article/"), "links", /no file/u],
  ["a link to no element", "no-element.html", link("article/one.html#p9"), "links", /no element/u],
  ["a link out of the site", "out.html", link("../../etc/passwd"), "links", /no file|out of/u],
  ["a link that needs a host", "host.html", link("/paper/index.html"), "links", /folder/u],
  ["a link that runs", "runs.html", link("javascript:void(0)"), "links", /scheme/u],
  ["a relative link on the 404 page", "404.html", page({ kind: "not-found", root: "/paper/", main: '<p><a href="index.html">首</a></p>' }), "links", /relative/u],
  ["a picture from elsewhere", "elsewhere.html", page({ main: '<p><img alt="" src="https://elsewhere.invalid/a.png"></p>' }), "requests", /elsewhere\.invalid/u],
  ["a picture that is missing", "missing.html", page({ main: '<p><img alt="" src="assets/a.png"></p>' }), "requests", /a\.png/u],
  ["a style sheet that loads another", "borrowed.html", page({ ink: "borrowed" }), "requests", /elsewhere\.invalid/u, borrowed],
  ["a script that throws", "throws.html", page({ main: "<script>throw new Error('坏了')</script>" }), "console", /坏了/u],
  ["a page wider than a telephone", "broad.html", page({ ink: "broad" }), "width", /375 px wide in 360 px/u, broad],
  ["a picture without words", "wordless.html", page({ kind: "wordless", main: '<p><img src="article/one.html"></p>' }), "access", /image-alt/u],
  ["grey on grey", "grey.html", page({ kind: "grey", ink: "grey" }), "access", /light, .*color-contrast/u, grey],
  ["grey on grey in the dark only", "night.html", page({ kind: "night", ink: "night" }), "access", /dark, .*color-contrast/u, night],
  ["links too close for a finger", "small.html", page({ kind: "small", ink: "small", main: '<ul><li><a href="index.html">首页</a></li><li><a href="404.html">无</a></li></ul>' }), "access", /target-size/u, small],
  ["a sitemap that is no XML", "broken.xml", "<urlset><url></urlset>", "feeds", /error/iu],
  ["what the site's own policy forbids", "smuggler.html", page({ kind: "smuggler", head: "<style>p { margin: 0 }</style>" }), "policy", /Content Security Policy/u],
  ["a feed that is no JSON", "feed.json", "{", "feeds", /JSON/u],
  ["a JSON feed that names no file", "corrections.json", '{"version":"https://jsonfeed.org/version/1.1","home_page_url":"https://example.org/","feed_url":"https://example.org/corrections.json","items":[{"id":"1","url":"https://example.org/gone.html","title":"一","content_html":"一","date_modified":"2023-04-07"}]}', "feeds", /gone\.html” leads to no file/u],
  ["an Atom feed that names no file", "atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://example.org/gone.html"/></entry></feed>', "feeds", /no file/u],
  ["a sitemap that names no file", "gone.xml", "<urlset><url><loc>https://example.org/gone.html</loc></url></urlset>", "feeds", /no file/u],
];

/** Writes the good site with `changes` into a folder of its own and hands it to `look`. */
async function withSite(changes, look) {
  const root = await mkdtemp(path.join(tmpdir(), "kanyin-browser-"));
  try {
    for (const [file, text] of Object.entries({ ...GOOD, ...changes })) {
      await mkdir(path.join(root, path.dirname(file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
    return await look(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

test("a site without a fault passes", async () => {
  const kinds = ["front", "article", "not-found"];
  const { findings } = await withSite({}, (root) => check(root, { kinds }));
  assert.deepEqual(findings, []);
});

let found;
before(async () => {
  const changes = FAULTS.map(([, file, text, , , also]) => ({ [file]: text, ...also }));
  found = await withSite(Object.assign({}, ...changes), (root) => check(root, { kinds: ["front", "photo"] }));
});

for (const [fault, file, , rule, detail] of FAULTS) {
  test(`found: ${fault}`, () => {
    const here = found.findings.filter((finding) => finding.page === file);
    const hit = here.some((finding) => finding.rule === rule && detail.test(finding.detail));
    assert.ok(hit, `“${rule}” says nothing of it; what was found: ${JSON.stringify(here, null, 1)}`);
  });
}

test("found: a kind of page that is missing", () => {
  const missing = found.findings.filter((finding) => finding.rule === "kinds");
  assert.deepEqual(missing.map((finding) => finding.detail), ["no page of the kind “photo”"]);
});

test("pages without a fault are not blamed for the others'", () => {
  const blamed = found.findings.filter((finding) => ["index.html", "article/one.html"].includes(finding.page));
  assert.deepEqual(blamed, []);
});

test("found: a page that goes out without a policy", async () => {
  const browser = await openBrowser();
  const { findings } = await withSite({ _headers: "/article/*\n  Content-Security-Policy: default-src 'self'\n" }, async (root) => checkPolicy(browser, await readSite(root)));
  await browser.close();
  const without = findings.filter(({ detail }) => /without a policy/u.test(detail)).map((finding) => finding.page);
  assert.deepEqual(without.sort(), ["404.html", "index.html"]);
});

test("headers are those of all rules that fit", () => {
  const text = "/*\n  A: 1\n/\n  B: 2: 3\n/x.*\n  A: 4\n/x/*\n  C: 5\n";
  assert.deepEqual(headersOf(text, ""), { a: "1", b: "2: 3" });
  assert.deepEqual(headersOf(text, "x.2.html"), { a: "1, 4" });
  assert.deepEqual(headersOf(text, "x/y/z"), { a: "1", c: "5" });
});

test("found: an exception that nothing needs any longer", async () => {
  const known = [{ message: /never said/u, reason: "none" }];
  const { findings } = await withSite({}, async (root) => checkMarkup(await readSite(root), known));
  assert.match(findings[0].detail, /no file causes this any longer/u);
});
