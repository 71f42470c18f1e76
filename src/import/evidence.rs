//! Evidence: named signals, each with a weight, added up.
//!
//! A decision is a sum of log-odds (natural logarithm): 0 is even, +2.2 is nine
//! to one for, −2.2 nine to one against. All weights stand in this file, each
//! with where it comes from; a step says which signals it saw, never how much
//! they count. The ledger shows both.
//!
//! Origins: *measured* are rough shares counted over Chinese news and government
//! prose (how often the signal is seen in paragraphs that go on, against those
//! that were truncated), as log-odds; *set* are set by hand and held by the cases
//! beside each step.

/// A kind of signal and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Its name in the ledger.
    pub name: &'static str,
    /// Log-odds for the decision.
    pub log_odds: f32,
}

const fn weight(name: &'static str, log_odds: f32) -> Weight {
    Weight { name, log_odds }
}

/// Does a paragraph without an end go on in a later block?
pub mod join {
    use super::{Weight, weight};

    /// Prior: of paragraphs without terminal punctuation, about nine in ten go
    /// on in the next block (a rule of this alone reaches F1 .92).
    pub const NO_END: Weight = weight("no-terminal-punctuation", 2.0);
    /// Prior for a short line without an end: it is a head, not a fragment.
    pub const LOOKS_LIKE_HEAD: Weight = weight("looks-like-a-head", -2.6);
    /// The block that should continue looks like a head itself.
    pub const NEXT_LOOKS_LIKE_HEAD: Weight = weight("next-looks-like-a-head", -3.0);
    /// Measured .47 against .15.
    pub const WORD_ACROSS: Weight = weight("word-across-the-break", 1.14);
    /// Set: a word of three or more characters seldom arises by chance.
    pub const LONG_WORD_ACROSS: Weight = weight("long-word-across-the-break", 2.0);
    /// Measured .53 against .85, the absence of the same.
    pub const NO_WORD_ACROSS: Weight = weight("no-word-across-the-break", -0.47);
    /// Measured .82 against .36: the two characters at the break stand next to
    /// each other elsewhere in the text.
    pub const BIGRAM_KNOWN: Weight = weight("characters-stand-together-elsewhere", 0.82);
    /// Measured .18 against .64, the absence of the same.
    pub const BIGRAM_UNKNOWN: Weight = weight("characters-never-stand-together", -1.27);
    /// Measured .34 against .58.
    pub const OPENS_PARAGRAPH: Weight = weight("next-opens-like-a-paragraph", -1.2);
    /// Measured .66 against .42, the absence of the same.
    pub const NO_OPENING: Weight = weight("next-does-not-open-a-paragraph", 0.45);
    /// Set: 的, 了, a comma or a closing bracket never open a paragraph.
    pub const BOUND_OPENING: Weight = weight("next-cannot-open-a-paragraph", 3.0);
    /// Measured .034 against .021 over all; set higher, as it is seen only where
    /// something is open.
    pub const QUOTE_CLOSES: Weight = weight("quotation-closes-across-the-break", 1.6);
    /// Measured .008 against 0.
    pub const BRACKET_CLOSES: Weight = weight("bracket-closes-across-the-break", 3.0);
    /// Set: a quotation is opened again while the same kind is open.
    pub const QUOTE_REOPENS: Weight = weight("quotation-opens-inside-itself", -2.5);
    /// Set: the next block closes what nothing opened.
    pub const CLOSES_NOTHING: Weight = weight("next-closes-what-is-not-open", -1.0);
    /// Set: a comma or a 、 at the end wants more.
    pub const ENDS_IN_COMMA: Weight = weight("ends-in-a-comma", 1.2);
    /// Set: digits on both sides of the break.
    pub const NUMBER_ACROSS: Weight = weight("number-across-the-break", 2.5);
    /// Set: the line is as long as its neighbours, and no empty line follows.
    pub const FULL_LINE: Weight = weight("full-line-wraps", 2.5);
    /// Set: the continuation has an end, as a paragraph has.
    pub const NEXT_ENDS: Weight = weight("next-ends-properly", 0.4);
    /// Set: a photo stands between.
    pub const PAST_PHOTO: Weight = weight("past-a-photo", -0.8);
    /// Set: a head stands between.
    pub const PAST_HEAD: Weight = weight("past-a-head", -3.2);
    /// Set: the masthead of another article stands between.
    pub const PAST_MASTHEAD: Weight = weight("past-a-masthead", -4.5);
}

/// Is the first paragraph under the first subhead really the lead?
pub mod lead {
    use super::{Weight, weight};

    /// Set: most articles that open with a subhead were printed so.
    pub const PRIOR: Weight = weight("opens-with-a-subhead", -1.0);
    /// Set: 近年来, 日前 … open a lead.
    pub const OPENS: Weight = weight("opens-like-a-lead", 2.0);
    /// Set: a lead says where.
    pub const NAMES_PLACE: Weight = weight("names-the-place", 0.7);
    /// Set: what follows speaks of the subhead's matter more than this does.
    pub const OFF_SUBHEAD: Weight = weight("subhead-fits-what-follows-better", 0.8);
    /// Set: the paragraph speaks of the subhead's matter.
    pub const ON_SUBHEAD: Weight = weight("subhead-fits-this-paragraph", -1.5);
}

/// Does a quotation mark at the start of a paragraph open nothing?
pub mod stray_quote {
    use super::{Weight, weight};

    /// Set: prior.
    pub const UNCLOSED: Weight = weight("quotation-never-closes", 0.0);
    /// Set: speech of several paragraphs opens each with a quotation mark.
    pub const NEXT_OPENS: Weight = weight("next-paragraph-opens-a-quotation", -2.5);
    /// Set: a subhead or the end follows, so that nothing can close it.
    pub const NOTHING_FOLLOWS: Weight = weight("no-paragraph-follows", 1.5);
    /// Set: speakers do not open like a lead.
    pub const OPENS_LIKE_LEAD: Weight = weight("opens-like-a-lead", 1.5);
    /// Set: who speaks says 我 and 你.
    pub const SPEAKS: Weight = weight("speaks-in-the-first-person", -2.0);
    /// Set: a colon before it announces speech.
    pub const ANNOUNCED: Weight = weight("speech-is-announced", -2.5);
    /// Below this sum a stray mark is only reported.
    pub const ENOUGH: f32 = 1.0;
}

/// Which article without a head does a head without an article belong to?
pub mod head {
    use super::{Weight, weight};

    /// Set: the paragraph names the head's place.
    pub const SAME_PLACE: Weight = weight("names-the-same-place", 1.5);
    /// Set: the paragraph names other places only.
    pub const OTHER_PLACE: Weight = weight("names-another-place", -2.0);
    /// Set: per pair of characters they share that is rare in the text.
    pub const RARE_BIGRAM: Weight = weight("shares-rare-words", 0.35);
    /// Set: a paragraph that shares nothing.
    pub const NOTHING: Weight = weight("shares-nothing", -0.1);
    /// Set: each paragraph under a head that is at its place.
    pub const HAS_HEAD: Weight = weight("stands-under-its-own-head", -0.3);
    /// Set: a head was printed for some article.
    pub const WANTED: Weight = weight("a-head-has-an-article", 2.0);
    /// Below this sum a head stays without an article.
    pub const ENOUGH: f32 = 2.5;
}

/// What a signal of this name is called in Chinese, for the editor's pages. The
/// ledger keeps names, and so it is asked by name.
pub fn in_chinese(signal: &str) -> Option<&'static str> {
    Some(match signal {
        "no-terminal-punctuation" => "段末没有终止的标点",
        "looks-like-a-head" => "本行像标题",
        "next-looks-like-a-head" => "下一段像标题",
        "word-across-the-break" => "断处前后合成一个词",
        "long-word-across-the-break" => "断处前后合成一个长词",
        "no-word-across-the-break" => "断处前后不成词",
        "characters-stand-together-elsewhere" => "断处两字在别处连用",
        "characters-never-stand-together" => "断处两字在别处从不连用",
        "next-opens-like-a-paragraph" => "下一段的开头像另起一段",
        "next-does-not-open-a-paragraph" => "下一段的开头不像另起一段",
        "next-cannot-open-a-paragraph" => "下一段的第一个字不能起段",
        "quotation-closes-across-the-break" => "引号到断处之后才收",
        "bracket-closes-across-the-break" => "括号到断处之后才收",
        "quotation-opens-inside-itself" => "引号未收又起同样的引号",
        "next-closes-what-is-not-open" => "下一段收了没有起过的引号或括号",
        "ends-in-a-comma" => "段末是逗号或顿号",
        "number-across-the-break" => "断处前后都是数字",
        "full-line-wraps" => "整行排满，其后没有空行",
        "next-ends-properly" => "下一段收尾完整",
        "past-a-photo" => "中间隔着图片",
        "past-a-head" => "中间隔着标题",
        "past-a-masthead" => "中间隔着另一篇的题头",
        "opens-with-a-subhead" => "文章以小标题开头",
        "opens-like-a-lead" => "开头像导语",
        "names-the-place" => "写明地点",
        "subhead-fits-what-follows-better" => "小标题更合后文",
        "subhead-fits-this-paragraph" => "小标题合于本段",
        "quotation-never-closes" => "引号始终没有收",
        "next-paragraph-opens-a-quotation" => "下一段又起引号",
        "no-paragraph-follows" => "其后没有可收引号的段落",
        "speaks-in-the-first-person" => "用第一人称说话",
        "speech-is-announced" => "前文以冒号引出",
        "names-the-same-place" => "写的是同一地点",
        "names-another-place" => "写的是别的地点",
        "shares-rare-words" => "共有少见的词",
        "shares-nothing" => "没有共有的词",
        "stands-under-its-own-head" => "已在自己的标题之下",
        "a-head-has-an-article" => "有标题便应有文章",
        _ => return None,
    })
}

/// A signal that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// What it is and how much it counts.
    pub weight: Weight,
    /// What was seen: the word, the place.
    pub seen: Option<String>,
}

/// Signals for and against one decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// In the order in which they were seen.
    pub signals: Vec<Signal>,
}

impl Evidence {
    /// Adds a signal.
    pub fn add(&mut self, weight: Weight) {
        self.signals.push(Signal { weight, seen: None });
    }

    /// Adds a signal and what was seen of it.
    pub fn saw(&mut self, weight: Weight, seen: impl Into<String>) {
        self.signals.push(Signal { weight, seen: Some(seen.into()) });
    }

    /// The same signals for the opposite decision.
    #[must_use]
    pub fn against(mut self) -> Self {
        for signal in &mut self.signals {
            signal.weight.log_odds = -signal.weight.log_odds;
        }
        self
    }

    /// The sum of the weights.
    pub fn total(&self) -> f32 {
        self.signals.iter().map(|s| s.weight.log_odds).sum()
    }

    /// The sum as a probability.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.total()).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_has_a_name_in_chinese() {
        let source = include_str!("evidence.rs");
        let after = source.split("Weight = weight(\"").skip(1);
        let names: Vec<&str> = after.filter_map(|rest| rest.split('"').next()).collect();
        assert!(names.len() > 30, "{names:?}");
        let without: Vec<&&str> = names.iter().filter(|n| in_chinese(n).is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
