//! How paragraphs open, and which of them have lost their beginning.

use super::{
    decode::Seed,
    evidence::{Evidence, Tally as _, Weight, opening as sign},
    line::is_numbered,
    passage::{Passage, Role},
    rests::rest_of_sentence,
};
use crate::{
    places::places,
    text::{
        brackets, closer,
        hash::{FastMap, FastSet},
        is_closer, is_han,
        model::signs,
        opens_short_year, opens_with,
        words::{self, Class, Edge},
    },
};

/// Numbers of the items of a list, in order.
const NUMERALS: &str = "一二三四五六七八九十";

/// How many characters two paragraphs that open alike have in common.
const OPENING: usize = 4;

/// The first characters of a text; nought, which no seed has, behind fewer.
fn first_chars(text: &str) -> [char; OPENING] {
    let mut chars = text.chars();
    std::array::from_fn(|_| chars.next().unwrap_or_default())
}

/// How often each opening stands at the start of a line of running text.
#[derive(Clone, Debug, Default)]
pub struct Openings {
    alike: FastMap<[char; OPENING], usize>,
    /// The same for the first two characters: 会议, 全市.
    words: FastMap<[char; 2], usize>,
    /// The first characters of lines of any kind behind which 、 stands: 二、
    numbers: FastSet<char>,
}

impl Openings {
    /// Counts the openings of a seed.
    pub fn of(seed: &Seed, passages: &[Passage]) -> Self {
        let mut found = Self::default();
        for passage in passages {
            let text = passage.spans().next().map_or("", |span| seed.slice(span));
            let opening @ [a, b, ..] = first_chars(text);
            if b == '、' {
                found.numbers.insert(a);
            }
            if passage.role != Role::Body {
                continue;
            }
            *found.alike.entry(opening).or_default() += 1;
            *found.words.entry([a, b]).or_default() += 1;
        }
        found
    }

    /// How many lines of running text begin as this one.
    pub fn count(&self, text: &str) -> usize {
        self.alike.get(&first_chars(text)).copied().unwrap_or_default()
    }

    /// Whether a text opens an item of a list: the one before or behind it stands on the page
    /// as well, if it is told by its number alone. 三、八 may be days of the month.
    pub fn opens_item(&self, text: &str) -> bool {
        let mut chars = text.chars();
        let number = chars.next().filter(|_| chars.next() == Some('、'));
        let beside = |number: char| {
            let at = NUMERALS.chars().position(|c| c == number);
            let has = |at: Option<usize>| {
                let other = at.and_then(|at| NUMERALS.chars().nth(at));
                other.is_some_and(|other| self.numbers.contains(&other))
            };
            at == Some(0) || has(at.and_then(|at| at.checked_sub(1))) || has(at.map(|at| at + 1))
        };
        opens_item(text) && number.is_none_or(beside)
    }

    /// How many begin with the same word of two characters.
    pub fn count_word(&self, text: &str) -> usize {
        let [a, b, ..] = first_chars(text);
        self.words.get(&[a, b]).copied().unwrap_or_default()
    }

    /// Whether nothing shows that `text` has lost its beginning. Most paragraphs are told so,
    /// without a look at their words; none of them gets a mark.
    pub fn is_whole(text: &str) -> bool {
        !begins_inside(text) && first_unopened(text).is_none()
    }

    /// What speaks for `text` having lost its beginning, behind a passage of a
    /// role that has an end or not.
    pub fn weigh(&self, text: &str, before: Option<(Role, bool)>) -> Evidence {
        let mut e = Evidence::default();
        e.add(sign::PRIOR);
        match before {
            Some((Role::Body, false)) => e.add(sign::BEHIND_OPEN),
            Some((Role::Body | Role::Caption | Role::Credit, _)) => {}
            _ => e.add(sign::BELOW_HEAD),
        }
        match bound(text) {
            Some(c) => e.saw(sign::BOUND, c.to_string()),
            None if opens_paragraph(text) => e.add(sign::OPENS),
            None => {
                if let Some(word) = rest_of_sentence(text) {
                    e.saw(sign::REST_OF_SENTENCE, word);
                }
            }
        }
        if closes_early(text) {
            e.add(sign::CLOSES_EARLY);
        } else if first_unopened(text).is_some() {
            e.add(sign::CLOSES_NOTHING);
        }
        if rest_of_article(text) {
            e.add(sign::REST_OF_ARTICLE);
        }
        if is_numbered(text) || counts_itself(text) {
            e.add(sign::NUMBERED);
        } else if rest_of_number(text) {
            e.add(sign::REST_OF_NUMBER);
        }
        e.add_level(signs::opens(text), &sign::MODEL_AT, &sign::MODEL);
        if self.count(text) > 1 {
            e.add(sign::OPENS_LIKE_OTHERS);
        }
        match first_sentence(text) {
            0..=6 => e.add(sign::STUB),
            7..=12 => e.add(sign::BRIEF),
            _ => {}
        }
        if let Some(edge) = Edge::first(text) {
            e.add(by_class(edge.class));
            if edge.lone {
                e.add(sign::LONE);
            }
        }
        e
    }
}

fn by_class(class: Class) -> Weight {
    match class {
        Class::Leaning => sign::NEXT_LEANING,
        Class::Adverb => sign::NEXT_ADVERB,
        Class::Preposition => sign::NEXT_PREPOSITION,
        Class::Conjunction => sign::NEXT_CONJUNCTION,
        Class::Pronoun => sign::NEXT_PRONOUN,
        Class::Numeral => sign::NEXT_NUMERAL,
        Class::Verb => sign::NEXT_VERB,
        Class::Quality => sign::NEXT_QUALITY,
        Class::Noun => sign::NEXT_NOUN,
        Class::Name => sign::NEXT_NAME,
        Class::Time => sign::NEXT_TIME,
        Class::Mark => sign::NEXT_MARK,
    }
}

/// Whether no paragraph begins as this text does.
pub fn begins_inside(text: &str) -> bool {
    bound(text).is_some()
        || rest_of_article(text)
        || rest_of_number(text)
        || closes_early(text)
        || rest_of_sentence(text).is_some()
}

/// Whether a text begins with the number of an article, with 第 or without it.
fn article<'a>(text: &'a str, begins: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(begins)?;
    let rest = rest.trim_start_matches(|c| NUMERALS.contains(c) || "百零".contains(c));
    rest.strip_prefix('条').filter(|rest| rest.starts_with(char::is_whitespace))
}

/// Whether a text opens an article of a law: 第八条　……
pub fn opens_article(text: &str) -> bool {
    text.starts_with('第') && article(text, "第").is_some()
}

fn rest_of_article(text: &str) -> bool {
    article(text, "").is_some()
}

/// Whether the first words of a text close what they did not open.
fn closes_early(text: &str) -> bool {
    const NEAR: usize = 16;
    let near: String = text.chars().take(NEAR).collect();
    near.len() < text.len() && first_unopened(&near).is_some()
}

/// How many characters the first sentence of a text has; more than are looked at,
/// if it is long.
pub fn first_sentence(text: &str) -> usize {
    const NEAR: usize = 24;
    text.chars().take(NEAR).take_while(|c| !matches!(c, '。' | '！' | '？' | '；')).count()
}

/// 一是, 二是.
pub fn counts_itself(text: &str) -> bool {
    text.starts_with(['一', '二', '三', '四', '五']) && text.chars().nth(1) == Some('是')
}

/// Whether a text opens an item of a list: 二、, （三）. Numbers are told one by one in
/// sentences, too: 二、三名.
pub fn opens_item(text: &str) -> bool {
    let inside = text.strip_prefix(['（', '(']);
    let line = inside.unwrap_or(text);
    let rest = line.trim_start_matches(|c| NUMERALS.contains(c));
    let Some(number) = line[..line.len() - rest.len()].chars().next_back() else { return false };
    if inside.is_some() {
        return rest.starts_with(['）', ')']);
    }
    let next = NUMERALS.chars().skip_while(|c| *c != number).nth(1);
    rest.strip_prefix('、').is_some_and(|item| next.is_none_or(|next| !item.starts_with(next)))
}

/// Whether a text may be what stands behind the digits of a number: its unit, its sign,
/// a mark.
pub fn goes_on_number(text: &str) -> bool {
    const UNITS: &str = "年月日号时点分秒个名件项家户人次万亿千百元角米里吨斤克亩顷度倍期届级层所座条只台辆多余岁天周种类批处间套幅张位升瓦厘毫平立公英摄时卷版路站块支首场轮章节页届";
    /// Words of one character: 3|比2, 6|至10摄氏度, 第8|局.
    const WORDS: &str = "比至到局群株尾桌桶";
    let alone = |first: char| {
        WORDS.contains(first) && words::split(opening_of(text))[0].len() == first.len_utf8()
    };
    text.starts_with("小时")
        || text.chars().next().is_none_or(|c| !is_han(c) || UNITS.contains(c) || alone(c))
        || Edge::first(text).is_some_and(|edge| edge.class == Class::Leaning)
}

/// What the first clause of a text is, where it opens a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// Who says what follows: 该负责人表示，
    Speaker,
    /// What the paragraph is about: 服务方面，, 分类型看，
    Matter,
}

/// Reads the first clause of a text.
pub fn first_clause(text: &str) -> Option<Clause> {
    const SAYS: &[&str] = &[
        "说", "表示", "认为", "介绍", "指出", "强调", "要求", "提出", "透露", "提醒", "称", "坦言",
        "推测", "反映", "解释", "回忆", "分析", "建议", "宣布", "证实", "预计", "提示",
    ];
    const MATTERS: &[&str] = &["方面", "来看", "型看", "域看", "业看", "品看", "构看", "期看"];
    const NEAR: usize = 24;
    let near = text.char_indices().take(NEAR);
    let clause = &text[..near.into_iter().find(|(_, c)| matches!(c, '，' | '：' | '。'))?.0];
    let any = |ends: &[&str]| ends.iter().any(|end| clause.ends_with(end));
    let length = clause.chars().count();
    match length {
        4.. if any(MATTERS) => Some(Clause::Matter),
        4.. if any(SAYS) && says(clause) => Some(Clause::Speaker),
        _ => None,
    }
}

/// Whether the verb at the end of a clause says what somebody says. Behind a quality, a measure,
/// 的 or 和 it is a noun (提出十八条具体要求), and 听说 is another word than 说.
fn says(clause: &str) -> bool {
    const NEAR: usize = 8;
    let near = clause.char_indices().rev().nth(NEAR - 1).map_or(0, |(at, _)| at);
    let words = words::tagged(&clause[near..]);
    let Some([before, verb]) = words.last_chunk() else { return true };
    let noun = matches!(before.tag.as_bytes(), [b'a' | b'b' | b'c' | b'm' | b'q' | b'u', ..])
        || matches!(before.word, "作出" | "提出" | "进行");
    !noun && !matches!(verb.word, "听说" | "据说" | "虽说")
}

/// Whether a text opens what one of two speakers says: 问：, 答：, 记者：.
pub fn opens_dialogue(text: &str) -> bool {
    const SPEAKERS: &[&str] = &["问", "答", "记者", "主持人", "网友", "读者", "市民"];
    // The longest of them and its colon have twelve bytes.
    let near = &text[..text.floor_char_boundary(12)];
    let before = near.split_once(['：', ':']).map(|(before, _)| before);
    before.is_some_and(|before| SPEAKERS.contains(&before))
}

/// Whether a text opens a speech or a letter: 各位代表：, 亲爱的市民朋友：
pub fn opens_address(text: &str) -> bool {
    const LONGEST: usize = 20;
    const ADDRESSES: &[&str] = &[
        "各位",
        "同志们",
        "朋友们",
        "同学们",
        "乡亲们",
        "亲爱的",
        "尊敬的",
        "敬爱的",
        "广大",
        "编辑同志",
        "编辑部",
    ];
    if opens_with(text, ADDRESSES).is_none() {
        return false;
    }
    let near = text.char_indices().take(LONGEST).find(|(_, c)| "：:，。！？；".contains(*c));
    // 各位代表在会上说：…
    let said = |at: usize| text[..at].ends_with(['说', '示', '为', '出', '称', '道']);
    near.is_some_and(|(at, mark)| "：:".contains(mark) && !said(at))
}

/// Whether a text begins with digits that begin no date, no hour and no count of it:
/// .8%, 3公里 behind a point, 00多个.
fn rest_of_number(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.starts_with(['.', '．', '%', '％']) || text.starts_with(['0', '．'])
}

/// The first character of `text` that closes something not opened in it.
pub fn first_unopened(text: &str) -> Option<char> {
    let mut depth = 0_usize;
    for c in brackets(text) {
        if closer(c).is_some() {
            depth += 1;
        } else if depth == 0 {
            return Some(c);
        } else {
            depth -= 1;
        }
    }
    None
}

/// Whether a text begins inside a number: none begins with two noughts (000亿元, 004年). 02 may
/// count a section, and 0851 be the number of a telephone.
fn is_rest_of_number(text: &str) -> bool {
    text.starts_with("00") || text.starts_with("００")
}

/// The first character of a text, if no paragraph starts with it. A particle that begins a
/// word may: 着力, 了解, 的确; so may the mark of a year that is cut short: ’98.
pub fn bound(text: &str) -> Option<char> {
    let first = text.chars().next()?;
    if !cannot_open(first) {
        return is_rest_of_number(text).then_some(first);
    }
    let opens_word =
        || words::split(opening_of(text)).first().is_some_and(|word| word.len() > first.len_utf8());
    let may = if is_han(first) { opens_word() } else { opens_short_year(text) };
    (!may).then_some(first)
}

/// As much of a text as holds its first word.
fn opening_of(text: &str) -> &str {
    const ENOUGH: usize = 12;
    &text[..text.floor_char_boundary(ENOUGH)]
}

/// Whether no paragraph starts with `c`: particles that lean on the word before
/// them, and punctuation that ends or divides.
fn cannot_open(c: char) -> bool {
    is_closer(c)
        || matches!(
            c,
            '，' | '。'
                | '、'
                | '；'
                | '：'
                | '！'
                | '？'
                | '％'
                | '%'
                | '…'
                | '·'
                | '的'
                | '了'
                | '着'
                | '们'
                | '吗'
                | '呢'
                | '吧'
        )
}

/// Words that open a paragraph of news or government prose. Collected from how
/// such paragraphs begin; held by the cases below.
const OPENERS: &[&str] = &[
    "“", "《", "为", "在", "对", "对于", "针对", "围绕", "坚持", "聚焦", "通过", "自", "从",
    "一、", "二、", "三、", "四、", "会议", "活动", "走进", "说起", "谈及", "像", "面对", "根据",
    "按照", "依托", "现场", "每", "这", "我", "以", "全面", "持续", "大力", "积极", "深入", "强化",
    "加强", "推进", "完善", "建立", "健全", "创新", "探索", "落实", "提升", "优化", "打造", "开展",
    "严格", "切实",
];

/// Those of them that open sentences and no heads.
const SENTENCES: &[&str] = &[
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
    "记者",
    "本报讯",
    "与此同时",
    "值得一提",
    "会上",
    "当天",
    "当日",
    "他",
    "她",
];

/// The word with which a text opens as sentences do and heads do not.
pub fn opens_sentence(text: &str) -> Option<&'static str> {
    opens_with(text, SENTENCES)
}

/// Whether a text opens as paragraphs do.
pub fn opens_paragraph(text: &str) -> bool {
    let year = text.chars().take(4).filter(char::is_ascii_digit).count() == 4
        && text.chars().nth(4) == Some('年');
    let dated =
        text.chars().take(3).any(|c| c == '月') && text.starts_with(|c: char| c.is_ascii_digit());
    year || dated
        || opens_sentence(text).is_some()
        || opens_with(text, OPENERS).is_some()
        || places()
            .mentions(&text[..text.floor_char_boundary(30)])
            .iter()
            .any(|m| m.span.start == 0)
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn items_are_told_from_counts() {
        for item in ["二、规范定价程序。", "（三）堤上种树", "三、一要种树，二要修堤。"]
        {
            assert!(opens_item(item), "{item}");
        }
        assert!(!opens_item("二、三名。女子组冠军由国内选手夺得。"));
        assert!(
            !opens_item("二月里，河水涨了。") && !opens_item("三十户人家") && !opens_item("、修堤")
        );
    }

    #[test]
    fn an_item_stands_beside_others_of_its_list() {
        for (lines, next, item) in [
            (&["二、护堤", "修堤的人。"][..], "三、春天种柳。", true),
            (&["四、护堤。"], "三、春天种柳。", true),
            (&["修堤的人。"], "三、逢八赶场的日子，", false),
            (&["修堤的人。"], "一、春天种柳。", true),
            (&["修堤的人。"], "（三）春天种柳。", true),
        ] {
            let (seed, passages) = sample::page(&[lines, &[next]].concat());
            assert_eq!(Openings::of(&seed, &passages).opens_item(next), item, "{lines:?} {next}");
        }
    }

    #[test]
    fn what_can_open_a_paragraph_is_whole() {
        let whole = [
            "产，总值三百亿元。",
            "中。",
            "和水，",
            "河水涨了。",
            "条堤修好了",
            "二、堤",
            "着力修堤。",
            "了解水情。",
            "’98防汛开始了。",
        ];
        for text in whole {
            assert!(Openings::is_whole(text), "{text}");
        }
        for text in ["，河水涨了。", "的河水涨了。", "安心。”他说。", "八条　河长", ".8%的人"]
        {
            assert!(!Openings::is_whole(text), "{text}");
        }
    }

    #[test]
    fn no_number_begins_with_noughts() {
        for (text, rest) in [
            ("000亿元，比前年多。", true),
            ("004年，堤修好了。", true),
            ("０００亿元。", true),
            ("02，学校的菜单。", false),
            ("0851-86000000，沿河的住户可以打这个电话。", false),
            ("0.5毫米的缝。", false),
            ("100亿元。", false),
        ] {
            assert_eq!(bound(text).is_some(), rest, "{text}");
        }
    }

    #[test]
    fn a_number_goes_on_with_its_unit_or_a_mark() {
        for rest in [
            "万元，比前年多。",
            "小时内办结。",
            "%，成活九成。",
            "月1日，",
            ".6%，",
            "名护林员",
            "，都种了树。",
        ] {
            assert!(goes_on_number(rest), "{rest}");
        }
        for other in ["分类型看，同城业务下降。", "临近年底，企业忙了起来。"]
        {
            assert_eq!(goes_on_number(other), other.starts_with('分'), "{other}");
        }
    }

    #[test]
    fn the_first_clause_says_who_speaks_or_of_what() {
        assert_eq!(first_clause("该镇负责人表示，将继续修堤。"), Some(Clause::Speaker));
        assert_eq!(first_clause("生态保护方面，柳树种了四十里。"), Some(Clause::Matter));
        assert_eq!(first_clause("分类型看，同城业务下降。"), Some(Clause::Matter));
        assert_eq!(first_clause("方面，柳树种了四十里。"), None);
        assert_eq!(first_clause("县里的老人都说，这堤早该修了。"), Some(Clause::Speaker));
        for noun in ["经营行为提出18条具体要求，", "应当作出说明和解释，", "错过时限才听说。"]
        {
            assert_eq!(first_clause(noun), None, "{noun}");
        }
        assert_eq!(first_clause("柳树种了四十里，成活九成。"), None);
    }

    #[test]
    fn speeches_and_letters_open_with_whom_they_address() {
        for (text, addresses) in [
            ("各位代表：", true),
            ("亲爱的沿河住户：", true),
            ("编辑同志：我是清河县的读者。", true),
            ("各位代表在会上说：堤要修好。", false),
            ("各位代表认真审议了报告，提出了意见：", false),
            ("广大住户让出了菜地。", false),
            ("沿河的住户：", false),
        ] {
            assert_eq!(opens_address(text), addresses, "{text}");
        }
    }
}
