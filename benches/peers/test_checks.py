"""Each check can fail: a site without a fault, and one for each fault.

    python3 benches/peers/test_checks.py
"""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import checks  # noqa: E402
import dialects  # noqa: E402

ISSUE = "2026-11-20"
TERMS = {
    "issue": [ISSUE],
    "city": ["guizhou", "guiyang"],
    "topic": ["fa-zhi"],
    "column": ["yi-xian"],
    "author": ["liu-juan"],
}
# More than a page of a term, and more than a feed of one.
ARTICLES = 60


def publication():
    names = {section: {slug: slug for slug in slugs} for section, slugs in TERMS.items()}
    articles = [
        dialects.Article(ISSUE, f"a{number}", {"title": f"春风 & 化雨 {number}"}, "", TERMS)
        for number in range(ARTICLES)
    ]
    return dialects.Site(articles, names)


def print_site(wants, root):
    """A site as it should be."""
    links = lambda names: "".join(f'<a href="/{name}">去</a>' for name in names)
    terms = {section: [f"{section}/{slug}.html" for slug in slugs] for section, slugs in TERMS.items()}
    pages = {name: "<h1>页</h1>" for name in wants.pages(checks.HEXO)}
    for name, title in wants.articles.items():
        pages[name] = f"<main><h1>{title.replace('&', '&amp;')}</h1><p>正文 {name}</p></main>" + links(terms["city"])
    for section, (address, _) in dialects.LISTS.items():
        pages[f"{address}.html"] = links(terms[section])
    pages[f"issue/{ISSUE}.html"] = links(wants.articles)
    for name in wants.feeds():
        pages[name] = "<entry></entry>" * (50 if name == "atom.xml" else 20)
    pages["sitemap.xml"] = "".join(f"<loc>{checks.BASE}{name}</loc>" for name in wants.articles)
    for name, text in pages.items():
        dialects.write(root / name, text)


def gone(name):
    return lambda root: (root / name).unlink()


def other(name, old, new):
    """The same file with other words; nothing may stay as it was."""

    def change(root):
        text = (root / name).read_text("utf-8")
        assert old in text, name
        dialects.write(root / name, text.replace(old, new, 1))

    return change


FAULTS = {
    "a page is missing": gone("city/guizhou.2.html"),
    "a page nobody asked for": lambda root: dialects.write(root / "tags.html", ""),
    "a feed is missing": gone("city/guizhou.xml"),
    "a feed nobody asked for": lambda root: dialects.write(root / "author/liu-juan.xml", ""),
    "a headline is not the article's": other(f"article/{ISSUE}/a7.html", "化雨 7", "化雨 8"),
    "not in cities.html": other("cities.html", "/city/guiyang.html", "/city/guizhou.html"),
    "an article that its issue does not name": other(f"issue/{ISSUE}.html", "/a7.html", "/a8.html"),
    "a link leads nowhere": other("index.html", "页", '<a href="nowhere.html">去</a>'),
    "a feed with another number of entries": other("atom.xml", "<entry>", ""),
    "not in the sitemap": other("sitemap.xml", "/a7.html", "/a8.html"),
    "an article with other words": other(f"article/{ISSUE}/a7.html", "正文", "正 书"),
}


class Checks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.wants = checks.expect(publication())
        print_site(self.wants, self.root)
        self.texts = checks.sample_texts(self.wants, self.root)

    def check(self):
        return checks.check(self.root, self.wants, self.texts, checks.HEXO)

    def test_a_site_without_a_fault(self):
        # Front page, lists, articles, and two pages of each term.
        self.assertEqual(self.check()["html"], 1 + len(dialects.LISTS) + ARTICLES + 2 * 6)

    def test_each_fault_is_found(self):
        for said, spoil in FAULTS.items():
            with self.subTest(said):
                print_site(self.wants, self.root)
                for extra in ("tags.html", "author/liu-juan.xml"):
                    (self.root / extra).unlink(missing_ok=True)
                spoil(self.root)
                with self.assertRaises(checks.Incomparable) as found:
                    self.check()
                self.assertEqual(str(found.exception).partition(":")[0], said)

    def test_settings_of_an_article(self):
        for text, value in (
            ("春风化雨", "春风化雨"),
            ('"一: 二"', "一: 二"),
            ("[刘娟, 周海]", ["刘娟", "周海"]),
            ('["记者 刘娟, 周海"]', ["记者 刘娟, 周海"]),
            ("[]", []),
        ):
            self.assertEqual(dialects.parse_value(text), value)


if __name__ == "__main__":
    unittest.main()
