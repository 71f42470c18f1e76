//! A publication in a few lines, for tests.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use kanyin::{
    config::Config,
    diag::{Checked, Diagnostic, Severity, Source},
    limits::Limits,
    site::{self, Captions, Drafts, Inputs, Output, PictureFiles, ThemeFiles},
    topics::Vocabulary,
};

const TOPICS: &str = "枫桥经验:\n  kind: 机制\n  slug: feng-qiao-jing-yan\n  aliases: [新时代枫桥经验]\n\
    法治政府:\n  kind: 议题\n  slug: fa-zhi-zheng-fu\n";

/// A publication to be changed and built.
#[derive(Clone)]
pub(super) struct Paper {
    pub(super) config: Config,
    pub(super) content: Vec<(String, String)>,
    topics: String,
    pub(super) theme: BTreeMap<String, Vec<u8>>,
    drafts: Drafts,
    day: Option<Date>,
}

impl Paper {
    pub(super) fn new() -> Self {
        let mut config = Config::default_for("山城报");
        config.base_url = Some("https://paper.example/".into());
        Self {
            config,
            content: Vec::new(),
            topics: TOPICS.to_owned(),
            theme: BTreeMap::new(),
            drafts: Drafts::LeftOut,
            day: None,
        }
    }

    /// Four pieces in two issues, on two places.
    pub(super) fn sample() -> Self {
        Self::new()
            .file("2023-04-07/_issue.md", "---\ndate: 2023-04-07\n---\n本期导读。\n")
            .file("2023-03-31/_issue.md", "---\ndate: 2023-03-31\n---\n")
            .article(
                "2023-04-07/yi",
                "title: 赤水一\nbyline: [记者 刘娟]\nauthor: [刘娟]\ncity: 赤水市\ncolumn: 水边谈",
                "河水涨了。\n\n县里学习“枫桥经验”，办法很多。",
            )
            .article(
                "2023-04-07/er",
                "title: 赤水二\ncity: 赤水市\ntopics: [法治政府]",
                "## 一\n\n文。\n\n## 二\n\n文。\n\n## 三\n\n大数据〔原文缺失〕",
            )
            .article(
                "2023-04-07/tu",
                "title: 图片\nkind: photo\nbyline: [通讯员 孙立 摄]\nauthor: [孙立]",
                "图为河堤。",
            )
            .article(
                "2023-03-31/san",
                "title: 旧闻\nbyline: [记者 刘娟]\nauthor: [刘娟]\ncity: 遵义市",
                "上月的事。",
            )
    }

    pub(super) fn file(mut self, path: &str, text: &str) -> Self {
        self.content.push((format!("content/{path}"), text.to_owned()));
        self
    }

    pub(super) fn article(self, path: &str, front_matter: &str, body: &str) -> Self {
        self.file(&format!("{path}.md"), &format!("---\n{front_matter}\n---\n\n{body}\n"))
    }

    pub(super) fn theme(mut self, path: &str, text: &str) -> Self {
        self.theme.insert(path.to_owned(), text.into());
        self
    }

    /// With another vocabulary.
    pub(super) fn topics(self, topics: &str) -> Self {
        Self { topics: topics.to_owned(), ..self }
    }

    /// As the preview shows it.
    pub(super) fn with_drafts(self) -> Self {
        Self { drafts: Drafts::Marked, ..self }
    }

    /// Built for this day.
    pub(super) fn on(self, year: i16, month: i8, day: i8) -> Self {
        Self { day: Some(date(year, month, day)), ..self }
    }

    pub(super) fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    pub(super) fn inputs(&self) -> Inputs {
        let vocabulary =
            Vocabulary::parse(&Source::new("topics.yaml", &*self.topics), &Limits::default());
        let content = self
            .content
            .iter()
            .map(|(name, text)| Source::new(name.as_str(), text.as_str()).into());
        Inputs {
            config: self.config.clone(),
            vocabulary: vocabulary.value,
            theme: ThemeFiles { files: self.theme.clone() },
            content: content.collect(),
            drafts: self.drafts,
            day: self.day,
            pictures: PictureFiles::new(),
            captions: Captions::Wanted,
        }
    }

    pub(super) fn build(&self) -> Checked<Option<Output>> {
        site::build(&self.inputs())
    }

    /// The site of a publication without faults.
    pub(super) fn output(&self) -> Output {
        let Checked { value, diagnostics } = self.build();
        value.unwrap_or_else(|| panic!("{}", drawn(&diagnostics)))
    }

    /// The errors, as `file:line:column message | hint`.
    pub(super) fn errors(&self) -> Vec<String> {
        let Checked { value, diagnostics } = self.build();
        assert!(value.is_none(), "a site with errors was built");
        let errors = diagnostics.into_iter().filter(|d| d.severity == Severity::Error);
        errors
            .map(|d| {
                let place = d
                    .place
                    .map(|p| format!("{}:{}:{} ", p.file, p.line, p.column))
                    .unwrap_or_default();
                format!("{place}{} | {}", d.message.en(), d.hint.as_ref().map_or("", |h| h.en()))
            })
            .collect()
    }
}

pub(super) fn drawn(problems: &[Diagnostic]) -> String {
    problems.iter().map(|d| d.draw(false, kanyin::tongue::Tongue::English) + "\n").collect()
}

pub(super) fn page(output: &Output, path: &str) -> String {
    let bytes = output.get_path(path).unwrap_or_else(|| panic!("no {path} in {:?}", paths(output)));
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) fn paths(output: &Output) -> Vec<String> {
    output.files().map(|(address, _)| address.to_string()).collect()
}
