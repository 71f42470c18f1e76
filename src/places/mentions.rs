//! The places that a running text names.
//!
//! One pass finds every name at every position by its first two characters; a walk from left to right then takes the
//! first reading that holds, the longest first, and goes on behind it. The walk is done twice: what the first one finds
//! by full name (赤水市) allows the second to read the short name (赤水) of that county. All is linear in the text.
//!
//! The rules, in the order in which they are asked:
//! 1. A set phrase (长治久安) swallows the names in it.
//! 2. A neighbouring character can make another word of a name (中山市|场, 隆|重庆|祝, 长沙|镇).
//! 3. A full name counts, save those that are common nouns (老城区), which need their parent directly before them, and
//!    those of one character and 县 (兴县, 和县), which need the parent or the edge of a phrase.
//! 4. A short name of a province or a prefecture counts; where it is a word too (`words`), only directly behind the
//!    province's name, or where the text has the full name.
//! 5. A short name of a county counts directly behind a parent's name (遵义赤水), where the text has its full name, or
//!    with three characters and more.
//! 6. Of several bearers of one name those count that lie in what was named last, directly before or anywhere above.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::resolve::{Names, widest};
use super::{Level, Place, Places, words};
use crate::text::hash::FastMap;

/// A place that a text names.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the name stands, in bytes of the text.
    pub span: Range<usize>,
    /// The place; several if the text does not tell which of the name, sorted by code. Never empty.
    pub candidates: Vec<&'static Place>,
    /// Whether the full name stands there (赤水市, 松桃自治县) and not the short one (赤水).
    pub full: bool,
}

impl Mention {
    /// The place, if there is no doubt which.
    pub fn place(&self) -> Option<&'static Place> {
        match self.candidates.as_slice() {
            [place] => Some(place),
            _ => None,
        }
    }
}

/// Names with what has to be known of them, by their first two characters.
pub(super) struct Scanner {
    /// Those that begin so, the longest first, by the bytes of the two characters.
    opening: FastMap<u64, Vec<Pattern>>,
    /// A bit for the [place](bit) of each pair in `opening`: most pairs of a text
    /// are none, and are told without a look into the map.
    sieve: Vec<u64>,
}

/// The bytes of two characters of three bytes each, as all names begin.
const PAIR: u64 = 0xffff_ffff_ffff;

/// Bits of the sieve, a power of two: some forty for each opening.
const BITS: usize = 1 << 17;

/// The word of the sieve and the bit in it that a pair has (multiplicative hashing, Knuth 1973).
fn bit(pair: u64) -> (usize, u64) {
    let at = (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % BITS;
    (at / 64, 1 << (at % 64))
}

/// The first two characters of a text as one number, if both have three bytes.
fn pair(text: &[u8]) -> Option<u64> {
    let six = text.first_chunk::<6>()?;
    let wide = |byte: u8| byte & 0xf0 == 0xe0;
    let number = six.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    (wide(six[0]) && wide(six[3])).then_some(number)
}

/// One name or phrase.
#[derive(Default)]
struct Pattern {
    /// Its characters as they stand in a text.
    words: String,
    full: Vec<&'static Place>,
    short: Vec<&'static Place>,
    chars: usize,
    /// Not a name: a phrase that swallows names.
    phrase: bool,
    /// A word of the language, never the place.
    never: bool,
    /// The place only directly behind its parent.
    behind_parent: bool,
    not_after: &'static str,
    not_before: &'static str,
}

impl Scanner {
    pub(super) fn build(names: &Names) -> Self {
        let mut patterns = Vec::new();
        for (name, bearers) in &names.0 {
            let name = name.as_str();
            patterns.push(Pattern {
                words: name.to_owned(),
                full: bearers.full.clone(),
                short: bearers.short.clone(),
                chars: name.chars().count(),
                never: words::holds(words::NEVER, name),
                behind_parent: words::holds(words::BEHIND_PARENT, name)
                    || words::holds(words::GENERIC_FULL, name),
                not_after: neighbours(words::NOT_AFTER, name),
                not_before: neighbours(words::NOT_BEFORE, name),
                ..Pattern::default()
            });
        }
        for phrase in words::PHRASES.split_whitespace() {
            patterns.push(Pattern { words: phrase.to_owned(), phrase: true, ..Pattern::default() });
        }
        let mut scanner = Self { opening: FastMap::default(), sieve: vec![0; BITS / 64] };
        patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.words.len()));
        for pattern in patterns {
            // No name has one character only, and none begins with one that is rare.
            let Some(opening) = pair(pattern.words.as_bytes()) else { continue };
            let (word, bit) = bit(opening);
            scanner.sieve[word] |= bit;
            scanner.opening.entry(opening).or_default().push(pattern);
        }
        scanner
    }

    /// Every name at every position, by start, the longest first.
    fn hits(&self, text: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let bytes = text.as_bytes();
        let mut start = 0;
        while let Some(eight) = bytes.get(start..).and_then(<[u8]>::first_chunk::<8>) {
            // Two characters of three bytes are looked up as they stand; other bytes are
            // passed one by one, as no name begins within a character.
            if eight[0] & 0xf0 != 0xe0 {
                start += 1;
                continue;
            }
            let opening = u64::from_le_bytes(*eight) & PAIR;
            let (word, bit) = bit(opening);
            if self.sieve[word] & bit != 0 {
                self.look(bytes, start, opening, &mut hits);
            }
            start += 3;
        }
        // Behind the last eight bytes a name of two characters may stand.
        while start + 6 <= bytes.len() {
            if let Some(opening) = pair(&bytes[start..]) {
                self.look(bytes, start, opening, &mut hits);
            }
            start += 1;
        }
        hits
    }

    /// Adds the names that begin with a pair of characters and stand at a place.
    fn look<'s>(&'s self, text: &[u8], start: usize, opening: u64, hits: &mut Vec<Hit<'s>>) {
        for pattern in self.opening.get(&opening).into_iter().flatten() {
            if text[start..].starts_with(pattern.words.as_bytes()) {
                hits.push(Hit { start, end: start + pattern.words.len(), pattern });
            }
        }
    }
}

fn neighbours(list: &'static [(&str, &str)], name: &str) -> &'static str {
    list.iter().find(|(of, _)| *of == name).map_or("", |(_, characters)| characters)
}

/// A name at a position, before anyone asked whether it is one.
#[derive(Clone, Copy)]
struct Hit<'s> {
    start: usize,
    end: usize,
    pattern: &'s Pattern,
}

impl Places {
    fn scanner(&self) -> &Scanner {
        self.scanner.get_or_init(|| Scanner::build(&self.names))
    }

    /// The places that a text names, from left to right, without overlap; see the rules above.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let nobody = BTreeSet::new();
        self.mentions_knowing(text, || &nobody)
    }

    /// The same for a part of a longer text, such as its headline, where the whole names the places of these codes by
    /// full name. They are asked for only where a short name leaves doubt: to know them the whole has to be read.
    pub fn mentions_knowing<'k>(
        &self,
        text: &str,
        known: impl FnOnce() -> &'k BTreeSet<u32>,
    ) -> Vec<Mention> {
        let hits = self.scanner().hits(text);
        if hits.is_empty() {
            return Vec::new();
        }
        let nobody = BTreeSet::new();
        let first = Walk::new(self, text, BTreeSet::new(), &nobody);
        let (mentions, asked) = first.run(&hits);
        // Where no short name was in doubt the second walk would go as the first.
        if !asked {
            return mentions;
        }
        // So it would where nothing is named in full.
        let (named, known) = (in_full(&mentions), known());
        if named.is_empty() && known.is_empty() {
            return mentions;
        }
        Walk::new(self, text, named, known).run(&hits).0
    }

    /// The codes of the places that a text names by full name.
    pub fn named_in_full(&self, text: &str) -> BTreeSet<u32> {
        let nobody = BTreeSet::new();
        let first = Walk::new(self, text, BTreeSet::new(), &nobody);
        in_full(&first.run(&self.scanner().hits(text)).0)
    }
}

/// The codes of the places that mentions name in full.
fn in_full(mentions: &[Mention]) -> BTreeSet<u32> {
    let named = mentions.iter().filter(|mention| mention.full);
    named.flat_map(|mention| mention.candidates.iter().map(|place| place.code)).collect()
}

/// One walk over the hits of a text.
struct Walk<'t> {
    places: &'t Places,
    text: &'t str,
    /// Codes of the places that the text names in full somewhere.
    named: BTreeSet<u32>,
    /// Codes of those that the longer text names in full of which it is a part.
    known: &'t BTreeSet<u32>,
    mentions: Vec<Mention>,
    /// Where each place was last named, counted in mentions.
    last: FastMap<u32, usize>,
    /// Where each place was last implied by one that lies in it.
    implied: FastMap<u32, usize>,
    /// Whether it mattered which places the text names in full.
    asked: Cell<bool>,
}

impl<'t> Walk<'t> {
    fn new(
        places: &'t Places,
        text: &'t str,
        named: BTreeSet<u32>,
        known: &'t BTreeSet<u32>,
    ) -> Self {
        Self {
            places,
            text,
            named,
            known,
            mentions: Vec::new(),
            last: FastMap::default(),
            implied: FastMap::default(),
            asked: Cell::new(false),
        }
    }

    /// The mentions, and whether it mattered which places the text names in full.
    fn run(mut self, hits: &[Hit<'_>]) -> (Vec<Mention>, bool) {
        let mut done = 0;
        for hit in hits {
            if hit.start < done {
                continue;
            }
            if hit.pattern.phrase {
                done = hit.end;
            } else if let Some(mention) = self.read(hit) {
                done = mention.span.end;
                self.remember(&mention);
                self.mentions.push(mention);
            }
        }
        (self.mentions, self.asked.get())
    }

    /// The mention that a hit is, if it is one.
    fn read(&self, hit: &Hit<'_>) -> Option<Mention> {
        let before = self.text.get(..hit.start)?.chars().next_back();
        let mut behind = self.text.get(hit.end..)?.chars();
        let (next, second) = (behind.next(), behind.next());
        if before.is_some_and(|c| hit.pattern.not_after.contains(c))
            || next.is_some_and(|c| hit.pattern.not_before.contains(c))
        {
            return None;
        }
        if hit.pattern.full.is_empty() {
            self.read_short(hit, next, second)
        } else {
            self.read_full(hit, before, next, second)
        }
    }

    fn read_full(
        &self,
        hit: &Hit<'_>,
        before: Option<char>,
        next: Option<char>,
        second: Option<char>,
    ) -> Option<Mention> {
        let last = self.text.get(hit.start..hit.end)?.chars().next_back()?;
        let beneath = self.beneath_previous(hit, &hit.pattern.full);
        if continues_as_word(last, next) || (hit.pattern.behind_parent && beneath.is_empty()) {
            return None;
        }
        if hit.pattern.chars == 2 && beneath.is_empty() && !stands_alone(before, next) {
            return None;
        }
        let candidates = if beneath.is_empty() { self.nearest(&hit.pattern.full) } else { beneath };
        // 北京市民 is 北京 and 市民.
        if is_office_or_people(last, next, second) && hit.pattern.chars > 2 {
            let end = hit.end - last.len_utf8();
            let short = self.text.get(hit.start..end)?;
            let word =
                words::holds(words::NEVER, short) || words::holds(words::BEHIND_PARENT, short);
            return (!word).then_some(Mention { span: hit.start..end, candidates, full: false });
        }
        Some(Mention { span: hit.start..hit.end, candidates, full: true })
    }

    fn read_short(
        &self,
        hit: &Hit<'_>,
        next: Option<char>,
        second: Option<char>,
    ) -> Option<Mention> {
        let pattern = hit.pattern;
        if pattern.never || names_something_else(next, second) {
            return None;
        }
        let beneath = self.beneath_previous(hit, &pattern.short);
        let candidates = if beneath.is_empty() {
            let widest = widest(&pattern.short);
            let named = widest.iter().any(|place| self.is_named(place));
            match widest.first()?.level {
                Level::Province | Level::Prefecture if pattern.behind_parent && !named => {
                    return None;
                }
                Level::Province | Level::Prefecture => self.nearest(&widest),
                Level::County if pattern.behind_parent || is_water(next) => return None,
                Level::County => self.known_county(pattern, &widest)?,
            }
        } else {
            widest(&beneath)
        };
        Some(Mention { span: hit.start..hit.end, candidates, full: false })
    }

    /// A county's short name without its parent: the one that the text names in full, or a name too long for a word.
    fn known_county(
        &self,
        pattern: &Pattern,
        bearers: &[&'static Place],
    ) -> Option<Vec<&'static Place>> {
        let named: Vec<_> = bearers.iter().copied().filter(|place| self.is_named(place)).collect();
        match (named.is_empty(), pattern.chars) {
            (false, _) => Some(self.nearest(&named)),
            (true, 3..) => Some(self.nearest(bearers)),
            (true, _) => None,
        }
    }

    /// Whether the text, or the one that it is a part of, names a place in full.
    fn is_named(&self, place: &Place) -> bool {
        self.asked.set(true);
        self.named.contains(&place.code) || self.known.contains(&place.code)
    }

    /// Those of the bearers that lie in the place named directly before.
    fn beneath_previous(&self, hit: &Hit<'_>, bearers: &[&'static Place]) -> Vec<&'static Place> {
        let Some(previous) = self.mentions.last() else { return Vec::new() };
        let between = self.text.get(previous.span.end..hit.start);
        if !matches!(between, Some("" | " " | "·" | "\u{3000}")) {
            return Vec::new();
        }
        let above = |place: &Place| {
            previous
                .candidates
                .iter()
                .any(|outer| *outer != place && self.places.within(place, outer))
        };
        bearers.iter().copied().filter(|place| above(place)).collect()
    }

    /// Those of the bearers whose own name or parent's was read last; all of them if none was.
    fn nearest(&self, bearers: &[&'static Place]) -> Vec<&'static Place> {
        if bearers.len() < 2 {
            return bearers.to_vec();
        }
        let key = |place: &Place| {
            let way = self.places.lineage(place);
            let last = |place: &&Place| self.last.get(&place.code).copied();
            let parent = place.parent.and_then(|parent| self.implied.get(&parent)).copied();
            let near = way.iter().rev().take(2).filter_map(last).max();
            (way.iter().filter_map(last).max(), near, parent)
        };
        let best = bearers.iter().map(|place| key(place)).max();
        bearers.iter().copied().filter(|place| Some(key(place)) == best).collect()
    }

    /// Notes what a mention says of the mentions to come.
    fn remember(&mut self, mention: &Mention) {
        let Some(place) = mention.place() else { return };
        let now = self.mentions.len();
        self.last.insert(place.code, now);
        for ancestor in self.places.ancestors(place) {
            self.implied.insert(ancestor.code, now);
        }
    }
}

/// Whether the generic word of a full name goes on as another word: 市|场, 区|域.
fn continues_as_word(last: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    match last {
        '市' => matches!(next, '场'),
        '区' => matches!(next, '域' | '别' | '分' | '间' | '块' | '位' | '划' | '段'),
        _ => false,
    }
}

/// Whether a generic word and what follows it are 市长, 县长, 市民 and the like; 长 may also begin a name (市|长沙镇).
fn is_office_or_people(last: char, next: Option<char>, second: Option<char>) -> bool {
    match (last, next) {
        ('市', Some('民')) => {
            second != Some('政') && second != Some('族') && second != Some('营')
        }
        ('省' | '市' | '县' | '区' | '州', Some('长')) => !second.is_some_and(|c| {
            "沙江征安春寿期远城乐治宁白兴岭丰途达短大度年假顺坡效足线廊跑三株者辈虹".contains(c)
        }),
        _ => false,
    }
}

/// Whether a name such as 兴县, whose characters meet by chance in 复兴县城, is bounded: a phrase begins before it, and no
/// word goes on behind it.
fn stands_alone(before: Option<char>, next: Option<char>) -> bool {
    let open = before.is_none_or(|c| !is_han(c) || "在到赴从由与向于自往至该省市州盟".contains(c));
    open && !next.is_some_and(|c| "城域级区市乡委直处长".contains(c))
}

/// Whether what follows a short name makes the name of something smaller: 长沙镇, 北京路, 延安东路, 安顺村.
fn names_something_else(next: Option<char>, second: Option<char>) -> bool {
    let Some(next) = next else { return false };
    let second = second.unwrap_or(' ');
    match next {
        '镇' | '路' | '巷' | '族' | '屯' | '寨' | '旗' | '桥' | '街' => true,
        '乡' => !matches!(second, '村' | '镇' | '亲' | '土' | '贤'),
        '村' => !matches!(second, '民' | '级' | '寨' | '镇'),
        '社' => second == '区',
        '大' => matches!(second, '道' | '街' | '桥'),
        '东' | '西' | '南' | '北' | '中' => matches!(second, '路' | '街' | '巷'),
        '县' => !matches!(second, '域' | '级' | '乡' | '市' | '城' | '区' | '长'),
        '区' => !matches!(second, '域' | '县' | '位'),
        '市' => !matches!(second, '场' | '民' | '州' | '县' | '长' | '域' | '级' | '区'),
        _ => false,
    }
}

/// Whether a short name goes on as a river, a lake or an island: 赤水河 is not the city.
fn is_water(next: Option<char>) -> bool {
    matches!(next, Some('河' | '江' | '湖' | '岛' | '山' | '溪'))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
