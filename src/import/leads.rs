//! Leads that slid behind the first subhead come back before it.

use std::collections::HashSet;

use super::{
    decode::Seed,
    evidence::{Evidence, lead as sign},
    heads::{opens_like_lead, places_of},
    line::is_numbered,
    passage::Role,
    repair::{Kind, Repair},
    segment::Draft,
    starts::number,
};
use crate::{places::Place, text::pairs};

/// Most paragraphs that a lead has.
const LONGEST: usize = 3;

/// Puts the lead of an article before its first subhead, if the text says that
/// it slid behind it.
pub fn move_lead(seed: &Seed, draft: &mut Draft) -> Option<Repair> {
    let opens = draft.body.first().is_some_and(|p| p.role == Role::Head);
    if !opens {
        return None;
    }
    let section = draft.body[1..].iter().take_while(|p| p.role == Role::Body);
    let section: Vec<String> = section.map(|p| p.text(seed)).collect();
    if section.len() < 2 {
        return None;
    }
    let subhead = draft.body[0].text(seed);
    let words: HashSet<(char, char)> = pairs(&subhead).collect();
    let on = |text: &String| pairs(text).any(|p| words.contains(&p));
    // The lead goes as far as nothing speaks of the subhead's matter.
    let first = section.iter().position(on);
    let long = first.filter(|at| (1..=LONGEST).contains(at)).unwrap_or(1);
    let evidence = weigh(seed, draft, &section, first);
    if evidence.total() <= 0.0 {
        return None;
    }
    let repair = Repair::applied(Kind::LeadMoved, draft.body[1].start())
        .words(subhead, section[0].chars().take(24).collect::<String>())
        .because(evidence);
    draft.body[..=long].rotate_left(1);
    Some(repair)
}

/// What speaks for the first paragraph being the lead; `on` is the first that
/// speaks of the subhead's matter.
fn weigh(seed: &Seed, draft: &Draft, section: &[String], on: Option<usize>) -> Evidence {
    let text = &section[0];
    let mut evidence = Evidence::default();
    evidence.add(sign::PRIOR);
    let subhead = draft.body[0].text(seed);
    if number(&subhead).is_some() || is_numbered(&subhead) {
        evidence.add(sign::NUMBERED);
    }
    if opens_like_lead(text) {
        evidence.add(sign::OPENS);
    }
    if let Some(place) = names_place_of(seed, draft, text) {
        evidence.saw(sign::NAMES_PLACE, place.name);
    }
    match on {
        Some(0) => evidence.add(sign::ON_SUBHEAD),
        Some(_) => evidence.add(sign::OFF_SUBHEAD),
        None => {}
    }
    let head: String = draft.masthead.lines().map(|p| p.text(seed) + "\n").collect();
    let of_head: HashSet<(char, char)> = pairs(&head).collect();
    if head.is_empty() {
        evidence.add(sign::NO_HEADLINE);
    } else if let Some((a, b)) = pairs(text).find(|p| of_head.contains(p)) {
        evidence.saw(sign::ON_HEADLINE, format!("{a}{b}"));
    }
    if draft.body[1 + section.len()..].iter().any(|p| p.role == Role::Head) {
        evidence.add(sign::MORE_SUBHEADS);
    }
    evidence
}

/// The place that both the masthead and `text` name.
fn names_place_of(seed: &Seed, draft: &Draft, text: &str) -> Option<&'static Place> {
    let head: String = draft.masthead.all().map(|p| p.text(seed)).collect();
    let wanted = places_of(&head);
    places_of(text).into_iter().find(|p| wanted.contains(p))
}
