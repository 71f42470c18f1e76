//! Step 8: paragraphs that a break cut are joined, or the loss is marked.
//!
//! A passage without an end either goes on in a later one or has lost its end.
//! Which of the two is a sum of evidence ([`super::evidence::join`]); a photo
//! or a head may stand between the parts.

use std::{borrow::Cow, collections::VecDeque};

use super::{
    breaks::{
        hides_a_loss, sentences, weigh_brackets, weigh_copies, weigh_expected, weigh_first_clause,
        weigh_lengths, weigh_opening, weigh_prose, weigh_size,
    },
    clause,
    decode::Seed,
    echoes::Echoes,
    edges::{Neighbours, weigh_edges},
    evidence::{Evidence, join as sign, opening},
    fragments::{self, Before},
    left::{Left, first_words, tail},
    losses::{self, Behind, Further},
    openings::{self, Clause, Openings, first_sentence},
    passage::{Passage, Piece, Role, ends_properly},
    question::{Question, Questions},
    repair::{Kind, Repair},
    right::Right,
    roles,
};
use crate::text::{
    GAP, is_han,
    words::{self},
};

/// From so many characters on a line is a paragraph, and no rest of one.
const PARAGRAPH: usize = 30;

/// Joins what was cut and marks what is lost.
pub fn join(
    seed: &Seed,
    passages: Vec<Passage>,
    questions: &mut Questions,
) -> (Vec<Passage>, Vec<Repair>) {
    let openings = Openings::of(seed, &passages);
    let typical = typical_sentences(seed, &passages);
    let echoes = Echoes::of(seed, &passages);
    let context = Context { seed, known: Neighbours::of(seed), openings, echoes, typical };
    let mut repairs = Vec::new();
    let mut rest: VecDeque<Passage> = passages.into();
    let mut done: Vec<Joined> = Vec::with_capacity(rest.len());
    let mut before = None;
    while let Some(mut passage) = rest.pop_front() {
        let open = context.complete(&mut passage, before, &mut rest, &mut repairs, questions);
        before = Some((passage.role, open.is_none()));
        done.push(Joined { passage, open });
    }
    let done = context.adopt(done, &mut repairs, questions);
    (context.mark(done, &mut repairs, questions), repairs)
}

/// A passage with all that was found to continue it.
pub(super) struct Joined {
    pub(super) passage: Passage,
    /// What is known of it, if it still has no end.
    pub(super) open: Option<Open>,
}

/// A passage without an end that nothing continues.
pub(super) struct Open {
    pub(super) left: Left,
    /// What was weighed for its likeliest continuation.
    pub(super) refused: Option<Evidence>,
}

pub(super) struct Context<'a> {
    pub(super) seed: &'a Seed,
    known: Neighbours,
    /// How many sentences most paragraphs of the page have.
    typical: usize,
    pub(super) openings: Openings,
    /// What the page says elsewhere of the edges of its texts.
    pub(super) echoes: Echoes,
}

/// How many sentences most paragraphs of the page have that have an end.
fn typical_sentences(seed: &Seed, passages: &[Passage]) -> usize {
    let mut counts: Vec<usize> = passages
        .iter()
        .filter(|passage| passage.role == Role::Body)
        .map(|passage| passage.words(seed))
        .filter(|text| ends_properly(text))
        .map(|text| sentences(&text))
        .filter(|count| *count > 0)
        .collect();
    let middle = counts.len() * 3 / 4;
    if counts.is_empty() { 2 } else { (*counts.select_nth_unstable(middle).1).max(2) }
}

/// A join, and the doubt about it where words may be missing.
fn joined(left: &Left, next: &str, anchor: usize, evidence: Evidence) -> Vec<Repair> {
    let (end, start) = (tail(&left.tail), first_words(next));
    let mut repairs = vec![
        Repair::applied(Kind::Joined, anchor)
            .words(format!("{end}|{start}"), format!("{end}{start}"))
            .because(evidence)
            .or_else(Kind::Gap.name()),
    ];
    repairs.extend(hides_a_loss(&left.tail, next).map(|doubt| {
        Repair::reported(Kind::DoubtfulJoin, anchor)
            .words(format!("{end}{start}"), "")
            .or_else(doubt)
    }));
    repairs
}

impl Context<'_> {
    /// Takes what continues `passage` out of `rest`, as often as it has no end. Gives what
    /// is known of it if it has none at last.
    fn complete(
        &self,
        passage: &mut Passage,
        before: Before,
        rest: &mut VecDeque<Passage>,
        repairs: &mut Vec<Repair>,
        questions: &mut Questions,
    ) -> Option<Open> {
        if !matches!(passage.role, Role::Body | Role::Head | Role::Caption) {
            return None;
        }
        let text = passage.words(self.seed);
        // A caption ends with its credit.
        let signed = || passage.role == Role::Caption && roles::is_signed_caption(&text);
        if passage.role != Role::Head && (Left::is_whole(&text) || signed()) {
            return None;
        }
        let mut left = Left::of(&text);
        self.look_at_edge(&mut left, passage.end());
        let last = passage.spans().next_back().filter(|_| passage.pieces.len() > 1);
        left.edge.is_head = last.is_some_and(|line| roles::looks_like_head(self.seed.slice(line)));
        if passage.role == Role::Head {
            let fragment = self.fragment(passage, before, rest.iter(), Some(questions));
            passage.fragment = Some(fragment.total().floor().clamp(-9.0, 9.0) as i8);
            left.fragment = Some(fragment);
        }
        while !left.ends_properly() || left.awaits_closing() {
            let refused = match self.continuation((passage, &left), rest, questions) {
                Some((index, evidence)) if evidence.total() > 0.0 => {
                    let Some(next) = rest.remove(index) else { break };
                    repairs.extend(self.take(passage, &mut left, next, evidence));
                    continue;
                }
                other => other.map(|(_, evidence)| evidence),
            };
            return Some(Open { left, refused });
        }
        None
    }

    /// Sets `next` behind `passage`, which it continues.
    pub(super) fn take(
        &self,
        passage: &mut Passage,
        left: &mut Left,
        next: Passage,
        evidence: Evidence,
    ) -> Vec<Repair> {
        let text = next.words(self.seed);
        let repairs = joined(left, &text, next.start(), evidence);
        if passage.role == Role::Head {
            passage.role = Role::Body;
            left.fragment = None;
        }
        if roles::is_signed_caption(&text) {
            passage.role = Role::Caption;
        }
        let latin = left.is_latin() && text.starts_with(|c: char| c.is_ascii_alphabetic());
        // 记者 刘娟 通讯员 王海: the break stood for the space between them.
        let names = next.role == Role::Byline && !left.tail.ends_with(['（', '(']);
        if latin || names {
            passage.pieces.push(Piece::Space);
            left.push(" ");
        }
        left.push(&text);
        left.edge.is_head =
            next.role == Role::Head || !text.contains(['，', '。', '、', '；', '：']);
        passage.pieces.extend(next.pieces);
        self.look_at_edge(left, passage.end());
        repairs
    }

    /// Looks at what the page says of the end of a text, which stands before byte `end`.
    pub(super) fn look_at_edge(&self, left: &mut Left, end: usize) {
        left.edge.end = end;
        left.edge.echo = self.echoes.of_end(self.seed, &left.tail, end);
    }

    /// Marks what has surely lost its beginning or its end.
    fn mark(
        &self,
        mut lines: Vec<Joined>,
        repairs: &mut Vec<Repair>,
        questions: &mut Questions,
    ) -> Vec<Passage> {
        let inside = |line: &Joined| {
            line.passage.role == Role::Body
                && openings::begins_inside(&line.passage.words(self.seed))
        };
        let rests = lines.iter().any(inside);
        let mut before = None;
        for at in 0..lines.len() {
            let lost = self.lost_opening((&lines, at), before, repairs, questions);
            let Some((Joined { passage, open }, rest)) = lines[at..].split_first_mut() else {
                break;
            };
            if let Some(open) = open {
                let behind = Behind::of(self, passage.end(), open, rest, rests);
                let end = passage.end();
                let further = || Further::of(self, end, &open.left, rest, behind);
                repairs.extend(losses::settle(passage, open, behind, further, questions));
            }
            before = Some((passage.role, !passage.ends_in_gap()));
            if lost {
                passage.pieces.insert(0, Piece::Gap);
            }
        }
        lines.into_iter().map(|line| line.passage).collect()
    }

    /// What speaks for a short line being a fragment.
    pub(super) fn fragment<'p>(
        &self,
        line: &Passage,
        before: Before,
        behind: impl Iterator<Item = &'p Passage> + Clone,
        questions: Option<&mut Questions>,
    ) -> Evidence {
        let mut evidence = fragments::weigh(self.seed, &self.openings, before, line, behind);
        let text = line.words(self.seed);
        let start = self.echoes.of_start(self.seed, &text, line.start());
        fragments::weigh_copies(
            start,
            self.echoes.of_end(self.seed, &text, line.end()),
            &mut evidence,
        );
        if let Some(questions) = questions {
            let line = line.start()..line.end();
            questions.ask(|| Question::Fragment { line, evidence: evidence.clone() });
        }
        evidence
    }

    /// Whether `passage`, which continues nothing, has lost its beginning; if so it
    /// is said.
    fn lost_opening(
        &self,
        (lines, at): (&[Joined], usize),
        before: Before,
        repairs: &mut Vec<Repair>,
        questions: &mut Questions,
    ) -> bool {
        let (above, behind) = lines.split_at(at);
        let Some((line @ Joined { passage, .. }, behind)) = behind.split_first() else {
            return false;
        };
        if passage.role != Role::Body {
            return false;
        }
        let text = passage.words(self.seed);
        if !questions.are_wanted() && Openings::is_whole(&text) {
            return false;
        }
        if !ends_properly(&text) && !Left::of(&text).is_prose() {
            return false;
        }
        // A line of marks alone has no words to lose.
        if !text.contains(char::is_alphanumeric) {
            return false;
        }
        let mut evidence = self.openings.weigh(&text, before);
        self.weigh_above((above, behind), line, &mut evidence);
        if text.chars().nth(PARAGRAPH - 1).is_none() {
            let rest = openings::begins_inside(&text);
            evidence.add(if rest { opening::SHORT_REST } else { opening::SHORT });
        }
        let start = passage.start();
        questions.ask(|| Question::Opening { start, evidence: evidence.clone() });
        let lost = evidence.total() > opening::ENOUGH && !Openings::is_whole(&text);
        if lost {
            let words = first_words(&text);
            let mark = Repair::applied(Kind::Gap, start)
                .words(&words, format!("{GAP}{words}"))
                .because(evidence);
            repairs.push(mark);
        }
        lost
    }

    /// Looks at a text that begins at the byte `start` of the page.
    pub(super) fn right<'t>(&self, text: Cow<'t, str>, start: usize) -> Right<'t> {
        let echo = self.echoes.of_start(self.seed, &text, start);
        Right::of(text, start, echo)
    }

    /// Adds what the words on both sides of the break say.
    pub(super) fn weigh(&self, left: &Left, right: &Right<'_>, e: &mut Evidence) {
        let (text, next) = (left.tail.as_str(), &*right.text);
        let across = words::across(text, next);
        weigh_edges(left.last(), right.first, across.is_some(), e);
        match &across {
            Some(word) if word.chars().count() > 2 => e.saw(sign::LONG_WORD_ACROSS, word.as_str()),
            Some(word) => e.saw(sign::WORD_ACROSS, word.as_str()),
            None => e.add(sign::NO_WORD_ACROSS),
        }
        weigh_prose(left, right, e);
        self.weigh_neighbours(text, next, e);
        if self.openings.count(next) > 1 {
            e.add(sign::OPENS_LIKE_OTHERS);
        } else if self.openings.count_word(next) > 1 {
            e.add(sign::OPENS_WITH_WORD_OF_OTHERS);
        }
        weigh_opening(text, right, self.openings.opens_item(next), e);
        weigh_brackets(left, right, e);
        weigh_expected(text, next, e);
        weigh_first_clause(next, e);
        // What begins inside a number opens with nothing.
        let number = e.has(&sign::NUMBER_ACROSS);
        match right.clause.filter(|_| !number) {
            Some(Clause::Speaker) => e.add(sign::OPENS_SPEAKER),
            Some(Clause::Matter) => e.add(sign::OPENS_MATTER),
            None => {}
        }
        if ends_properly(next) {
            e.add(sign::NEXT_ENDS);
        }
        match first_sentence(next) {
            0..=6 => e.add(sign::NEXT_STUB),
            7..=12 => e.add(sign::NEXT_BRIEF),
            _ => {}
        }
        weigh_lengths(text, next, e);
        clause::weigh(left.half(), right.half, e);
        if clause::is_directly_below(&self.seed.text, left.edge.end, right.start) {
            e.add(sign::DIRECTLY_BELOW);
        }
        weigh_size(left, right, self.typical, e);
        if text.contains('\t') || next.contains('\t') {
            e.add(sign::TABBED);
        }
        weigh_copies(left, right, e);
    }

    fn weigh_neighbours(&self, text: &str, next: &str, e: &mut Evidence) {
        let before = words::last_chars(text, 2);
        let behind: Vec<char> = next.chars().take(2).collect();
        let (Some(&a), Some(&b)) = (before.last(), behind.first()) else { return };
        let across: Vec<char> = before.iter().chain(&behind).copied().collect();
        if across.windows(3).any(|three| self.known.has_three(three)) {
            e.add(sign::PHRASE_KNOWN);
        }
        if !is_han(a) || !is_han(b) {
            return;
        }
        if self.known.has(a, b) {
            e.saw(sign::BIGRAM_KNOWN, format!("{a}{b}"));
        } else {
            e.add(sign::BIGRAM_UNKNOWN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, sample},
        *,
    };

    fn joined(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let seed = sample::seed(&lines.join("\n\n"));
        let mut passages: Vec<Passage> =
            split(&seed).into_iter().map(|b| Passage::new(b.span, b.after_blank)).collect();
        roles::assign(&seed, &mut passages, &mut Questions::default());
        let (passages, repairs) = join(&seed, passages, &mut Questions::default());
        (passages.iter().map(|p| p.text(&seed)).collect(), repairs.iter().map(|r| r.kind).collect())
    }

    const PROSE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";

    #[test]
    fn nobody_begins_to_speak_inside_a_number() {
        let next = "345热线的接线员反映，护堤站当天就到堤上看了。";
        for (end, speaks) in [("拨打了12", false), ("拨打了热线", true)] {
            let text = format!("沿河的住户看见堤上有裂缝，{end}");
            let (seed, passages) = sample::page(&[&text, next, PROSE]);
            let speaker = |question: &Question| {
                matches!(question, Question::Join { end, evidence, .. }
                    if *end == text.len() && evidence.has(&sign::OPENS_SPEAKER))
            };
            let asked = sample::asked(&seed, passages);
            assert_eq!(asked.iter().any(speaker), speaks, "{text}");
        }
    }

    #[test]
    fn copies_tell_whether_both_sides_of_a_break_stand_together() {
        let text = "修堤的那几年是县里最忙的几年，沿河的住户一家一家地让出了自己的菜地";
        let next = "旁边的水塘和晒场也一起让了出来，换来的是一河清水和满堤的柳树。";
        let copies = [
            sign::BREAK_IN_COPY,
            sign::END_IN_COPY,
            sign::START_IN_COPY,
            sign::GOES_ON_IN_COPY,
            sign::REST_IN_COPY,
        ];
        let whole = format!("{text}{next}");
        for (behind, expected) in [
            (vec![], vec![]),
            (vec![text, next], vec![sign::BREAK_IN_COPY]),
            (vec![text], vec![sign::END_IN_COPY]),
            (vec![next], vec![sign::START_IN_COPY]),
            (vec![whole.as_str()], vec![sign::GOES_ON_IN_COPY, sign::REST_IN_COPY]),
        ] {
            let page: Vec<&str> = [text, next, PROSE].into_iter().chain(behind.clone()).collect();
            let (seed, passages) = sample::page(&page);
            let asked =
                sample::asked(&seed, passages).into_iter().find_map(|question| match question {
                    Question::Join { end, evidence, .. } if end == text.len() => Some(evidence),
                    _ => None,
                });
            let asked = asked.unwrap_or_default();
            let mut found = asked.names();
            found.retain(|name| copies.iter().any(|copy| copy.name == *name));
            found.sort_unstable();
            let mut expected: Vec<&str> = expected.iter().map(|w| w.name).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{behind:?}");
        }
    }

    #[test]
    fn lines_of_marks_alone_have_lost_nothing() {
        for marks in ["“", "——", "*_[", "）（"] {
            assert!(!joined(&[marks; 3]).1.contains(&Kind::Gap), "{marks}");
        }
        // What has a word in it may have: it is told.
        assert_eq!(joined(&["（一"; 3]).1, [Kind::Gap; 3]);
    }

    #[test]
    fn an_end_that_nothing_goes_on_with_is_lost() {
        let open = "修堤的钱从哪里来，谁来出，出多少，会上争了三天，最后";
        // At the end of a page, and above a head where no other text of the page could go on with
        // it, its end is lost.
        let (texts, kinds) = joined(&[PROSE, open]);
        assert_eq!((texts[1].clone(), kinds), (format!("{open}{GAP}"), vec![Kind::Gap]));
        let (texts, kinds) = joined(&[open, "法治先行 守护一河清水", PROSE]);
        assert_eq!((texts[0].clone(), kinds), (format!("{open}{GAP}"), vec![Kind::Gap]));
        let rest = "，换来的是一河清水和满堤的柳树，春天一到，满城的人都到堤上去走一走。";
        assert_eq!(joined(&[PROSE, "法治先行 守护一河清水", rest]).0[2], rest);
        assert_eq!(joined(&[PROSE, PROSE, PROSE, rest]).0[3], format!("{GAP}{rest}"));
    }

    #[test]
    fn what_a_break_cut_is_whole_again() {
        for (left, right) in [
            ("去年全县完成生", "产总值三百亿元，比前年多了二十亿元。"),
            ("民警挨家挨户上门，重点打", "击盗窃，也提醒老人不要上当。"),
            ("修堤的钱来自县里、乡镇（街", "道）和沿河的住户，一共三百万元。"),
            ("老人说：“让出去的地", "，换回来的是安心。”他在河边住了七十年。"),
            (
                "春天修堤，夏天护堤，他们始终坚持",
                "河长的统一领导，把河道分段包干，谁的河段谁负责。",
            ),
            ("全县今年种下的柳树一共有12", "34棵，成活了九成以上。"),
        ] {
            let (texts, kinds) = joined(&[PROSE, left, right, PROSE]);
            assert_eq!(texts, [PROSE.into(), format!("{left}{right}"), PROSE.into()]);
            assert_eq!(kinds, [Kind::Joined]);
        }
    }

    #[test]
    fn a_photo_or_a_head_may_stand_in_the_cut() {
        let (left, right) = ("去年年成好，全县完成生", "产总值三百亿元，比前年多了二十亿元。");
        let caption = "近日，清河县举行龙舟赛，十二支队伍参加。图为比赛现场。";
        let (texts, _) = joined(&[left, caption, "孙立 摄", right, PROSE]);
        assert_eq!(texts[0], format!("{left}{right}"));
    }

    #[test]
    fn a_short_line_on_the_way_is_part_of_the_text() {
        let (left, way, rest) = (
            "去年，县里把办事的窗口搬到了网上，全县三十六项水事业务实现线",
            "上申请、全程网办",
            "，来回跑的人少了一半以上。",
        );
        let (texts, _) = joined(&[PROSE, left, way, rest, PROSE]);
        assert_eq!(texts[1], format!("{left}{way}{rest}"));
        // A head on the way stays one.
        let left = "去年，县里把办事的窗口搬到了网上，全县三十六项水事业务实现网上申请";
        let (texts, _) = joined(&[PROSE, left, "法治先行 守护一河清水", rest, PROSE]);
        assert_eq!(texts[1..3], [format!("{left}{rest}"), "法治先行 守护一河清水".to_owned()]);
    }

    #[test]
    fn what_a_head_stands_for_does_not_go_on_from_above_it() {
        let left = "修堤的石料来自县里，运费由沿河的住户分摊，一共用了三万立";
        let (head, of_it) =
            ("柳树沿堤种", "近年来，沿堤的柳树谁栽谁管，一棵挨着一棵，活了九成以上。");
        let rest = "方米，一分钱也没有多花。";
        let (texts, _) = joined(&[PROSE, left, head, rest, of_it]);
        assert_eq!(texts[1], format!("{left}{rest}"));
        let (texts, _) = joined(&[PROSE, left, head, of_it]);
        assert_eq!(texts[2..], [head, of_it]);
    }

    #[test]
    fn what_is_lost_is_marked_and_nothing_else_is() {
        let open = "推行首违不罚，让企业安心经营、无事不扰。开展“清河卫";
        let next = "记者从县水利局获悉，沿河的住户让出了“保命田”，换来的是一河清水和满堤的柳树，还有安心。";
        // Both copies have lost it.
        let head = "法治先行 守护一河清水";
        let (texts, kinds) = joined(&[PROSE, open, head, next, open, head]);
        assert_eq!(texts[1], format!("{open}{GAP}"));
        assert_eq!((texts.len(), kinds), (6, vec![Kind::Gap, Kind::Gap]));
        // What stands directly below is a paragraph of its own.
        let lost = "修堤的钱从哪里来，谁来出，出多少，会上争了三天，最后出了3";
        let item = "二、规范用料，石料由县里出，运费由沿河的住户分摊，各乡镇按月公布。";
        let first = "一、由各乡镇出人，农闲时开工，一直修到春天。";
        let (texts, kinds) = joined(&[first, lost, item]);
        assert_eq!((texts[1].clone(), kinds), (format!("{lost}{GAP}"), vec![Kind::Gap]));
        let poem = ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"];
        assert_eq!(joined(&poem), (poem.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_signature_in_brackets_that_was_cut_is_whole_again() {
        for (left, right) in [
            ("柳树种了四十里，成活了九成，钱已经到账。（", "记者 刘娟 通讯员 王海）"),
            ("柳树种了四十里，成活了九成，钱已经到账。（记者 刘娟", "通讯员 王海）"),
            ("“一亩八百块，一租三十年", "——这账，怎么算得过来？”他说。"),
        ] {
            let (texts, kinds) = joined(&[PROSE, left, right]);
            let space = if left.ends_with("刘娟") { " " } else { "" };
            assert_eq!(texts, [PROSE.into(), format!("{left}{space}{right}")]);
            assert_eq!(kinds, [Kind::Joined]);
        }
        let other = "记者 孙立";
        assert_eq!(joined(&[PROSE, "他说：“柳树种了四十里", other, PROSE]).0[2], other);
    }

    #[test]
    fn a_caption_ends_with_its_credit() {
        let caption = "民警在堤上查看新栽的柳树。　通讯员 靳有福 摄";
        for next in ["像他这样的人还有三十个，沿河的住户都认得。", "法治先行 守护一河清水"]
        {
            let (texts, kinds) = joined(&[PROSE, caption, next]);
            assert_eq!((texts[1].as_str(), kinds), (caption, vec![]), "{next}");
        }
    }

    #[test]
    fn a_long_title_has_no_end_to_lose() {
        let title = "全国人民代表大会常务委员会关于加强中央预算审查监督的决定（节选）";
        assert_eq!(joined(&[PROSE, title]).0, [PROSE, title]);
    }

    #[test]
    fn lines_of_verse_stay_apart() {
        let poem = [
            "蹲在窗台的灯下",
            "这只想心事的猫",
            "可听见河水涨落",
            "船声早已远去",
            "只有月光填满空谷",
            "柳枝拂过水面",
            "它和风都睡着了",
            "明日又是一河清水",
        ];
        assert_eq!(joined(&poem), (poem.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_number_is_not_joined_to_what_is_not_its_unit() {
        let next = "临近年底，沿河的企业都忙了起来，订单排到了明年春天。";
        let (texts, _) = joined(&[PROSE, "去年全县种下的柳树一共有三千棵，成活了2", next]);
        assert_eq!(texts.last().map(String::as_str), Some(next));
    }

    #[test]
    fn a_join_that_may_hide_a_loss_is_reported() {
        let (texts, kinds) = joined(&[
            "县里这两年想了不少办法，出台河道巡查、垃圾清运、水质公示等十多项制度",
            "的“三清”办法，管住了河，也管住了人。",
        ]);
        assert_eq!(texts.len(), 1);
        assert_eq!(kinds, [Kind::Joined, Kind::DoubtfulJoin]);
    }
}
