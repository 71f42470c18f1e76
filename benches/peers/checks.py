"""Whether the sites of two generators are the same site.

`expect` says which pages there must be, from the articles and their terms alone;
`check` holds an output against that and gives its counts, or stops with all that is
wrong. The texts of a sample of articles are held against those that kanyin printed.
"""

import collections
import dataclasses
import html
import math
import os
import pathlib
import posixpath
import random
import re
import urllib.parse

import dialects

# Articles of a page of a list.
PAGE = 50
# Pages whose links are followed, and articles whose texts are compared.
SAMPLE = 200
SEED = 20_261_120
# Findings that are printed of each kind.
SHOWN = 5

HEADLINE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
HREF = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]*)"')
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LOC = re.compile(r"<loc>([^<]*)</loc>")
ENTRY = re.compile(r"<entry>")
# The site's address in feeds and in the sitemap.
BASE = "https://example.org/"


class Incomparable(Exception):
    """What is not as it should be, a line each."""


@dataclasses.dataclass
class Shape:
    """How a generator's addresses differ, and what it has that others have not."""

    # The address of a later page of a term, by section, slug and number.
    later: str = "{section}/{slug}.{number}.html"
    # Pages that only this one has.
    own: re.Pattern = re.compile(r"(?!)")
    # Whether article pages have the minimal theme's text.
    minimal: bool = True


# kanyin parts long lists of names, too, and has places by topics.
OF_KANYIN = r"404\.html|(issues|cities|topics|columns|authors)\.\d+\.html|city-topics(\.\d+)?\.html|city-topic/.+\.html"
KANYIN = Shape(own=re.compile(OF_KANYIN))
BROADSHEET = Shape(own=re.compile(OF_KANYIN + r"|search\.html"), minimal=False)
HUGO = Shape(later="{section}/{slug}/page/{number}.html")
HEXO = Shape()
ELEVENTY = Shape()


@dataclasses.dataclass
class Expected:
    """What every output must have."""

    # Title by address.
    articles: dict
    # How many articles each term has, by section and slug.
    terms: dict

    def pages(self, shape):
        """The addresses of all pages but those of the generator's own."""
        yield "index.html"
        yield from self.articles
        for address, _ in dialects.LISTS.values():
            yield f"{address}.html"
        for section, terms in self.terms.items():
            for slug, count in terms.items():
                yield f"{section}/{slug}.html"
                for number in range(2, math.ceil(count / PAGE) + 1):
                    yield shape.later.format(section=section, slug=slug, number=number)

    def feeds(self):
        yield "atom.xml"
        for section in dialects.FED:
            for slug in self.terms[section]:
                yield f"{section}/{slug}.xml"


def expect(site):
    terms = {section: collections.Counter() for section in dialects.LISTS}
    for article in site.articles:
        for section, slugs in article.terms.items():
            terms[section].update(slugs)
    return Expected({article.path: article.settings["title"] for article in site.articles}, terms)


def sample_texts(wants, public):
    """The texts of some articles as kanyin printed them."""
    chosen = random.Random(SEED).sample(sorted(wants.articles), min(SAMPLE, len(wants.articles)))
    return {address: text_of((public / address).read_text("utf-8")) for address in chosen}


def text_of(page):
    """The words of a page between its masthead and its foot, without any space."""
    found = MAIN.search(page)
    return re.sub(r"\s+", "", html.unescape(TAG.sub("", found[1]))) if found else ""


def check(public, wants, texts, shape):
    """The counts of an output that is as it should be."""
    files = {}
    for folder, _, names in os.walk(public):
        for name in names:
            path = pathlib.Path(folder, name)
            files[path.relative_to(public).as_posix()] = path.stat().st_size
    pages = {name for name in files if name.endswith(".html")}
    wanted = set(wants.pages(shape))
    findings = [
        *told("a page is missing", wanted - pages),
        *told("a page nobody asked for", (name for name in pages - wanted if not shape.own.fullmatch(name))),
        *told("a feed is missing", set(wants.feeds()) - set(files)),
        *told("a feed nobody asked for", {name for name in files if name.endswith(".xml") and "sitemap" not in name} - set(wants.feeds())),
    ]
    if not findings:
        # What is in the pages is looked at where there are all of them.
        read = lambda name: (public / name).read_text("utf-8")
        findings = [
            *headlines(wants, read),
            *lists(wants, pages, read),
            *links(wants, texts, files, read),
            *feeds(wants, read),
            *sitemap(wants, files, read),
            *(compare(texts, read) if shape.minimal else ()),
        ]
    if findings:
        raise Incomparable("\n".join(findings))
    return {"html": len(pages), "files": len(files), "bytes": sum(files.values())}


def told(what, names):
    """A line for what is wrong with some of all."""
    names = sorted(names)
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"{what}: {', '.join(names[:SHOWN])}{more}"


def headlines(wants, read):
    """The headline of every article's page is its title, and no other stands there."""
    wrong = (
        address
        for address, title in wants.articles.items()
        if [html.unescape(found) for found in HEADLINE.findall(read(address))] != [title]
    )
    return told("a headline is not the article's", wrong)


def lists(wants, pages, read):
    """Each term is in the list of its section, and each article on the pages of its issue."""
    for section, (address, _) in dialects.LISTS.items():
        parts = [name for name in pages if re.fullmatch(rf"{address}(\.\d+)?\.html", name)]
        named = {target for part in parts for target in targets(part, read(part))}
        terms = {f"{section}/{slug}.html" for slug in wants.terms[section]}
        yield from told(f"not in {address}.html", terms - named)
    listed = set()
    for slug in wants.terms["issue"]:
        address = f"issue/{slug}.html"
        listed.update(targets(address, read(address)))
    yield from told("an article that its issue does not name", set(wants.articles) - listed)


def targets(name, text):
    """Where the links of a page lead, as paths from the site's root."""
    for href in HREF.findall(text):
        href = html.unescape(href)
        if href.startswith(BASE):
            href = "/" + href.removeprefix(BASE)
        if re.match(r"[a-z]+:|#", href):
            continue
        path = urllib.parse.unquote(href.partition("#")[0].partition("?")[0])
        joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
        yield posixpath.normpath(joined + "index.html" if joined.endswith("/") or not joined else joined)


def links(wants, texts, files, read):
    """The links of a sample of pages lead to files."""
    terms = sorted(f"{section}/{slug}.html" for section, slugs in wants.terms.items() for slug in slugs)
    chosen = random.Random(SEED).sample(terms, min(SAMPLE, len(terms)))
    chosen += [*texts, "index.html", *(f"{address}.html" for address, _ in dialects.LISTS.values())]
    dead = (f"{target} on {name}" for name in chosen for target in targets(name, read(name)) if target not in files)
    return told("a link leads nowhere", dead)


def feeds(wants, read):
    """A feed has the newest articles: fifty of the site, twenty of a term."""
    counts = {"atom.xml": (len(wants.articles), 50)}
    for section in dialects.FED:
        counts |= {f"{section}/{slug}.xml": (count, 20) for slug, count in wants.terms[section].items()}
    wrong = (name for name, (count, most) in counts.items() if len(ENTRY.findall(read(name))) != min(count, most))
    return told("a feed with another number of entries", wrong)


def sitemap(wants, files, read):
    """The sitemap names each article, in however many files."""
    parts = [name for name in files if re.fullmatch(r"sitemap(-\d+)?\.xml", name)]
    named = {found.removeprefix(BASE) for part in parts for found in LOC.findall(read(part))}
    return told("not in the sitemap", set(wants.articles) - named)


def compare(texts, read):
    """A sample of articles has the words that kanyin printed, and no others."""
    return told("an article with other words", (name for name, text in texts.items() if text_of(read(name)) != text))
