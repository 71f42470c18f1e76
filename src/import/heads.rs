//! Step 10: heads come back to their articles, leads before their subheads.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    decode::Seed,
    evidence::{Evidence, head as sign, lead},
    passage::{Passage, Role},
    repair::{Kind, Repair},
    segment::{Draft, Masthead, Segments},
};
use crate::{
    article,
    places::{Mention, Place, places},
    text::is_han,
};

/// Most rounds in which heads are given to texts. A text that a head has taken
/// a part of may suit others only then, so that one round is not enough; a page
/// needs as many as heads slid away from one text.
const ROUNDS: usize = 16;
/// Paragraphs with a pair of characters beyond which it is not rare, and
/// paragraphs with a place of which the nearest are looked at.
const MOST_SHARED: usize = 64;

/// Gives each displaced masthead the text that shares most with it, and puts
/// leads before the subheads they slid behind.
pub fn settle(seed: &Seed, mut segments: Segments) -> (Vec<Draft>, Vec<Repair>) {
    let waiting = std::mem::take(&mut segments.displaced);
    let unclaimed =
        if waiting.is_empty() { waiting } else { match_heads(seed, &mut segments, waiting) };
    let mut unsigned = unsigned(&segments.drafts);
    for masthead in unclaimed {
        without_body(seed, &mut segments, &mut unsigned, masthead);
    }
    segments.drafts.sort_by_key(Draft::start);
    let mut repairs = segments.repairs;
    for draft in &mut segments.drafts {
        repairs.extend(move_lead(seed, draft));
    }
    (segments.drafts, repairs)
}

/// Gives heads to texts, the surest first, and gives back those that fit none.
///
/// A round weighs every waiting head once and gives a text to one at most: what
/// is left of the text is weighed anew in the next.
fn match_heads(seed: &Seed, segments: &mut Segments, waiting: Vec<Masthead>) -> Vec<Masthead> {
    let known = places().named_in_full(&seed.text);
    let mut waiting: Vec<(Masthead, Profile)> = waiting
        .into_iter()
        .map(|masthead| {
            let profile = Profile::of(seed, &masthead, &known);
            (masthead, profile)
        })
        .collect();
    let mut texts = Texts::of(seed, &segments.drafts, waiting.iter().map(|(_, profile)| profile));
    for _ in 0..ROUNDS {
        let mut found: Vec<(usize, Found)> = Vec::new();
        for (index, (_, profile)) in waiting.iter().enumerate() {
            found.extend(texts.best_place(profile, &segments.drafts).map(|place| (index, place)));
        }
        if found.is_empty() {
            break;
        }
        found.sort_by(|(_, a), (_, b)| b.total.total_cmp(&a.total));
        let mut touched = HashSet::new();
        let mut left: Vec<Option<(Masthead, Profile)>> = waiting.into_iter().map(Some).collect();
        for (index, place) in found {
            if touched.insert(place.draft)
                && let Some((masthead, profile)) = left[index].take()
            {
                let evidence = texts.evidence(&profile, &segments.drafts, &place);
                texts.divide(&segments.drafts, &place);
                give(seed, segments, masthead, &place, evidence);
            }
        }
        waiting = left.into_iter().flatten().collect();
    }
    waiting.into_iter().map(|(masthead, _)| masthead).collect()
}

/// A text for a masthead: passages of a draft from `from` on.
#[derive(Clone, Debug)]
struct Found {
    draft: usize,
    from: usize,
    /// The sum of what speaks for it.
    total: f32,
}

fn give(
    seed: &Seed,
    segments: &mut Segments,
    masthead: Masthead,
    found: &Found,
    evidence: Evidence,
) {
    let draft = &mut segments.drafts[found.draft];
    let body = draft.body.split_off(found.from);
    let anchor = masthead.start();
    let words: Vec<String> = masthead.all().map(|p| p.text(seed)).collect();
    let start = body.first().map(|p| p.text(seed)).unwrap_or_default();
    let start: String = start.chars().take(24).collect();
    let repair =
        Repair::applied(Kind::HeadMoved, anchor).words(words.join(" / "), start).because(evidence);
    segments.repairs.push(repair);
    if found.from == 0 && draft.masthead.is_empty() {
        draft.masthead = masthead;
        draft.body = body;
        return;
    }
    let kind = article::Kind::Article;
    segments.drafts.push(Draft { kind, masthead, body });
}

/// The articles without a byline, by where their texts start.
fn unsigned(drafts: &[Draft]) -> BTreeMap<usize, usize> {
    let unsigned = |d: &&Draft| d.kind == article::Kind::Article && d.masthead.byline.is_empty();
    let found = drafts.iter().enumerate().filter(|(_, d)| unsigned(d));
    found.filter_map(|(index, draft)| Some((draft.body.first()?.start(), index))).collect()
}

/// A head that no text fits is a piece of its own, with its text marked as lost;
/// a lone byline goes to the unsigned text before it.
fn without_body(
    seed: &Seed,
    segments: &mut Segments,
    unsigned: &mut BTreeMap<usize, usize>,
    masthead: Masthead,
) {
    let start = masthead.start();
    let before = unsigned.range(..start).next_back().map(|(&at, &draft)| (at, draft));
    if masthead.lines().next().is_none()
        && let Some((at, draft)) = before
    {
        unsigned.remove(&at);
        let words: Vec<String> = masthead.byline.iter().map(|p| p.text(seed)).collect();
        segments.repairs.push(
            Repair::applied(Kind::HeadMoved, start)
                .words(words.join(" / "), "the unsigned text before it"),
        );
        segments.drafts[draft].masthead.byline.extend(masthead.byline);
        return;
    }
    segments.repairs.push(
        Repair::reported(Kind::BodyMissing, start)
            .words(masthead.all().map(|p| p.text(seed)).collect::<Vec<_>>().join(" / "), ""),
    );
    let gap = Passage { pieces: vec![super::passage::Piece::Gap], role: Role::Body, set_off: true };
    segments.drafts.push(Draft { kind: article::Kind::Article, masthead, body: vec![gap] });
}

/// What a masthead speaks of.
struct Profile {
    start: usize,
    places: Vec<&'static Place>,
    pairs: BTreeSet<(char, char)>,
}

impl Profile {
    fn of(seed: &Seed, masthead: &Masthead, known: &BTreeSet<u32>) -> Self {
        let all = masthead.all();
        let head: String = all.map(|p| p.text(seed) + "\n").collect();
        let places = places_in_head(&head, known);
        let lines: Vec<String> = masthead.lines().map(|p| p.text(seed)).collect();
        let pairs = lines.iter().flat_map(|line| pairs(line)).collect();
        Self { start: masthead.start(), places, pairs }
    }
}

/// What the paragraphs of the articles speak of, with an index from the words
/// and places of the waiting heads to the paragraphs: a head is held only
/// against those that share something with it.
struct Texts {
    passages: Vec<Facts>,
    /// The draft of each passage, and where each draft's passages begin. They
    /// follow each other, also when a draft is divided.
    draft_of: Vec<usize>,
    first_of: Vec<usize>,
    with_pair: HashMap<(char, char), Vec<usize>>,
    /// For each place the passages that name it or what lies in it, and those
    /// that name it itself.
    in_place: HashMap<u32, Vec<usize>>,
    naming: HashMap<u32, Vec<usize>>,
    /// Sums over the passages before each, of what counts against a passage that
    /// shares nothing: for heads that name no place, for heads that do.
    against: [Vec<f64>; 2],
}

/// What is known of a passage.
struct Facts {
    start: usize,
    /// The first passage of the heads directly before it: a text starts there.
    opens: usize,
    places: Vec<&'static Place>,
}

impl Texts {
    fn of<'p>(seed: &Seed, drafts: &[Draft], heads: impl Iterator<Item = &'p Profile>) -> Self {
        let wanted: HashSet<(char, char)> = heads.flat_map(|h| h.pairs.iter().copied()).collect();
        let mut texts = Self {
            passages: Vec::new(),
            draft_of: Vec::new(),
            first_of: Vec::new(),
            with_pair: HashMap::new(),
            in_place: HashMap::new(),
            naming: HashMap::new(),
            against: [vec![0.0], vec![0.0]],
        };
        for (index, draft) in drafts.iter().enumerate() {
            texts.first_of.push(texts.passages.len());
            for (at, passage) in draft.body.iter().enumerate() {
                let id = texts.passages.len();
                let before = at.checked_sub(1).map(|b| draft.body[b].role);
                let opens = match before {
                    Some(Role::Head) => texts.passages[id - 1].opens,
                    _ => id,
                };
                texts.draft_of.push(index);
                texts.add(&passage.text(seed), passage.start(), opens, &wanted);
            }
        }
        let rare =
            |count: usize, all: usize| count <= 3 || (count * 10 <= all && count <= MOST_SHARED);
        let all = texts.passages.len();
        texts.with_pair.retain(|_, passages| rare(passages.len(), all));
        texts
    }

    fn add(&mut self, text: &str, start: usize, opens: usize, wanted: &HashSet<(char, char)>) {
        let id = self.passages.len();
        for pair in pairs(text).filter(|p| wanted.contains(p)) {
            let passages = self.with_pair.entry(pair).or_default();
            if passages.last() != Some(&id) {
                passages.push(id);
            }
        }
        let named = places_of(text);
        for place in &named {
            push_once(self.naming.entry(place.code).or_default(), id);
            for outer in places().lineage(place) {
                push_once(self.in_place.entry(outer.code).or_default(), id);
            }
        }
        let (none, some) = if named.is_empty() {
            (sign::NOTHING.log_odds, sign::NOTHING.log_odds)
        } else {
            (0.0, sign::OTHER_PLACE.log_odds)
        };
        for (sums, weight) in self.against.iter_mut().zip([none, some]) {
            let before = sums.last().copied().unwrap_or_default();
            sums.push(before + f64::from(weight));
        }
        self.passages.push(Facts { start, opens, places: named });
    }

    /// The start of the text below which all fits the masthead best, if anything
    /// fits it at all. A subhead belongs to what follows it.
    fn best_place(&self, profile: &Profile, drafts: &[Draft]) -> Option<Found> {
        let against = &self.against[usize::from(!profile.places.is_empty())];
        let mut best: Option<Found> = None;
        let mut sum = 0.0;
        // The last draft looked at, and up to where its passages are summed up.
        let mut reading: Option<(usize, usize)> = None;
        let mut near = self.near(profile).into_iter().rev().peekable();
        while let Some((id, shared)) = near.next() {
            let index = self.draft_of[id];
            let draft = &drafts[index];
            if draft.kind != article::Kind::Article {
                continue;
            }
            let first = self.first_of[index];
            let headed = !draft.masthead.is_empty();
            let own_head = if headed { f64::from(sign::HAS_HEAD.log_odds) } else { 0.0 };
            let behind = |from: usize, to: usize| {
                against[to] - against[from] + own_head * (to - from) as f64
            };
            let end = match reading {
                Some((of, end)) if of == index => end,
                _ => {
                    sum = 0.0;
                    first + draft.body.len()
                }
            };
            let passage = self.weigh(profile, id, shared, headed);
            sum += behind(id + 1, end) + f64::from(passage.total());
            reading = Some((index, id));
            let from = self.passages[id].opens;
            if near.peek().is_some_and(|(next, _)| *next >= from) || (headed && from == first) {
                // The heads before it are weighed themselves, or the text is not
                // to be parted from its own head.
                continue;
            }
            let total = (f64::from(sign::WANTED.log_odds) + sum + behind(from, id)) as f32;
            // Of equal places the first, as a reader would take it.
            let better = |b: &Found| total > b.total || (total >= b.total && index < b.draft);
            if total >= sign::ENOUGH && best.as_ref().is_none_or(better) {
                best = Some(Found { draft: index, from: from - first, total });
            }
        }
        best
    }

    /// The passages that share a place or rare words with a head, in order, with
    /// the words.
    fn near(&self, profile: &Profile) -> BTreeMap<usize, Vec<(char, char)>> {
        let mut near: BTreeMap<usize, Vec<(char, char)>> = BTreeMap::new();
        for pair in &profile.pairs {
            for &id in self.with_pair.get(pair).into_iter().flatten() {
                near.entry(id).or_default().push(*pair);
            }
        }
        for place in &profile.places {
            let outer = places().lineage(place).into_iter().filter(|outer| outer != place);
            let outer = outer.filter_map(|outer| self.naming.get(&outer.code));
            for passages in outer.chain(self.in_place.get(&place.code)) {
                // Of many that name the place those nearest before the head.
                let end = passages.partition_point(|&id| self.passages[id].start < profile.start);
                let (before, after) = passages.split_at(end);
                let before = before.iter().rev().take(MOST_SHARED);
                for &id in before.chain(after.iter().take(MOST_SHARED)) {
                    near.entry(id).or_default();
                }
            }
        }
        near
    }

    /// What a passage says for a head with which it shares `pairs`.
    fn weigh(
        &self,
        profile: &Profile,
        id: usize,
        mut pairs: Vec<(char, char)>,
        headed: bool,
    ) -> Evidence {
        let mut evidence = Evidence::default();
        if headed {
            evidence.add(sign::HAS_HEAD);
        }
        let named = &self.passages[id].places;
        let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
        if !profile.places.is_empty() && !named.is_empty() {
            match named.iter().find(|n| profile.places.iter().any(|p| related(p, n))) {
                Some(place) => evidence.saw(sign::SAME_PLACE, place.name),
                None => evidence.add(sign::OTHER_PLACE),
            }
        }
        pairs.sort_unstable();
        for (a, b) in &pairs {
            evidence.saw(sign::RARE_BIGRAM, format!("{a}{b}"));
        }
        if pairs.is_empty() && named.is_empty() {
            evidence.add(sign::NOTHING);
        }
        evidence
    }

    /// All that speaks for and against a place that was found.
    fn evidence(&self, profile: &Profile, drafts: &[Draft], found: &Found) -> Evidence {
        let draft = &drafts[found.draft];
        let first = self.first_of[found.draft];
        let mut near = self.near(profile);
        let mut evidence = Evidence::default();
        evidence.add(sign::WANTED);
        for id in first + found.from..first + draft.body.len() {
            let shared = near.remove(&id).unwrap_or_default();
            let passage = self.weigh(profile, id, shared, !draft.masthead.is_empty());
            evidence.signals.extend(passage.signals);
        }
        evidence
    }

    /// Notes that the passages of a draft from `found` on become one of their own.
    fn divide(&mut self, drafts: &[Draft], found: &Found) {
        let draft = &drafts[found.draft];
        if found.from == 0 && draft.masthead.is_empty() {
            return;
        }
        let first = self.first_of[found.draft];
        self.draft_of[first + found.from..first + draft.body.len()].fill(self.first_of.len());
        self.first_of.push(first + found.from);
    }
}

fn push_once(list: &mut Vec<usize>, id: usize) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}

/// The divisions a text names, provinces left out: all articles of a paper are
/// of its province.
pub fn places_of(text: &str) -> Vec<&'static Place> {
    below_provinces(&places().mentions(text))
}

/// The divisions that `head` names. What the text below it names in full (the
/// codes `known`) may stand in a head by its short name: 义乌集市换新颜.
pub fn places_in_head(head: &str, known: &BTreeSet<u32>) -> Vec<&'static Place> {
    below_provinces(&places().mentions_knowing(head, known))
}

fn below_provinces(mentions: &[Mention]) -> Vec<&'static Place> {
    let found = mentions.iter().filter_map(Mention::place);
    let mut found: Vec<&'static Place> = found.filter(|p| p.parent.is_some()).collect();
    found.dedup();
    found
}

/// Pairs of neighbouring Chinese characters of a text.
pub fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1)).filter(|&(a, b)| is_han(a) && is_han(b))
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
    let head: String = draft.masthead.all().map(|p| p.text(seed)).collect();
    let wanted = places_of(&head);
    places_of(text).into_iter().find(|p| wanted.contains(p))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, decode::decode, question::Questions, roles, segment::segment},
        *,
    };

    fn settled(lines: &[&str]) -> (Vec<Vec<String>>, Vec<Kind>) {
        let text = lines.join("\n\n");
        let seed = decode("a.txt", text.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let mut passages: Vec<Passage> =
            split(&seed).into_iter().map(|b| Passage::new(b.span, true)).collect();
        roles::assign(&seed, &mut passages, &mut Questions::default());
        let (drafts, repairs) = settle(&seed, segment(&seed, passages, &mut Questions::default()));
        let all = |d: &Draft| d.masthead.all().chain(&d.body).map(|p| p.text(&seed)).collect();
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
