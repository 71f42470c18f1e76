//! Which of the passages that follow continues a text: the next, or one behind a photo, a
//! head, a short line that is part of the same text itself.

use std::collections::VecDeque;

use super::{
    between::{self, Between},
    breaks::{closes_what_is_open, is_verse, weigh_together},
    decode::Seed,
    evidence::{Evidence, fragment, join as sign},
    fragments::{self, Before},
    join::Context,
    left::Left,
    passage::{Passage, Role},
    past::Heads,
    question::{Question, Questions},
};

/// How many passages are looked past for a continuation.
const LOOK_AHEAD: usize = 8;

/// What was passed on the way to a continuation.
#[derive(Clone, Default)]
struct Way {
    between: Between,
    heads: Heads,
}

impl Way {
    fn pass(&mut self, seed: &Seed, line: &Passage) {
        self.between.pass(between::role(seed, line));
        self.heads.pass(seed, line);
    }
}

/// A line that may continue a text.
struct Line<'a> {
    before: Before,
    /// Where it stands among those that follow.
    index: usize,
    text: &'a str,
}

/// Whether a credit stands beside a text: what a break of a page has put between the parts
/// of a paragraph may be the caption of a photo, whatever it looks like.
fn is_pictured(lines: &VecDeque<Passage>, index: usize) -> bool {
    let credit = |at: usize| lines.get(at).is_some_and(|line| line.role == Role::Credit);
    credit(index + 1) || index.checked_sub(1).is_some_and(credit)
}

impl Context<'_> {
    /// The passage of `rest` that most likely continues `text`, with what
    /// speaks for it; a sum below nought speaks against it.
    pub(super) fn continuation(
        &self,
        (passage, left): (&Passage, &Left),
        rest: &VecDeque<Passage>,
        questions: &mut Questions,
    ) -> Option<(usize, Evidence)> {
        let mut way = Way::default();
        let mut best: Option<(usize, Evidence)> = None;
        let mut through: Option<(usize, Evidence)> = None;
        let whole = left.ends_properly();
        let head = left.fragment.as_ref().is_some_and(|e| e.total() < fragment::HEAD);
        let mut before = Some((Role::Body, whole));
        for (index, next) in rest.iter().enumerate().take(LOOK_AHEAD) {
            let mut may_be_fragment = false;
            // The rest of a caption carries its credit.
            let caption = next.role == Role::Caption && way.between.is_nothing();
            // What looks like a byline or a deck may close what is open: （记者|刘娟）.
            let closes = matches!(next.role, Role::Byline | Role::Deck)
                && closes_what_is_open(left, &next.words(self.seed));
            if caption || closes || matches!(next.role, Role::Body | Role::Head) {
                let text = next.words(self.seed);
                let line = Line { before, index, text: &text };
                let (evidence, fragment) = self.fits(left, line, rest, &way);
                may_be_fragment = fragment.is_some_and(|e| e.total() > 0.0);
                // What does not continue the text is in nobody's way.
                may_be_fragment &= evidence.total() > 0.0;
                let (end, start) = (passage.end(), next.start());
                questions.ask(|| Question::Join { end, start, evidence: evidence.clone() });
                let good = !whole || closes_what_is_open(left, &text);
                let better = best.as_ref().is_none_or(|(_, b)| evidence.total() > b.total());
                if good && next.role == Role::Head {
                    through.get_or_insert((index, evidence.clone()));
                }
                if good && better {
                    best = Some((index, evidence));
                }
                // Two paragraphs of running text are never looked past.
                let body = between::role(self.seed, next) == Role::Body;
                let pictured = body && is_pictured(rest, index);
                if body && !pictured || whole || head {
                    break;
                }
                way.between.photo |= pictured;
            }
            way.pass(self.seed, next);
            way.between.fragment |= may_be_fragment;
            before = Some(fragments::before(self.seed, next));
        }
        self.by_way_of(best, through, rest)
    }

    /// What speaks for a line of `rest` going on from `left`, and if it looks like a head,
    /// for it being a fragment.
    fn fits(
        &self,
        left: &Left,
        Line { before, index, text }: Line<'_>,
        rest: &VecDeque<Passage>,
        way: &Way,
    ) -> (Evidence, Option<Evidence>) {
        let mut evidence = left.prior();
        let mut fragment = None;
        way.between.weigh(&mut evidence);
        let (this, behind) = (rest.get(index), rest.get(index + 1));
        if let Some(next) = this.filter(|next| next.role == Role::Head) {
            evidence.add(sign::NEXT_LOOKS_LIKE_HEAD);
            let weighed = self.fragment(next, before, rest.iter().skip(index + 1), None);
            evidence.signals.push(fragments::sure(&weighed, sign::NEXT_AS_FRAGMENT));
            fragment = Some(weighed);
        }
        let credit = |line: Option<&Passage>| line.is_some_and(|line| line.role == Role::Credit);
        if credit(behind) {
            evidence.add(sign::CREDIT_BELOW_NEXT);
        } else if credit(index.checked_sub(1).and_then(|above| rest.get(above))) {
            evidence.add(sign::CREDIT_ABOVE_NEXT);
        }
        let right = self.right(text.into(), this.map_or(0, Passage::start));
        self.weigh(left, &right, &mut evidence);
        if this.is_some_and(|next| next.role == Role::Body) {
            way.heads.weigh(self.seed, left, text, behind, &mut evidence);
        }
        weigh_together(&mut evidence);
        if !left.is_prose() && self.is_stanza(index, rest) {
            evidence.add(sign::VERSE);
        }
        (evidence, fragment)
    }

    /// A short line on the way to the likeliest continuation may be part of the same text:
    /// it is taken first where it goes on from the text, and the continuation from it, and
    /// both together are likelier than the continuation alone.
    fn by_way_of(
        &self,
        best: Option<(usize, Evidence)>,
        through: Option<(usize, Evidence)>,
        rest: &VecDeque<Passage>,
    ) -> Option<(usize, Evidence)> {
        let (Some((last, alone)), Some((index, first))) = (&best, through) else {
            return best;
        };
        if index >= *last {
            return best;
        }
        let (Some(line), Some(next)) = (rest.get(index), rest.get(*last)) else { return best };
        let mut left = Left::of(&line.words(self.seed));
        left.edge.end = line.end();
        left.fragment = Some(self.fragment(line, None, rest.iter().skip(index + 1), None));
        let text = next.words(self.seed);
        let mut way = Way::default();
        for passed in rest.range(index + 1..*last) {
            way.pass(self.seed, passed);
        }
        let line = Line { before: None, index: *last, text: &text };
        let (second, _) = self.fits(&left, line, rest, &way);
        let both = first.total() + second.total();
        if both > alone.total() && both > second.total() && both > 0.0 {
            return Some((index, first));
        }
        best
    }

    /// Whether lines of verse follow from `index` on.
    fn is_stanza(&self, index: usize, rest: &VecDeque<Passage>) -> bool {
        const LINES: usize = 3;
        let lines = rest.iter().skip(index).take(LINES);
        let verse = |p: &Passage| p.role == Role::Body && is_verse(&p.words(self.seed));
        lines.clone().count() > 1 && lines.into_iter().all(verse)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{join::join, sample},
        *,
    };

    #[test]
    fn a_credit_on_either_side_is_that_of_a_photo() {
        use Role::{Body, Credit};
        for (roles, at, pictured) in [
            (&[Credit, Body, Body][..], 1, true),
            (&[Body, Body, Credit], 1, true),
            (&[Body, Credit], 0, true),
            (&[Body, Body, Body], 1, false),
            (&[Credit, Body, Body], 2, false),
        ] {
            let line = |role: &Role| Passage { role: *role, ..Passage::new(0..0, true) };
            let lines: VecDeque<Passage> = roles.iter().map(line).collect();
            assert_eq!(is_pictured(&lines, at), pictured, "{roles:?} {at}");
        }
    }

    #[test]
    fn what_a_line_on_the_way_is_part_of_goes_through_it() {
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        for parts in [
            [
                "去年，县里把办事的窗口搬到了网上，全县三十六项水事业务",
                "实现线上申",
                "请、全程网办，来回跑的人少了一半以上。",
            ],
            [
                "修堤的石料来自县里，运费由沿河的住户分摊，一共用了三万立",
                "方米，沿河的住",
                "户一分钱也没有多花。",
            ],
            [
                "县里今年投入资金2300万元，新修堤防12.5公里，清淤河",
                "道34公",
                "里，沿河的住户再也不怕涨水。",
            ],
        ] {
            let [left, way, rest] = parts;
            let (seed, passages) = sample::page(&[prose, left, way, rest, prose]);
            let (passages, _) = join(&seed, passages, &mut Questions::default());
            assert_eq!(passages[1].text(&seed), parts.concat(), "{parts:?}");
        }
    }
}
