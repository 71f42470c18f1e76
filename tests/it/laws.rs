//! Laws of import, on texts put together at random.

use std::{collections::BTreeMap, path::Path};

use kanyin::{
    article::{Article, Block, body_from_markdown},
    diag::Source,
    import::{self, Content, SeedFile, ledger},
    limits::Limits,
    topics::Vocabulary,
};
use proptest::prelude::*;

use crate::damage::{
    self,
    articles::{self, Split},
    compose, ops,
};

/// Lines as they stand on pages: heads, bylines, prose whole and cut, credits,
/// captions, quotations left open, and anything at all.
fn line() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "水边谈",
        "柳堤新绿 清河安澜",
        "——清河县河道治理侧记",
        "记者 刘娟",
        "（记者 王海 通讯员 孙立）",
        "清河县委常委、县委政法委书记 周山",
        "孙立 摄",
        "近日，桐乡市举行龙舟赛，十二支队伍参加。图为比赛现场。",
        "近年来，桐乡市把河道整治放在第一位，柳树沿堤种了四十里。",
        "“近年来，桐乡市把河道整治放在第一位，种了四十里柳树。",
        "去年年成好，全县完成生",
        "产总值三百亿元，比前年多了二十亿元。",
        "修堤的钱来自县里、乡镇（街",
        "道）和沿河的住户，一共三百万元。",
        "全县开展“清河行",
        "让出“菜地” 换来“安心”",
        "镇里请工厂工厂主动报告排水，工厂都答应了。",
        "要及时地问题解决在村里，依法治国、依法行政、依法行政共同推进。",
        "　　老人说：“让出去的地，换回来的是安心。”他在河边住了七十年。",
        "本报讯（记者 刘娟）义乌市的集市搬进了新棚，卖菜的不用再淋雨。",
        "",
        "12",
        "”",
        "。",
        "\u{3000}",
    ]);
    prop_oneof![6 => fixed.prop_map(str::to_owned), 1 => "[ -~。，“”（）年月\u{4e00}-\u{4e40}\u{3000}*_#<&\\[\\]`~-]{0,40}"]
}

fn page() -> impl Strategy<Value = String> {
    let ending = prop::sample::select(vec!["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u{2028}"]);
    (prop::collection::vec(line(), 1..30), ending).prop_map(|(lines, ending)| lines.join(ending))
}

fn import(seeds: &[SeedFile], content: &Content) -> import::ImportPlan {
    let planned = import::plan(seeds, content, &Vocabulary::default(), false, &|| ());
    let faults: Vec<_> =
        planned.diagnostics.iter().filter(|d| d.message.en().contains("every character")).collect();
    assert!(faults.is_empty(), "{faults:?}");
    planned.value
}

fn seed(name: &str, bytes: Vec<u8>) -> SeedFile {
    SeedFile { name: name.into(), bytes, ..SeedFile::default() }
}

fn content(plan: &import::ImportPlan) -> Content {
    plan.files.iter().map(|f| (f.path.clone(), f.text.clone())).collect()
}

/// Sets every seed again from articles and ledger alone and gives whether each
/// is whole.
fn proved(content: &Content) -> Vec<bool> {
    let mut all = Vec::new();
    for (path, text) in content.iter().filter(|(path, _)| path.ends_with(ledger::FILE_NAME)) {
        let folder = path.trim_end_matches(ledger::FILE_NAME);
        let mut articles = BTreeMap::new();
        for (path, text) in
            content.iter().filter(|(p, _)| p.starts_with(folder) && p.ends_with(".md"))
        {
            let source = Source::new(path.as_str(), text.as_str());
            let parsed = Article::from_markdown(&source, &Limits::default()).value;
            let name = path.trim_start_matches(folder).to_owned();
            articles.insert(name, ledger::Standing::new(text, parsed.map(|p| p.article)));
        }
        let checked =
            ledger::prove(&Source::new(path.as_str(), text.as_str()), &articles, &BTreeMap::new());
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        all.extend(checked.value.iter().map(|proof| proof.whole));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn every_seed_can_be_set_again_from_articles_and_ledger(page in page()) {
        prop_assume!(!page.trim().is_empty());
        let plan = import(&[seed("a.txt", page.into_bytes())], &Content::new());
        if plan.seeds == 1 {
            prop_assert_eq!(proved(&content(&plan)), [true]);
        }
    }

    #[test]
    fn the_encoding_of_a_seed_changes_nothing_in_its_articles(page in page()) {
        prop_assume!(page.chars().filter(|c| !c.is_whitespace()).count() > 8);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let utf8 = content(&import(&[seed("a.txt", page.clone().into_bytes())], &Content::new()));
        let other = content(&import(&[seed("a.txt", utf16)], &Content::new()));
        for (path, text) in utf8.iter().filter(|(path, _)| path.ends_with(".md")) {
            prop_assert_eq!(Some(text), other.get(path));
        }
        prop_assert!(proved(&other).iter().all(|whole| *whole));
    }

    #[test]
    fn a_second_import_writes_nothing(pages in prop::collection::vec(page(), 1..4)) {
        let seeds: Vec<SeedFile> = pages.into_iter().enumerate().map(|(i, p)| seed(&format!("page-{i}.txt"), p.into_bytes())).collect();
        let first = content(&import(&seeds, &Content::new()));
        let again = import(&seeds, &first);
        for file in &again.files {
            prop_assert_eq!(file.action, import::Action::Unchanged, "{}", &file.path);
        }
        let mut turned = seeds;
        turned.reverse();
        prop_assert_eq!(content(&import(&turned, &Content::new())), first);
    }

    #[test]
    fn no_word_is_in_an_article_that_is_not_in_the_seed(page in page()) {
        prop_assume!(!page.trim().is_empty());
        let Ok(restored) = import::restore("a.txt", page.as_bytes(), &Vocabulary::default()) else { return Ok(()) };
        for piece in &restored.pieces {
            for passage in [&piece.title].into_iter().chain(&piece.body) {
                let words = passage.text(&restored.seed).replace("〔原文缺失〕", "");
                for c in words.chars().filter(|c| !c.is_whitespace()) {
                    prop_assert!(page.contains(c));
                }
            }
        }
    }
}

/// The text of an article as a page has it: what stands above it, then its blocks.
fn as_page(article: &Article, derived: bool) -> String {
    let above = article.column.iter().map(String::as_str);
    let title = Some(article.title.as_str()).filter(|_| !derived);
    let deck = article.subtitle.as_ref().map(|deck| format!("——{deck}"));
    let mut lines: Vec<String> = above.chain(title).map(str::to_owned).collect();
    lines.extend(deck);
    lines.extend(article.byline.iter().cloned());
    let blocks = body_from_markdown(article.body.trim_end()).unwrap_or_default();
    lines.extend(blocks.into_iter().map(|block| match block {
        Block::Text(text) | Block::Subhead(text) => text,
    }));
    lines.join("\n\n")
}

/// What import wrote, imported as text, has the same body: what is repaired needs no
/// repair, and what is whole stays so. Asked of the articles that import makes of
/// damaged pages of the bench, and held for nineteen of twenty.
#[test]
fn importing_what_import_wrote_changes_nothing_in_the_body() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/damage/articles");
    let texts = articles::load(&folder, Split::All).unwrap_or_default();
    let (mut same, mut other) = (0, Vec::new());
    for number in 0..60 {
        let mut random = damage::stream(5, number);
        let mut document = compose::compose(&texts, &mut random);
        ops::damage(&mut document, ops::Severity::Medium, &[], &mut random);
        let plan = import(&[seed("a.txt", document.page.bytes(&document))], &Content::new());
        let files = plan.files.iter().filter(|f| f.path.ends_with(".md"));
        for file in files.filter(|f| !f.path.ends_with("_issue.md")) {
            let read = |text: &str| {
                let source = Source::new("a.md", text);
                Article::from_markdown(&source, &Limits::default()).value.map(|p| p.article)
            };
            let Some(article) = read(&file.text) else { continue };
            let derived = plan.repairs.iter().any(|r| {
                r.kind == import::repair::Kind::HeadlineDerived.name() && r.after == article.title
            });
            let page = as_page(&article, derived);
            let again = import(&[seed("b.txt", page.clone().into_bytes())], &Content::new());
            let bodies: Vec<String> = again
                .files
                .iter()
                .filter(|f| f.path.ends_with(".md") && !f.path.ends_with("_issue.md"))
                .filter_map(|f| Some(read(&f.text)?.body))
                .collect();
            if bodies == [article.body.clone()] { same += 1 } else { other.push((page, bodies)) }
        }
    }
    // Where a short line was taken for a fragment, or the other way, its article alone may
    // say otherwise than its page did.
    let first: Vec<_> = other.iter().take(3).collect();
    assert!(same > 300 && other.len() * 20 <= same, "{same} same, {} not: {first:#?}", other.len());
}
