//! The site's own words, and what a site chooses in its theme.

use std::{collections::BTreeSet, fs, path::Path};

use kanyin::{
    config::Config,
    diag::Source,
    words::{Language, Words},
};

use super::paper::{Paper, page, paths};

fn configured(text: &str) -> Paper {
    let text = format!("title: 山城报\nbase_url: https://example.org/\n{text}");
    let parsed = Config::parse(&Source::new("kanyin.yaml", text));
    assert_eq!(parsed.diagnostics, []);
    let config = parsed.value.expect("settings with a title");
    Paper::sample().config(|c| *c = config)
}

/// All files below `folder`.
fn files(folder: &Path, ending: &str) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("a file"));
    let named = walk.filter(|entry| entry.path().extension().is_some_and(|e| e == ending));
    named.map(|entry| fs::read_to_string(entry.path()).expect("text")).collect()
}

#[test]
fn a_site_speaks_the_language_it_is_told() {
    for (language, lang, cities, date) in [
        ("zh-Hans", "zh-CN", "地市", "2023年4月7日"),
        ("zh-Hant", "zh-Hant", "地市", "2023年4月7日"),
        ("en", "en", "Places", "7 April 2023"),
    ] {
        let output = configured(&format!("language: {language}")).output();
        let front = page(&output, "index.html");
        assert!(front.contains(&format!("<html lang=\"{lang}\">")), "{language}");
        assert!(front.contains(&format!(">{cities}</a>")), "{language}: {front}");
        assert!(page(&output, "issues.html").contains(date), "{language}");
        let foreign = front.contains("<main id=\"main\" tabindex=\"-1\" lang=\"zh-CN\">");
        assert_eq!(foreign, language != "zh-Hans", "what was printed is Chinese");
        for path in paths(&output).iter().filter(|path| path.ends_with(".html")) {
            assert!(
                !page(&output, path).contains("{n}"),
                "{language} {path}: a place is not filled"
            );
        }
    }
}

#[test]
fn every_word_that_is_named_is_there_and_every_word_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = [root.join("themes"), root.join("src")];
    let mut texts: Vec<String> = templates.iter().flat_map(|t| files(t, "html")).collect();
    texts.extend(files(&root.join("src"), "xhtml"));
    texts.extend(files(&root.join("src"), "opf"));
    let named = texts.iter().flat_map(|text| text.split("words.").skip(1)).map(|rest| {
        let end = rest.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    let mut named: BTreeSet<String> = named.collect();
    let words = Words::of(Language::Simplified);
    let code = files(&root.join("src"), "rs").join("\n");
    let quoted: BTreeSet<&str> = code.split('"').collect();
    for call in ["words.get(", "words().get(", "words.fill("] {
        for rest in code.split(call).skip(1) {
            let key = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            named.extend(key.map(str::to_owned));
        }
    }
    let mut of_themes = BTreeSet::new();
    for text in files(&root.join("themes"), "yaml") {
        of_themes.extend(text.lines().filter_map(|l| Some(l.split_once(": ")?.0.to_owned())));
    }
    let missing: Vec<&String> =
        named.iter().filter(|key| !words.has(key) && !of_themes.contains(*key)).collect();
    assert!(missing.is_empty(), "no language file has {missing:?}");
    let idle: Vec<&str> =
        words.keys().filter(|key| !named.contains(*key) && !quoted.contains(key)).collect();
    assert!(idle.is_empty(), "nothing says {idle:?}");
}

#[test]
fn a_site_says_a_word_its_own_way_and_a_word_nobody_has_is_told() {
    let own = configured("words:\n  cities: 市州\n").output();
    assert!(page(&own, "index.html").contains(">市州</a>"));
    let errors = configured("words:\n  skipp: 市州\n").errors();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("kanyin.yaml:4:3 "), "{errors:?}");
    assert!(errors[0].contains("did you mean skip?"), "{errors:?}");
    let errors = Paper::sample().theme("templates/404.html", "一\n{{ words.not_fuond }}").errors();
    assert!(errors[0].starts_with("templates/404.html:2:10 "), "{errors:?}");
    assert!(errors[0].contains("did you mean not_found?"), "{errors:?}");
    let errors = Paper::sample().theme("templates/404.html", "{{ words.pieces | fill }}").errors();
    assert!(errors[0].contains("`fill` lacks n"), "{errors:?}");
}

#[test]
fn a_theme_brings_words_of_its_own_in_its_own_languages() {
    let theme = |language: &str| {
        configured(&format!("theme: shan\nlanguage: {language}"))
            .theme("themes/shan/theme.yaml", "extends: broadsheet\n")
            .theme("themes/shan/assets/shan.css", "")
            .theme("themes/shan/words/zh-Hans.yaml", "cover_story: 封面\nnot_found: 走错了\n")
            .theme("themes/shan/words/en.yaml", "not_found: Lost\n")
            .theme("themes/shan/404.html", "{{ words.cover_story }} {{ words.not_found }}")
            .output()
    };
    assert_eq!(page(&theme("zh-Hans"), "404.html"), "封面 走错了");
    assert_eq!(page(&theme("en"), "404.html"), "封面 Lost");
    // Nobody asked for simplified Chinese but for what is missing.
    assert_eq!(page(&theme("zh-Hant"), "404.html"), "封面 沒有這一頁");
    assert!(!paths(&theme("en")).iter().any(|path| path.contains("words")));
}

const OPTIONS: &str = "extends: broadsheet\noptions:\n  \
    colour:\n    default: red\n    choices: [ink, red, blue]\n    description: of the rule\n  \
    vertical:\n    default: true\n  \
    record:\n    default: none\n";

#[test]
fn what_is_chosen_in_a_theme_is_seen_by_its_templates() {
    let theme = |settings: &str| {
        configured(&format!("theme: shan\n{settings}"))
            .theme("themes/shan/theme.yaml", OPTIONS)
            .theme("themes/shan/assets/shan.css", "")
            .theme(
                "themes/shan/404.html",
                "{{ options.colour }} {% if options.vertical %}竖{% else %}横{% endif %} [{{ options.record }}]",
            )
    };
    assert_eq!(page(&theme("").output(), "404.html"), "red 竖 []");
    let chosen = "theme_options:\n  colour: ink\n  vertical: false\n  record: 京ICP备00000000号\n";
    assert_eq!(page(&theme(chosen).output(), "404.html"), "ink 横 [京ICP备00000000号]");
    let errors = theme("theme_options:\n  color: ink\n  colour: green\n  vertical: 是\n").errors();
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(errors[0].starts_with("kanyin.yaml:5:3 "), "{errors:#?}");
    assert!(errors[0].contains("did you mean colour?"), "{errors:#?}");
    assert!(
        errors[1].ends_with("`green` is no choice for `colour` | write one of red, ink, blue"),
        "{errors:#?}"
    );
    assert!(errors[2].contains("write `true` or `false`"), "{errors:#?}");
    let unknown = theme("").theme("templates/404.html", "{{ options.colur }}").errors();
    assert!(unknown[0].contains("did you mean colour?"), "{unknown:#?}");
}

#[test]
fn a_theme_with_a_wrong_option_is_told() {
    let errors = configured("theme: shan\n")
        .theme("themes/shan/theme.yaml", "extends: broadsheet\noptions:\n  a:\n    default: x\n    choices: [y]\n  b:\n    kind: z\n")
        .theme("themes/shan/assets/shan.css", "")
        .errors();
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(errors[0].starts_with("themes/shan/theme.yaml:4:14 `x` is none"), "{errors:#?}");
    assert!(errors[1].contains("`default` is missing"), "{errors:#?}");
    assert!(errors[2].contains("unknown key `kind`"), "{errors:#?}");
}
