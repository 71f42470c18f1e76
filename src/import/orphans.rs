//! Texts that begin inside a sentence and that nothing above them took: they get their
//! beginning, where one is left that fits, or have lost it.

use std::cell::LazyCell;

use super::{
    between::{self, Between},
    breaks::weigh_together,
    clause,
    evidence::{Evidence, fragment, join as sign, opening},
    join::{Context, Joined, Open},
    openings::begins_inside,
    passage::{Role, ends_properly},
    past::Heads,
    question::{Question, Questions},
    repair::Repair,
};

/// How many passages above are looked at.
const LOOK_BACK: usize = 8;
/// So many whole texts directly above leave little room for what it goes on from.
const DIRECTLY: usize = 3;

impl Context<'_> {
    /// Gives the rests of sentences to the ends that they fit best, from the first to the
    /// last.
    pub(super) fn adopt(
        &self,
        lines: Vec<Joined>,
        repairs: &mut Vec<Repair>,
        questions: &mut Questions,
    ) -> Vec<Joined> {
        let mut done: Vec<Joined> = Vec::with_capacity(lines.len());
        for line in lines {
            let found = self.beginning(&done, &line).filter(|_| is_orphan(self, &line));
            let Some((at, mut evidence)) = found else {
                done.push(line);
                continue;
            };
            evidence.add(sign::ORPHAN);
            let (end, start) = (done[at].passage.end(), line.passage.start());
            questions.ask(|| Question::Join { end, start, evidence: evidence.clone() });
            let Joined { passage, open } = &mut done[at];
            match open.take() {
                Some(mut above) if evidence.total() > 0.0 => {
                    repairs.extend(self.take(passage, &mut above.left, line.passage, evidence));
                    above.refused = line.open.and_then(|open| open.refused);
                    *open = Some(above).filter(|above| !above.left.ends_properly());
                }
                above => {
                    *open = above;
                    done.push(line);
                }
            }
        }
        done
    }

    /// The text without an end above `line` that it goes on from most likely, and what
    /// speaks for that. Nothing is looked for past a paragraph that has an end.
    fn beginning(&self, above: &[Joined], line: &Joined) -> Option<(usize, Evidence)> {
        if line.passage.role != Role::Body {
            return None;
        }
        let right =
            LazyCell::new(|| self.right(line.passage.words(self.seed), line.passage.start()));
        let mut between = Between::default();
        let mut heads = Heads::default();
        let mut best: Option<(usize, Evidence)> = None;
        for (at, candidate) in above.iter().enumerate().rev().take(LOOK_BACK) {
            let head = |open: &Open| {
                open.left.fragment.as_ref().is_some_and(|e| e.total() < fragment::HEAD)
            };
            if let Some(open) = candidate.open.as_ref().filter(|open| !head(open)) {
                let mut evidence = open.left.prior();
                between.weigh(&mut evidence);
                self.weigh(&open.left, &right, &mut evidence);
                heads.weigh(self.seed, &open.left, &right.text, None, &mut evidence);
                weigh_together(&mut evidence);
                if best.as_ref().is_none_or(|(_, b)| evidence.total() > b.total()) {
                    best = Some((at, evidence));
                }
            }
            let credit = |at: usize| above.get(at).is_some_and(|l| l.passage.role == Role::Credit);
            let pictured = credit(at + 1) || at.checked_sub(1).is_some_and(credit);
            let role = between::role(self.seed, &candidate.passage);
            if role == Role::Body && !pictured {
                break;
            }
            between.photo |= pictured;
            between.pass(role);
            heads.pass(self.seed, &candidate.passage);
        }
        best
    }

    /// Adds how well the text fits that a line without a beginning fits best, of those
    /// above it, and whether a copy begins as it does.
    pub(super) fn weigh_above(
        &self,
        (above, behind): (&[Joined], &[Joined]),
        line: &Joined,
        e: &mut Evidence,
    ) {
        // Of what can open a paragraph it says nothing what stands above.
        if !is_orphan(self, line) {
            return;
        }
        let fits = self.beginning(above, line).map(|(_, evidence)| evidence.total());
        let step = |sum: f32| opening::FITS.partition_point(|limit| *limit <= sum);
        e.add(fits.map_or(opening::NOTHING_ABOVE, |sum| opening::ABOVE[step(sum)]));
        // Where a text above waits for it, a copy may have been cut in the same place.
        let text = line.passage.words(self.seed);
        let echo = self.echoes.of_start(self.seed, &text, line.passage.start());
        if echo.goes_on() {
            e.add(opening::GOES_ON_ELSEWHERE);
        } else if fits.is_none() && echo.same_edge() {
            e.add(opening::BEGINS_SO_ELSEWHERE);
        }
        let line_above = clause::line_above(&self.seed.text, line.passage.start());
        if is_open(line_above) {
            e.add(opening::OPEN_LINE_ABOVE);
        }
        let whole = |line: &Joined| {
            line.passage.role == Role::Body && line.open.is_none() && !line.passage.ends_in_gap()
        };
        // What stands above may be the caption of a photo that parts it from its beginning.
        let pictured = above.iter().rev().take(2).any(|line| line.passage.role == Role::Credit);
        if is_whole(line_above) && above.last().is_some_and(whole) && !pictured {
            e.add(opening::BELOW_WHOLE_TEXT);
        }
        let mut directly = above.iter().rev().take(DIRECTLY);
        if directly.len() < DIRECTLY || !directly.all(whole) {
            e.add(opening::BELOW_NO_TEXT);
        } else if above.iter().rev().take(LOOK_BACK).all(whole)
            && behind.iter().take(LOOK_BACK).all(whole)
        {
            e.add(opening::WHOLE_AROUND);
        }
    }
}

/// Whether a line of the page is running text without an end.
fn is_open(line: &str) -> bool {
    !ends_properly(line) && line.contains(['，', '。', '、', ',']) && !line.contains('\t')
}

/// Whether a line of the page is running text to its end. A subhead may ask: 堤修好了谁来管？
fn is_whole(line: &str) -> bool {
    line.ends_with(['。', '”', '」']) && line.contains('，')
}

/// Whether a line of running text begins inside a sentence.
fn is_orphan(context: &Context<'_>, line: &Joined) -> bool {
    line.passage.role == Role::Body && begins_inside(&line.passage.words(context.seed))
}

#[cfg(test)]
mod tests {
    use super::super::{
        evidence::opening,
        join::join,
        question::{Question, Questions},
        sample,
    };
    use crate::text::GAP;

    fn joined(lines: &[&str]) -> Vec<String> {
        let (seed, passages) = sample::page(lines);
        let (passages, _) = join(&seed, passages, &mut Questions::default());
        passages.iter().map(|p| p.text(&seed)).collect()
    }

    const PROSE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
    const REST: &str = "，换来的是一河清水和满堤的柳树，春天一到，满城的人都去走一走。";

    #[test]
    fn a_rest_that_nothing_above_fits_has_lost_its_beginning() {
        let found = joined(&[PROSE, PROSE, PROSE, REST]);
        assert_eq!(found[3], format!("{GAP}{REST}"));
        // What it goes on from may stand above a head.
        let found = joined(&[PROSE, "法治先行 守护一河清水", REST]);
        assert_eq!(found[2], REST);
    }

    #[test]
    fn one_whole_text_directly_above_is_enough() {
        let head = "法治先行 守护一河清水";
        // It closes what was opened before it.
        let rest = REST.replace("一到，", "一到”，");
        let found = joined(&[PROSE, head, PROSE, &rest]);
        assert_eq!(found[3], format!("{GAP}{rest}"));
        // A subhead may ask as a sentence does.
        let found = joined(&[PROSE, head, "堤修好了谁来管？", &rest]);
        assert!(!found.iter().any(|text| text.contains(GAP)), "{found:?}");
    }

    #[test]
    fn a_caption_above_is_no_text_that_it_could_follow() {
        let caption = "元宵将至，清河县龙灯社的老艺人忙着为龙头描金点睛。";
        for (above, marked) in
            [(&[PROSE, PROSE, PROSE][..], true), (&[PROSE, "孙立 摄", caption], false)]
        {
            let found = joined(&[above, &[REST]].concat());
            assert_eq!(found.last().is_some_and(|text| text.starts_with(GAP)), marked, "{found:?}");
        }
    }

    /// The line above may have been taken out as a copy since.
    #[test]
    fn an_open_line_directly_above_on_the_page_is_seen_wherever_it_stands_now() {
        let open = "修堤的那几年，沿河的住户一家一家地让出了河边的菜地";
        for (above, seen) in [(open, true), (PROSE, false)] {
            let (seed, mut passages) = sample::page(&[PROSE, above, REST]);
            passages.remove(1);
            let asked = sample::asked(&seed, passages);
            let found = asked.iter().any(|question| match question {
                Question::Opening { evidence, .. } => evidence.has(&opening::OPEN_LINE_ABOVE),
                _ => false,
            });
            assert_eq!(found, seen, "{above}");
        }
    }

    #[test]
    fn a_caption_between_the_parts_is_looked_past() {
        let left = "修堤的那几年，沿河的住户一家一家地让出了河边的菜地";
        let caption = "元宵将至，清河县龙灯社的老艺人忙着为龙头描金点睛。";
        let found = joined(&[PROSE, left, "孙立 摄", caption, "孙立 摄", REST, PROSE]);
        assert_eq!(found[1], format!("{left}{REST}"), "{found:?}");
    }
}
