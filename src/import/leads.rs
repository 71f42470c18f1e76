//! Leads that slid behind the first subhead come back before it.

use std::collections::HashSet;

use super::{
    decode::Seed,
    evidence::{Evidence, lead},
    heads::{opens_like_lead, pairs, places_of},
    passage::Role,
    repair::{Kind, Repair},
    segment::Draft,
};
use crate::places::Place;

/// Puts the lead of an article before its first subhead, if the text says that
/// it slid behind it.
pub fn move_lead(seed: &Seed, draft: &mut Draft) -> Option<Repair> {
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
