//! Step 8: paragraphs that a break cut are joined, or the loss is marked.
//!
//! A passage without an end either goes on in a later one or has lost its end.
//! Which of the two is a sum of evidence ([`super::evidence::join`]); a photo
//! or a head may stand between the parts.

use std::collections::{HashMap, VecDeque};

use super::{
    decode::Seed,
    evidence::{Evidence, join as sign},
    masthead,
    passage::{Passage, Piece, Role, ends_properly},
    question::{Question, Questions},
    repair::{Kind, Repair},
    roles,
};
use crate::{
    places::places,
    text::{GAP, closer, is_closer, is_han, words},
};

/// How many passages are looked past for a continuation.
const LOOK_AHEAD: usize = 6;
/// How much of either side of a break is shown in the ledger, in characters.
const SHOWN: usize = 12;

/// Joins what was cut and marks what is lost.
pub fn join(
    seed: &Seed,
    passages: Vec<Passage>,
    questions: &mut Questions,
) -> (Vec<Passage>, Vec<Repair>) {
    let known = Bigrams::of(seed);
    let openings = openings(seed, &passages);
    let mut repairs = Vec::new();
    let mut rest: VecDeque<Passage> = passages.into();
    let mut done = Vec::with_capacity(rest.len());
    while let Some(mut passage) = rest.pop_front() {
        if matches!(passage.role, Role::Body | Role::Head | Role::Caption) {
            let context = Context { seed, known: &known, openings: &openings };
            complete(&context, &mut passage, &mut rest, &mut repairs, questions);
        }
        done.push(passage);
    }
    (done, repairs)
}

struct Context<'a> {
    seed: &'a Seed,
    known: &'a Bigrams,
    openings: &'a HashMap<String, usize>,
}

/// What is known of the text before a break. It grows with each part that is
/// joined, and never looks at the whole again: a paragraph of a million lines
/// costs no more than its length.
struct Left {
    /// Its last characters.
    tail: String,
    /// What is still open at its end; `None` if something closed unopened.
    open: Option<Vec<char>>,
    /// Whether it begins with a quotation mark, as a paragraph of speech does.
    speech: bool,
    /// Whether it is running text. Verse, tables and lists have no ends to lose.
    prose: bool,
}

impl Left {
    /// How many of the last characters are kept: enough for a list to be seen.
    const TAIL: usize = 120;

    fn of(text: &str) -> Self {
        let speech = text.starts_with(['“', '「', '『', '"']);
        let mut left = Self { tail: String::new(), open: Some(Vec::new()), speech, prose: false };
        left.push(text);
        left
    }

    fn push(&mut self, text: &str) {
        self.open = self.open.take().and_then(|open| roles::open_after(open, text));
        self.prose |= text.contains(['。', '，']) || text.chars().nth(30).is_some();
        let tail = words::last_chars(&(std::mem::take(&mut self.tail) + text), Self::TAIL);
        self.tail = tail.into_iter().collect();
    }

    fn ends_properly(&self) -> bool {
        ends_properly(&self.tail)
    }

    /// The innermost of what is open.
    fn innermost(&self) -> Option<char> {
        self.open.as_ref()?.last().copied()
    }

    /// Whether a text that seems to end is inside a quotation that it does not
    /// begin with, as a paragraph of speech would.
    fn awaits_closing(&self) -> bool {
        self.innermost().is_some() && !self.speech
    }

    fn is_prose(&self) -> bool {
        self.prose || self.open.as_ref().is_none_or(|open| !open.is_empty())
    }
}

/// Takes what continues `passage` out of `rest`, as often as it has no end.
fn complete(
    context: &Context<'_>,
    passage: &mut Passage,
    rest: &mut VecDeque<Passage>,
    repairs: &mut Vec<Repair>,
    questions: &mut Questions,
) {
    let mut left = Left::of(&passage.text(context.seed));
    while !left.ends_properly() || left.awaits_closing() {
        let head = passage.role == Role::Head;
        let refused = match context.continuation((passage, &left), head, rest, questions) {
            Some((index, evidence)) if evidence.total() > 0.0 => {
                let Some(next) = rest.remove(index) else { break };
                let text = next.text(context.seed);
                repairs.extend(joined(&left, &text, next.start(), evidence));
                if passage.role == Role::Head {
                    passage.role = Role::Body;
                }
                passage.pieces.extend(next.pieces);
                left.push(&text);
                continue;
            }
            other => other.map(|(_, evidence)| evidence),
        };
        if passage.role != Role::Head && !left.ends_properly() && left.is_prose() {
            let end = tail(&left.tail);
            let mark = Repair::applied(Kind::Gap, passage.end().saturating_sub(1))
                .words(&end, format!("{end}{GAP}"))
                .because(refused.map(Evidence::against).unwrap_or_default());
            repairs.push(mark.or_else(Kind::Joined.name()));
            passage.pieces.push(Piece::Gap);
        }
        break;
    }
}

/// A join, and the doubt about it where words may be missing.
fn joined(left: &Left, next: &str, anchor: usize, evidence: Evidence) -> Vec<Repair> {
    let (end, start) = (tail(&left.tail), opening(next));
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
    /// The passage of `rest` that most likely continues `text`, with what
    /// speaks for it; a sum below nought speaks against it.
    fn continuation(
        &self,
        (passage, left): (&Passage, &Left),
        head: bool,
        rest: &VecDeque<Passage>,
        questions: &mut Questions,
    ) -> Option<(usize, Evidence)> {
        let mut between = Evidence::default();
        let mut best: Option<(usize, Evidence)> = None;
        let whole = left.ends_properly();
        for (index, next) in rest.iter().enumerate().take(LOOK_AHEAD) {
            if matches!(next.role, Role::Body | Role::Head) {
                let next_text = next.text(self.seed);
                let mut evidence = between.clone();
                evidence.add(if head { sign::LOOKS_LIKE_HEAD } else { sign::NO_END });
                if next.role == Role::Head {
                    evidence.add(sign::NEXT_LOOKS_LIKE_HEAD);
                }
                self.weigh(left, &next_text, &mut evidence);
                let (end, start) = (passage.end(), next.start());
                questions.ask(|| Question::Join { end, start, evidence: evidence.clone() });
                let closes = closes_what_is_open(left, &next_text);
                let good = !whole || closes;
                let better = best.as_ref().is_none_or(|(_, b)| evidence.total() > b.total());
                if good && better {
                    best = Some((index, evidence));
                }
                // Two paragraphs of running text are never looked past.
                if next.role == Role::Body || head || whole {
                    break;
                }
            }
            match next.role {
                Role::Head | Role::Deck => between.add(sign::PAST_HEAD),
                Role::Byline => between.add(sign::PAST_MASTHEAD),
                Role::Credit => between.add(sign::PAST_PHOTO),
                Role::Body | Role::Caption => {}
            }
        }
        best
    }

    /// Adds what the words on both sides of the break say.
    fn weigh(&self, left: &Left, next_text: &str, e: &mut Evidence) {
        let text = left.tail.as_str();
        match words::across(text, next_text) {
            Some(word) if word.chars().count() > 2 => e.saw(sign::LONG_WORD_ACROSS, word),
            Some(word) => e.saw(sign::WORD_ACROSS, word),
            None => e.add(sign::NO_WORD_ACROSS),
        }
        self.weigh_bigram(text, next_text, e);
        if self.opens_like_others(next_text) {
            e.add(sign::OPENS_LIKE_OTHERS);
        }
        weigh_opening(next_text, e);
        weigh_brackets(left, next_text, e);
        if text.ends_with(['，', '、', ',']) {
            e.add(sign::ENDS_IN_COMMA);
        }
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(text.chars().next_back()) && digit(next_text.chars().next()) {
            e.add(sign::NUMBER_ACROSS);
        }
        if ends_properly(next_text) {
            e.add(sign::NEXT_ENDS);
        }
    }

    /// Whether other paragraphs of the seed begin with the same words.
    fn opens_like_others(&self, next: &str) -> bool {
        self.openings.get(&first_chars(next)).is_some_and(|&count| count > 1)
    }

    fn weigh_bigram(&self, text: &str, next: &str, e: &mut Evidence) {
        let (Some(a), Some(b)) = (text.chars().next_back(), next.chars().next()) else { return };
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

fn weigh_opening(next: &str, e: &mut Evidence) {
    if masthead::is_numbered(next)
        || next.starts_with(['一', '二', '三', '四', '五']) && next.chars().nth(1) == Some('是')
    {
        e.add(sign::OPENS_NUMBERED);
    }
    match next.chars().next() {
        Some(c) if cannot_open(c) => e.saw(sign::BOUND_OPENING, c.to_string()),
        _ if opens_paragraph(next) => e.add(sign::OPENS_PARAGRAPH),
        _ => e.add(sign::NO_OPENING),
    }
}

/// How many characters two paragraphs that open alike have in common.
const OPENING: usize = 4;

fn first_chars(text: &str) -> String {
    text.chars().take(OPENING).collect()
}

/// How often each opening stands at the start of a line of running text.
fn openings(seed: &Seed, passages: &[Passage]) -> HashMap<String, usize> {
    let mut found: HashMap<String, usize> = HashMap::new();
    for passage in passages.iter().filter(|p| p.role == Role::Body) {
        let text = passage.spans().next().map_or("", |span| seed.slice(span));
        *found.entry(first_chars(text)).or_default() += 1;
    }
    found
}

fn weigh_brackets(left: &Left, next: &str, e: &mut Evidence) {
    let Some(open) = left.innermost() else {
        if first_unopened(next).is_some() {
            e.add(sign::CLOSES_NOTHING);
        }
        return;
    };
    let bracket = matches!(open, '（' | '(' | '《' | '〈' | '【' | '〔' | '[');
    if closes_what_is_open(left, next) {
        e.saw(if bracket { sign::BRACKET_CLOSES } else { sign::QUOTE_CLOSES }, open.to_string());
    } else if next.contains(open) {
        e.saw(sign::QUOTE_REOPENS, open.to_string());
    }
}

/// Whether `next` closes what is open before it opens the same.
fn closes_what_is_open(left: &Left, next: &str) -> bool {
    let wanted = left.innermost().and_then(closer);
    wanted.is_some_and(|wanted| first_unopened(next).is_some_and(|c| roles::closes(wanted, c)))
}

/// The first character of `text` that closes something not opened in it.
fn first_unopened(text: &str) -> Option<char> {
    let mut depth = 0_usize;
    for c in text.chars() {
        if closer(c).is_some() {
            depth += 1;
        } else if is_closer(c) {
            if depth == 0 {
                return Some(c);
            }
            depth -= 1;
        }
    }
    None
}

/// Whether no paragraph starts with `c`: particles that lean on the word before
/// them, and punctuation that ends or divides.
pub fn cannot_open(c: char) -> bool {
    is_closer(c) || "，。、；：！？％%…·的了着们吗呢吧".contains(c)
}

/// Words that open a paragraph of news or government prose. Collected from how
/// such paragraphs begin; held by the cases below.
const OPENERS: &[&str] = &[
    "“",
    "《",
    "近年来",
    "近日",
    "日前",
    "近来",
    "今年",
    "去年",
    "目前",
    "当前",
    "同时",
    "此外",
    "另外",
    "其中",
    "据悉",
    "据了解",
    "据介绍",
    "据统计",
    "随着",
    "为了",
    "为",
    "在",
    "对",
    "对于",
    "针对",
    "围绕",
    "坚持",
    "聚焦",
    "通过",
    "如今",
    "首先",
    "其次",
    "最后",
    "一是",
    "二是",
    "三是",
    "四是",
    "一方面",
    "另一方面",
    "不仅",
    "然而",
    "但是",
    "因此",
    "于是",
    "接下来",
    "下一步",
    "截至",
    "自",
    "从",
    "记者",
    "本报讯",
    "一、",
    "二、",
    "三、",
    "四、",
    "与此同时",
    "值得一提",
    "会议",
    "活动",
    "会上",
    "走进",
    "说起",
    "谈及",
    "像",
    "面对",
    "根据",
    "按照",
    "依托",
    "当天",
    "当日",
    "现场",
    "每",
    "这",
    "他",
    "她",
    "我",
    "以",
    "全面",
    "持续",
    "大力",
    "积极",
    "深入",
    "强化",
    "加强",
    "推进",
    "完善",
    "建立",
    "健全",
    "创新",
    "探索",
    "落实",
    "提升",
    "优化",
    "打造",
    "开展",
    "严格",
    "切实",
];

/// Whether a text opens as paragraphs do.
pub fn opens_paragraph(text: &str) -> bool {
    let year = text.chars().take(4).filter(char::is_ascii_digit).count() == 4
        && text.chars().nth(4) == Some('年');
    let dated =
        text.chars().take(3).any(|c| c == '月') && text.starts_with(|c: char| c.is_ascii_digit());
    year || dated
        || OPENERS.iter().any(|o| text.starts_with(o))
        || places()
            .mentions(&text[..text.floor_char_boundary(30)])
            .iter()
            .any(|m| m.span.start == 0)
}

/// A join that may hide a loss: an enumeration is closed at the break (等十余个
/// 部门), and the next words lean on it as if more had stood there.
fn hides_a_loss(text: &str, next: &str) -> Option<&'static str> {
    if !next.starts_with('的') {
        return None;
    }
    let clause = text.rsplit(['，', '。', '；']).next().unwrap_or_default();
    let (list, closed) = clause.rsplit_once('等')?;
    let counted = closed
        .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百千数多几".contains(c));
    (list.contains('、') && counted).then_some("words lost at the break")
}

fn tail(text: &str) -> String {
    words::last_chars(text, SHOWN).into_iter().collect()
}

fn opening(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// Pairs of characters that stand next to each other in the seed.
struct Bigrams(std::collections::HashSet<(char, char)>);

impl Bigrams {
    fn of(seed: &Seed) -> Self {
        let chars = seed.text.chars();
        let pairs = chars.clone().zip(chars.skip(1));
        Self(pairs.filter(|&(a, b)| is_han(a) && is_han(b)).collect())
    }

    fn has(&self, a: char, b: char) -> bool {
        self.0.contains(&(a, b)) || words::is_word(&format!("{a}{b}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, decode::decode},
        *,
    };

    fn joined(lines: &[&str]) -> (Vec<String>, Vec<Kind>) {
        let text = lines.join("\n\n");
        let seed = decode("a.txt", text.as_bytes()).unwrap_or_else(|d| panic!("{}", d.draw(false)));
        let mut passages: Vec<Passage> =
            split(&seed).into_iter().map(|b| Passage::new(b.span, b.after_blank)).collect();
        roles::assign(&seed, &mut passages, &mut Questions::default());
        let (passages, repairs) = join(&seed, passages, &mut Questions::default());
        (passages.iter().map(|p| p.text(&seed)).collect(), repairs.iter().map(|r| r.kind).collect())
    }

    const PROSE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";

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
    fn what_is_lost_is_marked_and_nothing_else_is() {
        let (texts, kinds) = joined(&["全县开展“清河行", "法治先行 守护一河清水", PROSE]);
        assert_eq!(texts[0], format!("全县开展“清河行{GAP}"));
        assert_eq!((texts.len(), kinds), (3, vec![Kind::Gap]));
        let (texts, _) = joined(&[PROSE, "修堤的钱从哪里来，谁来出，出多少，会上争了三天，最后"]);
        assert!(texts[1].ends_with(GAP));
        let poem = ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"];
        assert_eq!(joined(&poem), (poem.map(str::to_owned).to_vec(), vec![]));
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
