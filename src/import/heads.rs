//! Step 8: heads come back to their articles, leads before their subheads.

use std::collections::{HashMap, HashSet};

use super::{
    decode::Seed,
    evidence::{Evidence, head as sign, lead},
    passage::{Passage, Role},
    repair::{Kind, Repair},
    segment::{Draft, Masthead, Segments},
};
use crate::{
    article,
    places::{Place, places},
    text::is_han,
};

/// Gives each displaced masthead the text that shares most with it, and puts
/// leads before the subheads they slid behind.
pub fn settle(seed: &Seed, mut segments: Segments) -> (Vec<Draft>, Vec<Repair>) {
    let mut waiting = std::mem::take(&mut segments.displaced);
    let rare = Rare::of(seed, &segments.drafts);
    while let Some((index, found)) = best_place(seed, &rare, &waiting, &segments.drafts) {
        let masthead = waiting.remove(index);
        give(seed, &mut segments, masthead, found);
    }
    for masthead in waiting {
        without_body(seed, &mut segments, masthead);
    }
    segments.drafts.sort_by_key(Draft::start);
    let mut repairs = segments.repairs;
    for draft in &mut segments.drafts {
        repairs.extend(move_lead(seed, draft));
    }
    (segments.drafts, repairs)
}

/// A text for a masthead: passages of a draft from `from` on.
#[derive(Clone, Debug)]
struct Found {
    draft: usize,
    from: usize,
    evidence: Evidence,
}

/// The masthead and the text that fit each other best, if any fit at all.
fn best_place(
    seed: &Seed,
    rare: &Rare,
    waiting: &[Masthead],
    drafts: &[Draft],
) -> Option<(usize, Found)> {
    let mut best: Option<(usize, Found)> = None;
    for (index, masthead) in waiting.iter().enumerate() {
        let profile = Profile::of(seed, masthead);
        for (draft, candidate) in drafts.iter().enumerate() {
            if candidate.kind != article::Kind::Article {
                continue;
            }
            let Some((from, evidence)) = profile.best_suffix(seed, rare, candidate) else {
                continue;
            };
            let total = evidence.total();
            let better = best.as_ref().is_none_or(|(_, b)| total > b.evidence.total());
            if total >= sign::ENOUGH && better {
                best = Some((index, Found { draft, from, evidence }));
            }
        }
    }
    best
}

fn give(seed: &Seed, segments: &mut Segments, masthead: Masthead, found: Found) {
    let draft = &mut segments.drafts[found.draft];
    let body = draft.body.split_off(found.from);
    let anchor = masthead.start();
    let words: Vec<String> =
        masthead.lines.iter().chain(&masthead.byline).map(|p| p.text(seed)).collect();
    let start = body.first().map(|p| p.text(seed)).unwrap_or_default();
    let start: String = start.chars().take(24).collect();
    let repair = Repair::applied(Kind::HeadMoved, anchor)
        .words(words.join(" / "), start)
        .because(found.evidence);
    segments.repairs.push(repair);
    if found.from == 0 && draft.masthead.is_empty() {
        draft.masthead = masthead;
        draft.body = body;
        return;
    }
    let kind = article::Kind::Article;
    segments.drafts.push(Draft { kind, masthead, body });
}

/// A head that no text fits is a piece of its own, with its text marked as lost;
/// a lone byline goes to the unsigned text before it.
fn without_body(seed: &Seed, segments: &mut Segments, masthead: Masthead) {
    let start = masthead.start();
    if masthead.lines.is_empty() {
        let before = |d: &&mut Draft| {
            d.kind == article::Kind::Article
                && d.masthead.byline.is_empty()
                && d.body.first().is_some_and(|p| p.start() < start)
        };
        if let Some(draft) = segments.drafts.iter_mut().rev().find(before) {
            let words: Vec<String> = masthead.byline.iter().map(|p| p.text(seed)).collect();
            segments.repairs.push(
                Repair::applied(Kind::HeadMoved, start)
                    .words(words.join(" / "), "the unsigned text before it"),
            );
            draft.masthead.byline.extend(masthead.byline);
            return;
        }
    }
    segments.repairs.push(
        Repair::reported(Kind::BodyMissing, start).words(
            masthead
                .lines
                .iter()
                .chain(&masthead.byline)
                .map(|p| p.text(seed))
                .collect::<Vec<_>>()
                .join(" / "),
            "",
        ),
    );
    let gap = Passage { pieces: vec![super::passage::Piece::Gap], role: Role::Body, set_off: true };
    segments.drafts.push(Draft { kind: article::Kind::Article, masthead, body: vec![gap] });
}

/// What a masthead speaks of.
struct Profile {
    places: Vec<&'static Place>,
    pairs: HashSet<(char, char)>,
}

impl Profile {
    fn of(seed: &Seed, masthead: &Masthead) -> Self {
        let all = masthead.lines.iter().chain(&masthead.byline);
        let head: String = all.map(|p| p.text(seed) + "\n").collect();
        let named = named_in(&head, &seed.text);
        let lines: Vec<String> = masthead.lines.iter().map(|p| p.text(seed)).collect();
        let pairs = lines.iter().flat_map(|line| pairs(line)).collect();
        Self { places: named, pairs }
    }

    /// The start of the text below which all fits the masthead best, with what
    /// speaks for it. A subhead belongs to what follows it.
    fn best_suffix(&self, seed: &Seed, rare: &Rare, draft: &Draft) -> Option<(usize, Evidence)> {
        let headed = !draft.masthead.is_empty();
        let signals: Vec<Evidence> =
            draft.body.iter().map(|p| self.affinity(seed, rare, p, headed)).collect();
        let mut sum = 0.0;
        let mut best: Option<(usize, f32)> = None;
        for (at, evidence) in signals.iter().enumerate().rev() {
            sum += evidence.total();
            let starts = at == 0 || draft.body[at - 1].role != Role::Head;
            if starts && best.is_none_or(|(_, b)| sum > b) && (at > 0 || !headed) {
                best = Some((at, sum));
            }
        }
        let (from, _) = best?;
        let mut evidence = Evidence::default();
        evidence.add(sign::WANTED);
        evidence.signals.extend(signals[from..].iter().flat_map(|e| e.signals.clone()));
        Some((from, evidence))
    }

    fn affinity(&self, seed: &Seed, rare: &Rare, passage: &Passage, headed: bool) -> Evidence {
        let text = passage.text(seed);
        let mut evidence = Evidence::default();
        if headed {
            evidence.add(sign::HAS_HEAD);
        }
        let named = places_of(&text);
        let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
        if !self.places.is_empty() && !named.is_empty() {
            match named.iter().find(|n| self.places.iter().any(|p| related(p, n))) {
                Some(place) => evidence.saw(sign::SAME_PLACE, place.name),
                None => evidence.add(sign::OTHER_PLACE),
            }
        }
        let shared: HashSet<(char, char)> =
            pairs(&text).filter(|p| self.pairs.contains(p) && rare.is_rare(*p)).collect();
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_unstable();
        for (a, b) in &shared {
            evidence.saw(sign::RARE_BIGRAM, format!("{a}{b}"));
        }
        if shared.is_empty() && named.is_empty() {
            evidence.add(sign::NOTHING);
        }
        evidence
    }
}

/// The divisions a text names, provinces left out: all articles of a paper are
/// of its province.
fn places_of(text: &str) -> Vec<&'static Place> {
    let mentions = places().mentions(text);
    let one = mentions.iter().filter_map(|m| m.place());
    let mut found: Vec<&'static Place> = one.filter(|p| p.parent.is_some()).collect();
    found.dedup();
    found
}

/// The divisions that `head` names. What is named in full elsewhere in `text`
/// may stand in a head by its short name: 义乌集市换新颜.
pub fn named_in(head: &str, text: &str) -> Vec<&'static Place> {
    let both = format!("{head}\n{text}");
    let mentions = places().mentions(&both);
    let inside = mentions.iter().filter(|m| m.span.end <= head.len());
    let mut found: Vec<&'static Place> =
        inside.filter_map(|m| m.place()).filter(|p| p.parent.is_some()).collect();
    found.dedup();
    found
}

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1)).filter(|&(a, b)| is_han(a) && is_han(b))
}

/// In how many paragraphs each pair of characters stands.
struct Rare {
    counts: HashMap<(char, char), usize>,
    paragraphs: usize,
}

impl Rare {
    fn of(seed: &Seed, drafts: &[Draft]) -> Self {
        let mut counts = HashMap::new();
        let mut paragraphs = 0;
        for passage in drafts.iter().flat_map(|d| &d.body) {
            paragraphs += 1;
            for pair in pairs(&passage.text(seed)).collect::<HashSet<_>>() {
                *counts.entry(pair).or_insert(0) += 1;
            }
        }
        Self { counts, paragraphs }
    }

    fn is_rare(&self, pair: (char, char)) -> bool {
        let count = self.counts.get(&pair).copied().unwrap_or_default();
        count <= 3 || count * 10 <= self.paragraphs
    }
}

/// Words with which a lead opens.
const LEADS: &[&str] = &[
    "近年来",
    "近日",
    "日前",
    "近来",
    "近期",
    "连日来",
    "今年以来",
    "去年以来",
    "今年",
    "去年",
    "入夏以来",
    "入冬以来",
    "入汛以来",
    "新春伊始",
    "年初以来",
    "一直以来",
    "长期以来",
    "自",
    "本报讯",
];

/// Whether a paragraph opens like a lead, a quotation mark before it aside.
pub fn opens_like_lead(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '"', '「']);
    let month = text.char_indices().take(8).find(|(_, c)| *c == '月').map(|(at, _)| &text[..at]);
    let dated =
        month.is_some_and(|m| !m.is_empty() && m.chars().all(|c| c.is_ascii_digit() || c == '年'));
    dated || LEADS.iter().any(|l| text.starts_with(l))
}

/// Puts the lead of an article before its first subhead, if the text says that
/// it slid behind it.
fn move_lead(seed: &Seed, draft: &mut Draft) -> Option<Repair> {
    let opens = draft.body.first().is_some_and(|p| p.role == Role::Head);
    if !opens || draft.body.len() < 3 || draft.body[1].role != Role::Body {
        return None;
    }
    let section = draft.body[2..].iter().take_while(|p| p.role == Role::Body);
    let following: Vec<String> = section.map(|p| p.text(seed)).collect();
    if following.is_empty() {
        return None;
    }
    let (subhead, text) = (draft.body[0].text(seed), draft.body[1].text(seed));
    let mut evidence = Evidence::default();
    evidence.add(lead::PRIOR);
    if opens_like_lead(&text) {
        evidence.add(lead::OPENS);
    }
    if let Some(place) = names_place_of(seed, draft, &text) {
        evidence.saw(lead::NAMES_PLACE, place.name);
    }
    let words: HashSet<(char, char)> = pairs(&subhead).collect();
    let share =
        |text: &str| pairs(text).filter(|p| words.contains(p)).collect::<HashSet<_>>().len();
    let below: usize = share(&following.concat());
    if share(&text) < below {
        evidence.add(lead::OFF_SUBHEAD);
    } else if share(&text) > 0 {
        evidence.add(lead::ON_SUBHEAD);
    }
    if evidence.total() <= 0.0 {
        return None;
    }
    let repair = Repair::applied(Kind::LeadMoved, draft.body[1].start())
        .words(subhead, text.chars().take(24).collect::<String>())
        .because(evidence);
    draft.body.swap(0, 1);
    Some(repair)
}

/// The place that both the masthead and `text` name.
fn names_place_of(seed: &Seed, draft: &Draft, text: &str) -> Option<&'static Place> {
    let head: String =
        draft.masthead.lines.iter().chain(&draft.masthead.byline).map(|p| p.text(seed)).collect();
    let wanted = places_of(&head);
    places_of(text).into_iter().find(|p| wanted.contains(p))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, decode::decode, roles, segment::segment},
        *,
    };

    fn settled(lines: &[&str]) -> (Vec<Vec<String>>, Vec<Kind>) {
        let text = lines.join("\n\n");
        let seed = decode("a.txt", text.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let mut passages: Vec<Passage> =
            split(&seed).into_iter().map(|b| Passage::new(b.span, true)).collect();
        roles::assign(&seed, &mut passages);
        let (drafts, repairs) = settle(&seed, segment(&seed, passages));
        let all = |d: &Draft| {
            d.masthead
                .lines
                .iter()
                .chain(&d.masthead.byline)
                .chain(&d.body)
                .map(|p| p.text(&seed))
                .collect()
        };
        (drafts.iter().map(all).collect(), repairs.iter().map(|r| r.kind).collect())
    }

    const A1: &str = "近年来，桐乡市把河道整治放在第一位，柳树沿堤种了四十里。";
    const A2: &str = "柳树是住户自己栽的，谁栽谁管，河道干净了，桐乡市的水也清了。";
    const B1: &str = "去年秋天，义乌市的集市搬进了新棚，卖菜的不用再淋雨。";
    const B2: &str = "新棚有水有电，义乌市还给摊主装了电子秤，短斤少两的事没有了。";

    #[test]
    fn a_displaced_head_comes_back_to_its_text() {
        let (found, kinds) = settled(&[
            "柳绿四十里",
            "记者 刘娟",
            A1,
            A2,
            "集市搬新棚",
            B1,
            B2,
            "义乌集市换新颜 摊主不再怕风雨",
            "通讯员 王海",
        ]);
        assert_eq!(found[0], ["柳绿四十里", "记者 刘娟", A1, A2]);
        assert_eq!(found[1][..2], ["义乌集市换新颜 摊主不再怕风雨", "通讯员 王海"]);
        assert_eq!(found[1].len(), 5);
        assert!(kinds.contains(&Kind::HeadMoved));
    }

    #[test]
    fn a_lead_comes_back_before_its_subhead_only_where_the_text_says_so() {
        let head = ["桐乡治河记", "记者 刘娟"];
        let (found, kinds) = settled(&[
            head[0],
            head[1],
            "柳树谁栽谁管",
            A1,
            "柳树是住户自己栽的，谁栽谁管，活了九成。",
            B2,
        ]);
        assert_eq!(found[0][2], A1);
        assert_eq!(kinds, [Kind::LeadMoved]);
        let (found, kinds) = settled(&[
            head[0],
            head[1],
            "柳树沿堤种",
            "柳树沿堤种了四十里，一棵挨着一棵。",
            B2,
            B1,
        ]);
        assert_eq!(found[0][2], "柳树沿堤种");
        assert_eq!(kinds, []);
    }

    #[test]
    fn a_head_that_fits_nothing_is_kept_and_reported() {
        let (found, kinds) =
            settled(&["柳绿四十里", "记者 刘娟", A1, A2, "北国风光 万里雪飘", "记者 孙立"]);
        assert_eq!(found.len(), 2);
        assert_eq!(kinds, [Kind::BodyMissing]);
    }
}
