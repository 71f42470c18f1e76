//! Step 8: where one piece ends and the next begins.
//!
//! Mastheads cut: lines without an end that a byline or deck follows. Photos
//! with their captions are pieces of their own, and the text goes on behind
//! them. Heads that no text follows are kept aside for [`super::heads`].

use super::{
    decode::Seed,
    passage::{Passage, Role},
    repair::{Kind as RepairKind, Repair},
};
use crate::article::{Kind, byline};

/// The lines above a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// Headline, deck, column, kicker: all but the byline, in order.
    pub lines: Vec<Passage>,
    /// The byline, line by line.
    pub byline: Vec<Passage>,
}

impl Masthead {
    /// Whether it has no line at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.byline.is_empty()
    }

    /// Where it starts in the seed.
    pub fn start(&self) -> usize {
        self.lines.iter().chain(&self.byline).map(Passage::start).min().unwrap_or_default()
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
}

/// Most lines above a byline that belong to it: kicker, column, headline, deck.
const MOST_LINES: usize = 4;

/// Among how many credits before it the first printing of one is looked for.
const NEAR: usize = 32;

/// Divides the passages of a seed into pieces.
pub fn segment(seed: &Seed, passages: Vec<Passage>) -> Segments {
    let mut cutter = Cutter { seed, segments: Segments::default(), open: None };
    let mut rest = passages.into_iter().peekable();
    while let Some(passage) = rest.next() {
        match passage.role {
            Role::Credit | Role::Caption => {
                let mut group = vec![passage];
                while let Some(next) =
                    rest.next_if(|p| matches!(p.role, Role::Credit | Role::Caption))
                {
                    group.push(next);
                }
                cutter.photos(group);
            }
            Role::Head | Role::Deck | Role::Byline => {
                let mut group = vec![passage];
                while let Some(next) =
                    rest.next_if(|p| matches!(p.role, Role::Head | Role::Deck | Role::Byline))
                {
                    group.push(next);
                }
                let before_text = rest.peek().filter(|p| p.role == Role::Body);
                cutter.heads(group, before_text);
            }
            Role::Body => cutter.text(passage),
        }
    }
    cutter.finish()
}

struct Cutter<'a> {
    seed: &'a Seed,
    segments: Segments,
    /// The article whose text is being read.
    open: Option<Draft>,
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
        if let Some(draft) = self.open.take() {
            if draft.body.is_empty() && !draft.masthead.is_empty() {
                self.segments.displaced.push(draft.masthead);
            } else if !draft.body.is_empty() {
                self.segments.drafts.push(draft);
            }
        }
    }

    fn text(&mut self, passage: Passage) {
        self.article().body.push(passage);
    }

    /// A run of short lines: subheads, mastheads, signatures.
    fn heads(&mut self, group: Vec<Passage>, before_text: Option<&Passage>) {
        let mut mastheads: Vec<Masthead> = Vec::new();
        let mut current = Masthead::default();
        for passage in group {
            let new = !current.byline.is_empty() && passage.role != Role::Byline;
            if new {
                mastheads.push(std::mem::take(&mut current));
            }
            match passage.role {
                Role::Byline => current.byline.push(passage),
                _ => current.lines.push(passage),
            }
        }
        mastheads.push(current);
        // Lines below the last byline are subheads: the text below them is that
        // of the byline.
        let last = mastheads.len() - 1;
        let unsigned = mastheads[last].byline.is_empty();
        for (index, masthead) in mastheads.into_iter().enumerate() {
            let near = index == last || (unsigned && index + 1 == last);
            self.masthead(masthead, before_text.filter(|_| near));
        }
    }

    fn masthead(&mut self, mut masthead: Masthead, text: Option<&Passage>) {
        let reading = self.open.as_ref().is_some_and(|d| !d.body.is_empty());
        if masthead.byline.is_empty() {
            if self.starts_article(&masthead, text, reading) {
                self.start(masthead);
            } else {
                // A subhead, below what may be the masthead of this article.
                self.article().body.append(&mut masthead.lines);
            }
            return;
        }
        if masthead.lines.is_empty() && reading {
            let unsigned = self.article().masthead.byline.is_empty();
            if text.is_none() || unsigned {
                // A signature below the text, or one that slid into it.
                self.article().masthead.byline.append(&mut masthead.byline);
                return;
            }
        }
        if masthead.lines.len() > MOST_LINES && reading {
            let extra = masthead.lines.len() - MOST_LINES;
            let subheads: Vec<Passage> = masthead.lines.drain(..extra).collect();
            self.article().body.extend(subheads);
        }
        if text.is_some() {
            self.start(masthead);
        } else {
            self.segments.displaced.push(masthead);
        }
    }

    /// Whether lines without a byline open an article rather than a section.
    fn starts_article(&self, masthead: &Masthead, text: Option<&Passage>, reading: bool) -> bool {
        let Some(text) = text else { return false };
        let bare = self.open.is_none();
        let decked = masthead.lines.iter().any(|p| p.role == Role::Deck);
        let several = masthead.lines.len() > 1 && reading;
        bare || decked || several || byline::opens_news(&text.text(self.seed))
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
        for passage in group {
            if passage.role == Role::Caption {
                if let Some(done) = piece.take() {
                    self.segments.drafts.push(done);
                }
                let byline = std::mem::take(&mut waiting);
                let masthead = Masthead { lines: Vec::new(), byline };
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
        let text = credit.text(self.seed);
        // A credit printed twice stands on both sides of its photo.
        let near = draft.masthead.byline.iter().rev().take(NEAR);
        match near.rev().find(|p| p.text(self.seed) == text) {
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

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, decode::decode, roles},
        *,
    };

    /// Pieces as `lines / byline / number of passages`.
    fn pieces(lines: &[&str]) -> (Vec<String>, usize) {
        let text = lines.join("\n\n");
        let seed = decode("a.txt", text.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let mut passages: Vec<Passage> =
            split(&seed).into_iter().map(|b| Passage::new(b.span, true)).collect();
        roles::assign(&seed, &mut passages);
        let segments = segment(&seed, passages);
        let join =
            |list: &[Passage]| list.iter().map(|p| p.text(&seed)).collect::<Vec<_>>().join("|");
        let show = |d: &Draft| {
            format!("{}/{}/{}", join(&d.masthead.lines), join(&d.masthead.byline), d.body.len())
        };
        (segments.drafts.iter().map(show).collect(), segments.displaced.len())
    }

    const P: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
    const PHOTO: &str = "近日，清河县举行龙舟赛，十二支队伍参加。图为比赛现场。";

    #[test]
    fn mastheads_cut_and_subheads_do_not() {
        let (found, displaced) = pieces(&[
            "水边谈",
            "柳堤新绿",
            "记者 刘娟",
            P,
            "让出菜地",
            P,
            "龙舟竞渡",
            "——清河赛记",
            "记者 王海",
            P,
        ]);
        assert_eq!(found, ["水边谈|柳堤新绿/记者 刘娟/3", "龙舟竞渡|——清河赛记/记者 王海/1"]);
        assert_eq!(displaced, 0);
    }

    #[test]
    fn heads_without_text_are_kept_aside() {
        let (found, displaced) = pieces(&[
            P,
            "柳堤新绿",
            "记者 刘娟",
            "龙舟竞渡",
            "记者 王海",
            P,
            "集市记",
            "记者 孙立",
        ]);
        assert_eq!(found, ["//1", "龙舟竞渡/记者 王海/1"]);
        assert_eq!(displaced, 2);
    }

    #[test]
    fn a_photo_is_a_piece_of_its_own_and_the_text_goes_on_behind_it() {
        let (found, _) = pieces(&["柳堤新绿", "记者 刘娟", P, "孙立 摄", PHOTO, "孙立 摄", P]);
        assert_eq!(found, ["柳堤新绿/记者 刘娟/2", "/孙立 摄/1"]);
    }

    #[test]
    fn a_signature_below_the_text_is_its_byline() {
        let (found, _) = pieces(&["柳堤新绿", P, P, "（记者 刘娟）"]);
        assert_eq!(found, ["柳堤新绿/（记者 刘娟）/2"]);
    }
}
