//! Under which place and which topics an article is filed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    article::Parsed,
    diag::{Diagnostic, Source, Span},
    markdown::Block,
    places::{self, Resolution},
    text,
    tongue::said,
    topics::{TopicKind, Vocabulary},
};

/// A quoted sentence shows at most so many characters on either side of the
/// word that is quoted.
const QUOTE_CHARS: usize = 120;
/// A sentence that names a topic.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Quote {
    /// Index of the topic in the vocabulary.
    pub(super) topic: usize,
    /// Number of the block it stands in.
    pub(super) block: usize,
    pub(super) before: String,
    pub(super) term: String,
    pub(super) after: String,
}

/// The place an article is about.
pub(super) fn city(
    source: &Source,
    parsed: &Parsed,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'static places::Place> {
    let name = parsed.article.city.as_deref()?;
    let place = || source.place(parsed.span("city"));
    let full = |p: &&places::Place| -> String {
        places::places().lineage(p).iter().map(|step| step.name).collect()
    };
    match places::places().resolve(name) {
        Resolution::One(found) => Some(found),
        Resolution::Several(found) => {
            let names: Vec<String> = found.iter().take(4).map(full).collect();
            let (full, either) = (names.join(" or "), names.join(" 或 "));
            let problem = Diagnostic::error(said!(
                "there is more than one place called `{name}`",
                "叫“{name}”的地方不止一个"
            ));
            problems.push(problem.at(place()).hint(said!("write {full}", "请写 {either}")));
            None
        }
        Resolution::None { suggestions } => {
            let problem =
                Diagnostic::error(said!("no place is called `{name}`", "没有叫“{name}”的地方"))
                    .at(place());
            let names: Vec<&str> = suggestions.iter().map(|place| place.name).collect();
            problems.push(if names.is_empty() {
                problem.hint(said!(
                    "`city:` takes a province, prefecture or county of China",
                    "`city:` 要写中国的省、市州或区县"
                ))
            } else {
                let (en, zh) = (names.join(", "), names.join("、"));
                problem.hint(said!("did you mean {en}?", "是不是 {zh}？"))
            });
            None
        }
    }
}

/// An article's topics: those its file names. A file that says nothing of topics
/// gets the named mechanisms that its text speaks of; a subject is for a person
/// or import to say: a word alone does not make an article one about it.
pub(super) fn topics(
    source: &Source,
    parsed: &Parsed,
    blocks: &[Block],
    vocabulary: &Vocabulary,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(usize, Option<Quote>)> {
    let mut topics = BTreeSet::new();
    for (index, name) in parsed.article.topics.iter().enumerate() {
        if let Some(topic) = vocabulary.find(name) {
            topics.insert(topic);
            continue;
        }
        let problem = Diagnostic::error(said!(
            "the vocabulary has no topic `{name}`",
            "词表里没有“{name}”这个专题"
        ))
        .at(source.place(parsed.item_span("topics", index)));
        problems.push(match vocabulary.suggest(name) {
            Some(near) => problem.hint(said!("did you mean {near}?", "是不是 {near}？")),
            None => problem.hint(said!(
                "add it to the vocabulary, or take it out here",
                "请加进词表，或从这里删掉"
            )),
        });
    }
    let mut quotes = quotes(blocks, vocabulary);
    let said = parsed.spans.iter().any(|(key, _)| *key == "topics");
    if !said {
        let mechanism = |q: &&Quote| vocabulary.topics()[q.topic].kind == TopicKind::Mechanism;
        topics.extend(quotes.iter().filter(mechanism).map(|q| q.topic));
    }
    let mut quote = |topic| {
        let at = quotes.iter().position(|q| q.topic == topic)?;
        Some(quotes.swap_remove(at))
    };
    topics.into_iter().map(|topic| (topic, quote(topic))).collect()
}

/// For each topic that the text names, the first sentence that does; a sentence
/// of a paragraph before one of a subhead.
fn quotes(blocks: &[Block], vocabulary: &Vocabulary) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    let texts = blocks.iter().filter(|b| b.heading.is_none());
    let heads = blocks.iter().filter(|b| b.heading.is_some());
    for block in texts.chain(heads) {
        let mut mentions = vocabulary.mentions(&block.text);
        mentions.retain(|mention| found.iter().all(|quote| quote.topic != mention.topic));
        if mentions.is_empty() {
            continue;
        }
        let sentences = text::sentences(&block.text);
        for mention in mentions {
            if found.iter().any(|q| q.topic == mention.topic) {
                continue;
            }
            let sentence = sentences.partition_point(|s| s.end <= mention.span.start);
            let sentence = sentences.get(sentence).cloned().unwrap_or(0..block.text.len());
            found.push(quote(block, mention.topic, &mention.span, &sentence));
        }
    }
    found.sort_by_key(|q| q.topic);
    found
}

fn quote(block: &Block, topic: usize, term: &Span, sentence: &Span) -> Quote {
    let end = sentence.end.max(term.end);
    let before = block.text[sentence.start..term.start].trim_start();
    let after = block.text[term.end..end].trim_end();
    let cut = before.chars().count().saturating_sub(QUOTE_CHARS);
    let start: String = before.chars().skip(cut).collect();
    let rest: String = after.chars().take(QUOTE_CHARS).collect();
    let whole = rest.len() == after.len();
    Quote {
        topic,
        block: block.number,
        before: if cut > 0 { format!("……{start}") } else { start },
        term: block.text[term.clone()].to_owned(),
        after: if whole { rest } else { format!("{rest}……") },
    }
}
