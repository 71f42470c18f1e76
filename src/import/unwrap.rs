//! Step 4: lines that were wrapped by hand are one paragraph again.
//!
//! Text copied out of a column has a line end where the column ended. Where most
//! lines of a seed are equally long, a full line goes on in the next one, unless
//! that one is set off, or this one ends and the next looks like a head.

use super::{
    decode::Seed,
    evidence::{Evidence, wrap as sign},
    line::is_numbered,
    passage::{Passage, ends_properly},
    repair::{Kind, Repair},
    roles::looks_like_head,
};
use crate::{
    article::byline,
    text::{hash::FastMap, words},
};

/// Characters by which full lines differ: punctuation hangs, words are not parted.
const RAGGED: usize = 2;
/// Shortest column, in characters.
const NARROWEST: usize = 8;
/// How much of either side of a break is shown in the ledger, in characters.
const SHOWN: usize = 12;

/// Makes paragraphs of wrapped lines.
pub fn unwrap(seed: &Seed, passages: Vec<Passage>) -> (Vec<Passage>, Vec<Repair>) {
    let Some(wide) = full_width(seed, &passages) else { return (passages, Vec::new()) };
    let mut done: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut repairs = Vec::new();
    let mut passages = passages.into_iter().peekable();
    while let Some(passage) = passages.next() {
        // A paragraph begins behind it, or what belongs to it.
        let alone = passages
            .peek()
            .is_none_or(|after| after.set_off || is_line_of_its_own(&after.words(seed)));
        let goes_on = done.last().and_then(|last| goes_on(seed, last, (&passage, alone), wide));
        match (goes_on, done.last_mut()) {
            (Some((repair, _)), Some(last)) => {
                repairs.push(repair);
                last.pieces.extend(passage.pieces);
            }
            _ => done.push(passage),
        }
    }
    (done, repairs)
}

/// Whether `next` is the next line of the paragraph whose last line ends `last`,
/// with the repair that says so.
/// `alone` says of the next that nothing goes on behind it.
fn goes_on(
    seed: &Seed,
    last: &Passage,
    (next, alone): (&Passage, bool),
    wide: usize,
) -> Option<(Repair, f32)> {
    let line = last.spans().next_back().map(|span| seed.slice(span))?;
    if next.set_off || line.chars().count() + RAGGED < wide {
        return None;
    }
    let following = next.text(seed);
    let mut evidence = Evidence::default();
    evidence.add(sign::FULL_LINE);
    if ends_properly(line) {
        evidence.add(sign::ENDS);
    }
    if looks_like_head(&following) && following.chars().count() + RAGGED < wide {
        evidence.add(sign::NEXT_LOOKS_LIKE_HEAD);
    }
    if alone && ends_properly(line) && looks_like_head(&following) {
        evidence.add(sign::NEXT_STANDS_ALONE);
    }
    if last.pieces.len() == 1 && looks_like_head(line) {
        evidence.add(sign::LOOKS_LIKE_HEAD);
    }
    if is_line_of_its_own(&following) {
        evidence.add(sign::NEXT_OF_ITS_OWN);
    }
    if width(&following) > 2 * (wide + RAGGED) {
        evidence.add(sign::NEXT_TOO_LONG);
    }
    let total = evidence.total();
    let (end, start): (String, String) = (
        words::last_chars(line, SHOWN).into_iter().collect(),
        following.chars().take(SHOWN).collect(),
    );
    let repair = Repair::applied(Kind::Joined, next.start())
        .words(format!("{end}|{start}"), format!("{end}{start}"))
        .because(evidence);
    (total > 0.0).then_some((repair, total))
}

/// How wide a line is, in halves of a character: digits and Latin letters are half as wide as
/// others.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a line begins what it belongs to: a byline, a deck, a number.
fn is_line_of_its_own(line: &str) -> bool {
    !byline::parse(line).is_empty() || line.starts_with("——") || is_numbered(line)
}

/// The length of a full line, if the lines of the seed are wrapped by hand: many lines
/// without a blank line before them, most of them below a line of one length.
fn full_width(seed: &Seed, passages: &[Passage]) -> Option<usize> {
    let length = |p: &Passage| p.spans().map(|span| seed.slice(span).chars().count()).sum();
    let mut lengths: FastMap<usize, usize> = FastMap::default();
    let mut above: FastMap<usize, usize> = FastMap::default();
    let mut tight = 0;
    for (at, passage) in passages.iter().enumerate().filter(|(_, p)| !p.set_off) {
        tight += 1;
        *lengths.entry(length(passage)).or_default() += 1;
        if let Some(at) = at.checked_sub(1) {
            *above.entry(length(&passages[at])).or_default() += 1;
        }
    }
    // The most frequent length, the longer of two.
    let (length, _) = lengths.iter().max_by_key(|&(length, count)| (count, length))?;
    let near = length.saturating_sub(RAGGED)..=length + RAGGED;
    let near: usize = near.filter_map(|l| above.get(&l)).sum();
    (tight >= 3 && tight * 2 >= passages.len() && near * 2 >= tight && *length >= NARROWEST)
        .then_some(*length)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, sample},
        *,
    };

    fn unwrapped(text: &str) -> Vec<String> {
        let seed = sample::seed(text);
        let passages = split(&seed)
            .into_iter()
            .map(|b| Passage::new(b.span, b.after_blank || b.indented))
            .collect();
        let (passages, _) = unwrap(&seed, passages);
        passages.iter().map(|p| p.text(&seed)).collect()
    }

    #[test]
    fn full_lines_go_on_and_others_end() {
        let text = "柳堤新绿\n　　清河两岸种满了柳树，春\n天一到，满城的人都到堤上\n去走一走，看水，也看人。\n　　\
                    堤是前年修的，花了三百万\n元，沿河的住户让出了菜地。\n龙舟竞渡\n　　端午那天，十二支队伍在\n清河里比了一场。";
        assert_eq!(
            unwrapped(text),
            [
                "柳堤新绿",
                "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。",
                "堤是前年修的，花了三百万元，沿河的住户让出了菜地。",
                "龙舟竞渡",
                "端午那天，十二支队伍在清河里比了一场。",
            ]
        );
    }

    #[test]
    fn a_headline_as_long_as_a_line_stands_alone() {
        let text = "　　清河两岸种满了柳树，春\n天一到，满城的人都到堤上\n去走一走，看水，也看人们。\n\
                    龙舟竞渡十二支队伍比高低\n　　端午那天，十二支队伍在\n清河里比了一场。";
        assert_eq!(
            unwrapped(text),
            [
                "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人们。",
                "龙舟竞渡十二支队伍比高低",
                "端午那天，十二支队伍在清河里比了一场。",
            ]
        );
    }

    /// It may be longer than a line, or stand above its byline.
    #[test]
    fn a_headline_below_a_full_line_is_no_part_of_it() {
        let text =
            "　　清河两岸种满了柳树，春\n天一到，满城的人都到堤上\n去走一走，看水，也看人们。\n"
                .repeat(2);
        let body = "　　端午那天，十二支队伍在\n清河里比了一场。";
        for head in [
            "龙舟竞渡十二支队伍比高低\n记者 刘娟",
            "龙舟竞渡十二支队伍一起比高低\n——清河端午记",
            "清河县水利局、住房和城乡建设局联合开展河道巡查\n端午节前查三遍",
        ] {
            let found = unwrapped(&format!("{text}{head}\n{body}"));
            let lines: Vec<&str> = head.lines().collect();
            assert_eq!(found[2..2 + lines.len()], lines, "{found:?}");
        }
    }

    /// Most of its lines that no blank line parts are heads and names.
    #[test]
    fn a_page_of_many_heads_is_wrapped_all_the_same() {
        let paragraph = "　　清河两岸种满了柳树，春\n天一到，满城的人都去走走，\n看水。\n";
        let text = format!("{paragraph}柳堤\n{paragraph}龙舟\n{paragraph}菜地\n{paragraph}安心");
        let whole = "清河两岸种满了柳树，春天一到，满城的人都去走走，看水。";
        let found = unwrapped(&text);
        assert_eq!(found.iter().filter(|text| *text == whole).count(), 4, "{found:?}");
    }

    #[test]
    fn verse_and_paragraphs_of_a_line_are_left() {
        let poem = ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"];
        assert_eq!(unwrapped(&poem.join("\n")), poem);
        let paragraphs = [
            "清河两岸种满了柳树。",
            "堤是前年修的，花了三百万元。",
            "住户让出了六十亩菜地，换来了安心。",
        ];
        assert_eq!(unwrapped(&paragraphs.join("\n")), paragraphs);
    }
}
