//! What an editor reads when a line is wrong.

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> (Mapping, Vec<Diagnostic>) {
    let source = Source::new("a.yaml", text);
    let checked = Mapping::parse(&source, 0..text.len(), &Limits::default());
    (checked.value, checked.diagnostics)
}

/// Reads `text` as one entry `title`, with `city` and `topics` beside it, and
/// gives each problem as `line:column message → hint`.
fn said(text: &str) -> Vec<String> {
    let (mut mapping, mut problems) = parse(text);
    mapping.text("title", &mut problems);
    mapping.text("city", &mut problems);
    mapping.texts("topics", &mut problems);
    if let Some(inner) = mapping.mapping("source", &mut problems) {
        inner.finish(&mut problems);
    }
    mapping.finish(&mut problems);
    diag::sort(&mut problems);
    problems.iter().map(line_of).collect()
}

fn line_of(problem: &Diagnostic) -> String {
    let place = problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column));
    let hint = problem.hint.as_ref().map_or("", |hint| hint.en());
    format!("{}:{} {} → {hint}", place.0, place.1, problem.message.en())
}

/// A file, and how the one problem that is reported of it begins.
const FAULTS: &[(&str, &str)] = &[
    (
        "title: 安顺: 新局面",
        "1:10 a colon and a space inside a text → put the text in quotes: title: \"安顺: 新局面\"",
    ),
    (
        "title: 新局面:",
        "1:11 a colon and a space inside a text → put the text in quotes: title: \"新局面:\"",
    ),
    ("title: @安顺", "1:8 a text cannot begin with `@` → put the text in quotes: title: \"@安顺\""),
    (
        "title: *ST公司",
        "1:8 `*` at the start makes this an alias, which is not supported → put the text in quotes: title: \"*ST公司\"",
    ),
    (
        "title: &b",
        "1:8 `&` at the start makes this an anchor, which is not supported → put the text in quotes: title: \"&b\"",
    ),
    (
        "title: !b c",
        "1:8 `!` at the start makes this a tag, which is not supported → put the text in quotes: title: \"!b c\"",
    ),
    ("title: % b", "1:8 a text cannot begin with `%` → put the text in quotes: title: \"% b\""),
    ("title: `b`", "1:8 a text cannot begin with ``` → put the text in quotes: title: \"`b`\""),
    ("title: | b", "1:8 a text cannot begin with `|` → put the text in quotes: title: \"| b\""),
    ("title: > b", "1:8 a text cannot begin with `>` → put the text in quotes: title: \"> b\""),
    ("title: - b", "1:8 a text cannot begin with `-` → put the text in quotes: title: \"- b\""),
    (
        "title: [图] 新局面",
        "1:8 there is text behind what `[` begins → put the text in quotes: title: \"[图] 新局面\"",
    ),
    (
        "title: [图",
        "1:8 the bracket `[` is never closed → close it, or, if it belongs to the text, put the text in quotes: title: \"[图\"",
    ),
    (
        "title: {图]",
        "1:10 `]` closes a bracket that is not open → put the text in quotes: title: \"{图]\"",
    ),
    ("title: [图]", "1:8 `title` must be one text, not a list → "),
    (
        "title: \"图\" 新局面",
        "1:8 there is text behind the closing quote → put the text in quotes: title: \"\\\"图\\\" 新局面\"",
    ),
    ("title: \"图", "1:8 the quote \" is never closed → add the closing \" at the end of the text"),
    ("title: '图", "1:8 the quote ' is never closed → add the closing ' at the end of the text"),
    (
        "title: 图 #1",
        "1:10 ` #` begins a comment: it is no part of `title` → put the text in quotes, or a space behind the `#`",
    ),
    (
        "title：图",
        "1:6 a full-width colon stands behind the key → write `title: 图`, with an ASCII colon and a space",
    ),
    (
        "title：图: 表",
        "1:6 a full-width colon stands behind the key → write `title: \"图: 表\"`, with an ASCII colon and a space",
    ),
    ("title:图", "1:6 a space is missing behind the colon → write `title: 图`"),
    ("title: 图\n\tcity: 表", "2:1 a tab cannot indent a line → use spaces"),
    (
        "title: 图\n  city: 表",
        "2:3 this line is indented as if it belonged to `title`, which has its value → begin it where the keys begin",
    ),
    (
        "topics: 图\n- 表",
        "2:1 this line is indented as if it belonged to `topics`, which has its value → begin it where the keys begin",
    ),
    (
        "  title: 图",
        "1:3 this line is indented, but belongs to no entry → let the first key begin at the start of its line, without a tab",
    ),
    ("- title: 图", "1:1 a list stands where a key must stand → write `key: value`"),
    (
        "{title: 图}",
        "1:1 `{` cannot begin the entries → write each entry on a line of its own: `key: value`",
    ),
    (
        "---\ntitle: 图",
        "1:1 `---` would begin another document → one file holds one set of entries",
    ),
    ("%YAML 1.2", "1:1 a directive (`%`) is not supported → leave the line out"),
    ("<<: 图", "1:1 `<<` merges entries, which is not supported → write the entries out"),
    ("? 图", "1:1 `? ` begins a key of its own kind, which is not supported → write `key: value`"),
    ("titel: 图", "1:1 unknown key `titel` → did you mean `title`?"),
    ("weather: 晴", "1:1 unknown key `weather` → known are title, city, topics, source"),
    (
        "title: 图\ncity: 表\ntitle: 又",
        "3:1 `title` stands twice, first in line 1 → keep one of them",
    ),
    ("title: a\u{2028}b", "1:9 the invisible sign U+2028 stands here → delete it"),
    ("topics: [一, [二]]", "1:13 `topics` may hold texts only"),
    (
        "topics: [一, *二]",
        "1:13 `*` at the start makes this an alias, which is not supported → put the text in quotes",
    ),
    ("topics: [\"一\" 二]", "1:14 a comma is missing in the list → separate the items by `, `"),
    ("topics: [一, \"\"]", "1:13 an item of `topics` is empty → leave it out"),
    (
        "title: \"\\q\"",
        "1:9 `title` cannot be read: found unknown escape character → in double quotes write",
    ),
    ("source: {seed: a}", "1:10 unknown key `seed` → "),
    ("source: 图", "1:9 `source` must be entries, each `key: value` → "),
];

#[test]
fn the_usual_faults_are_explained_with_what_to_write_instead() {
    for &(text, expected) in FAULTS {
        let said = said(text);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{text:?}: {said:#?}");
    }
}

#[test]
fn no_fault_hides_another() {
    let said = said(
        "title: [图\ncity: \"表\nweather: 晴\n这一行\ntopics: [一, 二]\nsource:\n  a: @\n  b：x\n",
    );
    let places: Vec<&str> = said.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(places, ["1:8", "2:7", "3:1", "4:1", "7:3", "7:6", "8:3", "8:4"], "{said:#?}");
}

#[test]
fn texts_stay_as_written() {
    for (written, read) in [
        ("no", "no"),
        ("007", "007"),
        ("2026-11-20", "2026-11-20"),
        ("1.10", "1.10"),
        ("~", "~"),
        ("0x1F", "0x1F"),
        ("'it''s'", "it's"),
        ("\"a\\n\"", "a\n"),
        ("春风 # 说明", "春风"),
        ("春风\n  化雨", "春风 化雨"),
        ("|\n  春风\n\n  - *化雨", "春风\n\n- *化雨"),
        (">- # 说明\n  春: 风\n", "春: 风"),
        ("\n  春风", "春风"),
        ("https://a.b/c?d#e", "https://a.b/c?d#e"),
        ("7×24小时 — 1+N", "7×24小时 — 1+N"),
    ] {
        let (mut mapping, mut problems) = parse(&format!("title: {written}\r\ncity: x\n"));
        let text = mapping.text("title", &mut problems).map(|text| text.value);
        let city = mapping.text("city", &mut problems).map(|text| text.value);
        assert_eq!(problems, [], "{written:?}");
        let text = text.map(|text| text.trim_end().to_owned());
        assert_eq!((text.as_deref(), city.as_deref()), (Some(read.trim_end()), Some("x")));
    }
}

#[test]
fn lists_are_read_in_every_style_with_the_place_of_each_item() {
    for text in [
        "topics: [\"一\", 二]\n",
        "topics:\n  - \"一\"\n  - 二\n",
        "topics:\n- \"一\"   # 说明\n- 二\n",
        "topics: [\n  \"一\",\n  二,\n]\n",
    ] {
        let (mut mapping, mut problems) = parse(text);
        let topics = mapping.texts("topics", &mut problems);
        assert_eq!(problems, [], "{text}");
        let places: Vec<&str> = topics.iter().map(|topic| &text[topic.span.clone()]).collect();
        let values: Vec<&str> = topics.iter().map(|topic| topic.value.as_str()).collect();
        assert_eq!((places, values), (vec!["\"一\"", "二"], vec!["一", "二"]));
    }
    let (mut mapping, mut problems) = parse("topics: 一\n");
    assert_eq!(mapping.texts("topics", &mut problems).len(), 1);
}

#[test]
fn entries_within_an_entry_are_read_in_both_styles() {
    for text in [
        "source: {seed: a.txt, lines: 73-127}",
        "source:\n    # 说明\n    seed: 'a.txt'\n    lines: 73-127\n",
        "source: {\n  \"seed\": \"a.txt\",\n  lines: 73-127 }",
    ] {
        let (mut mapping, mut problems) = parse(text);
        let Some(mut inner) = mapping.mapping("source", &mut problems) else {
            panic!("{problems:#?}")
        };
        let seed = inner.text("seed", &mut problems).map(|text| text.value);
        let lines = inner.text("lines", &mut problems).map(|text| text.value);
        assert_eq!(problems, []);
        assert_eq!((seed.as_deref(), lines.as_deref()), (Some("a.txt"), Some("73-127")));
    }
}

#[test]
fn size_and_nesting_are_bounded() {
    for text in [
        format!("topics: {}", "[".repeat(30_000)),
        format!("topics: {}x{}", "[".repeat(65), "]".repeat(65)),
        format!("topics:\n  {}x", "- ".repeat(65)),
    ] {
        let said = said(&text);
        assert!(said.len() == 1 && said[0].contains("more than 64 levels"), "{said:?}");
    }
    let long = format!("title: {}", "长".repeat(30_000));
    let said = said(&long);
    assert!(said.len() == 1 && said[0].contains("more than the limit of 65536"), "{said:?}");
}

proptest! {
    /// Whatever is written, it is read or refused, never both, at any place.
    #[test]
    fn any_text_is_read_or_refused(text in "(title|city|topics|source|[a：]|: |:|\n|\n  |- |[\\[\\]{},\"'#&*!|>%@`?~\\\\\t\r-]|图| |\\PC){0,24}") {
        let (mut mapping, mut problems) = parse(&text);
        mapping.text("title", &mut problems);
        mapping.texts("city", &mut problems);
        mapping.texts("topics", &mut problems);
        if let Some(mut inner) = mapping.mapping("source", &mut problems) {
            inner.texts("a", &mut problems);
        }
        for problem in &problems {
            problem.draw(false, crate::tongue::Tongue::English);
        }
    }

    /// What the parser reads of an entry that was let through is what stands
    /// there: the walk before it and the parser agree.
    #[test]
    fn the_walk_and_the_parser_agree(value in "(: |:|\n  |- |[\\[\\]{},\"'#&*!|>%@`?~\\\\]|图|a| ){0,16}") {
        let text = format!("title: {value}\nlast: x\n");
        let (mut mapping, mut problems) = parse(&text);
        let read = mapping.text("title", &mut problems);
        let last = mapping.text("last", &mut problems);
        prop_assert_eq!(last.map(|text| text.value), Some("x".to_owned()));
        if let Some(read) = read {
            #[derive(serde::Deserialize)]
            struct Whole { title: String }
            let whole = serde_yaml::from_str::<Whole>(&text).map(|whole| whole.title).ok();
            prop_assert_eq!(whole, Some(read.value));
        }
    }
}

/// 64 KiB of anything are read in a moment: no walk over them is quadratic.
#[test]
fn hostile_entries_cost_no_more_than_their_length() {
    let start = std::time::Instant::now();
    for unit in [
        "[],", "{},", "\"a\",", "a,", "- ", "a: ", "'", "\"", "#", " #", "\n ", "a\n  ", "\n\n",
        "[", "{a: ", ":", "- a\n  ",
    ] {
        for key in ["topics: ", "topics: [", "topics:\n  ", "source: {", ""] {
            let count = (60_000 / unit.len()).max(1);
            said(&format!("{key}{}", unit.repeat(count)));
        }
    }
    let took = start.elapsed();
    assert!(took.as_secs() < 20, "{took:?}");
}

/// What the parser makes of a block with the one entry `topics`.
fn parsed<T: DeserializeOwned>(text: &str) -> Option<T> {
    let Single(all) = serde_yaml::from_str::<Single<T>>(text).ok()?;
    all.into_values().next()
}

proptest! {
    #[test]
    fn what_is_plain_is_what_the_parser_says(
        items in proptest::collection::vec("[-_/. a-z0-9~?春，。“—·#:&\\[{,'\"\u{85}\u{2028}\u{3000}\u{feff}]{0,6}|null|true|0x1f|1e3|\\.inf|2026-11-20|- a|-春", 1..4),
        space in "[ ]{0,2}(\n[ ]?|\n  春| # 注|\n# 注\n  春)?",
    ) {
        let blocks = [
            format!("topics: {}{space}", items[0]),
            format!("topics: [{}]{space}", items.join(", ")),
            format!("topics:\n- {}{space}", items.join("\n- ")),
            format!("topics:\n  - {}{space}", items.join("\n  - ")),
        ];
        for text in &blocks {
            let (mapping, problems) = parse(text);
            let entry = mapping.entry("topics").filter(|_| problems.is_empty());
            if let Some(plain) = entry.and_then(|entry| plain::text(text, entry)) {
                prop_assert_eq!(Some(plain), parsed(text), "{}", text);
            }
            if let Some(plain) = entry.and_then(|entry| plain::texts(text, entry)) {
                prop_assert_eq!(Some(plain), parsed(text), "{}", text);
            }
        }
    }
}

#[test]
fn what_editors_write_is_plain() {
    for text in ["title: 春风化雨 法润“贵阳”——走笔", "title: 2026-11-20\n\n", "title: no"]
    {
        let (mapping, _) = parse(text);
        let plain = mapping.entry("title").and_then(|entry| plain::text(text, entry));
        assert_eq!(plain.as_deref(), Some(text["title: ".len()..].trim_end()), "{text}");
    }
    for list in [
        "topics: [法治, 四下基层]",
        "topics:\n- 法治\n- 四下基层\n",
        "topics:\r\n- 法治\r\n- 四下基层",
    ] {
        let (mapping, _) = parse(list);
        let plain = mapping.entry("topics").and_then(|entry| plain::texts(list, entry));
        assert_eq!(plain, Some(vec!["法治".to_owned(), "四下基层".to_owned()]), "{list}");
    }
    for other in ["title: \"a\"", "title: a # b", "title: a\n  b", "title: &a", "\"title\": a"] {
        let (mapping, _) = parse(other);
        assert_eq!(
            mapping.entries.first().and_then(|entry| plain::text(other, entry)),
            None,
            "{other}"
        );
    }
}
