//! Corrections on the pages of their articles, in one list, and in feeds.

use kanyin::{diag::Severity, site::check_links};
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};

use super::paper::{Paper, drawn, page, paths};

const BASE: &str = "https://paper.example/";

const TWO: &str = "title: 赤水三\ncorrections:\n  - date: 2023-04-10\n    text: 首段应为二。\n  - date: 2023-05-02\n    text: '<b>“湖”</b> & 河'\n  - date: 2023-04-10\n    text: 末段应为三。";

/// The sample with three corrections in one article and one in another.
fn corrected() -> Paper {
    let old = "title: 旧事\ncorrections: [{date: 2023-04-30, text: 上月应为本月。}]";
    Paper::sample().article("2023-04-07/zheng", TWO, "首段是一。\n\n末段。").article(
        "2023-03-31/jiu",
        old,
        "上月。",
    )
}

/// The texts of an XML document, each with the path of the elements it stands in.
fn texts(xml: &str) -> Result<Vec<(String, String)>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut found) = (Vec::new(), Vec::new());
    let mut text = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                path.push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                text.clear();
            }
            Event::Text(part) => text.push_str(&part.decode()?),
            Event::GeneralRef(entity) => match entity.resolve_char_ref()? {
                Some(c) => text.push(c),
                None => {
                    text.push_str(resolve_predefined_entity(&entity.decode()?).unwrap_or("?"));
                }
            },
            Event::End(_) => {
                if !text.trim().is_empty() {
                    found.push((path.join("/"), std::mem::take(&mut text)));
                }
                text.clear();
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(path, Vec::<String>::new(), "an element is open");
    Ok(found)
}

/// The texts at one path.
fn at(xml: &str, path: &str) -> Vec<String> {
    let found = texts(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    found.into_iter().filter(|(at, _)| at == path).map(|(_, text)| text).collect()
}

/// Where each of `parts` stands in `text`; they must stand in this order.
fn in_order(text: &str, parts: &[&str]) {
    let places: Vec<Option<usize>> = parts.iter().map(|part| text.find(part)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{parts:?} at {places:?} in {text}"
    );
}

#[test]
fn an_article_says_above_its_text_what_was_put_right() {
    let output = corrected().output();
    let article = page(&output, "article/2023-04-07/zheng.html");
    in_order(
        &article,
        &[
            "<meta property=\"article:modified_time\" content=\"2023-05-02\">",
            "赤水三</h1>",
            "id=\"correction-2023-05-02\"",
            "<time datetime=\"2023-05-02\">2023年5月2日</time>　&lt;b&gt;“湖”&lt;/b&gt; &amp; 河</p>",
            "id=\"correction-2023-04-10\"",
            "首段应为二。",
            "id=\"correction-2023-04-10-2\"",
            "末段应为三。",
            "<div class=\"text\">",
        ],
    );
    let other = page(&output, "article/2023-04-07/yi.html");
    assert!(!other.contains("class=\"correction\"") && !other.contains("modified_time"), "{other}");
    assert!(other.contains("<a href=\"../../corrections.html\">更正</a>"), "{other}");
    assert_eq!(drawn(&check_links(&output, Some(BASE))), "");
}

#[test]
fn one_list_has_all_of_them_the_newest_first_on_pages_of_their_number() {
    let output = corrected().config(|c| c.page_size = 3).output();
    let first = page(&output, "corrections.html");
    in_order(
        &first,
        &[
            "共 4 条",
            "href=\"article/2023-04-07/zheng.html#correction-2023-05-02\">赤水三</a>",
            "&lt;b&gt;“湖”",
            "href=\"article/2023-03-31/jiu.html#correction-2023-04-30\">旧事</a>",
            "上月应为本月。",
            "首段应为二。",
            "corrections.2.html",
        ],
    );
    let second = page(&output, "corrections.2.html");
    assert!(second.contains("末段应为三。") && !second.contains("首段应为二。"), "{second}");
    assert!(output.get_path("corrections.3.html").is_none());
    assert!(
        page(&output, "sitemap.xml").contains("<loc>https://paper.example/corrections.html</loc>")
    );
    assert_eq!(drawn(&check_links(&output, Some(BASE))), "");
}

#[test]
fn without_a_correction_nothing_speaks_of_any() {
    let output = Paper::sample().output();
    assert!(paths(&output).iter().all(|path| !path.contains("correction")));
    for (address, page) in output.pages() {
        assert!(!page.contains("更正"), "{address}");
    }
    // A draft is not published, nor what was put right in it.
    let output =
        Paper::sample().article("2023-04-07/zheng", &format!("{TWO}\ndraft: true"), "一").output();
    assert!(paths(&output).iter().all(|path| !path.contains("correction")));
}

#[test]
fn the_feed_of_corrections_is_xml_and_leads_to_each() {
    let output = corrected().output();
    let feed = page(&output, "corrections.xml");
    let page_of = |name: &str| format!("{BASE}article/{name}");
    assert_eq!(
        at(&feed, "feed/entry/id"),
        [
            page_of("2023-04-07/zheng.html#correction-2023-05-02"),
            page_of("2023-03-31/jiu.html#correction-2023-04-30"),
            page_of("2023-04-07/zheng.html#correction-2023-04-10"),
            page_of("2023-04-07/zheng.html#correction-2023-04-10-2"),
        ]
    );
    let written = "<p>&lt;b&gt;“湖”&lt;/b&gt; &amp; 河</p>";
    assert_eq!(at(&feed, "feed/entry/content")[0], written);
    assert_eq!(at(&feed, "feed/entry/title")[1], "更正：旧事");
    assert_eq!(at(&feed, "feed/updated"), ["2023-05-02T00:00:00+08:00"]);
    assert_eq!(at(&feed, "feed/entry/updated")[1], "2023-04-30T00:00:00+08:00");
    assert_eq!(at(&feed, "feed/id"), [format!("{BASE}corrections.html")]);
    // Each of them leads to an element that is there.
    for id in at(&feed, "feed/entry/id") {
        let (path, fragment) = id.trim_start_matches(BASE).split_once('#').expect("a fragment");
        assert!(page(&output, path).contains(&format!(" id=\"{fragment}\"")), "{id}");
    }
    let list = page(&output, "corrections.html");
    assert!(list.contains(
        "type=\"application/atom+xml\" title=\"山城报 - 更正\" href=\"corrections.xml\""
    ));
}

#[test]
fn in_the_feed_of_articles_a_corrected_one_is_as_new_as_its_correction() {
    let atom = page(&corrected().output(), "atom.xml");
    assert_eq!(at(&atom, "feed/updated"), ["2023-05-02T00:00:00+08:00"]);
    let (titles, updated) = (at(&atom, "feed/entry/title"), at(&atom, "feed/entry/updated"));
    let published = at(&atom, "feed/entry/published");
    let of = |title: &str| titles.iter().position(|t| t == title).expect("an entry");
    assert_eq!(updated[of("赤水三")], "2023-05-02T00:00:00+08:00");
    assert_eq!(published[of("赤水三")], "2023-04-07T00:00:00+08:00");
    assert_eq!(updated[of("旧事")], "2023-04-30T00:00:00+08:00");
    assert_eq!(updated[of("赤水一")], "2023-04-07T00:00:00+08:00");
    // Without a place to stand there is no feed; without a dated issue only this one.
    let without = corrected().config(|c| c.base_url = None).output();
    assert!(without.get_path("corrections.xml").is_none());
    assert!(without.get_path("corrections.html").is_some());
    let bare = Paper::new().article("di-1-qi/zheng", TWO, "一。").output();
    assert!(bare.get_path("corrections.xml").is_some() && bare.get_path("atom.xml").is_none());
}

#[test]
fn a_fault_in_a_correction_stops_the_build_with_its_place() {
    let bad = "title: 错\ncorrections:\n  - date: 2023-02-30\n    text: 一\n  - text:";
    let paper = Paper::sample().article("2023-04-07/cuo", bad, "一。");
    let told = paper.errors();
    for part in [
        "content/2023-04-07/cuo.md:4:11 `2023-02-30` is no date | write year, month and day",
        "content/2023-04-07/cuo.md:6:5 `date` is missing | add a line `date: …`",
        "content/2023-04-07/cuo.md:6:5 `text` is empty | add a line `text: …`",
    ] {
        assert!(told.iter().any(|line| line.starts_with(part)), "{part}: {told:?}");
    }
    let problems = paper.build().diagnostics;
    assert_eq!(problems.iter().filter(|d| d.severity == Severity::Error).count(), 3);
}
