//! Step 7: what each passage is on the page.
//!
//! Read from the line itself and its neighbours. A short line without an end is
//! a head until [`super::join`] finds that it is a fragment of a paragraph.

use super::{
    captions,
    decode::Seed,
    line::{is_document, is_numbered},
    openings::bound,
    passage::{Passage, Role, ends_properly},
    question::Questions,
    signoffs,
};
use crate::{
    article::byline,
    text::{brackets, closer, count, ends_sentence, is_closer, names::can_be_name, words},
};

/// Longest headline or subhead, in characters. Of the headlines of papers few
/// have more than thirty.
const LONGEST_HEAD: usize = 40;
/// Longest title of a law or document, and longest numbered subhead, in
/// characters; without a comma.
const LONGEST_TITLE: usize = 64;
/// Longest deck, in characters.
const LONGEST_DECK: usize = 60;
/// Gives every passage its role.
pub fn assign(seed: &Seed, passages: &mut [Passage], questions: &mut Questions) {
    for passage in passages.iter_mut() {
        passage.role = of_line(&passage.words(seed));
    }
    cut_speech(seed, passages);
    cut_dashes(seed, passages);
    verse(seed, passages);
    numbered_sentences(seed, passages);
    questions_in_text(seed, passages);
    signoffs::find(seed, passages);
    captions::find(seed, passages, questions);
}

/// A line that reads like a deck only because it begins with a dash is text, where what stands
/// above it is running text without an end: a deck stands below a headline.
fn cut_dashes(seed: &Seed, passages: &mut [Passage]) {
    for at in 1..passages.len() {
        if passages[at].role == Role::Deck
            && passages[at - 1].role == Role::Body
            && !ends_properly(&passages[at - 1].words(seed))
        {
            passages[at].role = Role::Body;
        }
    }
}

/// A line that reads like a byline only because any few characters may be a name
/// (记者：人下去|了) is text, where the next cannot open a paragraph.
fn cut_speech(seed: &Seed, passages: &mut [Passage]) {
    for at in 1..passages.len() {
        let bound = passages[at].role == Role::Body && bound(&passages[at].words(seed)).is_some();
        if bound && passages[at - 1].role == Role::Byline {
            let sure = byline::parse(&passages[at - 1].words(seed))
                .iter()
                .any(|credit| can_be_name(&credit.name));
            if !sure {
                passages[at - 1].role = Role::Body;
            }
        }
    }
}

/// Lines of a stanza, and of a list: more heads than a masthead has, one below
/// the other without an empty line.
const STANZA: usize = 5;

/// Lines of a poem that is set with an empty line between any two: more than the heads
/// that slid away together.
const POEM: usize = 8;

/// Longest line of verse, in characters.
const LONGEST_VERSE: usize = 12;

/// Lines of verse are text: they end where they please.
fn verse(seed: &Seed, passages: &mut [Passage]) {
    let line = |p: &Passage| {
        let text = p.words(seed);
        matches!(p.role, Role::Head | Role::Body)
            && text.chars().nth(LONGEST_VERSE).is_none()
            && !ends_properly(&text)
    };
    let stanzas = |passages: &[Passage], least: usize, apart: bool| {
        let mut found = Vec::new();
        let mut from = 0;
        for at in 1..=passages.len() {
            let goes_on = passages.get(at).is_some_and(|p| (apart || !p.set_off) && line(p));
            if !(goes_on && line(&passages[from])) {
                if at - from >= least {
                    found.push(from..at);
                }
                from = at;
            }
        }
        found
    };
    let mut found = stanzas(passages, POEM, true);
    if !stanzas(passages, STANZA, false).is_empty() {
        found.extend(stanzas(passages, 2, false));
    }
    for stanza in found {
        passages[stanza].iter_mut().for_each(|line| line.role = Role::Body);
    }
}

/// Longest numbered subhead with a full stop, in characters.
const LONGEST_SENTENCE: usize = 24;
/// Marks of a sentence, and those behind a number.
const MARKS: [char; 9] = ['，', '；', '：', '。', '、', '）', ')', '.', '．'];

/// A short sentence with a number is a subhead, as documents have them (一、规范定价程序。), where
/// what stands above and below it is no item of the same list.
fn numbered_sentences(seed: &Seed, passages: &mut [Passage]) {
    let form = |p: &Passage| {
        let text = p.words(seed);
        // 第五条 is text, however short.
        (is_numbered(&text) && !text.starts_with('第')).then(|| text.starts_with(['（', '(']))
    };
    let sentence = |p: &Passage| {
        let text = p.words(seed);
        let whole = text.chars().nth(LONGEST_SENTENCE).is_none().then_some(text);
        // The first mark is behind the number.
        whole.is_some_and(|text| text.ends_with('。') && text.matches(MARKS).count() == 2)
    };
    for at in 1..passages.len().saturating_sub(1) {
        let (above, this, below) = (&passages[at - 1], &passages[at], &passages[at + 1]);
        if this.role == Role::Body && below.role == Role::Body && sentence(this) {
            let number = form(this);
            if number.is_some() && form(above) != number && form(below) != number {
                passages[at].role = Role::Head;
            }
        }
    }
}

/// A question below a head, with text behind it, is the first paragraph of that
/// text; between a name and a byline it is a headline. One that is put to somebody
/// between two paragraphs is a line of an interview.
fn questions_in_text(seed: &Seed, passages: &mut [Passage]) {
    for at in 1..passages.len().saturating_sub(1) {
        let above = passages[at - 1].role;
        let in_text = above == Role::Body && passages[at + 1].role == Role::Body;
        if in_text && passages[at].role == Role::Head && is_put(&passages[at].words(seed)) {
            passages[at].role = Role::Body;
        }
        if matches!(above, Role::Head | Role::Byline)
            && passages[at].role == Role::Head
            && passages[at + 1].role == Role::Body
        {
            let short = passages[at - 1].words(seed).chars().count() <= SHORT_NAME;
            let name = above == Role::Head && short;
            if !name && passages[at].words(seed).ends_with(['？', '！', '?', '!']) {
                passages[at].role = Role::Body;
            }
        }
    }
}

/// Whether a line is a question that somebody is asked or asks aloud: 您怎么看？, “谁来修堤？”
fn is_put(line: &str) -> bool {
    let aloud = line.starts_with(['“', '「', '"'])
        && line.ends_with(['”', '」', '"'])
        && line.matches(['“', '「', '"']).count() <= 1 + usize::from(line.starts_with('"'));
    let asked = line.trim_end_matches(is_closer).ends_with(['？', '?']);
    asked && (aloud || line.contains('您'))
}

/// Longest name of a column above a headline that asks, in characters.
const SHORT_NAME: usize = 6;

/// What a line can be by itself.
fn of_line(line: &str) -> Role {
    let credits = byline::parse(line);
    if !credits.is_empty() {
        return if byline::are_of_photo(&credits) { Role::Credit } else { Role::Byline };
    }
    if byline::is_picture_of_office(line) {
        return Role::Credit;
    }
    if is_signed_caption(line) {
        return Role::Caption;
    }
    if is_bracketed(line) && !is_numbered(line) {
        return in_brackets(line);
    }
    let length = line.chars().count();
    let dashed = line.starts_with(['—', '－', '─', '―']) || line.starts_with("--");
    if dashed && length <= LONGEST_DECK && !line.ends_with('。') {
        return Role::Deck;
    }
    if looks_like_head(line) && !is_row(line) { Role::Head } else { Role::Body }
}

/// Whether a line stands in one pair of brackets: （张向东）, （新华社发）.
pub(super) fn is_bracketed(line: &str) -> bool {
    let inside = line.strip_prefix(['（', '(']).and_then(|l| l.strip_suffix(['）', ')']));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['（', '(', '）', ')']))
}

/// What a line in brackets is: no head stands in them. Names sign the text, and who a
/// picture is from is its credit.
fn in_brackets(line: &str) -> Role {
    if !byline::bare_names(line).is_empty() {
        return Role::Byline;
    }
    let of_picture =
        ["摄", "供图", "图片", "照片", "资料图"].iter().any(|word| line.contains(word));
    if of_picture { Role::Credit } else { Role::Body }
}

/// Whether a line is a caption with its credit at its end: 图为比赛现场。（孙立 摄）, or
/// behind a sentence without brackets.
pub fn is_signed_caption(line: &str) -> bool {
    if line.ends_with(['摄', '影', '图']) {
        let credit = byline::of_caption(line).filter(|credit| !credit.credits.is_empty());
        return credit.is_some_and(|credit| {
            let before = line[..credit.span.start].trim_end();
            before.ends_with(|c| ends_sentence(c) || is_closer(c))
        });
    }
    // Most lines end in no bracket, and are not read back to one.
    if !line.ends_with(['）', ')', '】']) {
        return false;
    }
    let credit = line.rfind(['（', '(', '【']).map(|at| &line[at..]);
    credit.is_some_and(byline::is_photo_credit) && !byline::of_end(line).is_empty()
}

/// Whether a line is a row of a table or list: in columns, or with a number at
/// its end.
fn is_row(line: &str) -> bool {
    let last = line.rsplit([' ', '\u{3000}', '\t']).next().unwrap_or_default();
    line.contains('\t') || (last.len() < line.len() && last.parse::<f64>().is_ok())
}

/// Whether a line can be a headline or subhead: short, no sentence in it, no
/// end, nothing left open, not the beginning or the rest of something.
pub fn looks_like_head(line: &str) -> bool {
    let length = line.chars().count();
    if length > LONGEST_TITLE {
        return false;
    }
    let clauses = line.matches(['，', ',', '；']).count();
    let starts =
        line.chars().next().is_none_or(|c| is_closer(c) || "，。、；：！？的了".contains(c));
    let ends = line.ends_with(['，', '、', '；', '：', '。', ',', ';', ':'])
        || (line.ends_with(LEANING) && !stands(line) && !ends_in_word(line));
    // A question put by somebody, or asked in so many words, is running text.
    if line.ends_with(['？', '！', '?']) && (clauses > 1 || is_spoken(line)) {
        return false;
    }
    let fits = match clauses {
        0 => length <= LONGEST_HEAD || (length <= LONGEST_TITLE && is_title(line)),
        1 => length <= 30,
        2 => length <= 24,
        _ => length <= LONGEST_HEAD && is_numbered(line),
    };
    fits && !line.contains('。') && !starts && !ends && count(line) > 0 && balanced(line)
}

/// Whether a line begins with who says it: 记者：…, 问：…
fn is_spoken(line: &str) -> bool {
    let speaker = line.split_once(['：', ':']).map(|(speaker, _)| speaker);
    speaker.is_some_and(|s| matches!(s, "记者" | "问" | "答" | "主持人" | "本报记者" | "本刊记者"))
}

/// Whether a long line is the title of a document or a numbered subhead.
fn is_title(line: &str) -> bool {
    is_document(line) || is_numbered(line)
}

/// Whether the last character of a line is a part of a word that leans on nothing:
/// 参与, 方向, 行为.
fn ends_in_word(line: &str) -> bool {
    const NEAR: usize = 12;
    let near: String = words::last_chars(line, NEAR).into_iter().collect();
    let last = words::tagged(&near).pop();
    last.is_some_and(|last| {
        let leans = last.word.ends_with('为') && !["行为", "作为"].contains(&last.word);
        last.word.chars().nth(1).is_some() && last.tag.starts_with(['v', 'n', 'a']) && !leans
    })
}

/// Whether the last word of a line stands by itself although it leans as a rule:
/// 味道还在, 是怎样“挤”出来的, 信任是管出来的.
fn stands(line: &str) -> bool {
    let here = ["还在", "都在", "存在", "所在", "不在", "同在", "仍在", "常在"];
    here.iter().any(|word| line.ends_with(word))
        || (line.ends_with('的') && (asks(line) || says_how(line)))
}

/// Whether a short line says of something how it came to be: 信任是管出来的. What is cut
/// behind 的 is longer, as a rule, and begins with 是 or with who does it.
fn says_how(line: &str) -> bool {
    const LONGEST: usize = 12;
    let behind = line.split_once('是').filter(|(before, _)| !before.is_empty());
    behind.is_some_and(|(_, rest)| !rest.contains('是'))
        && line.chars().nth(LONGEST).is_none()
        && !line.contains(['，', ',', '、', '；'])
}

/// Whether a line asks how something came to be: 车位是怎样“挤”出来的.
fn asks(line: &str) -> bool {
    ["怎样", "如何", "怎么", "谁", "什么", "哪"].iter().any(|word| line.contains(word))
}

/// Words that lean on what follows: no head ends in one.
const LEANING: [char; 20] = [
    '的', '把', '被', '将', '和', '与', '及', '在', '对', '为', '从', '向', '于', '以', '让', '并',
    '而', '且', '或', '使',
];

/// Whether quotation marks and brackets close as they open.
pub fn balanced(text: &str) -> bool {
    open_at_end(text).is_some_and(|open| open.is_empty())
}

/// What is still open at the end of `text`, the outermost first; `None` if
/// something closes that was not open.
pub fn open_at_end(text: &str) -> Option<Vec<char>> {
    open_after(Vec::new(), text)
}

/// The same for a text before which something is `open`.
pub fn open_after(mut open: Vec<char>, text: &str) -> Option<Vec<char>> {
    for c in brackets(text) {
        if closer(c).is_some() {
            open.push(c);
        } else if open.pop().and_then(closer).is_none_or(|wanted| !closes(wanted, c)) {
            return None;
        }
    }
    Some(open)
}

/// Brackets of both widths close each other: （区)。
pub fn closes(wanted: char, c: char) -> bool {
    wanted == c || matches!((wanted, c), ('）', ')') | (')', '）'))
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn roles(lines: &[&str]) -> Vec<Role> {
        let (_seed, passages) = sample::page(lines);
        passages.iter().map(|p| p.role).collect()
    }

    #[test]
    fn lines_are_told_apart() {
        use Role::{Body, Byline, Deck, Head};
        let found = roles(&[
            "水边谈",
            "柳堤新绿 清河安澜",
            "——清河县河道治理侧记",
            "记者 刘娟",
            "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。",
            "让出“菜地” 换来“安心”",
            "服务大局 担当作为",
            "沿河的住户让出了六十亩菜地，换来了安心，这件事说起来",
            "容易，做起来难。",
            "在“老街",
            "让夜晚热闹起来，也让",
        ]);
        assert_eq!(found, [Head, Head, Deck, Byline, Body, Head, Head, Body, Body, Body, Body]);
    }

    #[test]
    fn a_dash_below_an_open_text_begins_no_deck() {
        use Role::{Body, Deck, Head};
        let open = "为了配出这一分，她攒了一屋子的纸，去年又从外地买回来两箱，都是各地";
        let whole = "为了配出这一分，她攒了一屋子的纸。";
        let dashed = "——桑皮纸、构皮纸、竹纸";
        assert_eq!(roles(&[open, dashed]), [Body, Body]);
        assert_eq!(roles(&[whole, dashed]), [Body, Deck]);
        assert_eq!(roles(&["法治先行 守护一河清水", dashed]), [Head, Deck]);
    }

    #[test]
    fn captions_stand_beside_their_credits() {
        use Role::{Body, Caption, Credit};
        let news = "近日，清河县举行龙舟赛，十二支队伍参加。图为比赛现场。";
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        assert_eq!(roles(&["孙立 摄", news, "孙立 摄"]), [Credit, Caption, Credit]);
        assert_eq!(roles(&[prose, news, "孙立 摄", prose]), [Body, Caption, Credit, Body]);
        assert_eq!(roles(&[prose, "孙立 摄", news, prose]), [Body, Credit, Caption, Body]);
        let short = "堤上的住户给新栽的柳树浇水。";
        let next = "从那以后，堤上的人多了起来。老人说，水清了，树也活了九成，他天天都来走。";
        assert_eq!(roles(&[prose, short, "孙立 摄", next]), [Body, Caption, Credit, Body]);
    }

    #[test]
    fn a_caption_is_known_by_the_credit_at_its_end() {
        use Role::{Body, Caption};
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        let caption = "清河县一处石场的复绿现场，工人把草籽喷进石缝。（孙立 摄）";
        let signed = "堤上的人说，柳树活了九成，水也清了。（记者 孙立）";
        let bare = "清河县一处石场的复绿现场，工人把草籽喷进石缝。本报记者 孙立 摄";
        assert_eq!(roles(&[prose, bare, prose]), [Body, Caption, Body]);
        assert_eq!(roles(&[prose, caption, prose]), [Body, Caption, Body]);
        assert_eq!(roles(&[prose, signed, prose]), [Body, Body, Body]);
    }

    #[test]
    fn a_question_that_is_put_to_somebody_or_asked_aloud_is_text() {
        use Role::{Body, Head};
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        for (question, expected) in [
            ("走到今天，您觉得最难的是什么？", Body),
            ("“谁来管这些柳树？”", Body),
            ("柳树种好了，谁来管？", Head),
            ("“柳树”归谁管？", Head),
        ] {
            assert_eq!(roles(&[prose, question, prose]), [Body, expected, Body], "{question}");
        }
    }

    #[test]
    fn a_head_may_end_in_a_word_that_leans_where_it_says_how() {
        for (line, is_head) in [
            ("车位是怎样“挤”出来的", true),
            ("清河的水是治出来的", true),
            ("是沿河的住户让出来的", false),
            ("清河两岸的菜地是住户一家一家让出来的", false),
            ("沿河的住户让出来的", false),
        ] {
            assert_eq!(looks_like_head(line), is_head, "{line}");
        }
    }

    #[test]
    fn no_head_stands_in_brackets() {
        use Role::{Body, Byline, Credit, Head};
        let found =
            roles(&["（张向东）", "（新华社发法新社照片）", "（完）", "（二）", "（三）堤上种树"]);
        assert_eq!(found, [Byline, Credit, Body, Head, Head]);
    }

    #[test]
    fn a_short_sentence_with_a_number_is_a_subhead_unless_it_is_an_item_of_a_list() {
        use Role::{Body, Head};
        let prose = "沿河各乡镇要按月上报堤防的情况，发现裂缝的当日派人修补。";
        let found = roles(&[
            "一、分段包干河道。",
            "（一）明确河段责任。",
            prose,
            "（二）不向河里倒垃圾。",
            "（三）不在堤上种菜。",
            "（四）不砍柳树。",
            prose,
            "二、河道分段包干，不留空段。",
            prose,
            "第三条　本办法自发布之日起施行。",
            prose,
        ]);
        let list = [Body, Body, Body];
        assert_eq!(found[1..3], [Head, Body]);
        assert_eq!(found[3..6], list);
        assert_eq!(found[7..], [Body; 4]);
    }

    #[test]
    fn any_three_characters_are_a_name_only_where_a_paragraph_can_begin() {
        use Role::{Body, Byline};
        let rest = "了，设备跟不上，是不是也白搭？";
        let prose = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";
        assert_eq!(roles(&["记者：人下去", rest]), [Body, Body]);
        assert_eq!(roles(&["记者：刘娟", rest]), [Byline, Body]);
        assert_eq!(roles(&["记者：人下去", prose]), [Byline, Body]);
    }

    #[test]
    fn a_poem_stands_apart_and_is_text() {
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
        assert_eq!(roles(&poem), [Role::Body; 8]);
        assert_eq!(roles(&poem[..7]), [Role::Head; 7]);
    }
}
