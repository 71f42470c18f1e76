//! A publication of any size, the same for the same seed.
//!
//! Articles of about 1,300 characters with what those of a paper have: headline,
//! deck, column, byline, a real county, topics, subheads, speech, figures, now
//! and then a passage that is lost; one piece in twenty is a photo. Twenty pieces
//! make an issue, one issue a day. The words are our own.

use std::{fmt::Write as _, sync::LazyLock};

use jiff::{ToSpan as _, civil::Date};
use kanyin::{
    article::{Article, Block, IssuePage, Kind, body_to_markdown},
    places::{Level, Resolution, places},
    route::Slug,
    text::GAP,
};

use self::{prose::Writer, random::Random};

pub(crate) mod pages;
pub(crate) mod prose;
pub(crate) mod random;
#[rustfmt::skip]
mod words;

/// The seed that the benches use.
pub(crate) const SEED: u64 = 20_261_120;

/// Pieces of an issue.
const PER_ISSUE: usize = 20;
/// Places that the paper writes about.
const PLACES: usize = 300;
/// Of a hundred pieces, so many are photos.
const PHOTOS: usize = 5;
/// Of a hundred paragraphs, so many have lost their end.
const GAPS: usize = 1;

/// A file of the publication.
#[derive(Debug)]
pub(crate) struct File {
    /// Path below the site's directory.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

/// The files of a publication of `articles` pieces, one by one: a million need
/// no more memory than twenty.
pub(crate) fn publication(articles: usize, seed: u64) -> impl Iterator<Item = File> {
    let settings = [
        file("kanyin.yaml", "title: 河口日报\nbase_url: https://example.org/\n"),
        file("topics.yaml", vocabulary()),
    ];
    settings.into_iter().chain((0..articles.div_ceil(PER_ISSUE)).flat_map(move |number| {
        issue(number, (articles - number * PER_ISSUE).min(PER_ISSUE), seed)
    }))
}

fn file(path: impl Into<String>, text: impl Into<String>) -> File {
    File { path: path.into(), text: text.into() }
}

/// The vocabulary as `topics.yaml`.
pub(crate) fn vocabulary() -> String {
    let mut text = String::new();
    let kinds = [("议题", &words::SUBJECTS[..]), ("机制", &words::MECHANISMS[..])];
    for (kind, topic) in
        kinds.iter().flat_map(|(kind, topics)| topics.iter().map(move |t| (kind, t)))
    {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{topic}:\n  kind: {kind}");
    }
    text
}

/// An issue: its own page and its pieces.
fn issue(number: usize, pieces: usize, seed: u64) -> Vec<File> {
    let newest = Date::constant(2026, 11, 20);
    let date =
        newest.checked_sub(i64::try_from(number).unwrap_or_default().days()).unwrap_or(newest);
    let page = IssuePage { date: Some(date), ..IssuePage::default() };
    let folder = format!("content/{date}");
    let mut files = vec![file(format!("{folder}/_issue.md"), page.to_markdown())];
    let mut taken = std::collections::HashSet::new();
    for index in 0..pieces {
        let mut article = piece(&mut Random::new(seed, (number * PER_ISSUE + index) as u64));
        let stem = article.slug.clone();
        while !taken.insert(article.slug.clone()) {
            let numbered = Slug::parse(&format!("{stem}-{}", taken.len()));
            article.slug = numbered.unwrap_or_else(Slug::article);
        }
        files.push(file(format!("{folder}/{}.md", article.slug), article.to_markdown()));
    }
    files
}

/// The counties that the paper writes about: names that mean one place only.
pub(crate) fn cities() -> &'static [&'static str] {
    static CITIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let counties = places().all().iter().filter(|p| p.level == Level::County);
        let sure = counties.filter(|p| matches!(places().resolve(p.name), Resolution::One(_)));
        let names: Vec<&str> = sure.map(|p| p.name).collect();
        let step = (names.len() / PLACES).max(1);
        names.into_iter().step_by(step).take(PLACES).collect()
    });
    &CITIES
}

/// A name of one of four hundred people.
pub(crate) fn person(random: &mut Random) -> String {
    format!("{}{}", random.pick(&words::FAMILY), random.pick(&words::GIVEN))
}

/// Two to five topics of the vocabulary.
pub(crate) fn topics(random: &mut Random) -> Vec<&'static str> {
    let mut topics = vec![random.pick(&words::SUBJECTS), random.pick(&words::MECHANISMS)];
    for _ in 0..random.below(4) {
        let more = random.pick(&words::SUBJECTS);
        if !topics.contains(&more) {
            topics.push(more);
        }
    }
    topics
}

/// An article or a photo piece.
fn piece(random: &mut Random) -> Article {
    let city = random.pick(cities());
    let topics = topics(random);
    let (first, second) = (person(random), person(random));
    let photo = random.chance(PHOTOS);
    let (byline, authors) = match random.below(4) {
        _ if photo => (format!("通讯员 {first} 摄"), vec![first]),
        0 if first != second => (format!("记者 {first} 通讯员 {second}"), vec![first, second]),
        1 => (format!("通讯员 {first}"), vec![first]),
        _ => (format!("记者 {first}"), vec![first]),
    };
    let subtitle = !photo && random.chance(40);
    let column = (!photo && random.chance(70)).then(|| random.pick(&words::COLUMNS).to_owned());
    let mut writer = Writer::new(random, city, &topics);
    let title = writer.headline();
    let subtitle = subtitle.then(|| writer.deck());
    let blocks =
        if photo { vec![Block::Text(writer.caption())] } else { text(random, city, &topics) };
    Article {
        slug: Slug::from_title(&title).unwrap_or_else(Slug::article),
        title,
        subtitle,
        column,
        authors,
        byline: vec![byline],
        city: Some(city.to_owned()),
        topics: topics.into_iter().map(str::to_owned).collect(),
        kind: if photo { Kind::Photo } else { Kind::Article },
        page: None,
        draft: false,
        publish: None,
        order: None,
        source: None,
        repairs: 0,
        corrections: Vec::new(),
        aliases: Vec::new(),
        body: body_to_markdown(&blocks) + "\n",
    }
}

/// The text of an article: a lead, then sections under subheads.
pub(crate) fn text(random: &mut Random, city: &str, topics: &[&str]) -> Vec<Block> {
    let mut blocks = vec![Block::Text(Writer::new(random, city, topics).lead())];
    for section in 0..random.between(2, 4) {
        if section > 0 {
            blocks.push(Block::Subhead(Writer::new(random, city, topics).subhead()));
        }
        for _ in 0..random.between(3, 5) {
            let mut paragraph = Writer::new(random, city, topics).paragraph();
            if random.chance(GAPS) {
                let cut = paragraph.floor_char_boundary(paragraph.len() / 2);
                paragraph.truncate(cut);
                paragraph.push_str(GAP);
            }
            blocks.push(Block::Text(paragraph));
        }
    }
    blocks
}
