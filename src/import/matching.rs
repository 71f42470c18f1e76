//! Which head belongs to which start of a text.

use std::{
    cell::LazyCell,
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
    ops::Range,
};

use super::{
    decode::Seed,
    evidence::{Evidence, Weight, head as sign},
    heads::places_of,
    loose::Loose,
    passage::{Passage, Role},
    profile::{ALONE, Profile, Shared, rarity},
    question::{Question, Questions},
    segment::{Draft, Masthead, Segments},
    starts,
};
use crate::{
    article,
    places::{Place, places},
    text::hash::FastMap,
};

/// Paragraphs with a pair of characters beyond which it is not looked at, and
/// paragraphs with a place of which the nearest are.
pub(super) const MOST_SHARED: usize = 64;
/// How many of the paragraphs that share most with a head are looked around.
const NEAREST: usize = 16;
/// How many paragraphs around them.
const AROUND: usize = 24;
/// How often a head is weighed anew because others were given away.
const AGAIN: usize = 16;
/// How many heads are exchanged with each other.
const MOST_EXCHANGED: usize = 64;
/// How often all heads are weighed anew when all were given away.
const REVISIONS: usize = 2;
/// How many places of a head and of a paragraph are looked at.
pub(super) const MOST_PLACES: usize = 16;

/// The articles of a page as passages that follow each other, with an index from
/// the words and places of heads to the passages: a head is held only against
/// those that share something with it.
pub(super) struct Page {
    passages: Vec<Facts>,
    /// For each draft its passages; none for a photo.
    drafts: Vec<Range<usize>>,
    /// The heads that wait, then those that stand above their texts.
    heads: Vec<Profile>,
    /// Where texts begin, and the head of each.
    owners: BTreeMap<usize, Option<usize>>,
    /// The same before any head was given away.
    printed: BTreeMap<usize, Option<usize>>,
    /// Of the heads in their place those that may be subheads, by where they stand.
    loose: BTreeMap<usize, (usize, Evidence)>,
    /// For each waiting head the loose ones that its text runs through.
    through: Vec<Vec<usize>>,
    /// For each waiting head the passages around which its text is looked for: what it
    /// shares with them stays what it is, however often it is weighed.
    windows: Vec<Vec<Range<usize>>>,
    /// Where each waiting head was put.
    pub(super) placed: Vec<Option<usize>>,
    with_pair: Shared,
    /// For each place the passages that name it or what lies in it.
    in_place: FastMap<u32, Vec<usize>>,
}

/// What is known of a passage.
struct Facts {
    draft: usize,
    /// Which of its draft.
    at: usize,
    start: usize,
    places: Vec<&'static Place>,
    /// Whether it is a short line: the lead stands below it.
    short: bool,
    /// Whether it opens with the number of an article or chapter of a law.
    law: bool,
    /// What speaks for a text that begins here, where one may.
    begins: Option<(f32, Evidence)>,
}

/// A start for a head, by how much speaks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    total: f32,
    head: usize,
    id: usize,
    /// Behind the last passage that was looked at for it.
    reach: usize,
}

/// What speaks for a text from a passage on, and how far it goes.
#[derive(Clone, Copy, Debug)]
struct Run {
    sum: f32,
    reach: usize,
}

impl Run {
    fn or(self, other: Self) -> Self {
        if other.sum > self.sum { other } else { self }
    }

    fn plus(self, sum: f32) -> Self {
        Self { sum: self.sum + sum, ..self }
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal ones the first, as a reader would take it.
        self.total.total_cmp(&other.total).then((other.head, other.id).cmp(&(self.head, self.id)))
    }
}

impl Page {
    /// The articles of a page and the heads that wait.
    pub(super) fn of(
        seed: &Seed,
        Segments { drafts, cohesion, .. }: &Segments,
        waiting: &[Masthead],
        loose: &[Loose],
    ) -> Self {
        let known = LazyCell::new(|| places().named_in_full(&seed.text));
        let article = |d: &&Draft| d.kind == article::Kind::Article;
        let headed = |d: &Draft| d.masthead.lines().next().is_some();
        let own = drafts.iter().filter(article).filter(|d| headed(d)).map(|d| &d.masthead);
        let own: Vec<&Masthead> = own.collect();
        let all = waiting.iter().chain(own.iter().copied());
        let all = all.chain(loose.iter().map(|l| &l.masthead));
        let heads: Vec<Profile> = all.map(|m| Profile::of(seed, m, || &known)).collect();
        let first_loose = waiting.len() + own.len();
        let mut page = Self {
            passages: Vec::new(),
            drafts: Vec::new(),
            with_pair: Shared::of(heads.iter().flat_map(|head| head.pairs.iter().copied())),
            heads,
            owners: BTreeMap::new(),
            printed: BTreeMap::new(),
            loose: BTreeMap::new(),
            through: vec![Vec::new(); waiting.len()],
            windows: Vec::new(),
            placed: vec![None; waiting.len()],
            in_place: FastMap::default(),
        };
        let mut own = waiting.len()..;
        for (index, draft) in drafts.iter().enumerate() {
            let first = page.passages.len();
            if article(&draft) {
                page.owners.insert(first, if headed(draft) { own.next() } else { None });
                for (at, passage) in draft.body.iter().enumerate() {
                    page.add(&passage.words(seed), (index, at), passage);
                }
                let named = page.passages[first..].iter().map(|facts| facts.places.as_slice());
                for start in starts::of(seed, cohesion, draft, named) {
                    page.passages[first + start.at].begins =
                        Some((start.evidence.total(), start.evidence));
                }
            }
            page.drafts.push(first..page.passages.len());
        }
        for (head, loose) in (first_loose..).zip(loose) {
            let id = page.drafts[loose.draft].start + loose.at;
            let mut stands = loose.stands.clone();
            let begins = page.passages[id].begins.as_ref().filter(|_| loose.at > 0);
            stands.extend(begins.map(|(_, e)| e.clone()).unwrap_or_default());
            page.owners.insert(id, Some(head));
            page.loose.insert(id, (head, stands));
        }
        page.printed = page.owners.clone();
        page.share();
        page.windows = (0..waiting.len()).map(|head| page.windows(head)).collect();
        page
    }

    fn add(&mut self, text: &str, (draft, at): (usize, usize), passage: &Passage) {
        let id = self.passages.len();
        self.with_pair.add(text, id);
        let mut named = places_of(text);
        named.truncate(MOST_PLACES);
        for place in &named {
            for outer in places().lineage(place) {
                push_once(self.in_place.entry(outer.code).or_default(), id);
            }
        }
        let law = starts::number(text).is_some_and(|(of, _)| matches!(of, '条' | '章' | '节'));
        let (start, short) = (passage.start(), passage.role == Role::Head);
        let begins = None;
        self.passages.push(Facts { draft, at, start, places: named, short, law, begins });
    }

    /// Notes for each head what the words say that it shares with passages.
    fn share(&mut self) {
        let all = self.passages.len();
        for head in &mut self.heads {
            for pair in &head.pairs {
                let passages = self.with_pair.with(*pair);
                if let Some(weight) = rarity(*pair, passages.len(), all) {
                    head.expected += weight.log_odds * passages.len() as f32 / all as f32;
                    for &id in passages {
                        *head.shared.entry(id).or_default() += weight.log_odds;
                    }
                }
            }
        }
    }

    /// Writes down where texts may begin.
    pub(super) fn ask(&self, drafts: &[Draft], questions: &mut Questions) {
        for facts in self.passages.iter().filter(|f| f.at > 0) {
            if let Some((_, evidence)) = &facts.begins {
                let end = drafts[facts.draft].body[facts.at - 1].end();
                let evidence = evidence.clone();
                questions.ask(|| Question::Start { end, start: facts.start, evidence });
            }
        }
    }

    /// What a passage says for a head.
    fn fits(&self, head: usize, id: usize) -> f32 {
        let head = &self.heads[head];
        let words = head.shared.get(&id).copied().unwrap_or_default().min(sign::MOST);
        words - head.expected
            + place_sign(head, &self.passages[id]).map_or(0.0, |(w, _)| w.log_odds)
    }

    /// The passages around which the text of a head is looked for.
    fn windows(&self, head: usize) -> Vec<Range<usize>> {
        let head = &self.heads[head];
        let mut near: FastMap<usize, f32> = head.shared.iter().map(|(&id, &w)| (id, w)).collect();
        for place in &head.places {
            let passages = self.in_place.get(&place.code).map(Vec::as_slice).unwrap_or_default();
            // Of many that name the place those nearest before the head.
            let end = passages.partition_point(|&id| self.passages[id].start < head.start);
            let (before, after) = passages.split_at(end);
            let before = before.iter().rev().take(MOST_SHARED);
            for &id in before.chain(after.iter().take(MOST_SHARED)) {
                *near.entry(id).or_default() += sign::SAME_PLACE.log_odds;
            }
        }
        let mut near: Vec<(f32, usize)> = near.into_iter().map(|(id, w)| (w, id)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(NEAREST);
        near.sort_by_key(|(_, id)| *id);
        let mut windows: Vec<Range<usize>> = Vec::new();
        for (_, id) in near {
            let draft = &self.drafts[self.passages[id].draft];
            let from = id.saturating_sub(AROUND).max(draft.start);
            let to = (id + AROUND).min(draft.end);
            match windows.last_mut().filter(|w| w.end >= from && w.start >= draft.start) {
                Some(window) => window.end = to,
                None => windows.push(from..to),
            }
        }
        windows
    }

    /// The draft of a passage, and which of its it is.
    pub(super) fn within(&self, id: usize) -> (usize, usize) {
        (self.passages[id].draft, self.passages[id].at)
    }

    /// The start that suits a head best. With `open` ends others that wait may take
    /// what follows.
    fn best(&self, head: usize, open: bool) -> Option<Found> {
        let windows = self.windows[head].iter().cloned();
        windows.filter_map(|window| self.best_in(head, window, open)).max()
    }

    fn best_in(&self, head: usize, window: Range<usize>, open: bool) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut end = Run { sum: 0.0, reach: window.end };
        // What follows, and what follows if no loose head has a text of its own.
        let (mut rest, mut free) = (end, end);
        let mut owners = self.owners.range(..window.end).rev();
        let mut owner = owners.next();
        let mut ends = true;
        for id in window.rev() {
            let own = owner.and_then(|(_, owner)| *owner);
            let first = owner.is_some_and(|(&at, _)| at == id);
            if open
                && !ends
                && let Some((begins, _)) = self.passages[id + 1].begins
            {
                let may_end = Run { sum: sign::MAY_END.log_odds + begins.min(0.0), reach: id + 1 };
                let crossing = -begins.max(0.0) * sign::CROSSED;
                (rest, free) = (rest.plus(crossing).or(may_end), free.plus(crossing).or(may_end));
            }
            let fits = self.fits(head, id);
            let loose = owner.and_then(|(at, _)| self.loose_at(*at));
            let others = own.map_or(0.0, |own| self.fits(own, id));
            rest = rest.plus(fits - others);
            free = free.plus(if loose.is_some() { fits } else { fits - others });
            let from = match loose {
                Some(stands) if first => Some(free.plus(-stands.total())),
                _ if first && own.is_some() => None,
                _ => Some(rest),
            };
            if let (Some(from), Some((begins, _))) = (from, &self.passages[id].begins) {
                // The lead speaks of what the head does: it counts twice.
                let opens = self.opening_sign(head, id).map_or(0.0, |w| w.log_odds);
                let below = self.passages[id].short && id + 1 < from.reach;
                let lead = if below { self.fits(head, id + 1) } else { fits };
                let total = sign::WANTED.log_odds + begins + opens + from.sum + lead;
                best = best.max(Some(Found { total, head, id, reach: from.reach }));
            }
            ends = first;
            if first {
                end.reach = id;
                let through = loose.map(|stands| free.plus(-stands.total()));
                rest = through.map_or(end, |through| end.or(through));
                free = rest;
                owner = owners.next();
            }
        }
        best.filter(|found| found.total >= sign::ENOUGH)
    }

    /// What speaks for a loose head that stands at a passage, if one does and no text
    /// was run through it.
    fn loose_at(&self, id: usize) -> Option<&Evidence> {
        let (head, stands) = self.loose.get(&id)?;
        (self.owners.get(&id) == Some(&Some(*head))).then_some(stands)
    }

    /// The loose heads that still stand above texts of their own.
    pub(super) fn stands(&self, draft: usize, at: usize) -> bool {
        self.loose_at(self.drafts[draft].start + at).is_some()
    }

    /// What the opening of a passage says for a head: laws open with numbers.
    fn opening_sign(&self, head: usize, id: usize) -> Option<Weight> {
        match (self.heads[head].document, self.passages[id].law) {
            (true, true) => Some(sign::LAW_OF_DOCUMENT),
            (false, true) => Some(sign::LAW_OF_NEWS),
            _ => None,
        }
    }

    fn put(&mut self, found: Found) {
        let inside: Vec<usize> = self
            .loose
            .range(found.id + 1..found.reach.max(found.id + 1))
            .map(|(&id, _)| id)
            .filter(|&id| self.loose_at(id).is_some())
            .collect();
        for id in &inside {
            self.owners.remove(id);
        }
        self.through[found.head] = inside;
        self.owners.insert(found.id, Some(found.head));
        self.placed[found.head] = Some(found.id);
    }

    fn take(&mut self, head: usize) {
        let Some(id) = self.placed[head].take() else { return };
        match self.printed.get(&id) {
            Some(printed) => self.owners.insert(id, *printed),
            None => self.owners.remove(&id),
        };
        for id in std::mem::take(&mut self.through[head]) {
            if let Some(printed) = self.printed.get(&id) {
                self.owners.entry(id).or_insert(*printed);
            }
        }
    }

    /// Gives the surest head its text, then the surest of the others.
    pub(super) fn place_surest(&mut self) {
        let mut surest: BinaryHeap<Found> =
            (0..self.placed.len()).filter_map(|head| self.best(head, true)).collect();
        let mut weighed = vec![0; self.placed.len()];
        // How many heads were given away, and how many when each was weighed last.
        let (mut given, mut given_before) = (0, vec![0; self.placed.len()]);
        while let Some(found) = surest.pop() {
            let head = found.head;
            weighed[head] += 1;
            // With the same left it suits the same.
            let same = given_before[head] == given;
            let now = if same { Some(found) } else { self.best(head, true) };
            let Some(now) = now else { continue };
            if surest.peek().is_none_or(|next| now >= *next) || weighed[head] > AGAIN {
                self.put(now);
                given += 1;
            } else {
                given_before[head] = given;
                surest.push(now);
            }
        }
    }

    /// Weighs each head once more on what the others leave.
    pub(super) fn revise(&mut self) {
        for _ in 0..REVISIONS {
            let mut moved = false;
            let waiting = self.placed.iter().filter(|p| p.is_none()).count();
            for head in 0..self.placed.len() {
                let was = self.placed[head];
                self.take(head);
                let open = waiting > usize::from(was.is_none());
                match (self.best(head, open), was) {
                    (Some(found), _) => {
                        moved |= was != Some(found.id);
                        self.put(found);
                    }
                    (None, Some(id)) => self.put(Found { total: 0.0, head, id, reach: id }),
                    (None, None) => {}
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// What the text from a passage on says for a head.
    fn suits(&self, head: usize, id: usize, end: usize) -> f32 {
        let opens = self.opening_sign(head, id).map_or(0.0, |w| w.log_odds);
        let text: f32 = (id..end.min(id + AROUND)).map(|id| self.fits(head, id)).sum();
        opens + text + self.fits(head, id)
    }

    /// Exchanges heads where both suit the other's text better together.
    pub(super) fn exchange(&mut self) {
        let mut texts: Vec<(usize, usize, usize)> = Vec::new();
        for (head, id) in self.placed.iter().enumerate() {
            let Some(id) = *id else { continue };
            let end = self.drafts[self.passages[id].draft].end;
            let end = self.owners.range(id + 1..).next().map_or(end, |(&next, _)| next.min(end));
            texts.push((id, end, head));
        }
        texts.sort_unstable();
        texts.truncate(MOST_EXCHANGED);
        let heads: Vec<usize> = texts.iter().map(|t| t.2).collect();
        let suits: Vec<Vec<f32>> = texts
            .iter()
            .map(|&(id, end, _)| heads.iter().map(|&h| self.suits(h, id, end)).collect())
            .collect();
        // Which of the heads each text has.
        let mut has: Vec<usize> = (0..heads.len()).collect();
        let order = |a: usize, b: usize| if heads[a] < heads[b] { sign::IN_ORDER } else { 0.0 };
        for _ in 0..heads.len() {
            let mut best: Option<(f32, usize, usize)> = None;
            for a in 0..has.len() {
                for b in a + 1..has.len() {
                    let (x, y) = (has[a], has[b]);
                    let gain = suits[a][y] + suits[b][x] + order(y, x)
                        - suits[a][x]
                        - suits[b][y]
                        - order(x, y);
                    if gain > 0.01 && best.is_none_or(|(known, ..)| gain > known) {
                        best = Some((gain, a, b));
                    }
                }
            }
            let Some((_, a, b)) = best else { break };
            has.swap(a, b);
        }
        let through: Vec<Vec<usize>> =
            heads.iter().map(|&h| std::mem::take(&mut self.through[h])).collect();
        for (text, through) in through.into_iter().enumerate() {
            let (id, _, _) = texts[text];
            let head = heads[has[text]];
            self.owners.insert(id, Some(head));
            self.placed[head] = Some(id);
            self.through[head] = through;
        }
    }

    /// Heads that share nothing with any text go to the surest starts that are left,
    /// in their order.
    pub(super) fn place_left(&mut self) {
        let left: Vec<usize> =
            (0..self.placed.len()).filter(|&h| self.placed[h].is_none()).collect();
        let free = |id: &usize| !matches!(self.owners.get(id), Some(Some(_)));
        let mut starts: Vec<(f32, usize)> = (0..self.passages.len())
            .filter(free)
            .filter_map(|id| Some((self.passages[id].begins.as_ref()?.0, id)))
            .filter(|(begins, _)| *begins >= sign::LEFT)
            .collect();
        starts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        starts.truncate(left.len());
        starts.sort_by_key(|(_, id)| *id);
        for (head, (total, id)) in left.into_iter().zip(starts) {
            self.put(Found { total, head, id, reach: id });
        }
    }

    /// All that speaks for and against a place that was found.
    pub(super) fn evidence(&self, head: usize, id: usize) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.add(sign::WANTED);
        evidence
            .extend(self.passages[id].begins.as_ref().map(|(_, e)| e.clone()).unwrap_or_default());
        let end = self.drafts[self.passages[id].draft].end;
        let end = self.owners.range(id + 1..).next().map_or(end, |(&next, _)| next.min(end));
        if let Some(weight) = self.opening_sign(head, id) {
            evidence.add(weight);
        }
        for at in std::iter::once(&id)
            .filter(|id| self.loose.contains_key(*id))
            .chain(&self.through[head])
        {
            evidence.extend(self.loose[at].1.clone().against());
        }
        let all = self.passages.len();
        let profile = &self.heads[head];
        // The lead counts twice.
        let passages = end.min(id + AROUND).saturating_sub(id) + 1;
        let log_odds = -profile.expected * passages as f32;
        evidence.add(Weight { log_odds, ..sign::BY_CHANCE });
        let lead = std::iter::once(&self.passages[id]);
        for passage in lead.chain(&self.passages[id..end.min(id + AROUND)]) {
            if let Some((weight, place)) = place_sign(profile, passage) {
                evidence.saw(weight, place.name);
            }
        }
        for pair in &profile.pairs {
            let passages = self.with_pair.with(*pair);
            let from = passages.partition_point(|&p| p < id);
            let here = passages[from..].iter().take_while(|&&p| p < end).count();
            if let Some(weight) = rarity(*pair, passages.len(), all) {
                let lead = usize::from(passages.get(from) == Some(&id));
                for _ in 0..here + lead {
                    let seen = [pair.0, pair.1].into_iter().filter(|&c| c != ALONE);
                    evidence.saw(weight, seen.collect::<String>());
                }
            }
        }
        evidence
    }
}

/// What the places of a passage say for a head.
fn place_sign(head: &Profile, passage: &Facts) -> Option<(Weight, &'static Place)> {
    let related = |a: &Place, b: &Place| places().within(a, b) || places().within(b, a);
    let first = passage.places.first().filter(|_| !head.places.is_empty())?;
    let same = passage.places.iter().find(|n| head.places.iter().any(|p| related(p, n)));
    Some(same.map_or((sign::OTHER_PLACE, *first), |place| (sign::SAME_PLACE, *place)))
}

pub(super) fn push_once(list: &mut Vec<usize>, id: usize) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
