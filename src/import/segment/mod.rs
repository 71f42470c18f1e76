//! Step 9: where one piece ends and the next begins.
//!
//! Mastheads cut: lines without an end that a byline or deck follows. Photos
//! with their captions are pieces of their own, and the text goes on behind
//! them. Heads that no text follows are kept aside for [`super::heads`].

use std::collections::VecDeque;

use super::{
    boundary,
    cohesion::{Both, Cohesion},
    decode::Seed,
    evidence::Evidence,
    line::{self, Form},
    masthead::{self, Part},
    passage::{Passage, Role},
    question::{Question, Questions},
    repair::{Kind as RepairKind, Repair},
    together::{Texts, Together},
};
use crate::{
    article::{Kind, byline},
    text::pairs,
};

/// The lines above a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// Name of the column.
    pub column: Option<Passage>,
    /// Headline.
    pub headline: Option<Passage>,
    /// Kicker and decks, in order.
    pub decks: Vec<Passage>,
    /// The byline, line by line.
    pub byline: Vec<Passage>,
}

impl Masthead {
    /// Whether it has no line at all.
    pub fn is_empty(&self) -> bool {
        self.lines().next().is_none() && self.byline.is_empty()
    }

    /// Whether it is the name of a column and nothing else.
    fn is_column(&self) -> bool {
        self.column.is_some() && self.lines().count() == 1 && self.byline.is_empty()
    }

    /// All but the byline.
    pub fn lines(&self) -> impl Iterator<Item = &Passage> {
        self.column.iter().chain(&self.headline).chain(&self.decks)
    }

    /// All its lines.
    pub fn all(&self) -> impl Iterator<Item = &Passage> {
        self.lines().chain(&self.byline)
    }

    /// Puts a line where it belongs.
    fn put(&mut self, part: Part, line: Passage) {
        match part {
            Part::Column if self.column.is_none() => self.column = Some(line),
            Part::Headline if self.headline.is_none() => self.headline = Some(line),
            _ => self.decks.push(line),
        }
    }

    /// Where it starts in the seed.
    pub fn start(&self) -> usize {
        self.all().map(Passage::start).min().unwrap_or_default()
    }
}

/// A piece in the making: what stands above, and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Article or photo piece.
    pub kind: Kind,
    /// What stands above it.
    pub masthead: Masthead,
    /// Subheads and paragraphs, in order.
    pub body: Vec<Passage>,
}

impl Draft {
    /// Where its text starts in the seed; where its masthead does, if it has
    /// no text.
    pub fn start(&self) -> usize {
        let text = self.body.iter().flat_map(Passage::spans).next();
        text.map_or_else(|| self.masthead.start(), |span| span.start)
    }
}

/// The pieces of a seed.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Pieces in the order of their texts.
    pub drafts: Vec<Draft>,
    /// Mastheads that no text follows.
    pub displaced: Vec<Masthead>,
    /// What was left out on the way.
    pub repairs: Vec<Repair>,
    /// The words of the seed, for who looks further.
    pub cohesion: Cohesion,
}

/// Among how many credits before it the first printing of one is looked for.
const NEAR: usize = 32;
/// How much text on either side of a group of lines is looked at for what it
/// speaks of, in bytes.
const WINDOW: usize = 2400;

/// Length of a lead that says little by itself, in bytes.
const SHORT_LEAD: usize = 600;

/// How much of a text says what its headline does, in bytes.
const LEAD: usize = 240;

/// Divides the passages of a seed into pieces.
pub fn segment(seed: &Seed, passages: Vec<Passage>, questions: &mut Questions) -> Segments {
    let mut cutter = Cutter {
        seed,
        segments: Segments { cohesion: Cohesion::of(seed), ..Segments::default() },
        open: None,
        head_away: ends_with_masthead(&passages),
        passages: passages.into(),
        subheads: Subheads::default(),
        photo_head: Masthead::default(),
        texts: None,
    };
    while let Some(passage) = cutter.passages.pop_front() {
        match passage.role {
            Role::Credit | Role::Caption => {
                let group =
                    cutter.group(passage, |role| matches!(role, Role::Credit | Role::Caption));
                cutter.photos(group);
            }
            Role::Head | Role::Deck | Role::Byline => {
                let group = cutter.heads_from(passage);
                cutter.heads(group, questions);
            }
            Role::Body => cutter.text(passage),
            Role::SignOff => cutter.text(Passage { role: Role::Body, ..passage }),
        }
    }
    cutter.finish()
}

struct Cutter<'a> {
    seed: &'a Seed,
    segments: Segments,
    /// The article whose text is being read.
    open: Option<Draft>,
    /// Whether the page ends with a masthead.
    head_away: bool,
    /// What is still to be read.
    passages: VecDeque<Passage>,
    /// The subheads of that article.
    subheads: Subheads,
    /// The column and the headline of the photo that comes next.
    photo_head: Masthead,
    /// The text that was read, for lines that no text follows, if there were any.
    texts: Option<Texts>,
}

/// The subheads of an article that grows, each looked at once.
#[derive(Default)]
struct Subheads {
    /// How many passages of the article were looked at.
    read: usize,
    /// How many of them are subheads, and how many carry numbers.
    count: usize,
    numbered: usize,
    /// The forms of the last.
    forms: VecDeque<Form>,
}

impl Subheads {
    /// How many subheads tell what form they have.
    const NEAR: usize = 8;

    /// Reads on in the article.
    fn read(&mut self, seed: &Seed, body: &[Passage]) {
        for head in body[self.read..].iter().filter(|p| p.role == Role::Head) {
            let text = head.words(seed);
            self.count += 1;
            self.numbered += usize::from(line::is_numbered(&text));
            self.forms.truncate(Self::NEAR - 1);
            self.forms.push_front(Form::of(&text));
        }
        self.read = body.len();
    }
}

impl Cutter<'_> {
    fn article(&mut self) -> &mut Draft {
        self.open.get_or_insert_with(|| Draft {
            kind: Kind::Article,
            masthead: Masthead::default(),
            body: Vec::new(),
        })
    }

    fn start(&mut self, masthead: Masthead) {
        self.close();
        self.open = Some(Draft { kind: Kind::Article, masthead, body: Vec::new() });
    }

    fn close(&mut self) {
        self.subheads = Subheads::default();
        if let Some(draft) = self.open.take() {
            if draft.body.is_empty() && !draft.masthead.is_empty() {
                self.segments.displaced.push(draft.masthead);
            } else if !draft.body.is_empty() {
                self.segments.drafts.push(draft);
            }
        }
    }

    fn reading(&self) -> bool {
        self.open.as_ref().is_some_and(|d| !d.body.is_empty())
    }

    fn text(&mut self, passage: Passage) {
        // A dateline opens a piece of news, whatever became of its head.
        if self.reading() && byline::opens_news(&passage.words(self.seed)) {
            let told = masthead::news(passage.start(), &passage.words(self.seed));
            self.segments.repairs.push(told);
            self.start(Masthead::default());
        }
        self.article().body.push(passage);
    }

    /// `first` and what follows it of such roles.
    fn group(&mut self, first: Passage, belongs: impl Fn(Role) -> bool) -> Vec<Passage> {
        let mut group = vec![first];
        while let Some(next) = self.passages.pop_front_if(|p| belongs(p.role)) {
            group.push(next);
        }
        group
    }

    /// A group of heads; what could be the credit of a photo is a byline where a
    /// headline stands above it and running text, or another byline, below.
    fn heads_from(&mut self, first: Passage) -> Vec<Passage> {
        let head = |role| matches!(role, Role::Head | Role::Deck | Role::Byline);
        let mut group = self.group(first, head);
        while self.passages.front().is_some_and(|p| p.role == Role::Credit)
            && self.passages.get(1).is_some_and(|p| matches!(p.role, Role::Body | Role::Byline))
            && group.last().is_some_and(|p| p.role != Role::Byline)
        {
            let Some(credit) = self.passages.pop_front() else { break };
            group.extend(self.group(credit, head));
        }
        group
    }

    /// A run of short lines: subheads, mastheads, signatures.
    fn heads(&mut self, group: Vec<Passage>, questions: &mut Questions) {
        let around = self.around();
        let lines = self.lines(&group, &around);
        let reading = masthead::read(&lines, &around);
        questions.ask(|| Question::Lines {
            lines: group.iter().map(|p| p.start()..p.end()).collect(),
            before: self.open.as_ref().and_then(|d| d.body.last()).map(Passage::end),
            behind: self
                .passages
                .iter()
                .find(|p| !of_photo(p))
                .filter(|p| p.role == Role::Body)
                .map(Passage::start),
            readings: masthead::all(&lines, &around),
        });
        let anchor = group.first().map_or(0, Passage::start);
        self.segments.repairs.push(reading.told(anchor, &lines));
        let mut current = Masthead::default();
        let mut behind = Vec::new();
        let bracketed = lines.last().is_some_and(|line| line.text.starts_with(['（', '(']));
        let is_signature = |(part, _): &(Part, bool)| *part == Part::SignatureBefore;
        let signed = bracketed && reading.parts.last().is_some_and(is_signature);
        for (mut passage, (part, begins)) in group.into_iter().zip(reading.parts) {
            if begins && !current.is_empty() {
                self.segments.displaced.push(std::mem::take(&mut current));
            }
            match part {
                Part::SubheadBefore => self.article().body.push(passage),
                Part::SignatureBefore => self.article().masthead.byline.push(passage),
                Part::SubheadBehind => behind.push(passage),
                Part::TextBefore | Part::TextBehind => {
                    passage.role = Role::Body;
                    if part == Part::TextBefore {
                        self.article().body.push(passage);
                    } else {
                        behind.push(passage);
                    }
                }
                Part::PhotoTitle => {
                    let column = if current.is_column() { current.column.take() } else { None };
                    self.photo_head =
                        Masthead { column, headline: Some(passage), ..Masthead::default() };
                }
                Part::Byline => current.byline.push(passage),
                part => current.put(part, passage),
            }
        }
        let text = around.text_follows || behind.iter().any(|p| p.role == Role::Body);
        // 图片新闻 above a photo without a headline of its own.
        if around.photo.is_some() && current.is_column() {
            self.photo_head = std::mem::take(&mut current);
        }
        if !current.is_empty() || !behind.is_empty() {
            if text {
                self.start(current);
            } else if !current.is_empty() {
                self.segments.displaced.push(current);
            }
        } else if signed && around.text_follows {
            // What follows a signature is another text, whose head slid away.
            self.start(Masthead::default());
        }
        self.article().body.extend(behind);
    }

    /// What is to be known of lines before they are read.
    fn lines(&mut self, group: &[Passage], around: &masthead::Around) -> Vec<masthead::Line> {
        let line = |p: &Passage| masthead::Line {
            text: p.text(self.seed),
            role: p.role,
            fragment: p.fragment,
            with_above: Together::Unknown,
        };
        let mut lines: Vec<masthead::Line> = group.iter().map(line).collect();
        let heads = lines.iter().filter(|line| line.role == Role::Head).count();
        if !around.text_follows && heads > 1 {
            let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            let short = |p: &&Passage| !matches!(p.role, Role::Body | Role::Caption);
            let all = || group.iter().chain(self.passages.iter().filter(short));
            let read = self
                .texts
                .get_or_insert_with(|| Texts::of(all().map(|line| line.words(self.seed))));
            read.read(self.seed, &self.segments.drafts, self.open.as_ref());
            let told = read.together(&texts);
            lines.iter_mut().zip(told).for_each(|(line, told)| line.with_above = told);
        }
        lines
    }

    /// What stands around the lines that have been read last.
    fn around(&mut self) -> masthead::Around {
        let body = self.open.as_ref().map_or(&[][..], |draft| &draft.body);
        self.subheads.read(self.seed, body);
        let (open, subheads) = (self.open.as_ref(), &self.subheads);
        let photo =
            self.passages.iter().take_while(|p| of_photo(p)).find(|p| p.role == Role::Caption);
        let next = self.passages.iter().find(|p| !of_photo(p));
        let mut around = masthead::Around {
            reading: self.reading(),
            has_subheads: subheads.count > 0,
            numbered: subheads.count > 0 && subheads.numbered == subheads.count,
            subheads: subheads.forms.iter().copied().collect(),
            head_away: self.head_away,
            since: self.since_subhead(),
            next_line: self.next_line(),
            news: open
                .and_then(|d| d.body.first())
                .is_some_and(|p| byline::opens_news(&p.words(self.seed))),
            signed: open.is_some_and(|d| !d.masthead.byline.is_empty()),
            decked: open.is_some_and(|d| !d.masthead.decks.is_empty()),
            signs_itself: next.is_some_and(|p| {
                p.role == Role::Body && !byline::of_lead(&p.words(self.seed)).is_empty()
            }),
            text_follows: next.is_some_and(|p| p.role == Role::Body),
            photo: photo.map(|p| p.text(self.seed)),
            boundary: Evidence::default(),
            lead: Vec::new(),
            words: Both::default(),
        };
        if around.reading && around.text_follows {
            let (before, behind) = (self.before(), self.behind());
            around.words = Both::of(&before, &behind);
            around.lead = pairs(&behind[..behind.floor_char_boundary(LEAD)]).collect();
            let cohesion = &self.segments.cohesion;
            around.boundary = boundary::weigh(cohesion, &before, &behind, &around.words);
            if let Some(headline) = open.and_then(|d| d.masthead.headline.as_ref()) {
                let headline = headline.words(self.seed);
                boundary::weigh_headline(&headline, &around.words, &mut around.boundary);
            }
        }
        around
    }

    /// How many characters of text were read since the last subhead, up to those that
    /// make a long section.
    fn since_subhead(&self) -> usize {
        const ENOUGH: usize = 1000;
        let mut count = 0;
        for passage in self.open.iter().flat_map(|d| d.body.iter().rev()) {
            if passage.role == Role::Head || count > ENOUGH {
                break;
            }
            count +=
                passage.spans().map(|span| self.seed.slice(span).chars().count()).sum::<usize>();
        }
        count
    }

    /// The form of the next short line that stands alone in the text that follows, up to
    /// the next masthead with a byline or a deck.
    fn next_line(&self) -> Option<Form> {
        const NEAR: usize = 24;
        let mut before = None;
        for passage in self.passages.iter().filter(|p| !of_photo(p)).take(NEAR) {
            match (passage.role, before) {
                (Role::Byline | Role::Deck, Some(_)) => break,
                (Role::Body, Some(line)) => return Some(line),
                (Role::Head, _) => before = Some(Form::of(&passage.words(self.seed))),
                _ => before = None,
            }
        }
        None
    }

    /// The end of the text that is being read.
    fn before(&self) -> String {
        let mut lines = Vec::new();
        let mut length = 0;
        for passage in self.open.iter().flat_map(|d| d.body.iter().rev()) {
            let text = passage.words(self.seed);
            length += text.len();
            lines.push(text);
            if length > WINDOW {
                break;
            }
        }
        lines.reverse();
        lines.join("\n")
    }

    /// The start of the text that follows.
    fn behind(&self) -> String {
        let mut text = String::new();
        for passage in self.passages.iter().skip_while(|p| of_photo(p)) {
            // A short lead stands above its first subhead.
            match passage.role {
                Role::Body => {}
                Role::Head if text.len() < SHORT_LEAD => continue,
                _ => break,
            }
            text += &passage.words(self.seed);
            text.push('\n');
            if text.len() > WINDOW {
                break;
            }
        }
        text
    }

    /// Credits and captions that stand together. The text before them may go on
    /// behind them.
    fn photos(&mut self, group: Vec<Passage>) {
        let captions = group.iter().filter(|p| p.role == Role::Caption).count();
        if captions == 0 {
            self.loose_credits(group);
            return;
        }
        let mut piece: Option<Draft> = None;
        let mut waiting: Vec<Passage> = Vec::new();
        let mut group = group.into_iter().peekable();
        while let Some(passage) = group.next() {
            if passage.role == Role::Caption {
                // Two credits between two captions: the second stands before its
                // own, if none stands behind that, or the same once more.
                let last = piece.as_ref().map(|d| &d.masthead.byline).filter(|b| b.len() > 1);
                let last = last.and_then(|b| b.last()).map(|p| p.words(self.seed));
                let next = group.peek().filter(|p| p.role == Role::Credit);
                let own = next.is_none_or(|next| Some(next.words(self.seed)) == last);
                if let Some(draft) = piece.as_mut().filter(|_| own && last.is_some()) {
                    waiting.extend(draft.masthead.byline.pop());
                }
                if let Some(done) = piece.take() {
                    self.segments.drafts.push(done);
                }
                let byline = std::mem::take(&mut waiting);
                let masthead = Masthead { byline, ..std::mem::take(&mut self.photo_head) };
                piece = Some(Draft { kind: Kind::Photo, masthead, body: vec![passage] });
                continue;
            }
            match piece.as_mut() {
                None => waiting.push(passage),
                Some(draft) => self.credit(draft, passage),
            }
        }
        self.segments.drafts.extend(piece);
    }

    /// Adds a credit to a photo piece, once.
    fn credit(&mut self, draft: &mut Draft, credit: Passage) {
        let text = credit.words(self.seed);
        // A credit printed twice stands on both sides of its photo.
        let near = draft.masthead.byline.iter().rev().take(NEAR);
        match near.rev().find(|p| p.words(self.seed) == text) {
            None => draft.masthead.byline.push(credit),
            Some(first) => {
                let removed = credit.spans().cloned().collect();
                let repair = Repair::applied(RepairKind::CreditRepeated, first.start());
                self.segments.repairs.push(repair.removing(removed).words(text, ""));
            }
        }
    }

    /// A credit without a caption belongs to the article it stands in.
    fn loose_credits(&mut self, group: Vec<Passage>) {
        let mut draft = self.open.take().unwrap_or(Draft {
            kind: Kind::Article,
            masthead: Masthead::default(),
            body: Vec::new(),
        });
        for credit in group {
            self.credit(&mut draft, credit);
        }
        self.open = Some(draft);
    }

    fn finish(mut self) -> Segments {
        self.close();
        self.segments.drafts.sort_by_key(Draft::start);
        self.segments
    }
}

/// Whether a page ends with a headline and its byline or deck, and no text below.
fn ends_with_masthead(passages: &[Passage]) -> bool {
    let short = |p: &&Passage| matches!(p.role, Role::Head | Role::Deck | Role::Byline);
    let last: Vec<Role> = passages.iter().rev().take_while(short).map(|p| p.role).collect();
    last.len() > 1 && last.contains(&Role::Head) && last[0] != Role::Head
}

fn of_photo(passage: &Passage) -> bool {
    matches!(passage.role, Role::Credit | Role::Caption)
}

#[cfg(test)]
mod tests;
