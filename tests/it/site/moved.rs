//! What was renamed, merged or moved leads on from where it was.

use kanyin::{config::Config, diag::Source, route::Address, site::check_links};

use super::paper::{Paper, drawn, page, paths};

const TOPICS: &str =
    "法治政府:\n  kind: 议题\n  formerly: [依法行政, old-topic]\n枫桥经验:\n  kind: 机制\n";

/// `renamed:` as the settings have it.
fn renamed(paper: Paper, entries: &str) -> Paper {
    let text = format!("title: 山城报\nrenamed:\n{entries}");
    let read = Config::parse(&Source::new("kanyin.yaml", text)).value.expect("settings");
    paper.config(|c| c.renamed = read.renamed)
}

/// The sample with an old name of everything.
fn moved() -> Paper {
    let paper = Paper::sample()
        .topics(TOPICS)
        .article("2023-04-07/yi2", "title: 新址\naliases: [news/2019/7.html, /old/]\ncolumn: 河边谈\nbyline: [记者 刘捐]\nauthor: [刘捐]\ntopics: [依法行政]", "文。");
    renamed(paper, "  水边谈: 河边谈\n  刘娟: 刘捐\n  河边: 河边谈\n")
}

#[test]
fn each_old_address_leads_to_the_new_one() {
    let output = moved().output();
    for (old, new, root) in [
        ("news/2019/7.html", "article/2023-04-07/yi2.html", "../../"),
        ("old/index.html", "article/2023-04-07/yi2.html", "../"),
        ("topic/yi-fa-xing-zheng.html", "topic/fa-zhi-zheng-fu.html", "../"),
        ("topic/old-topic.html", "topic/fa-zhi-zheng-fu.html", "../"),
        ("column/shui-bian-tan.html", "column/he-bian-tan.html", "../"),
        ("column/he-bian.html", "column/he-bian-tan.html", "../"),
    ] {
        let text = page(&output, old);
        for part in [
            format!("<meta http-equiv=\"refresh\" content=\"0; url={root}{new}\">"),
            format!("<link rel=\"canonical\" href=\"https://paper.example/{new}\">"),
            format!("<a href=\"{root}{new}\">"),
            "<meta name=\"robots\" content=\"noindex\">".to_owned(),
        ] {
            assert!(text.contains(&part), "{old}: {part}: {text}");
        }
        assert!(!text.contains("<script") && text.len() < 2_000, "{text}");
        assert_eq!(output.moved_to(&Address::file(old)), Some(&Address::file(new)));
        assert!(
            !page(&output, "sitemap.xml").contains(old) && !page(&output, "atom.xml").contains(old)
        );
    }
    // 刘娟 and 刘捐 had one address already.
    assert!(page(&output, "author/liu-juan.html").contains("<h1>刘捐</h1>"));
    assert_eq!(drawn(&check_links(&output, Some("https://paper.example/"))), "");
}

#[test]
fn articles_with_an_old_name_are_counted_under_the_new_one() {
    let output = moved().output();
    let column = page(&output, "column/he-bian-tan.html");
    assert!(column.contains("新址") && column.contains("赤水一"), "{column}");
    let author = page(&output, "author/liu-juan.html");
    for title in ["新址", "赤水一", "旧闻"] {
        assert!(author.contains(title), "{title}: {author}");
    }
    let printed = page(&output, "article/2023-04-07/yi.html");
    assert!(
        printed.contains("记者 <a href=\"../../author/liu-juan.html\">刘娟</a>"),
        "as printed: {printed}"
    );
    let topic = page(&output, "topic/fa-zhi-zheng-fu.html");
    assert!(topic.contains("新址") && topic.contains("赤水二"), "{topic}");
    let list = page(&output, "columns.html");
    assert!(list.contains("河边谈") && !list.contains("水边谈<"), "{list}");
}

#[test]
fn a_topic_without_articles_leads_nowhere_and_drafts_move_nothing() {
    let output = Paper::new()
        .topics(TOPICS)
        .article("1/a", "title: 一", "文。")
        .article("1/b", "title: 二\ndraft: true\naliases: [b.html]", "文。")
        .output();
    assert!(!paths(&output).iter().any(|path| path.starts_with("topic/") || path == "b.html"));
}

#[test]
fn an_old_address_that_is_taken_is_told_with_both_places() {
    let errors = moved()
        .article(
            "2023-04-07/zai",
            "title: 再\naliases: [news/2019/7.html, article/2023-04-07/er.html, index.html]",
            "文。",
        )
        .article("2023-04-07/dao", "title: 到\ncolumn: 水边坛", "文。")
        .errors();
    let expected = [
        (
            "content/2023-04-07/yi2.md:3:11 ",
            "an alias of content/2023-04-07/zai.md",
            "news/2019/7.html",
        ),
        (
            "content/2023-04-07/zai.md:3:",
            "content/2023-04-07/er.md and an alias of content/2023-04-07/zai.md claim one address, article/2023-04-07/er.html",
            "take it out of `aliases:`",
        ),
        ("content/2023-04-07/zai.md:3:", "the front page", "index.html"),
        (
            "kanyin.yaml:3:3 ",
            "the column 水边坛 and the former name 水边谈 of 河边谈 claim one address, column/shui-bian-tan.html; the first stands in content/2023-04-07/dao.md:3",
            "addresses: {水边谈: …}",
        ),
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (place, message, hint) in expected {
        let told = errors.iter().any(|e| {
            e.contains(message)
                && e.contains(hint)
                && (e.starts_with(place) || place.contains("yi2"))
        });
        assert!(told, "{message}: {errors:#?}");
    }
}

#[test]
fn a_name_that_is_renamed_to_nothing_is_told() {
    let paper = renamed(Paper::sample(), "  旧谈: 水变谈\n");
    let told = paper.build().diagnostics;
    let told = told.iter().find(|d| d.message.en().contains("`旧谈` is renamed to `水变谈`"));
    let told = told.expect("a warning");
    assert_eq!(told.hint.as_ref().map(kanyin::tongue::Said::en), Some("did you mean 水边谈?"));
    assert_eq!(told.place.as_ref().map(|p| (&*p.file, p.line)), Some(("kanyin.yaml", 3)));
}
