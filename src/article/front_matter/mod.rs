//! The Markdown file an article is kept in: front matter and body.

use super::{Article, Correction, Kind, Parsed, SourceLines};
use crate::{
    diag::{Checked, Diagnostic, Source, Span, nearest},
    limits::Limits,
    route::{Address, Slug},
    tongue::{Said, said},
    yaml::{self, Mapping, Text, scalar},
};

/// Longest number of a page (版), in bytes: `A12`, `10-11`.
const MAX_PAGE_BYTES: usize = 8;

/// A file cut at its front matter.
pub(super) struct Parts {
    /// The lines between the two `---`; `None` if there are none.
    pub(super) front_matter: Option<Span>,
    /// The body without blank lines around it.
    pub(super) body: Span,
}

/// Cuts a file. An opening `---` without a closing one is reported.
pub(super) fn parts(source: &Source, problems: &mut Vec<Diagnostic>) -> Parts {
    let text = source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let opening = lines.next().unwrap_or_default();
    if !is_fence(opening) {
        return Parts { front_matter: None, body: body_span(text, start) };
    }
    let from = start + opening.len();
    let mut at = from;
    for line in lines {
        if is_fence(line) {
            let body = body_span(text, at + line.len());
            return Parts { front_matter: Some(from..at), body };
        }
        at += line.len();
    }
    let error =
        Diagnostic::error(said!("the front matter is never closed", "文章开头的设置没有收尾"));
    let place = source.place(start..start + opening.trim_end().len());
    problems.push(error.at(place).hint(said!(
        "write `---` on a line of its own below its last entry",
        "请在最后一项下面单独写一行 `---`"
    )));
    Parts { front_matter: None, body: text.len()..text.len() }
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// The body in `text[start..]`, without the blank lines before and behind it.
/// Full-width spaces belong to it: they were printed.
fn body_span(text: &str, mut start: usize) -> Span {
    let end = text.trim_end_matches([' ', '\t', '\r', '\n']).len().max(start);
    while let Some(line) = text[start..end].split_inclusive('\n').next()
        && line.trim_ascii().is_empty()
    {
        start += line.len();
    }
    start..end
}

/// The file of `front_matter`, lines with their ends, and `body`.
pub(super) fn file(front_matter: &str, body: &str) -> String {
    let gap = if body.is_empty() { "" } else { "\n" };
    let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
    format!("---\n{front_matter}---\n{gap}{body}{end}")
}

/// One entry of a front matter; `value` is written YAML.
pub(super) fn push(out: &mut String, key: &str, value: &str) {
    out.extend([key, ": ", value, "\n"]);
}

/// One entry of a front matter, left out if there is nothing to say.
pub(super) fn push_text(out: &mut String, key: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        push(out, key, &scalar(text));
    }
}

fn push_list(out: &mut String, key: &str, texts: &[String]) {
    if !texts.is_empty() {
        let items: Vec<String> = texts.iter().map(|text| scalar(text)).collect();
        push(out, key, &format!("[{}]", items.join(", ")));
    }
}

fn push_corrections(out: &mut String, corrections: &[Correction]) {
    if !corrections.is_empty() {
        out.push_str("corrections:\n");
    }
    for Correction { date, text } in corrections {
        push(out, "  - date", &date.to_string());
        push(out, "    text", &scalar(text));
    }
}

impl Article {
    /// The article as its file.
    pub fn to_markdown(&self) -> String {
        let Self {
            slug,
            title,
            subtitle,
            column,
            authors,
            byline,
            city,
            topics,
            kind,
            page,
            draft,
            publish,
            order,
            source,
            repairs,
            corrections,
            aliases,
            body,
        } = self;
        let mut out = String::new();
        push(&mut out, "title", &scalar(title));
        push_text(&mut out, "subtitle", subtitle.as_deref());
        push_text(&mut out, "column", column.as_deref());
        push_list(&mut out, "author", authors);
        push_list(&mut out, "byline", byline);
        push_text(&mut out, "city", city.as_deref());
        push_list(&mut out, "topics", topics);
        push(&mut out, "kind", kind.name());
        push_text(&mut out, "slug", Some(slug.as_str()));
        push_text(&mut out, "page", page.as_deref());
        let aliases: Vec<String> = aliases.iter().map(Address::to_string).collect();
        push_list(&mut out, "aliases", &aliases);
        if let Some(order) = order {
            push(&mut out, "order", &order.to_string());
        }
        if *draft {
            push(&mut out, "draft", "true");
        }
        if let Some(day) = publish {
            push(&mut out, "publish", &day.to_string());
        }
        if let Some(SourceLines { seed, first, last }) = source {
            let lines = format!("{{seed: {}, lines: {first}-{last}}}", scalar(seed));
            push(&mut out, "source", &lines);
        }
        if *repairs > 0 {
            push(&mut out, "repairs", &repairs.to_string());
        }
        push_corrections(&mut out, corrections);
        file(&out, body)
    }

    /// Reads an article's file. `None` if it has no front matter, no title or
    /// no address; every problem is reported with its place.
    pub fn from_markdown(source: &Source, limits: &Limits) -> Checked<Option<Parsed>> {
        let mut problems = Vec::new();
        let Parts { front_matter, body } = parts(source, &mut problems);
        let Some(span) = front_matter else {
            if problems.is_empty() {
                problems.push(no_front_matter(source));
            }
            return Checked::new(None, problems);
        };
        let mapping = Mapping::parse(source, span, limits).into_value(&mut problems);
        let value = Reader::new(source, mapping, &mut problems).read(body);
        Checked::new(value, problems)
    }
}

fn no_front_matter(source: &Source) -> Diagnostic {
    Diagnostic::error(said!("the article has no front matter", "文章开头没有设置"))
        .at(source.place(0..source.text().lines().next().unwrap_or_default().len()))
        .hint(said!(
            "begin the file with `---`, `title: …`, `---`, each on a line of its own",
            "文件开头请写三行：`---`、`title: …`、`---`"
        ))
}

/// Reads the front matter of an article, key by key, in the order in which it
/// is written.
struct Reader<'a> {
    source: &'a Source,
    mapping: Mapping,
    problems: &'a mut Vec<Diagnostic>,
    spans: Vec<(&'static str, Span)>,
    items: Vec<(&'static str, usize, Span)>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, mapping: Mapping, problems: &'a mut Vec<Diagnostic>) -> Self {
        Self { source, mapping, problems, spans: Vec::new(), items: Vec::new() }
    }

    fn read(mut self, body: Span) -> Option<Parsed> {
        let title = self.mapping.required("title", self.problems);
        let title = title.map(|title| self.keep("title", title));
        let subtitle = self.text("subtitle");
        let column = self.text("column");
        let authors = self.texts("author");
        let byline = self.texts("byline");
        let city = self.text("city");
        let topics = self.texts("topics");
        let kind = self.kind();
        let slug = self.slug();
        let page = self.page();
        let aliases = self.aliases();
        let order = self.mapping.parsed("order", &said!("a whole number", "整数"), self.problems);
        let draft = self.mapping.flag("draft", self.problems).unwrap_or(false);
        let publish = yaml::date(self.source, &mut self.mapping, "publish", self.problems);
        let source = self.source_lines();
        let what =
            said!("how many repairs import made, a whole number", "导入时修补的处数，一个整数");
        let repairs = self.mapping.parsed("repairs", &what, self.problems).unwrap_or(0);
        let corrections = self.corrections();
        for key in ["order", "draft", "publish", "source", "repairs", "corrections"] {
            self.spans.extend(self.mapping.value_span(key).map(|span| (key, span)));
        }
        self.mapping.finish(self.problems);
        let (title, slug) = (title?, slug?);
        let text = self.source.text()[body.clone()].to_owned();
        let article = Article {
            slug,
            title,
            subtitle,
            column,
            authors,
            byline,
            city,
            topics,
            kind,
            page,
            draft,
            publish,
            order,
            source,
            repairs,
            corrections,
            aliases,
            body: text,
        };
        Some(Parsed { article, spans: self.spans, items: self.items, body_start: body.start })
    }

    /// Keeps the place of a text and gives the text.
    fn keep(&mut self, key: &'static str, text: Text) -> String {
        self.spans.push((key, text.span));
        text.value
    }

    fn text(&mut self, key: &'static str) -> Option<String> {
        let text = self.mapping.text(key, self.problems)?;
        Some(self.keep(key, text))
    }

    fn texts(&mut self, key: &'static str) -> Vec<String> {
        let texts = self.mapping.texts(key, self.problems);
        self.spans.extend(self.mapping.value_span(key).map(|span| (key, span)));
        let spans = texts.iter().enumerate().map(|(number, text)| (key, number, text.span.clone()));
        self.items.extend(spans);
        texts.into_iter().map(|text| text.value).collect()
    }

    fn error(&mut self, message: Said, span: Span, hint: Said) {
        let place = self.source.place(span);
        self.problems.push(Diagnostic::error(message).at(place).hint(hint));
    }

    fn kind(&mut self) -> Kind {
        let Some(text) = self.mapping.text("kind", self.problems) else { return Kind::default() };
        self.spans.push(("kind", text.span.clone()));
        let names = Kind::ALL.map(Kind::name);
        let found = Kind::ALL.into_iter().find(|kind| kind.name() == text.value);
        found.unwrap_or_else(|| {
            let hint = match nearest(&text.value, names) {
                Some(name) => said!("did you mean `{name}`?", "是不是 `{name}`？"),
                None => said!("it is one of {names}", "可以写 {names}", names = Said::list(names)),
            };
            self.error(
                said!("unknown kind `{kind}`", "没有“{kind}”这种文章", kind = text.brief()),
                text.span,
                hint,
            );
            Kind::default()
        })
    }

    /// The address: as chosen, else the name of the file.
    fn slug(&mut self) -> Option<Slug> {
        if let Some(text) = self.mapping.text("slug", self.problems) {
            self.spans.push(("slug", text.span.clone()));
            let slug = yaml::slug(self.source, &text, &text.value, self.problems);
            return slug;
        }
        if self.mapping.is_faulty("slug") {
            // It has a fault, which has been reported.
            return None;
        }
        let file = self.source.name().rsplit('/').next().unwrap_or_default();
        let stem = file.strip_suffix(".md").unwrap_or(file);
        let slug = Slug::parse(stem);
        if slug.is_none() {
            let message = said!(
                "the file's name `{stem}` is no address, and there is no `slug`",
                "文件名“{stem}”不能作网址，又没有写 `slug`"
            );
            let hint = said!(
                "add a line `slug: …`; {rule}",
                "请加一行 `slug: …`；{rule}",
                rule = yaml::slug_hint(stem)
            );
            let place = crate::diag::Place::file(self.source.name());
            self.problems.push(Diagnostic::error(message).at(place).hint(hint));
        }
        slug
    }

    /// The page of the issue: what stands between 第 and 版.
    fn page(&mut self) -> Option<String> {
        let text = self.mapping.text("page", self.problems)?;
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        if text.value.len() <= MAX_PAGE_BYTES && text.value.bytes().all(good) {
            return Some(self.keep("page", text));
        }
        let message =
            said!("`{text}` is no page of an issue", "“{text}”不是版次", text = text.brief());
        self.error(
            message,
            text.span,
            said!(
                "write its number: `page: 3`, or `page: A12`",
                "请写版次：`page: 3`，或 `page: A12`"
            ),
        );
        None
    }

    /// The former addresses that have no fault.
    fn aliases(&mut self) -> Vec<Address> {
        let texts = self.mapping.texts("aliases", self.problems);
        let mut aliases = Vec::with_capacity(texts.len());
        for text in texts {
            match Address::former(&text.value) {
                Ok(address) => {
                    self.items.push(("aliases", aliases.len(), text.span));
                    aliases.push(address);
                }
                Err(why) => {
                    let message = said!(
                        "no page can stand at `{text}`",
                        "“{text}”这里放不了网页",
                        text = text.brief()
                    );
                    self.error(message, text.span, why);
                }
            }
        }
        aliases
    }

    /// The corrections that have no fault.
    fn corrections(&mut self) -> Vec<Correction> {
        let items = self.mapping.mappings("corrections", self.problems).into_iter();
        let read = |mut item: Mapping| {
            let date = yaml::required_date(self.source, &mut item, "date", self.problems);
            let text = item.required("text", self.problems);
            item.finish(self.problems);
            Some(Correction { date: date?, text: text?.value })
        };
        items.filter_map(read).collect()
    }

    fn source_lines(&mut self) -> Option<SourceLines> {
        let mut source = self.mapping.mapping("source", self.problems)?;
        let before = self.problems.len();
        let seed = source.required("seed", self.problems);
        let lines = source.required("lines", self.problems);
        source.finish(self.problems);
        let (seed, lines) = (seed?, lines?);
        if self.problems.len() > before {
            return None;
        }
        let read = line_range(&lines.value);
        if read.is_none() {
            let message =
                said!("`{lines}` are no lines", "“{lines}”不是行号", lines = lines.brief());
            self.error(
                message,
                lines.span,
                said!("write the first and the last line: `73-127`", "请写首行和末行：`73-127`"),
            );
        }
        let (first, last) = read?;
        Some(SourceLines { seed: seed.value, first, last })
    }
}

/// `73-127`, or `73` for one line.
fn line_range(text: &str) -> Option<(usize, usize)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number =
        |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?;
    let (first, last) = (number(first)?, number(last)?);
    (1 <= first && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests;
