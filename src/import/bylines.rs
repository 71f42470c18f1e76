//! Lone bylines come back to articles that nobody signed.

use std::collections::{BTreeMap, HashMap};

use super::{
    decode::Seed,
    heads::{places_of, without_body},
    line::is_document,
    matching::{MOST_PLACES, MOST_SHARED, push_once},
    passage::Role,
    repair::{Kind, Repair},
    segment::{Draft, Masthead, Segments},
};
use crate::{
    article::{self, byline},
    places::{Place, places},
};

/// Gives lone bylines to articles that nobody signed: the nearest before them.
pub(super) fn settle(seed: &Seed, segments: &mut Segments, bylines: Vec<Masthead>) {
    if bylines.is_empty() {
        return;
    }
    let mut unsigned = unsigned(seed, &segments.drafts);
    let mut in_place: HashMap<u32, Vec<usize>> = HashMap::new();
    for (&at, &draft) in &unsigned {
        for place in places_of_article(seed, &segments.drafts[draft]) {
            for outer in places().lineage(place) {
                push_once(in_place.entry(outer.code).or_default(), at);
            }
        }
    }
    for masthead in bylines {
        let start = masthead.start();
        let words: Vec<String> = masthead.byline.iter().map(|p| p.text(seed)).collect();
        let words = words.join(" / ");
        // The post names the place of the article, or else it is the nearest before.
        let named = places_of(&words).into_iter().find_map(|place| {
            let there = in_place.get(&place.code)?;
            there.iter().rev().take(MOST_SHARED).find(|at| unsigned.contains_key(at)).copied()
        });
        let nearest = || unsigned.range(..start).next_back().map(|(&at, _)| at);
        let Some((at, draft)) =
            named.or_else(nearest).and_then(|at| Some((at, unsigned.remove(&at)?)))
        else {
            without_body(seed, segments, masthead);
            continue;
        };
        let why = if named == Some(at) {
            "the unsigned text of its place"
        } else {
            "the unsigned text before it"
        };
        let repair = Repair::applied(Kind::HeadMoved, start).words(words, why);
        segments.repairs.push(repair);
        segments.drafts[draft].masthead.byline.extend(masthead.byline);
    }
}

/// The places that the masthead and the first paragraphs of an article name.
fn places_of_article(seed: &Seed, draft: &Draft) -> Vec<&'static Place> {
    let lines = draft.masthead.lines().chain(draft.body.iter().take(4));
    let mut named = places_of(&lines.map(|p| p.text(seed) + "\n").collect::<String>());
    named.truncate(MOST_PLACES);
    named
}

/// The articles that nobody signed, by where their texts start.
fn unsigned(seed: &Seed, drafts: &[Draft]) -> BTreeMap<usize, usize> {
    let signed = |draft: &Draft| {
        let first = draft.body.iter().find(|p| p.role != Role::Head).map(|p| p.text(seed));
        let last = draft.body.last().map(|p| p.text(seed));
        !draft.masthead.byline.is_empty()
            || !byline::of_lead(&first.unwrap_or_default()).is_empty()
            || !byline::of_end(&last.unwrap_or_default()).is_empty()
    };
    // Nobody signs a law.
    let law = |draft: &Draft| {
        let title = draft.masthead.headline.as_ref().map(|p| p.text(seed)).unwrap_or_default();
        is_document(&title)
    };
    let unsigned = |d: &&Draft| d.kind == article::Kind::Article && !signed(d) && !law(d);
    let found = drafts.iter().enumerate().filter(|(_, d)| unsigned(d));
    found.filter_map(|(index, draft)| Some((draft.body.first()?.start(), index))).collect()
}
