//! The site pipeline from content to files, all in memory.

mod corrections;
mod faults;
mod indexes;
mod live;
mod machines;
mod moved;
mod paper;
mod registry;
mod schema_org;
mod search;
mod themes;
mod words;

use kanyin::{
    diag::{Checked, Severity},
    site::check_links,
};
use proptest::prelude::*;

use self::paper::{Paper, drawn, page};

#[test]
fn every_kind_of_page_is_there_and_every_link_leads_somewhere() {
    let output = Paper::sample().output();
    let pages: Vec<String> = output.pages().map(|(address, _)| address.to_string()).collect();
    assert_eq!(
        pages,
        [
            "404.html",
            "article/2023-03-31/san.html",
            "article/2023-04-07/er.html",
            "article/2023-04-07/tu.html",
            "article/2023-04-07/yi.html",
            "author/liu-juan.html",
            "author/sun-li.html",
            "authors.html",
            "cities.html",
            "city-topic/zunyi/fa-zhi-zheng-fu.html",
            "city-topic/zunyi/feng-qiao-jing-yan.html",
            "city-topics.html",
            "city/chishui.html",
            "city/guizhou.html",
            "city/zunyi.html",
            "column/shui-bian-tan.html",
            "columns.html",
            "index.html",
            "issue/2023-03-31.html",
            "issue/2023-04-07.html",
            "issues.html",
            "search.html",
            "topic/fa-zhi-zheng-fu.html",
            "topic/feng-qiao-jing-yan.html",
            "topics.html",
        ]
    );
    for file in ["atom.xml", "feed.json", "sitemap.xml", "robots.txt", "_headers"] {
        assert!(output.get_path(file).is_some(), "{file}");
    }
    let broken = check_links(&output, Some("https://paper.example/"));
    assert_eq!(broken, [], "{}", drawn(&broken));
}

#[test]
fn an_empty_publication_has_a_front_page() {
    let output = Paper::new().output();
    let pages: Vec<String> = output.pages().map(|(address, _)| address.to_string()).collect();
    assert_eq!(pages, ["404.html", "index.html"]);
    assert_eq!(check_links(&output, Some("https://paper.example/")), []);
    assert!(output.get_path("atom.xml").is_none(), "a feed needs a date");
}

#[test]
fn links_are_relative_from_every_depth() {
    let output = Paper::sample().output();
    assert!(page(&output, "index.html").contains("href=\"article/2023-04-07/yi.html\""));
    assert!(page(&output, "city/chishui.html").contains("href=\"../article/2023-04-07/yi.html\""));
    assert!(
        page(&output, "article/2023-04-07/yi.html").contains("href=\"../../city/guizhou.html\"")
    );
    let below =
        Paper::sample().config(|c| c.base_url = Some("https://a.example/paper/".into())).output();
    assert!(page(&below, "404.html").contains("href=\"/paper/index.html\""));
    assert_eq!(check_links(&below, Some("https://a.example/paper/")), []);
}

#[test]
fn an_article_shows_what_is_known_and_invents_nothing() {
    let output = Paper::sample().output();
    let yi = page(&output, "article/2023-04-07/yi.html");
    assert!(yi.contains("刘娟. 赤水一[N]. 山城报, 2023-04-07."), "{yi}");
    assert!(yi.contains("记者 <a href=\"../../author/liu-juan.html\">刘娟</a>"), "{yi}");
    let er = page(&output, "article/2023-04-07/er.html");
    assert!(er.contains("赤水二[N]. 山城报, 2023-04-07."), "{er}");
    assert!(er.contains("<h2 id=\"p1\">一</h2>") && er.contains("href=\"#p5\""), "{er}");
    assert!(er.contains("class=\"gap\""), "{er}");
    let undated = Paper::new().article("a/yi", "title: 一", "文。").output();
    assert!(page(&undated, "article/a/yi.html").contains("一[N]. 山城报."), "no date is guessed");
}

#[test]
fn a_topic_quotes_its_sentence_and_links_to_the_paragraph() {
    let topic = page(&Paper::sample().output(), "topic/feng-qiao-jing-yan.html");
    assert!(topic.contains("县里学习“<a href=\"../article/2023-04-07/yi.html#p2\"><mark>枫桥经验</mark></a>”，办法很多。"), "{topic}");
    let subject = page(&Paper::sample().output(), "topic/fa-zhi-zheng-fu.html");
    assert!(subject.contains("赤水二") && !subject.contains("<mark>"), "{subject}");
}

#[test]
fn a_prefecture_holds_its_counties_and_lists_are_divided() {
    let output = Paper::sample().config(|c| c.page_size = 2).output();
    let first = page(&output, "city/zunyi.html");
    let second = page(&output, "city/zunyi.2.html");
    assert!(
        first.contains("赤水一") && first.contains("赤水二") && !first.contains("旧闻"),
        "{first}"
    );
    assert!(second.contains("旧闻") && !second.contains("赤水一"), "{second}");
    assert_eq!(check_links(&output, None), []);
}

#[test]
fn the_newest_issue_is_on_the_front_page() {
    let front = page(&Paper::sample().output(), "index.html");
    assert!(front.contains("赤水一") && front.contains("赤水二") && front.contains("图片"));
    assert!(!front.contains("旧闻"), "{front}");
    let ordered =
        Paper::sample().article("2023-04-07/tou", "title: 头条\norder: 1", "文。").output();
    let front = page(&ordered, "index.html");
    assert!(front.find("头条") < front.find("赤水一"), "the editor's order comes first");
}

#[test]
fn drafts_are_not_printed() {
    let output =
        Paper::sample().article("2023-04-07/gao", "title: 未定稿\ndraft: true", "文。").output();
    assert!(output.files().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("未定稿")));
}

#[test]
fn the_preview_prints_drafts_and_says_so() {
    let paper = Paper::sample().article("2023-04-07/gao", "title: 未定稿\ndraft: true", "文。");
    let output = paper.with_drafts().output();
    assert!(page(&output, "article/2023-04-07/gao.html").contains("草稿：只有预览看得到"));
    let issue = page(&output, "issue/2023-04-07.html");
    assert!(issue.contains("未定稿") && issue.matches("草稿").count() == 1, "{issue}");
    assert!(!page(&output, "article/2023-04-07/yi.html").contains("草稿"));
}

#[test]
fn feed_and_sitemap_go_by_the_issues_dates() {
    let output = Paper::sample().output();
    let atom = page(&output, "atom.xml");
    assert!(atom.contains("<updated>2023-04-07T00:00:00+08:00</updated>"), "{atom}");
    assert!(atom.contains("<published>2023-03-31T00:00:00+08:00</published>"), "{atom}");
    assert!(atom.contains("&lt;p id=&quot;p1&quot;&gt;河水涨了。"), "{atom}");
    assert_eq!(atom.matches("<entry>").count(), 4);
    let sitemap = page(&output, "sitemap.xml");
    assert_eq!(sitemap.matches("<loc>").count(), output.pages().count() - 1);
    assert!(sitemap.contains("<loc>https://paper.example/</loc>") && !sitemap.contains("404"));
    assert!(page(&output, "robots.txt").contains("Sitemap: https://paper.example/sitemap.xml"));
}

#[test]
fn without_a_base_url_there_is_no_feed_and_one_warning() {
    let paper = Paper::sample().config(|c| c.base_url = None);
    let Checked { value, diagnostics } = paper.build();
    let output = value.expect("a site");
    assert!(output.get_path("atom.xml").is_none() && output.get_path("sitemap.xml").is_none());
    let warnings = diagnostics.iter().filter(|d| d.severity == Severity::Warning);
    assert_eq!(warnings.count(), 1);
    assert_eq!(check_links(&output, None), []);
}

#[test]
fn an_article_of_an_issue_with_a_name_shows_the_day_in_words() {
    let output = Paper::new()
        .file("zeng-kan/_issue.md", "---\ntitle: 增刊\ndate: 2023-04-07\n---\n")
        .article("zeng-kan/yi", "title: 一", "文。")
        .output();
    let page = output.get_path("article/zeng-kan/yi.html").map(String::from_utf8_lossy);
    let day = "<time datetime=\"2023-04-07\">2023年4月7日</time>";
    assert!(page.as_ref().is_some_and(|page| page.contains(day)), "{page:?}");
}

#[test]
fn text_is_escaped_wherever_it_lands() {
    let output = Paper::new()
        .file("2023-04-07/_issue.md", "---\ntitle: '<i>&\"'\ndate: 2023-04-07\n---\n")
        .article(
            "2023-04-07/yi",
            "title: '<script>alert(1)</script>\"&'\ncolumn: '<b>栏\"'",
            "<img src=x onerror=y>",
        )
        .output();
    // In JSON a text needs no other escapes than JSON's.
    let own = |path: &str| path.starts_with("assets/") || path.ends_with(".json");
    for (address, bytes) in output.files().filter(|(a, _)| !own(a.as_str())) {
        let text = String::from_utf8_lossy(bytes);
        // The theme's own, and data that is escaped otherwise.
        let scripts = ["<script src=\"", "<script type=\"application/ld+json\">"];
        let text = scripts.iter().fold(text.into_owned(), |text, own| text.replace(own, ""));
        assert!(
            !text.contains("<script>") && !text.contains("<img") && !text.contains("<i>"),
            "{address}: {text}"
        );
    }
    assert_eq!(check_links(&output, Some("https://paper.example/")), []);
}

fn piece() -> impl Strategy<Value = (String, String, String)> {
    let issue = prop::sample::select(vec!["2023-04-07", "2023-03-31", "zeng-kan"]);
    let city = prop::sample::select(vec!["", "city: 赤水市\n", "city: 遵义市\n", "city: 贵阳市\n"]);
    let byline = prop::sample::select(vec![
        "",
        "byline: [记者 刘娟]\nauthor: [刘娟]\n",
        "byline: [通讯员 孙立]\nauthor: [孙立]\n",
    ]);
    let column = prop::sample::select(vec!["", "column: 水边谈\n", "column: 山里话\n"]);
    let body = "(河水涨了。|枫桥经验，好。|\n\n|## 题\n\n|〔原文缺失〕){1,8}";
    (issue, city, byline, column, body, 0..20_u8).prop_map(
        |(issue, city, byline, column, body, n)| {
            (format!("{issue}/a{n}"), format!("title: 题{n}\n{city}{byline}{column}"), body)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The same input gives the same bytes, whatever order it was read in and
    /// however many threads work; and no link of it is broken.
    #[test]
    fn a_build_depends_on_its_input_alone(
        pieces in prop::collection::vec(piece(), 0..16),
        seed in any::<u64>(),
        page_size in 1..5_usize,
    ) {
        let mut pieces = pieces;
        pieces.sort();
        pieces.dedup_by(|a, b| a.0 == b.0);
        let mut paper = Paper::new().config(|c| c.page_size = page_size);
        paper = paper.file("2023-04-07/_issue.md", "---\ndate: 2023-04-07\n---\n");
        for (path, front_matter, body) in &pieces {
            paper = paper.article(path, front_matter.trim_end(), body);
        }
        let mut shuffled = paper.clone();
        let length = shuffled.content.len();
        for i in 0..length {
            shuffled.content.swap(i, (seed.rotate_left(i as u32) % length as u64) as usize);
        }
        let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads");
        let one = threads(1).install(|| paper.output());
        let three = threads(3).install(|| shuffled.output());
        prop_assert!(one == three, "the builds differ");
        let broken = check_links(&one, Some("https://paper.example/"));
        prop_assert!(broken.is_empty(), "{}", drawn(&broken));
    }
}
