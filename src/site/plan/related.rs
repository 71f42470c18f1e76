//! More of the same: articles that share a place or topics.

use std::collections::BTreeMap;

use crate::site::library::Library;

/// How many articles are named.
const RELATED: usize = 4;
/// Of a place or topic, only so many articles on either side of the article
/// are looked at: the cost of an article does not grow with the archive.
const WINDOW: usize = 24;
/// What is shared by few articles says more; what is shared by a million, little.
const RAREST: usize = 24;

/// The articles that share most with article `number`. Of equals the nearer in
/// time, then the newer.
pub(super) fn related(library: &Library, number: usize) -> Vec<usize> {
    let entry = &library.entries[number];
    let city = entry.city.and_then(|place| library.city(place)).map(|c| &library.cities[c].entries);
    let topics = entry.topics.iter().map(|(topic, _)| &library.topics[*topic]);
    let mut scores: BTreeMap<usize, usize> = BTreeMap::new();
    for list in city.into_iter().chain(topics) {
        let weight = RAREST.saturating_sub(list.len().ilog2() as usize);
        let at = list.partition_point(|&other| other < number);
        let near = &list[at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(list.len())];
        for &other in near.iter().filter(|&&other| other != number) {
            *scores.entry(other).or_default() += weight;
        }
    }
    let mut found: Vec<(usize, usize)> = scores.into_iter().collect();
    found.sort_by_key(|&(other, score)| (std::cmp::Reverse(score), other.abs_diff(number), other));
    found.into_iter().take(RELATED).map(|(other, _)| other).collect()
}
