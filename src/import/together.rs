//! Whether lines that slid to the end of a page speak of one text.
//!
//! A headline and its deck share few words with each other, and many with the same
//! paragraphs. Two headlines that stand one below the other do so with others.

use std::borrow::Cow;

use super::{
    decode::Seed,
    evidence::head as sign,
    passage::Passage,
    profile::{Shared, keys, rarity},
    segment::Draft,
};
use crate::{article::Kind, text::hash::FastMap};

/// Whether a line speaks of the text that the line above it speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Together {
    /// The page does not tell.
    #[default]
    Unknown,
    /// Both say most of the same paragraphs.
    Same,
    /// Both say some of the same.
    Likely,
    /// Each says most of others.
    Other,
}

/// From this share on of the most that each says of any paragraphs both speak of one text …
const SAME: f32 = 0.7;
/// … and from this one on they may.
const LIKELY: f32 = 0.4;
/// What says less than this is no word of a text: two rare pairs of characters.
const LEAST: f32 = 2.0 * sign::RARE.log_odds;

/// The running text of the articles of a page, as far as it is read, by the words that its
/// lines have: each paragraph is read once, however many lines are asked about.
pub(super) struct Texts {
    with_key: Shared,
    /// How many paragraphs are read.
    count: usize,
    /// How many drafts, and of the next article so many of its passages.
    drafts: usize,
    passages: usize,
}

impl Texts {
    /// Nothing that is read yet, of a page that has these lines.
    pub(super) fn of<'l>(lines: impl Iterator<Item = Cow<'l, str>>) -> Self {
        let keys: Vec<(char, char)> =
            lines.flat_map(|line| keys(&line).collect::<Vec<_>>()).collect();
        Self { with_key: Shared::of(keys.into_iter()), count: 0, drafts: 0, passages: 0 }
    }

    /// Reads on: what is new in these drafts and in the one that is `open`, which will be the
    /// next article among them.
    pub(super) fn read(&mut self, seed: &Seed, drafts: &[Draft], open: Option<&Draft>) {
        for draft in &drafts[self.drafts..] {
            if draft.kind == Kind::Article {
                self.add(seed, &draft.body[self.passages..]);
                self.passages = 0;
            }
        }
        self.drafts = drafts.len();
        let open = open.map_or(&[][..], |draft| &draft.body[self.passages..]);
        self.add(seed, open);
        self.passages += open.len();
    }

    fn add(&mut self, seed: &Seed, passages: &[Passage]) {
        for passage in passages {
            self.with_key.add(&passage.words(seed), self.count);
            self.count += 1;
        }
    }

    /// For each of these lines whether it speaks of the text of the one above it.
    pub(super) fn together(&self, lines: &[&str]) -> Vec<Together> {
        let said: Vec<Said> = lines.iter().map(|line| Said::of(line, self)).collect();
        let with_above = |at: usize| at.checked_sub(1).map(|above| said[above].with(&said[at]));
        (0..lines.len()).map(|at| with_above(at).unwrap_or_default()).collect()
    }
}

/// How much a line says of the paragraphs around each paragraph of the page.
struct Said {
    around: FastMap<usize, f32>,
    most: f32,
}

impl Said {
    fn of(line: &str, texts: &Texts) -> Self {
        let mut around: FastMap<usize, f32> = FastMap::default();
        for key in keys(line) {
            let found = texts.with_key.with(key);
            let says = rarity(key, found.len(), texts.count).map_or(0.0, |weight| weight.log_odds);
            if says > 0.0 {
                for &at in found {
                    for near in at.saturating_sub(1)..=at + 1 {
                        *around.entry(near).or_default() += says;
                    }
                }
            }
        }
        let most = around.values().copied().fold(0.0, f32::max);
        Self { around, most }
    }

    fn with(&self, other: &Self) -> Together {
        if self.most < LEAST || other.most < LEAST {
            return Together::Unknown;
        }
        let both = self.around.iter().filter_map(|(at, says)| {
            let others = other.around.get(at)? / other.most;
            Some((says / self.most).min(others))
        });
        match both.fold(0.0, f32::max) {
            share if share >= SAME => Together::Same,
            share if share >= LIKELY => Together::Likely,
            _ => Together::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sample, segment::Masthead},
        *,
    };

    fn draft(kind: Kind, body: &[Passage]) -> Draft {
        Draft { kind, masthead: Masthead::default(), body: body.to_vec() }
    }

    #[test]
    fn lines_are_together_that_say_what_the_same_paragraphs_say() {
        let texts = [
            "清河上的首座人行桥昨天建成开放，两岸步行的时间由二十分钟缩短到七分钟。",
            "护栏是村民自己焊的，灯由供电所装好。",
            "夜里下了一场大雪，供电所的人踩着雪把线路查了两遍。",
            "油坊重新开张那天，镇上的人排队来看老木榨出油。",
            "县里的古树挂上了身份牌，护林员每天巡查一遍，枯枝随时修剪。",
        ];
        let (seed, passages) = sample::page(&texts);
        let head = "清河首座人行桥建成开放";
        for (line, expected) in [
            ("两岸步行时间缩短到七分钟", Together::Same),
            ("古树挂上身份牌有人巡查", Together::Other),
            ("今年的打算", Together::Unknown),
        ] {
            let mut texts = Texts::of([head, line].into_iter().map(Cow::from));
            texts.read(&seed, &[draft(Kind::Article, &passages)], None);
            let found = texts.together(&[head, line]);
            assert_eq!(found, [Together::Unknown, expected], "{line}");
        }
    }

    #[test]
    fn each_paragraph_is_read_once_whichever_way_articles_come() {
        let lines: Vec<String> = (0..9).map(|n| format!("清河县第{n}段堤修好了。")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (seed, passages) = sample::page(&lines);
        let mut texts = Texts::of(["清河"].into_iter().map(Cow::from));
        let mut drafts = Vec::new();
        let mut read = |drafts: &[Draft], open: &[Passage]| {
            let open = (!open.is_empty()).then(|| draft(Kind::Article, open));
            texts.read(&seed, drafts, open.as_ref());
            texts.with_key.with(('清', '河')).to_vec()
        };
        assert_eq!(read(&drafts, &passages[..2]), [0, 1]);
        // A photo stands among the paragraphs of an article.
        drafts.push(draft(Kind::Photo, &passages[8..]));
        assert_eq!(read(&drafts, &passages[..3]), [0, 1, 2]);
        drafts.push(draft(Kind::Article, &passages[..4]));
        drafts.push(draft(Kind::Article, &passages[4..5]));
        assert_eq!(read(&drafts, &[]), [0, 1, 2, 3, 4]);
        assert_eq!(read(&drafts, &passages[5..7]), [0, 1, 2, 3, 4, 5, 6]);
    }
}
