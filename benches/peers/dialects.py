"""The corpus in the dialects of the other generators.

kanyin's own files are the source of all of them. What an article belongs to - the
places with their parents, topics, columns, authors - and under which addresses that
stands is read from a site that kanyin built with the minimal theme, so that all
generators print the same pages:

    site = read(SITE, SITE/public)
    write_hugo(site, DIRECTORY)
"""

import dataclasses
import html
import json
import pathlib
import re
import shutil

HERE = pathlib.Path(__file__).resolve().parent

# Sections of terms, with the address of their lists and its title.
LISTS = {
    "issue": ("issues", "各期"),
    "city": ("cities", "地市"),
    "topic": ("topics", "专题"),
    "column": ("columns", "栏目"),
    "author": ("authors", "作者"),
}
# Sections whose terms have a feed.
FED = ("city", "topic", "column")
# What kanyin's settings are for the row that is like for like.
LIKE_FOR_LIKE = "theme: minimal\nsearch: false\ncity_topics: false\nfeeds: [atom]\n"

LINK = re.compile(r'href="(?:\.\./)*(city|topic|column|author)/([^"/]+)\.html">([^<]*)</a>')
DATE_TEXT = re.compile(r'<time datetime="[^"]*">([^<]*)</time>')


@dataclasses.dataclass
class Article:
    """An article: its settings, its text, and the terms it stands under."""

    issue: str
    slug: str
    settings: dict
    body: str
    terms: dict = dataclasses.field(default_factory=dict)

    @property
    def path(self):
        return f"article/{self.issue}/{self.slug}.html"


@dataclasses.dataclass
class Site:
    """All articles, and the names of all terms by section and slug."""

    articles: list
    names: dict


def read(source, public):
    """The publication in `source`, with the addresses of the site in `public`."""
    names = {section: {} for section in LISTS}
    articles = []
    for path in sorted(source.glob("content/*/*.md"), reverse=True):
        if path.name != "_issue.md":
            article = parse(path)
            find_terms(article, (public / article.path).read_text("utf-8"), names)
            articles.append(article)
    return Site(articles, names)


def parse(path):
    """An article as kanyin writes it: plain settings between two lines, and a text."""
    _, settings, body = path.read_text("utf-8").split("---\n", 2)
    found = {}
    for line in settings.splitlines():
        key, _, value = line.partition(":")
        found[key] = parse_value(value.strip())
    return Article(path.parent.name, found.get("slug", path.stem), found, body)


def parse_value(text):
    """A text, or a list of texts in brackets, each perhaps in quotes."""
    if text.startswith("["):
        items = re.findall(r'"(?:[^"\\]|\\.)*"|[^,\[\]]+', text)
        return [parse_value(item.strip()) for item in items if item.strip()]
    return json.loads(text) if text.startswith('"') else text


def find_terms(article, page, names):
    """Which terms the page of an article names, in their order."""
    terms = {section: [] for section in LISTS}
    terms["issue"] = [article.issue]
    names["issue"][article.issue] = DATE_TEXT.search(page)[1]
    for section, slug, name in LINK.findall(page):
        if slug not in terms[section]:
            terms[section].append(slug)
        names[section][slug] = html.unescape(name)
    article.terms = terms


def front_matter(article, **more):
    """Settings that all others read alike; JSON is YAML, too."""
    settings = {
        "title": article.settings["title"],
        "subtitle": article.settings.get("subtitle"),
        "byline": " ".join(article.settings.get("byline", [])),
        **article.terms,
        "issue": article.issue,
        **more,
    }
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in settings.items()
        if value is not None
    ]
    # A date is written plain, or it is a text.
    lines.append(f"date: {article.issue}")
    return "---\n" + "\n".join(lines) + "\n---\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def write_site(name, site, directory, names, articles):
    """A theme, the names of terms, and the articles in the folder that they are looked for in."""
    shutil.copytree(HERE / name, directory)
    write(directory / names, json.dumps(site.names, ensure_ascii=False, indent=1) + "\n")
    for article in site.articles:
        path = directory / articles / article.issue / f"{article.slug}.md"
        write(path, front_matter(article) + article.body)


def write_newspaper(site, directory):
    """What Hexo and Eleventy have to be told of pages that are no articles."""
    shutil.copy(HERE / "newspaper.cjs", directory)
    sections = {"lists": LISTS, "fed": FED, "names": site.names}
    write(directory / "sections.json", json.dumps(sections, ensure_ascii=False, indent=1) + "\n")


def write_kanyin(source, directory):
    """kanyin like for like: the same content under the minimal theme, without
    search, places by topics and JSON Feeds."""
    shutil.copytree(HERE / "kanyin", directory)
    shutil.copytree(source / "content", directory / "content")
    shutil.copy(source / "topics.yaml", directory)
    write(directory / "kanyin.yaml", (source / "kanyin.yaml").read_text("utf-8") + LIKE_FOR_LIKE)


def write_hugo(site, directory):
    write_site("hugo", site, directory, "data/terms.json", "content/article")
    for section, (address, title) in LISTS.items():
        settings = {"title": title, "url": f"/{address}.html"}
        if section in FED:
            settings["cascade"] = {"target": {"kind": "term"}, "outputs": ["html", "atom"]}
        write(directory / f"content/{section}/_index.md", json.dumps(settings, ensure_ascii=False) + "\n")


def write_hexo(site, directory):
    write_site("hexo", site, directory, "source/_data/terms.json", "source/_posts")
    write_newspaper(site, directory)


def write_eleventy(site, directory):
    write_site("eleventy", site, directory, "_data/terms.json", "content")
    write_newspaper(site, directory)
