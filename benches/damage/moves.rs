//! Damage that moves whole lines: heads, leads, photos.

use super::{
    Document, Kind, Line,
    ops::{self, choose, is_text, lines},
    random::Random,
};

/// Takes the lines at these indices, which rise, out of the page.
fn take(document: &mut Document, at: &[usize]) -> Vec<Line> {
    let mut taken: Vec<Line> = at.iter().rev().map(|&at| document.lines.remove(at)).collect();
    taken.reverse();
    taken
}

/// The lines of an article's original for which `fits` holds.
fn original(document: &Document, article: usize, fits: impl Fn(Kind) -> bool) -> Vec<usize> {
    lines(document, |at| {
        document.article(at) == article && document.lines[at].copy == 0 && fits(document.kind(at))
    })
}

/// An article, not a photo, whose original has lines for which `fits` holds.
fn article_with(
    document: &Document,
    random: &mut Random,
    fits: impl Fn(Kind) -> bool,
) -> Option<usize> {
    let has = |&article: &usize| {
        !document.articles[article].photo && !original(document, article, &fits).is_empty()
    };
    let all: Vec<usize> = (0..document.articles.len()).filter(has).collect();
    choose(&all, random)
}

/// The masthead of an article goes to the end of the document; one time in four with
/// that of the next.
pub(crate) fn head_away(document: &mut Document, random: &mut Random) -> Option<String> {
    let first = article_with(document, random, |kind| kind == Kind::Headline)?;
    let more = usize::from(random.chance(25));
    let last = (first + more).min(document.articles.len() - 1);
    for article in first..=last {
        if document.articles[article].photo {
            continue;
        }
        let text = original(document, article, Kind::is_body);
        let above = |at: &usize| text.first().is_none_or(|text| at < text);
        let mut head = original(document, article, Kind::is_masthead);
        head.retain(above);
        let mut head = take(document, &head);
        document.lines.append(&mut head);
    }
    Some(format!("articles {first} to {last}"))
}

/// The byline of an article goes to the end of the document or of its text.
pub(crate) fn byline_away(document: &mut Document, random: &mut Random) -> Option<String> {
    let article = article_with(document, random, |kind| kind == Kind::Byline)?;
    let byline = original(document, article, |kind| kind == Kind::Byline);
    let mut byline = take(document, &byline);
    let below = original(document, article, Kind::is_body).last().map(|at| at + 1);
    let at = if random.chance(50) { below } else { None };
    let at = at.unwrap_or(document.lines.len());
    let place = if at == document.lines.len() { "the end" } else { "behind its text" };
    document.lines.splice(at..at, byline.drain(..));
    Some(format!("article {article}, to {place}"))
}

/// The first subhead goes above the paragraphs before it.
pub(crate) fn lead_under_subhead(document: &mut Document, random: &mut Random) -> Option<String> {
    let article = article_with(document, random, |kind| kind == Kind::Subhead)?;
    let body = original(document, article, Kind::is_body);
    let is_subhead = |at: &usize| document.kind(*at) == Kind::Subhead;
    let subhead = body.iter().copied().find(is_subhead)?;
    let lead = *body.first().filter(|lead| **lead < subhead)?;
    if subhead - lead > 3 {
        return None;
    }
    let moved = document.lines.remove(subhead);
    let units = (document.lines[lead].unit, moved.unit);
    document.lines.insert(lead, moved);
    document.leads.push(units);
    Some(format!("article {article}"))
}

/// Takes a photo with its credit out of the page.
fn take_photo(document: &mut Document, random: &mut Random) -> Option<Vec<Line>> {
    let photos: Vec<usize> = (0..document.articles.len())
        .filter(|&a| document.articles[a].photo && document.articles[a].headline.is_none())
        .collect();
    let photo = choose(&photos, random)?;
    let at = original(document, photo, |_| true);
    let together = at.windows(2).all(|pair| pair[1] == pair[0] + 1);
    (together && !at.is_empty()).then(|| take(document, &at))
}

/// A photo goes between two paragraphs of another article.
pub(crate) fn photo_among(document: &mut Document, random: &mut Random) -> Option<String> {
    let photo = take_photo(document, random)?;
    let inside = |at: usize| {
        at > 0
            && document.kind(at) == Kind::Paragraph
            && document.kind(at - 1) == Kind::Paragraph
            && document.article(at) == document.article(at - 1)
    };
    let at = choose(&lines(document, inside), random).unwrap_or(document.lines.len());
    document.lines.splice(at..at, photo);
    Some(format!("before line {at}"))
}

/// A paragraph is cut, and a photo stands in the cut.
pub(crate) fn cut_photo(document: &mut Document, random: &mut Random) -> Option<String> {
    let photo = take_photo(document, random);
    let article = |at: usize| document.kind(at) == Kind::Paragraph && is_text(document, at, 16);
    let line = choose(&lines(document, article), random);
    let at = line.and_then(|line| ops::cut_line(document, line, random));
    let found = photo.is_some();
    let place = at.unwrap_or(document.lines.len());
    document.lines.splice(place..place, photo.into_iter().flatten());
    at.map(|at| format!("line {at}{}", if found { "" } else { ", no photo left" }))
}

/// A paragraph is cut, and the next subhead or the next masthead stands in the cut.
pub(crate) fn cut_head(document: &mut Document, random: &mut Random) -> Option<String> {
    let next_is_head = |at: usize| {
        is_text(document, at, 16)
            && document.kind(at) == Kind::Paragraph
            && at + 1 < document.lines.len()
            && (document.kind(at + 1) == Kind::Subhead
                || document.kind(at + 1).is_masthead()
                    && document.article(at + 1) != document.article(at))
    };
    let line = choose(&lines(document, next_is_head), random)?;
    let at = ops::cut_line(document, line, random)?;
    let rest = document.lines.remove(at);
    let subhead = document.kind(at) == Kind::Subhead;
    let heads = (at..document.lines.len()).take_while(|&at| {
        if subhead { document.kind(at) == Kind::Subhead } else { document.kind(at).is_masthead() }
    });
    let heads = heads.count();
    document.lines.insert(at + heads, rest);
    Some(format!("line {at}, {}", if subhead { "a subhead" } else { "a masthead" }))
}
