//! Clean documents: articles with their mastheads, one below the other.

use std::sync::LazyLock;

use kanyin::places::{Level, Place, Resolution, places};

use super::{
    Article, Document, Glyph, Kind,
    articles::Text,
    bylines::{self, Names, Signature},
    random::Random,
};

/// Of a hundred decks, so many are set with dashes before them.
const DASHED: usize = 60;
/// Of a hundred decks, so many stand above the headline (引题).
const KICKERS: usize = 8;

/// Cities and counties whose names, long and short, mean one place only.
fn cities() -> &'static [&'static Place] {
    static CITIES: LazyLock<Vec<&'static Place>> = LazyLock::new(|| {
        let sure = |name: &str, place: &Place| matches!(places().resolve(name), Resolution::One(found) if found == place);
        let fits = |place: &&Place| {
            place.level != Level::Province
                && !place.name.ends_with('区')
                && place.name.chars().count() <= 4
                && place.short.chars().count() >= 2
                && place.name != place.short
                && sure(place.name, place)
                && sure(place.short, place)
        };
        places().all().iter().filter(fits).collect()
    });
    &CITIES
}

/// The number of articles of a document: most have few, some a whole issue.
fn size(random: &mut Random, pool: usize) -> usize {
    let size = match random.below(100) {
        0..65 => random.between(1, 6),
        65..85 => random.between(4, 12),
        _ => random.between(10, 30),
    };
    size.min(pool)
}

/// Composes document `number` of the texts.
pub(crate) fn compose(texts: &[Text], random: &mut Random) -> Document {
    let mut document = Document::default();
    let mut names = Names::default();
    let mut left: Vec<usize> = (0..texts.len()).collect();
    for _ in 0..size(random, texts.len()) {
        let text = &texts[left.swap_remove(random.below(left.len()))];
        let place = place(text, random);
        let filled = Filled::new(text, place);
        if text.photo {
            photo(&mut document, &filled, &mut names, random);
        } else {
            article(&mut document, &filled, &mut names, random);
        }
    }
    document
}

/// The place a text is about: its own, or one that is drawn.
fn place(text: &Text, random: &mut Random) -> Option<&'static Place> {
    let drawn = cities()[random.below(cities().len())];
    match text.place.as_deref() {
        None => Some(drawn),
        Some(name) => match places().resolve(name) {
            Resolution::One(place) => Some(place),
            _ => None,
        },
    }
}

/// A text with the place in its slots.
struct Filled<'a> {
    text: &'a Text,
    place: Option<&'static Place>,
}

impl<'a> Filled<'a> {
    fn new(text: &'a Text, place: Option<&'static Place>) -> Self {
        Self { text, place }
    }

    fn city(&self) -> &'static str {
        self.place.map_or("", |p| p.name)
    }

    fn fill(&self, text: &str) -> String {
        let short = self.place.map_or("", |p| p.short);
        text.replace("{city}", self.city()).replace("{short}", short)
    }

    fn filled(&self, text: Option<&String>) -> Option<String> {
        text.map(|t| self.fill(t)).filter(|t| !t.is_empty())
    }

    /// The truth of the front matter but for the authors.
    fn front_matter(&self) -> Article {
        Article {
            id: self.text.id.clone(),
            photo: self.text.photo,
            headline: self.filled(self.text.headline.as_ref()),
            deck: self.filled(self.text.deck.as_ref()),
            column: self.filled(self.text.column.as_ref()),
            authors: Vec::new(),
            city: None,
        }
    }

    /// The place, if one of the lines names it.
    fn named(&self, lines: &[String]) -> Option<String> {
        let place = self.place?;
        let named = |line: &String| line.contains(place.name) || line.contains(place.short);
        lines.iter().any(named).then(|| place.name.to_owned())
    }
}

/// Sets an article.
fn article(document: &mut Document, text: &Filled<'_>, names: &mut Names, random: &mut Random) {
    let index = document.articles.len();
    let slot = text.text.body[0].starts_with("{lead}");
    let signature = match (&text.text.authors, &text.text.post) {
        _ if text.text.official => Signature::default(),
        (Some(authors), _) => Signature::own(names, text.text.byline.as_deref(), authors),
        (None, Some(post)) => bylines::sign_post(random, names, &text.fill(post)),
        (None, None) => bylines::sign(random, names, text.city(), slot),
    };
    let mut article = text.front_matter();
    article.authors.clone_from(&signature.authors);
    masthead(document, &article, &signature, random);
    let last = text.text.body.len() - 1;
    for (number, paragraph) in text.text.body.iter().enumerate() {
        let paragraph = text.fill(paragraph).replace("{lead}", "");
        if let Some(subhead) = paragraph.strip_prefix("## ") {
            document.push(index, Kind::Subhead, subhead.trim());
            continue;
        }
        let lead = if number == 0 { signature.lead.as_str() } else { "" };
        let tail = if number == last { signature.tail.as_str() } else { "" };
        document.push(index, Kind::Paragraph, &format!("{lead}{paragraph}{tail}"));
    }
    if let Some(below) = &signature.below {
        document.push(index, Kind::Byline, below);
    }
    let lines: Vec<String> =
        document.units.iter().filter(|u| u.article == index).map(super::Unit::string).collect();
    article.city = text.named(&lines);
    document.articles.push(article);
}

/// Sets what stands above a text.
fn masthead(
    document: &mut Document,
    article: &Article,
    signature: &Signature,
    random: &mut Random,
) {
    let index = document.articles.len();
    if let Some(column) = &article.column {
        document.push(index, Kind::Column, column);
    }
    let kicker = random.chance(KICKERS);
    let dashed = !kicker && random.chance(DASHED);
    let deck = |document: &mut Document| {
        let Some(deck) = &article.deck else { return };
        document.push(index, Kind::Deck, deck);
        if let Some(line) = document.lines.last_mut().filter(|_| dashed) {
            line.glyphs.splice(0..0, ['—', '—'].map(Glyph::stray));
        }
    };
    if kicker {
        deck(document);
    }
    if let Some(headline) = &article.headline {
        document.push(index, Kind::Headline, headline);
    }
    if !kicker {
        deck(document);
    }
    for line in &signature.above {
        document.push(index, Kind::Byline, line);
    }
}

/// Sets a photo with its caption and its credit: before, after, on both sides, or at
/// the end of the caption.
fn photo(document: &mut Document, text: &Filled<'_>, names: &mut Names, random: &mut Random) {
    let index = document.articles.len();
    let mut article = text.front_matter();
    let (credit, author) = bylines::credit(random, names);
    article.authors.push(author);
    if let Some(column) = &article.column {
        document.push(index, Kind::Column, column);
    }
    if let Some(headline) = &article.headline {
        document.push(index, Kind::Headline, headline);
    }
    let inline = credit.starts_with('（') && random.chance(60);
    // Two in five before, two in five behind, one on both sides.
    let sides = random.below(5);
    let line = (!inline).then(|| document.unit(index, Kind::Credit, &credit));
    if sides != 1 && sides != 3 {
        document.lines.extend(line.clone());
    }
    for (number, paragraph) in text.text.body.iter().enumerate() {
        let last = number + 1 == text.text.body.len();
        let mut caption = text.fill(paragraph).replace("{lead}", "");
        if inline && last {
            caption.push_str(&credit);
        }
        document.push(index, Kind::Caption, &caption);
    }
    if (1..=3).contains(&sides) {
        document.lines.extend(line);
    }
    let lines: Vec<String> =
        document.units.iter().filter(|u| u.article == index).map(super::Unit::string).collect();
    article.city = text.named(&lines);
    document.articles.push(article);
}
