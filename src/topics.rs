//! The vocabulary (词表): the topics a publication keeps an index of.

use std::{collections::HashMap, fmt, ops::Range};

use daachorse::{
    CharwiseDoubleArrayAhoCorasick as Finder, CharwiseDoubleArrayAhoCorasickBuilder as Builder,
    MatchKind,
};

use crate::{
    diag::{Checked, Diagnostic, Place, Source, Span, nearest},
    limits::Limits,
    route::Slug,
    text::beside_han,
    tongue::{Said, said},
    yaml::{self, Mapping, Text, brief},
};

/// What a topic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopicKind {
    /// 议题: what articles are about.
    Subject,
    /// 机制: a practice or institution with a name of its own.
    Mechanism,
}

/// An entry of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its address.
    pub slug: Slug,
    /// Subject or mechanism.
    pub kind: TopicKind,
    /// Other words for it; each is found in texts like the name itself.
    pub aliases: Vec<String>,
    /// What it is.
    pub description: Option<String>,
    /// Addresses that it had before, its own or those of topics that it took in.
    pub formerly: Vec<Former>,
}

/// An address that a topic had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The address.
    pub slug: Slug,
    /// Where the vocabulary says so.
    pub place: Place,
}

/// A place where a text names a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the topic in the vocabulary.
    pub topic: usize,
    /// Where, in bytes of the text.
    pub span: Range<usize>,
}

/// The topics of a publication, ready to be found in texts.
#[derive(Clone, Default)]
pub struct Vocabulary {
    topics: Vec<Topic>,
    /// The topic of each name, alias and former name, [folded](fold).
    names: HashMap<String, usize>,
    /// Finds the folded names, each with its topic; `None` if there are none.
    finder: Option<Finder<usize>>,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The finder is made of the names, and shows nothing of itself.
        f.debug_struct("Vocabulary").field("topics", &self.topics).finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// Reads `topics.yaml`: one entry a topic, by its name.
    pub fn parse(source: &Source, limits: &Limits) -> Checked<Self> {
        // A vocabulary may be longer than a front matter: its topics are read
        // one by one, so that its length costs no more than itself.
        let bytes = usize::try_from(limits.article_bytes).unwrap_or(usize::MAX);
        let limits = Limits { front_matter_bytes: bytes, ..*limits };
        let mut problems = Vec::new();
        let all = 0..source.text().len();
        let mapping = Mapping::parse(source, all, &limits).into_value(&mut problems);
        let mut reader = Reader {
            source,
            problems: &mut problems,
            names: HashMap::new(),
            slugs: HashMap::new(),
            read: Vec::new(),
            topics: Vec::new(),
        };
        for (name, span) in mapping.keys() {
            reader.topic(&mapping, name, &span);
        }
        let Reader { names, read, topics, .. } = reader;
        let names = names.into_iter();
        let names = names.filter_map(|(name, taken)| {
            let topic = read[taken.entry].1?;
            Some((name, (topic, taken.searched)))
        });
        Checked::new(Self::new(topics, names.collect(), &mut problems), problems)
    }

    fn new(
        topics: Vec<Topic>,
        names: HashMap<String, (usize, bool)>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        // In one order whatever the map's, so that a build is like the last.
        let searched = names.iter().filter(|(_, (_, searched))| *searched);
        let mut patterns: Vec<(&str, usize)> = searched.map(|(n, (t, _))| (&**n, *t)).collect();
        patterns.sort_unstable();
        let builder = Builder::new().match_kind(MatchKind::LeftmostLongest);
        let finder = (!patterns.is_empty()).then(|| builder.build_with_values(patterns));
        let finder = match finder.transpose() {
            Ok(finder) => finder,
            Err(error) => {
                let cause = Said::verbatim(error.to_string());
                let message = said!(
                    "the vocabulary cannot be searched for: {cause}",
                    "词表没法用来查找：{cause}",
                    cause
                );
                problems
                    .push(Diagnostic::error(message).hint(said!("make it smaller", "请把它改小")));
                None
            }
        };
        let names = names.into_iter().map(|(name, (topic, _))| (name, topic)).collect();
        Self { topics, names, finder }
    }

    /// All topics, in the order of the file.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The number of the topic with this name, alias or former name. Width and the style of
    /// quotes do not matter.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(fold(name.trim()).text.as_str()).copied()
    }

    /// The name of a topic that a person most likely meant by `name`.
    pub fn suggest(&self, name: &str) -> Option<&str> {
        let words = self.topics.iter().flat_map(|topic| {
            std::iter::once(&topic.name).chain(&topic.aliases).map(String::as_str)
        });
        let meant = nearest(name, words)?;
        self.find(meant).map(|topic| self.topics[topic].name.as_str())
    }

    /// All places where `text` names a topic, in order, none within another;
    /// where two begin at the same place, the longer one. Width and the style
    /// of quotes do not matter.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let folded = fold(text);
        let whole = |span: &Range<usize>| !cuts_word(&folded.text, span);
        finder
            .leftmost_find_iter(&folded.text)
            .filter(|found| whole(&(found.start()..found.end())))
            .map(|found| Mention {
                topic: found.value(),
                span: folded.original(found.start())..folded.original(found.end()),
            })
            .collect()
    }
}

/// Whether a match begins or ends within a Latin word or number: `12345` is
/// not named by `112345`.
fn cuts_word(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let before = span.start > 0 && word(span.start - 1) && word(span.start);
    before || (word(span.end - 1) && word(span.end))
}

/// A text in which width, case and the style of quotes do not matter: each
/// character stands for one of the original.
struct Folded {
    text: String,
    /// From which byte of `text` on positions differ by how much from the
    /// original's; in order.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    /// The byte of the original at the byte `at`, a character's start.
    fn original(&self, at: usize) -> usize {
        let after = self.shifts.partition_point(|&(from, _)| from <= at);
        at + after.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }
}

fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), shifts: Vec::new() };
    let mut shift = 0;
    // What stays as it is is taken over in runs.
    let mut done = 0;
    for (at, c) in beside_han(text) {
        let plain = fold_char(c);
        if plain == c {
            continue;
        }
        folded.text.push_str(&text[done..at]);
        folded.text.push(plain);
        done = at + c.len_utf8();
        // No folded character is longer than the one it stands for.
        if plain.len_utf8() < c.len_utf8() {
            shift += c.len_utf8() - plain.len_utf8();
            folded.shifts.push((folded.text.len(), shift));
        }
    }
    folded.text.push_str(&text[done..]);
    folded
}

fn fold_char(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '＂' => '"',
        '‘' | '’' | '＇' => '\'',
        '\u{3000}' | '\u{a0}' => ' ',
        '！'..='～' => {
            let ascii = char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c);
            ascii.to_ascii_lowercase()
        }
        _ => c.to_ascii_lowercase(),
    }
}

/// Whose a name is.
struct Taken {
    /// Number of the entry.
    entry: usize,
    /// Where it stands.
    span: Span,
    /// Whether it is looked for in texts: a former name is not.
    searched: bool,
}

/// Reads topic by topic; a name, alias or address may be taken once.
struct Reader<'a> {
    source: &'a Source,
    problems: &'a mut Vec<Diagnostic>,
    /// Folded names and aliases.
    names: HashMap<String, Taken>,
    slugs: HashMap<Slug, (usize, Span)>,
    /// The name of each entry, and the number of the topic it became.
    read: Vec<(String, Option<usize>)>,
    topics: Vec<Topic>,
}

impl Reader<'_> {
    fn topic(&mut self, mapping: &Mapping, name: &str, span: &Span) {
        let Some(mut entry) = mapping.nested(name, self.problems) else { return };
        self.read.push((name.to_owned(), None));
        let kind = self.kind(&mut entry);
        let slug = self.slug(&mut entry, name, span);
        let aliases = entry.texts("aliases", self.problems);
        let description = entry.text("description", self.problems).map(|text| text.value);
        let formerly = entry.texts("formerly", self.problems);
        entry.finish(self.problems);
        // Its name and aliases are taken even if something else is wrong with
        // it, so that all collisions are found at once.
        let own = Text { value: name.to_owned(), span: span.clone() };
        let named = self.take_name(&own, true);
        let aliases = aliases.into_iter().filter(|alias| self.take_name(alias, true));
        let aliases = aliases.map(|alias| alias.value).collect();
        let formerly = formerly.iter().filter_map(|text| self.former(text, slug.as_ref()));
        let formerly = formerly.collect();
        let (true, Some(kind), Some(slug)) = (named, kind, slug) else { return };
        if let Some((_, topic)) = self.read.last_mut() {
            *topic = Some(self.topics.len());
        }
        let name = name.to_owned();
        self.topics.push(Topic { name, slug, kind, aliases, description, formerly });
    }

    /// A former name, or a former address. Articles that still carry the name are
    /// counted under the topic, but it is not looked for in texts. `None` if its
    /// address is the topic's own, or has a fault.
    fn former(&mut self, text: &Text, own: Option<&Slug>) -> Option<Former> {
        let known = self.names.get(&fold(text.value.trim()).text);
        if known.is_none_or(|known| known.entry != self.current()) && !self.take_name(text, false) {
            return None;
        }
        let chosen = Slug::parse(&text.value).or_else(|| Slug::from_title(&text.value));
        let Some(slug) = chosen else {
            let message = said!(
                "no address can be made of `{text}`",
                "“{text}”做不成网址",
                text = text.brief()
            );
            let hint = said!("write the address that it had", "请写它原来的网址");
            self.error(message, text.span.clone(), hint);
            return None;
        };
        let taken = Some(&slug) == own || !self.take_slug(&slug, &text.value, &text.span);
        (!taken).then(|| Former { slug, place: self.source.place(text.span.clone()) })
    }

    /// The number of the entry that is being read.
    fn current(&self) -> usize {
        self.read.len() - 1
    }

    fn error(&mut self, message: Said, span: Span, hint: Said) {
        let place = self.source.place(span);
        self.problems.push(Diagnostic::error(message).at(place).hint(hint));
    }

    fn kind(&mut self, entry: &mut Mapping) -> Option<TopicKind> {
        let text = entry.required("kind", self.problems)?;
        match text.value.as_str() {
            "议题" | "subject" => Some(TopicKind::Subject),
            "机制" | "mechanism" => Some(TopicKind::Mechanism),
            other => {
                let hint = said!(
                    "it is one of 议题 (`subject`), 机制 (`mechanism`)",
                    "可以写 议题（`subject`）或 机制（`mechanism`）"
                );
                let message =
                    said!("unknown kind `{kind}`", "没有“{kind}”这一类", kind = brief(other));
                self.error(message, text.span, hint);
                None
            }
        }
    }

    /// The address: as chosen, else from the name.
    fn slug(&mut self, entry: &mut Mapping, name: &str, span: &Span) -> Option<Slug> {
        let text = entry.text("slug", self.problems);
        if text.is_none() && entry.is_faulty("slug") {
            return None;
        }
        let (slug, span) = if let Some(text) = &text {
            (yaml::slug(self.source, text, name, self.problems)?, &text.span)
        } else if let Some(slug) = Slug::from_title(name) {
            (slug, span)
        } else {
            let hint = said!(
                "add a line `slug: …`; {rule}",
                "请加一行 `slug: …`；{rule}",
                rule = yaml::slug_hint(name)
            );
            self.error(said!("`{name}` has no address", "“{name}”没有网址"), span.clone(), hint);
            return None;
        };
        self.take_slug(&slug, name, span).then_some(slug)
    }

    /// Takes an address for the current entry. Gives whether it is its own now.
    fn take_slug(&mut self, slug: &Slug, name: &str, span: &Span) -> bool {
        let Some((first, at)) = self.slugs.get(slug) else {
            self.slugs.insert(slug.clone(), (self.current(), span.clone()));
            return true;
        };
        let (first, line) = (&self.read[*first].0, self.source.line(at.start));
        let message = said!(
            "`{name}` and `{first}` in line {line} have one address, `{slug}`",
            "“{name}”与第 {line} 行的“{first}”网址相同：`{slug}`"
        );
        let hint = said!("give one of them another `slug`", "请给其中一个另写 `slug`");
        self.error(message, span.clone(), hint);
        false
    }

    /// Takes a name or alias for the current entry. Gives whether it is its own
    /// now.
    fn take_name(&mut self, name: &Text, searched: bool) -> bool {
        let current = self.current();
        let key = fold(name.value.trim()).text;
        let Some(taken) = self.names.get(&key) else {
            self.names.insert(key, Taken { entry: current, span: name.span.clone(), searched });
            return true;
        };
        let (first, line) = (taken.entry, self.source.line(taken.span.start));
        let (word, owner) = (&name.value, &self.read[current].0);
        let (message, hint) = if first == current {
            let hint = said!(
                "width and the style of quotes do not matter: leave it out",
                "全角半角、引号样式不算差别：请删掉它"
            );
            (
                said!(
                    "`{word}` stands twice in `{owner}`, first in line {line}",
                    "“{owner}”里写了两次“{word}”，前一次在第 {line} 行"
                ),
                hint,
            )
        } else {
            let first = &self.read[first].0;
            let hint = said!("leave it to one of the two", "请只留给其中一个");
            (
                said!(
                    "`{word}` names `{owner}` and `{first}` in line {line}",
                    "“{word}”既指“{owner}”，又指第 {line} 行的“{first}”"
                ),
                hint,
            )
        };
        self.error(message, name.span.clone(), hint);
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: &str = "河长制:
  kind: 机制
  aliases: [河湖长制, 一河(湖)一长]
城市治理:
  kind: subject
  slug: cheng-zhi
\"12315\":
  kind: mechanism
";

    fn parse(text: &str) -> Checked<Vocabulary> {
        Vocabulary::parse(&Source::new("topics.yaml", text), &Limits::default())
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let words = parse(WORDS).value;
        let pair = |m: Mention| (words.topics()[m.topic].name.clone(), text[m.span].to_owned());
        words.mentions(text).into_iter().map(pair).collect()
    }

    #[test]
    fn topics_are_found_whatever_their_width_and_quotes() {
        let checked = parse(WORDS);
        assert_eq!(checked.diagnostics, []);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            found("推行“河长制”和一河（湖）一长，打１２３１５，不打912315或123150。"),
            [
                pair("河长制", "河长制"),
                pair("河长制", "一河（湖）一长"),
                pair("12315", "１２３１５")
            ]
        );
        assert_eq!(checked.value.find("一河（湖）一长"), Some(0));
        assert_eq!(checked.value.find("河"), None);
        assert_eq!(checked.value.suggest("河长治"), Some("河长制"));
        assert_eq!(checked.value.suggest("湖河长制"), Some("河长制"));
        assert_eq!(checked.value.topics()[2].slug.as_str(), "12315");
        assert!(found("").is_empty() && parse("").value.mentions("河长制").is_empty());
    }

    #[test]
    fn former_names_lead_to_the_topic_and_are_not_looked_for() {
        let checked = parse(
            "河湖长制:\n  kind: 机制\n  slug: a\n  aliases: [河长制]\n  formerly: [河长制, 一河一长, old-slug, A, a]\n",
        );
        assert_eq!(checked.diagnostics, []);
        let words = checked.value;
        let slugs: Vec<&str> = words.topics()[0].formerly.iter().map(|f| f.slug.as_str()).collect();
        assert_eq!(slugs, ["he-zhang-zhi", "yi-he-yi-zhang", "old-slug"]);
        assert_eq!((words.find("一河一长"), words.find("河长制")), (Some(0), Some(0)));
        assert_eq!(words.mentions("河长制、一河一长").len(), 1);
        let checked = parse(
            "甲:\n  kind: 机制\n  formerly: [乙, 丙, ——, b]\n乙:\n  kind: 机制\n丁:\n  kind: 机制\n  slug: bing\n戊:\n  kind: 机制\n  slug: b\n",
        );
        let said: Vec<_> = checked.diagnostics.iter().map(|d| d.message.en()).collect();
        assert_eq!(
            said,
            [
                "no address can be made of `——`",
                "`乙` and `甲` in line 3 have one address, `yi`",
                "`乙` names `乙` and `甲` in line 3",
                "`丁` and `甲` in line 3 have one address, `bing`",
                "`戊` and `甲` in line 3 have one address, `b`",
            ]
        );
    }

    #[test]
    fn all_problems_are_named_with_both_places() {
        let checked = parse(
            "河长制:\n  kind: 机制\n  aliases: [河湖长制, 河湖长制]\n  slug: a\n\
             林长制:\n  kind: 机构\n  alias: [x]\n\
             湖长制:\n  kind: 机制\n  slug: a\n  aliases: 河湖长制\n\
             田长制: 机制\n链长制: {kind: 议题, slug: A}\n——:\n  kind: 议题\n",
        );
        let mut problems = checked.diagnostics;
        crate::diag::sort(&mut problems);
        let line = |d: &Diagnostic| d.place.as_ref().map_or(0, |p| p.line);
        let said: Vec<_> =
            problems.iter().map(|d| format!("{}: {}", line(d), d.message.en())).collect();
        assert_eq!(
            said,
            [
                "3: `河湖长制` stands twice in `河长制`, first in line 3",
                "6: unknown kind `机构`",
                "7: unknown key `alias`",
                "10: `湖长制` and `河长制` in line 4 have one address, `a`",
                "11: `河湖长制` names `湖长制` and `河长制` in line 3",
                "12: `田长制` must be entries, each `key: value`",
                "13: `A` is no address",
                "14: `——` has no address",
            ]
        );
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_original(text in "([河长制湖（）(“”ａA１12345一 ]|河长制|１２３１５|\\PC){0,30}") {
            let words = parse(WORDS).value;
            for mention in words.mentions(&text) {
                let topic = words.find(&text[mention.span]);
                prop_assert_eq!(topic, Some(mention.topic));
            }
        }
    }
}
