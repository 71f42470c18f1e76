//! Quotation marks at the edge of a paragraph that open or close nothing.
//!
//! Speech of several paragraphs opens each with a mark and closes only the last; so what
//! has no partner in its own paragraph may have one in another, or have lost it.

use super::{
    decode::Seed,
    evidence::{Evidence, stray_quote as sign},
    heads::opens_like_lead,
    passage::{Piece, Role},
    repair::{Kind, Repair},
    repairs::SHOWN,
    roles,
    segment::Draft,
};
use crate::text::words;

/// How many paragraphs around are looked at for the partner of a mark.
const NEAR: usize = 6;

/// Takes out the marks that surely belong nowhere, and reports the others.
pub(super) fn stray(seed: &Seed, draft: &mut Draft) -> Vec<Repair> {
    let mut repairs = Vec::new();
    for at in 0..draft.body.len() {
        if draft.body[at].role != Role::Body {
            continue;
        }
        repairs.extend(opening(seed, draft, at));
        repairs.extend(closing(seed, draft, at));
    }
    repairs
}

/// A mark at the start of a paragraph that opens nothing.
fn opening(seed: &Seed, draft: &mut Draft, at: usize) -> Option<Repair> {
    let text = draft.body[at].words(seed);
    let mark = text.chars().next().filter(|c| matches!(c, '“' | '「' | '"'))?;
    // A paragraph of nothing but the mark would be gone without it.
    let alone =
        text.len() > mark.len_utf8() && !draft.body[at].ends_in_gap() && never_closes(&text, mark);
    if !alone {
        return None;
    }
    let evidence = weigh_opening(seed, draft, at, &text);
    let shown: String = text.chars().take(SHOWN + 4).collect();
    let rest: String = shown.chars().skip(1).collect();
    let start = draft.body[at].start();
    if evidence.total() < sign::ENOUGH {
        let doubt = Repair::reported(Kind::Unbalanced, start).words(shown, "");
        return Some(doubt.because(evidence).or_else(Kind::StrayQuote.name()));
    }
    let removed = draft.body[at].remove(0..mark.len_utf8());
    let repair = Repair::applied(Kind::StrayQuote, draft.body[at].start()).removing(removed);
    Some(repair.words(shown, rest).because(evidence).or_else("speech whose end is lost"))
}

/// A mark at the end of a paragraph that closes nothing.
fn closing(seed: &Seed, draft: &mut Draft, at: usize) -> Option<Repair> {
    let text = draft.body[at].words(seed);
    let mark = text.chars().next_back().filter(|c| matches!(c, '”' | '」'))?;
    let rest = &text[..text.len() - mark.len_utf8()];
    let whole = draft.body[at].pieces.first() != Some(&Piece::Gap);
    if rest.is_empty() || !whole || !roles::balanced(rest) {
        return None;
    }
    let mut evidence = Evidence::default();
    evidence.add(sign::CLOSES_NOTHING);
    if is_open_before(seed, draft, at) {
        evidence.add(sign::OPENED_BEFORE);
    }
    if speaks(&text) {
        evidence.add(sign::SPEAKS);
    }
    if evidence.total() < sign::ENOUGH {
        // The doubts about what has no partner report it.
        return None;
    }
    let shown: String = words::last_chars(&text, SHOWN + 4).into_iter().collect();
    let rest_shown: String = words::last_chars(rest, SHOWN + 3).into_iter().collect();
    let removed = draft.body[at].remove(rest.len()..text.len());
    let repair = Repair::applied(Kind::StrayQuote, draft.body[at].end().saturating_sub(1));
    Some(repair.removing(removed).words(shown, rest_shown).because(evidence))
}

/// Whether a paragraph near before `at` opens a quotation that it does not close.
fn is_open_before(seed: &Seed, draft: &Draft, at: usize) -> bool {
    let before = draft.body[at.saturating_sub(NEAR)..at].iter();
    before.filter(|p| p.role == Role::Body).any(|p| {
        roles::open_at_end(&p.words(seed))
            .is_none_or(|open| open.iter().any(|c| "“「".contains(*c)))
    })
}

/// Whether a paragraph near behind `at` closes what it does not open.
fn closes_behind(seed: &Seed, draft: &Draft, at: usize) -> bool {
    let behind = draft.body[at + 1..].iter().take(NEAR).filter(|p| p.role == Role::Body);
    behind.into_iter().any(|p| roles::open_at_end(&p.words(seed)).is_none())
}

/// Whether the first character of `text` opens what nothing in it closes.
fn never_closes(text: &str, mark: char) -> bool {
    if mark == '"' {
        return text.matches('"').count() % 2 == 1;
    }
    roles::open_at_end(text).is_some_and(|open| open.first() == Some(&mark))
        && roles::open_at_end(&text[mark.len_utf8()..]).is_some_and(|open| open.is_empty())
}

/// Whether somebody speaks of himself, or to somebody.
fn speaks(text: &str) -> bool {
    text.contains(['我', '你', '您', '咱'])
}

/// Words that tell whose speech it is, or that somebody speaks at all.
const SPEECH: &[&str] =
    &["说", "道", "表示", "告诉", "介绍", "坦言", "感慨", "感叹", "问", "答", "讲", "回忆", "指出"];
/// Shortest paragraph that narrates, in characters: a shorter one may be anything.
const NARRATION: usize = 40;

/// Whether a paragraph narrates: nobody in it speaks, or is said to speak.
fn narrates(text: &str) -> bool {
    !speaks(text)
        && !SPEECH.iter().any(|word| text.contains(word))
        && text.chars().nth(NARRATION - 1).is_some()
}

fn weigh_opening(seed: &Seed, draft: &Draft, at: usize, text: &str) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.add(sign::UNCLOSED);
    match draft.body.get(at + 1) {
        Some(next) if next.role == Role::Body => {
            if next.words(seed).starts_with(['“', '「', '"']) {
                evidence.add(sign::NEXT_OPENS);
            }
        }
        _ => evidence.add(sign::NOTHING_FOLLOWS),
    }
    if closes_behind(seed, draft, at) {
        evidence.add(sign::CLOSED_BEHIND);
    }
    let inside: String = text.chars().skip(1).collect();
    if inside.contains(['“', '「']) {
        evidence.add(sign::OPENS_AGAIN);
    }
    if opens_like_lead(text) {
        evidence.add(sign::OPENS_LIKE_LEAD);
    }
    if speaks(text) {
        evidence.add(sign::SPEAKS);
    } else if narrates(text) {
        evidence.add(sign::NARRATES);
    }
    let before = at.checked_sub(1).map(|b| draft.body[b].words(seed));
    if before.is_some_and(|b| b.ends_with(['：', ':'])) {
        evidence.add(sign::ANNOUNCED);
    }
    evidence
}

#[cfg(test)]
mod tests {
    use super::{
        super::{passage::Passage, sample, segment::Masthead},
        *,
    };
    use crate::article;

    /// The paragraphs of a text after the repair, and what was done.
    fn repaired(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let seed = sample::seed(&lines.join("\n"));
        let mut at = 0;
        let body = lines.iter().map(|line| {
            let start = at;
            at += line.len() + 1;
            Passage::new(start..start + line.len(), true)
        });
        let kind = article::Kind::Article;
        let mut draft = Draft { kind, masthead: Masthead::default(), body: body.collect() };
        let kinds = stray(&seed, &mut draft).iter().map(|r| r.kind).collect();
        (draft.body.iter().map(|p| p.text(&seed)).collect(), kinds)
    }

    const PROSE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";

    #[test]
    fn a_mark_that_closes_nothing_goes() {
        let strayed = format!("{PROSE}”");
        assert_eq!(repaired(&[PROSE, &strayed]).0[1], PROSE);
        let with_speech = "老人说：“水清了。”柳树也活了九成。”";
        assert_eq!(repaired(&[PROSE, with_speech]).0[1], "老人说：“水清了。”柳树也活了九成。");
    }

    #[test]
    fn speech_of_several_paragraphs_keeps_its_marks() {
        let lines = ["“河堤修了三年，柳树种了四十里。", "“如今水清了，堤上有人走。”"];
        let open = ["“河堤修了三年，柳树种了四十里。", "如今水清了，堤上有人走。”"];
        for lines in [lines, open] {
            let (texts, kinds) = repaired(&lines);
            assert_eq!(texts, lines);
            assert!(!kinds.contains(&Kind::StrayQuote), "{kinds:?}");
        }
        let told = "我在河边住了七十年，没有见过这样的水。”";
        assert_eq!(repaired(&[PROSE, told]).0[1], told);
    }

    #[test]
    fn a_mark_before_a_narration_goes() {
        let told = "从村口到河边有十七公里，去年才修了水泥路，一路上种的都是柳树，树下还有几张石凳，走累了可以坐一坐。";
        let strayed = format!("“{told}");
        assert_eq!(repaired(&[PROSE, &strayed, PROSE]).0[1], told);
        for speech in ["老人说，", "我"] {
            let strayed = format!("“{speech}{told}");
            assert_eq!(repaired(&[PROSE, &strayed, PROSE]).0[1], strayed);
        }
    }

    #[test]
    fn a_mark_before_another_quotation_goes() {
        let strayed = "“县里开展“清河”行动，柳树种了四十里。";
        let (texts, kinds) = repaired(&[PROSE, strayed, PROSE]);
        assert_eq!(texts[1], &strayed["“".len()..]);
        assert_eq!(kinds, [Kind::StrayQuote]);
    }
}
