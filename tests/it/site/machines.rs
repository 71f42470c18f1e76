//! What machines read: feeds, sitemaps, headers, what pages say of themselves, and
//! articles that wait for their day.

use feed_rs::model::Feed;
use kanyin::{
    diag::Severity,
    route::{Address, FeedFormat},
    site::{Files, Live, Output, check_links, headers_of},
};

use super::{
    paper::{Paper, drawn, page, paths},
    schema_org::{faults, said},
};

const BASE: &str = "https://paper.example/";

/// The sample with all that an article can have.
fn full() -> Paper {
    Paper::sample()
        .config(|c| {
            c.publisher = Some("山城报社".into());
            c.tagline = Some("一城一纸".into());
        })
        .article(
            "2023-04-07/quan",
            "title: 全 有\nsubtitle: 一份答卷\nbyline: [记者 刘娟, 通讯员 孙立]\nauthor: [刘娟, 孙立, 本报评论员]\n\
             city: 赤水市\ncolumn: 水边谈\ntopics: [法治政府]\npage: A3\n\
             corrections: [{date: 2023-04-10, text: '</script><b>一</b>'}]",
            "见[下文](er.html#p2)与注[^1]。\n\n[^1]: 注。",
        )
}

/// All feeds of a site, read again by a reader that is not ours.
fn feeds(output: &Output) -> Vec<(String, Feed)> {
    let files = output.files().filter(|(a, _)| FeedFormat::of(a.as_str()).is_some());
    files
        .map(|(address, bytes)| {
            let feed = feed_rs::parser::parse(bytes);
            (address.to_string(), feed.unwrap_or_else(|e| panic!("{address}: {e}")))
        })
        .collect()
}

#[test]
fn every_list_has_its_feeds_and_every_reader_reads_them() {
    let output = full().output();
    let feeds = feeds(&output);
    let expected = [
        "atom.xml",
        "city/chishui.json",
        "city/chishui.xml",
        "city/guizhou.json",
        "city/guizhou.xml",
        "city/zunyi.json",
        "city/zunyi.xml",
        "column/shui-bian-tan.json",
        "column/shui-bian-tan.xml",
        "corrections.json",
        "corrections.xml",
        "feed.json",
        "topic/fa-zhi-zheng-fu.json",
        "topic/fa-zhi-zheng-fu.xml",
        "topic/feng-qiao-jing-yan.json",
        "topic/feng-qiao-jing-yan.xml",
    ];
    assert_eq!(feeds.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), expected);
    for (path, feed) in &feeds {
        let title = feed.title.as_ref().map(|t| t.content.as_str()).unwrap_or_default();
        assert!(title.starts_with("山城报"), "{path}: {title}");
        assert!(!feed.entries.is_empty(), "{path}");
        let own = format!("{BASE}{path}");
        assert!(feed.links.iter().any(|link| link.href == own), "{path}: {:?}", feed.links);
        for entry in &feed.entries {
            let url = &entry.id;
            assert!(url.starts_with(BASE), "{path}: {url}");
            let (page, _) = url[BASE.len()..].split_once('#').unwrap_or((&url[BASE.len()..], ""));
            assert!(output.get_path(page).is_some(), "{path}: {url}");
            assert!(entry.links.iter().any(|link| link.href == *url), "{path}: {url}");
            assert!(entry.title.as_ref().is_some_and(|t| !t.content.is_empty()), "{path}");
            assert!(entry.updated.is_some(), "{path}: {url}");
            let content =
                entry.content.as_ref().and_then(|c| c.body.as_deref()).unwrap_or_default();
            assert!(content.contains("<p"), "{path}: {content}");
            // Addresses are in full: a reader of feeds shows it far from its page.
            for link in content.split("href=\"").skip(1) {
                assert!(link.starts_with("https://"), "{path}: {link}");
            }
        }
    }
    let of = |path: &str| &feeds.iter().find(|(p, _)| p == path).expect("a feed").1;
    for (atom, json) in [("atom.xml", "feed.json"), ("city/chishui.xml", "city/chishui.json")] {
        let ids = |path| of(path).entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        let days = |path| of(path).entries.iter().map(|e| e.updated).collect::<Vec<_>>();
        assert_eq!((ids(atom), days(atom)), (ids(json), days(json)));
    }
}

#[test]
fn an_entry_holds_all_that_was_printed_and_what_was_put_right() {
    let feeds = feeds(&full().output());
    let of = |path: &str| &feeds.iter().find(|(p, _)| p == path).expect("a feed").1;
    assert_eq!(of("atom.xml").entries.len(), 5);
    assert_eq!(of("city/chishui.xml").entries.len(), 3);
    let entry = of("feed.json").entries.iter().find(|e| e.id.ends_with("/quan.html"));
    let entry = entry.expect("the article");
    let text = entry.content.as_ref().and_then(|c| c.body.as_deref()).expect("a text");
    let parts = [
        "更正 2023年4月10日　&lt;/script&gt;",
        "<p>——一份答卷</p>",
        "<p>记者 刘娟</p>",
        "<a href=\"https://paper.example/article/2023-04-07/er.html#p2\">",
        "注。",
    ];
    let places: Vec<Option<usize>> = parts.iter().map(|part| text.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {text}");
    let updated = entry.updated.expect("a day").to_rfc3339();
    assert!(
        updated.starts_with("2023-04-09T16:00:00") || updated.starts_with("2023-04-10"),
        "{updated}"
    );
    let authors: Vec<&str> = entry.authors.iter().filter_map(|a| a.name.as_deref()).collect();
    assert_eq!(authors, ["刘娟", "孙立", "本报评论员"]);
}

#[test]
fn feeds_stay_small_and_pages_lead_to_their_own() {
    let mut paper = full();
    for number in 0..60 {
        let path = format!("2023-04-07/n{number}");
        paper = paper.article(&path, &format!("title: 题{number}\ncity: 赤水市"), "文。");
    }
    let output = paper.config(|c| c.page_size = 20).output();
    let entries = |path: &str| page(&output, path).matches("<entry>").count();
    assert_eq!((entries("atom.xml"), entries("city/chishui.xml")), (50, 20));
    let links = |path: &str| {
        let page = page(&output, path);
        let heads = page.split("<link rel=\"alternate\" type=\"").skip(1);
        let href = |link: &str| link.split("href=\"").nth(1)?.split('"').next().map(str::to_owned);
        heads.filter_map(href).collect::<Vec<_>>()
    };
    let site = ["../atom.xml", "../feed.json"];
    assert_eq!(links("index.html"), ["atom.xml", "feed.json"]);
    for path in ["city/chishui.html", "city/chishui.2.html"] {
        let own = ["../city/chishui.xml", "../city/chishui.json"];
        assert_eq!(links(path), [own, site].concat(), "{path}");
        let shown =
            page(&output, path).matches("type=\"application/atom+xml\">订阅（Atom）</a>").count();
        assert_eq!(shown, 1, "{path}");
    }
    assert_eq!(links("author/liu-juan.html"), site);
    assert_eq!(
        links("corrections.html"),
        ["corrections.xml", "corrections.json", "atom.xml", "feed.json"]
    );
    assert_eq!(drawn(&check_links(&output, Some(BASE))), "");
}

#[test]
fn a_site_has_the_feeds_that_its_settings_name() {
    let [atom, json] = FeedFormat::ALL;
    for (formats, first, others) in
        [(vec![atom], "atom.xml", ".xml"), (vec![json], "feed.json", ".json"), (vec![], "", "")]
    {
        let paper = full().config(|config| config.feeds.clone_from(&formats));
        let output = paper.output();
        let feeds: Vec<String> = feeds(&output).into_iter().map(|(path, _)| path).collect();
        assert_eq!(feeds.len(), 8 * formats.len(), "{feeds:?}");
        assert!(feeds.iter().all(|path| path.ends_with(others)), "{feeds:?}");
        assert!(formats.is_empty() || feeds.iter().any(|path| path == first), "{feeds:?}");
        let front = page(&output, "index.html");
        assert_eq!(front.matches("<link rel=\"alternate\"").count(), formats.len());
        assert_eq!(front.contains("atom.xml"), formats.contains(&atom), "{front}");
        assert_eq!(drawn(&check_links(&output, Some(BASE))), "");
        let live = Live::open(paper.inputs()).value.expect("a site");
        for path in ["atom.xml", "feed.json", "city/chishui.xml", "city/chishui.json"] {
            let shown = Files::file(&live, &Address::file(path));
            assert_eq!(shown.as_deref(), output.get_path(path), "{path}");
        }
    }
}

#[test]
fn pages_say_of_themselves_what_schema_org_knows_and_nothing_invented() {
    let output = full().output();
    let mut looked = 0;
    for (address, html) in output.pages() {
        for object in said(html) {
            assert_eq!(faults(&object), Vec::<String>::new(), "{address}: {object}");
            looked += 1;
        }
    }
    assert!(looked > 20, "{looked}");
    let objects = said(&page(&output, "article/2023-04-07/quan.html"));
    let [news, trail] = &objects[..] else { panic!("{objects:?}") };
    for (place, value) in [
        ("/headline", "全 有"),
        ("/alternativeHeadline", "一份答卷"),
        ("/author/0/name", "刘娟"),
        ("/author/0/url", "https://paper.example/author/liu-juan.html"),
        ("/author/2/@type", "Organization"),
        ("/datePublished", "2023-04-07"),
        ("/dateModified", "2023-04-10"),
        ("/articleSection", "水边谈"),
        ("/keywords", "法治政府"),
        ("/printPage", "A3"),
        ("/publisher/name", "山城报社"),
        ("/contentLocation/name", "赤水市"),
        ("/contentLocation/containedInPlace/containedInPlace/name", "贵州省"),
        ("/isPartOf/url", "https://paper.example/issue/2023-04-07.html"),
        ("/correction/text", "</script><b>一</b>"),
    ] {
        assert_eq!(news.pointer(place).and_then(|v| v.as_str()), Some(value), "{place}: {news}");
    }
    let steps: Vec<&str> = trail["itemListElement"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|step| step["name"].as_str())
        .collect();
    assert_eq!(steps, ["首页", "各期", "2023年4月7日", "全 有"]);
    let city = said(&page(&output, "city/chishui.html"));
    assert_eq!(city[0]["itemListElement"].as_array().map(Vec::len), Some(5), "{city:?}");

    // What nobody said is not said.
    let bare = Paper::new().article("di-1-qi/yi", "title: 一", "文。").output();
    let objects = said(&page(&bare, "article/di-1-qi/yi.html"));
    for absent in ["author", "publisher", "datePublished", "dateModified", "image", "keywords"] {
        assert!(objects[0].get(absent).is_none(), "{absent}: {}", objects[0]);
    }
    assert!(said(&page(&bare, "404.html")).is_empty());
    let homeless = Paper::sample().config(|c| c.base_url = None).output();
    assert!(homeless.pages().all(|(_, html)| said(html).is_empty()));
}

#[test]
fn the_page_and_what_readers_pass_on_are_named() {
    let article = page(&full().output(), "article/2023-04-07/quan.html");
    for part in [
        "<span>第A3版</span>",
        "刘娟, 孙立, 本报评论员. 全 有[N]. 山城报, 2023-04-07(A3).",
        "data-copy=\"复制\"",
        "<meta property=\"article:section\" content=\"水边谈\">",
        "<meta property=\"article:tag\" content=\"法治政府\">",
        "<meta property=\"og:type\" content=\"article\">",
    ] {
        assert!(article.contains(part), "{part}: {article}");
    }
    let front = page(&full().output(), "index.html");
    assert!(front.contains("<meta property=\"og:type\" content=\"website\">"), "{front}");
    let undated = Paper::new().article("a/yi", "title: 一\npage: 3", "文。").output();
    assert!(page(&undated, "article/a/yi.html").contains("一[N]. 山城报."), "a page of no day");
}

#[test]
fn the_news_are_those_of_the_day_that_is_given_and_of_the_day_before() {
    let paper = |date: &str| {
        let issue = format!("---\ndate: {date}\n---\n");
        Paper::sample().file("hou/_issue.md", &issue).article("hou/yi", "title: 后一", "文。")
    };
    let titles = |output: &Output| {
        let news = output.get_path("sitemap-news.xml").map(String::from_utf8_lossy);
        let news = news.unwrap_or_default().into_owned();
        let titles = news.split("<news:title>").skip(1);
        titles.map(|t| t.split('<').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let seventh = ["赤水一", "赤水二", "图片"].map(str::to_owned);
    let mut sorted = titles(&paper("2023-04-08").output());
    sorted.sort();
    let mut both: Vec<String> = seventh.iter().cloned().chain(["后一".to_owned()]).collect();
    both.sort();
    assert_eq!(sorted, both, "without a day that of the newest issue");
    assert_eq!(titles(&paper("2023-04-08").on(2023, 4, 9).output()), ["后一"]);
    assert_eq!(titles(&paper("2023-04-08").on(2023, 4, 10).output()), [""; 0]);
    let updated = paper("2023-04-09").config(|c| c.updated = Some(jiff::civil::date(2023, 4, 7)));
    assert_eq!(titles(&updated.output()).len(), 3, "an issue of the future is no news");
    let output = paper("2023-04-08").output();
    let robots = page(&output, "robots.txt");
    assert!(robots.contains("Sitemap: https://paper.example/sitemap-news.xml\n"), "{robots}");
    let none = paper("2023-04-08").on(2024, 1, 1).output();
    assert!(none.get_path("sitemap-news.xml").is_none());
    assert!(!page(&none, "robots.txt").contains("news"));
    let sitemap = page(&output, "sitemap.xml");
    let entry = "<loc>https://paper.example/article/2023-03-31/san.html</loc>\n<lastmod>2023-03-31</lastmod>";
    assert!(sitemap.contains(entry), "{sitemap}");
}

#[test]
fn an_article_waits_for_its_day() {
    let paper = Paper::sample()
        .article("2023-04-07/deng", "title: 等候\npublish: 2023-05-01", "文。")
        .article("2023-04-07/hou", "title: 再候\npublish: 2023-06-01", "文。");
    let there = |paper: &Paper| {
        let output = paper.output();
        let shown =
            |word: &str| output.files().any(|(_, b)| String::from_utf8_lossy(b).contains(word));
        (shown("等候"), shown("再候"))
    };
    let told = |paper: &Paper| {
        let notes = paper.build().diagnostics.into_iter();
        let note =
            notes.filter(|d| d.severity == Severity::Note && d.message.en().contains("wait"));
        note.map(|d| format!("{} | {}", d.message.en(), d.hint.as_ref().map_or("", |h| h.en())))
            .collect::<Vec<_>>()
    };
    assert_eq!(there(&paper), (false, false));
    assert_eq!(
        told(&paper),
        [
            "2 articles wait for their day, the next for 2023-05-01 | nobody says for which day this \
          site is built: `--date 2023-05-01` brings it"
        ]
    );
    let first = paper.clone().on(2023, 5, 1);
    assert_eq!(there(&first), (true, false));
    assert_eq!(
        told(&first),
        [
            "1 article waits for its day, the next for 2023-06-01 | this site is built for 2023-05-01: \
          `--date 2023-06-01` brings it"
        ]
    );
    let both = paper.clone().on(2023, 7, 1);
    assert_eq!((there(&both), told(&both).len()), ((true, true), 0));
    // The day on which the site last changed is as good.
    let updated = paper.clone().config(|c| c.updated = Some(jiff::civil::date(2023, 5, 20)));
    assert_eq!(there(&updated), (true, false));
    // The preview shows them, and says so.
    let output = paper.with_drafts().output();
    let page_of = page(&output, "article/2023-04-07/deng.html");
    assert!(page_of.contains("定于2023年5月1日发布"), "{page_of}");
    let issue = page(&output, "issue/2023-04-07.html");
    assert!(issue.contains("待2023年5月1日") && issue.contains("待2023年6月1日"), "{issue}");
    let bad =
        Paper::sample().article("2023-04-07/cuo", "title: 错\npublish: 五一", "文。").errors();
    assert!(
        bad[0].starts_with("content/2023-04-07/cuo.md:3:10 `五一` is no date | write"),
        "{bad:?}"
    );
}

#[test]
fn every_page_goes_out_under_a_policy_that_lets_nothing_in() {
    let output = full()
        .article("2023-04-07/tu2", "title: 外图", "![图](https://pics.example/a.png)")
        .output();
    let file = page(&output, "_headers");
    let of = |path: &str, name: &str| {
        let all = headers_of(&file, path).into_iter().filter(|(n, _)| *n == name);
        all.map(|(_, value)| value.to_owned()).collect::<Vec<_>>()
    };
    for path in paths(&output).iter().filter(|path| path.ends_with(".html")) {
        for path in
            [path.as_str(), path.trim_end_matches(".html"), path.trim_end_matches("index.html")]
        {
            let policy = of(path, "Content-Security-Policy");
            assert_eq!(policy.len(), 1, "{path}");
            for part in [
                "default-src 'none'",
                "script-src 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            ] {
                assert!(policy[0].contains(part), "{path}: {policy:?}");
            }
            assert!(!policy[0].contains("unsafe"), "{path}");
            assert!(policy[0].ends_with("img-src 'self' data: https://pics.example"), "{policy:?}");
        }
        assert_eq!(of(path, "X-Content-Type-Options"), ["nosniff"], "{path}");
        assert_eq!(of(path, "Cache-Control"), [""; 0], "hosts ask again by themselves");
    }
    let archive = of("archive/2023-04-07.html", "Content-Security-Policy");
    assert!(archive.len() == 1 && archive[0].contains("style-src 'unsafe-inline'"), "{archive:?}");
    for path in paths(&output).iter().filter(|path| path.starts_with("assets/")) {
        assert_eq!(of(path, "Cache-Control"), ["public, max-age=31536000, immutable"], "{path}");
    }
    // Some hosts take no more than a hundred rules.
    let many = full().config(|c| c.page_size = 1).output();
    let rules = page(&many, "_headers").lines().filter(|line| !line.starts_with(' ')).count();
    assert!(rules < 60, "{rules}");
}
