//! Step 3: page furniture (版面附属文字): what stands on a page for the page's sake,
//! running titles, page numbers, dates, the editors of the page, addresses
//! of the paper.
//!
//! It is told by its shape, by standing on page after page among ever other
//! lines, and by what stands beside it. It belongs to no article; the ledger has
//! it. This comes before all other steps: a page number in the middle of a
//! sentence must neither part it nor hide that two copies are alike.

use super::{
    blocks::Block,
    decode::Seed,
    evidence::{Evidence, furniture as sign},
    passage::ends_properly,
    repair::{Kind, Repair},
};
use crate::text::{
    fold::fold,
    hash::{FastMap, FastSet},
};

/// Longest line of furniture, in characters.
const LONGEST: usize = 48;
/// So many letters tell whether a neighbour is the same: a copy of a paragraph that was cut
/// in the same place may be cut in another as well.
const BESIDE: usize = 6;
/// Printings of a line after which more say no more.
const MOST_PRINTINGS: usize = 5;

/// Takes the furniture out of `blocks`.
///
/// If nothing else stands on the page, nothing is taken: then it is no page.
pub fn take_out(seed: &Seed, blocks: Vec<Block>) -> (Vec<Block>, Vec<Repair>) {
    let mut lines: Vec<Line> = blocks.iter().map(|b| Line::of(seed.slice(&b.span))).collect();
    look_at_edges(seed, &blocks, &mut lines);
    let printings = printings(&lines);
    let evident: Vec<Evidence> = lines.iter().map(Line::shape).collect();
    let shaped: Vec<bool> = evident.iter().map(|shape| shape.total() > 0.0).collect();
    let evidence = |at: usize| {
        let beside = at.checked_sub(1).is_some_and(|b| shaped[b])
            || shaped.get(at + 1).copied().unwrap_or_default();
        let next = blocks.get(at + 1).map_or("", |b| seed.slice(&b.span));
        let above = at.checked_sub(1).map_or("", |b| seed.slice(&blocks[b].span));
        if lines[at].key == "0" && wants_number(above, next) {
            return None;
        }
        weigh(&lines[at], &evident[at], printings.get(lines[at].key.as_str()), beside)
    };
    let found: Vec<Option<Evidence>> =
        (0..lines.len()).map(|at| if lines[at].can_be { evidence(at) } else { None }).collect();
    let Some(first) = found.iter().position(Option::is_none) else {
        return (blocks, Vec::new());
    };
    let mut anchor = blocks[first].span.start;
    let mut kept = Vec::with_capacity(blocks.len());
    let mut repairs = Vec::new();
    let mut parted = false;
    for (mut block, evidence) in blocks.into_iter().zip(found) {
        if let Some(evidence) = evidence {
            let words = seed.slice(&block.span).to_owned();
            let repair = Repair::applied(Kind::Furniture, anchor).words(words, "");
            repairs.push(repair.removing(vec![block.span]).because(evidence));
            parted |= block.after_blank;
        } else {
            anchor = block.span.start;
            block.after_blank |= std::mem::take(&mut parted);
            kept.push(block);
        }
    }
    (kept, repairs)
}

/// What speaks for a line being furniture, if that is likelier than not: its `shape`, how
/// often it is printed, and whether it stands `beside` a line of such a shape.
fn weigh(
    line: &Line,
    shape: &Evidence,
    printed: Option<&Printed>,
    beside: bool,
) -> Option<Evidence> {
    let unlike = shape.signals.is_empty();
    // A part of a sentence is text, however often it is printed.
    if unlike && (line.goes_on || printed.is_none_or(|printed| printed.count < 2)) {
        return None;
    }
    let mut evidence = shape.clone();
    if let Some(printed) = printed {
        for _ in 1..printed.count.min(MOST_PRINTINGS) {
            evidence.add(sign::PRINTED_AGAIN);
        }
        if printed.in_cut {
            evidence.add(sign::IN_CUT);
        }
    }
    if beside {
        evidence.add(sign::BESIDE);
    }
    evidence.add(sign::PRIOR);
    (evidence.total() > 0.0).then_some(evidence)
}

/// A line as it is looked at for furniture.
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not, in any combination")]
struct Line {
    /// Folded, without spaces and rules.
    words: String,
    /// The same with each number as 0: 第3版 and 第4版 are one line.
    key: String,
    /// Whether it has marks as running text has.
    prose: bool,
    /// Its first letters and its last, by which running text is told from other: where a
    /// line stands beside it that can be furniture.
    head: String,
    tail: String,
    /// Whether it is short enough, and has no end.
    can_be: bool,
    /// Whether it is part of a sentence that goes on.
    goes_on: bool,
    /// Whether it is a number between rules: — 3 —.
    ruled: bool,
}

/// How often a line is printed among different neighbours.
#[derive(Default)]
struct Printed {
    count: usize,
    /// Whether it stands between two parts of a sentence.
    in_cut: bool,
}

impl Line {
    fn of(text: &str) -> Self {
        let can_be = text.chars().nth(LONGEST).is_none();
        let ends = ends_properly(text);
        let (mut words, mut key) = (String::new(), String::new());
        if can_be {
            words = text.chars().map(fold).filter(|c| is_letter(*c)).collect();
            for c in words.chars() {
                let digit = c.is_ascii_digit();
                if !(digit && key.ends_with('0')) {
                    key.push(if digit { '0' } else { c });
                }
            }
        }
        let ruled = |text: &str| {
            text.starts_with(is_rule)
                && text.ends_with(is_rule)
                && text.trim_matches(|c| is_rule(c) || c == ' ').parse::<u16>().is_ok()
        };
        let goes_on = !ends && (!can_be || text.contains('，'));
        let prose = text.contains(['，', '。', ',']);
        let (can_be, ruled) = (can_be && !ends, ruled(text));
        let (head, tail) = (String::new(), String::new());
        Self { words, key, prose, head, tail, can_be, goes_on, ruled }
    }

    /// What its shape says.
    fn shape(&self) -> Evidence {
        let mut evidence = Evidence::default();
        if !self.can_be {
            return evidence;
        }
        // What stands beside the day: 清河日报 2023年3月21日 星期二 第1版.
        let (dateless, day) = without_day(&self.key);
        let key = without_staff(&dateless);
        match page_number(key) {
            Some("") => evidence.add(sign::PAGE_NUMBER),
            Some(name) if name.chars().count() <= 8 => evidence.saw(sign::PAGE_AND_NAME, name),
            _ if self.ruled => evidence.add(sign::RULED_NUMBER),
            _ if key == "0" && self.words.len() <= 3 => evidence.add(sign::NUMBER),
            _ => {}
        }
        let number = !evidence.signals.is_empty();
        // The number of the page may stand bare beside the title: 清河日报 2.
        let title = if day.is_some() { key.trim_matches('0') } else { key };
        let paper = title.ends_with(['报', '刊'])
            && (3..=8).contains(&title.chars().count())
            && !ORIGIN.iter().any(|word| title.starts_with(word));
        match day {
            Some(day) if day.contains("星期") || day.contains("农历") => {
                evidence.add(sign::DAY_AND_WEEKDAY);
            }
            Some(_) if paper || number => evidence.add(sign::DAY_AND_TITLE),
            Some(_) if key.is_empty() => evidence.add(sign::DAY),
            _ => {}
        }
        // （下转第三版）, 上接第1版: where a text goes on, on another page.
        if ["下转第", "上接第"].iter().any(|jump| key.starts_with(jump)) && key.ends_with('版')
        {
            evidence.add(sign::PAGE_NUMBER);
        }
        if STAFF.iter().any(|s| key.starts_with(s)) {
            evidence.add(sign::STAFF);
        }
        if CONTACT.iter().any(|c| key.contains(c)) {
            evidence.add(sign::CONTACT);
        }
        if paper {
            evidence.add(sign::PAPER);
        }
        evidence
    }
}

/// Whether a number stands between these lines that both want one: 5月|16|日.
fn wants_number(above: &str, next: &str) -> bool {
    let open = above.ends_with(['年', '月', '第', '约', '近', '达', '共', '的', '为', '至', '到']);
    open && next
        .starts_with(|c: char| "日月年个人元户家名岁次件吨米里亩公千万亿多余%％".contains(c))
}

/// A line without the day that it names, and the words of that day with its weekday.
fn without_day(key: &str) -> (String, Option<&str>) {
    const DAY: &str = "0年0月0日";
    let Some(at) = key.find(DAY) else { return (key.to_owned(), None) };
    let end = at + DAY.len();
    let weekday = ["星期", "农历"].iter().any(|word| key[end..].starts_with(word));
    // The weekday, and the day of the moon behind it, go on to the number of a page.
    let end = if weekday { key[end..].find("第0").map_or(key.len(), |to| end + to) } else { end };
    (format!("{}{}", &key[..at], &key[end..]), Some(&key[at..end]))
}

/// A line without who made the page, where that stands behind its number: 第3版要闻 责任编辑：….
fn without_staff(key: &str) -> &str {
    let starts = STAFF.iter().filter_map(|staff| key.find(staff));
    match starts.filter(|&at| at > 0).min() {
        Some(at) if page_number(&key[..at]).is_some() => &key[..at],
        _ => key,
    }
}

/// Whether a folded character is neither white space nor a rule.
fn is_letter(c: char) -> bool {
    !c.is_whitespace() && !"-|/\\·•.<>[]()=_*\"".contains(c)
}

/// The first letters of a line that is read from one of its ends.
fn letters(line: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    line.map(fold).filter(|c| is_letter(*c)).take(BESIDE)
}

fn is_rule(c: char) -> bool {
    matches!(c, '—' | '-' | '－' | '─' | '·' | '•' | '|' | '～' | '~')
}

/// Who made the page: how such lines begin.
const STAFF: &[&str] = &[
    "责编",
    "责任编辑",
    "本版责编",
    "本版编辑",
    "本版主编",
    "版式",
    "美编",
    "值班编辑",
    "一版责编",
    "编辑:",
    "主编:",
    "校对:",
    "组版",
];

/// Where the paper is reached and registered.
const CONTACT: &[&str] = &[
    "统一刊号",
    "邮发代号",
    "新闻热线",
    "投稿邮箱",
    "电子信箱",
    "e-mail",
    "http:",
    "https:",
    "www",
    "邮政编码",
    "广告热线",
    "发行热线",
    "总第0期",
];

/// What stands beside the number of a page; `None` if there is none: `第0版`,
/// `要闻 a0`, `0版:要闻`.
fn page_number(key: &str) -> Option<&str> {
    for shape in ["第0版", "第0页", "a0版", "b0版", "c0版", "d0版"] {
        if let Some(rest) = key.strip_prefix(shape).or_else(|| key.strip_suffix(shape)) {
            return Some(rest.trim_matches([':', ',']));
        }
    }
    for letter in ["a0", "b0", "c0", "d0", "t0"] {
        if let Some(rest) = key.strip_prefix(letter).or_else(|| key.strip_suffix(letter)) {
            let word = rest.chars().all(|c| crate::text::is_han(c) || c == ':');
            return word.then(|| rest.trim_matches(':'));
        }
    }
    if let Some(rest) = key.strip_prefix("0版").or_else(|| key.strip_suffix("0版")) {
        return Some(rest.trim_matches(':'));
    }
    // 民生 02: a number alone beside what pages are named.
    let rest = key.strip_prefix('0').or_else(|| key.strip_suffix('0'))?;
    let news = rest.ends_with("新闻") && rest.chars().nth(LONGEST_SECTION).is_none();
    (news || SECTIONS.contains(&rest)).then_some(rest)
}

/// How a line begins that says from which paper a text is: that is of the text.
const ORIGIN: &[&str] = &["原载", "摘自", "转自", "选自", "据", "来源"];

/// Longest name of a page of news, in characters.
const LONGEST_SECTION: usize = 6;

/// What pages of papers are named.
const SECTIONS: &[&str] = &[
    "要闻",
    "民生",
    "时政",
    "社会",
    "经济",
    "财经",
    "文化",
    "体育",
    "国际",
    "国内",
    "法治",
    "法制",
    "综合",
    "副刊",
    "教育",
    "健康",
    "旅游",
    "广告",
    "专版",
    "专题",
    "评论",
    "理论",
    "科技",
    "县区",
    "区县",
    "本地",
    "要闻综合",
    "三农",
    "生活",
    "周末",
];

/// Looks at the edges of running text beside lines that can be furniture: most of it stands
/// beside other running text.
fn look_at_edges(seed: &Seed, blocks: &[Block], lines: &mut [Line]) {
    for (at, block) in blocks.iter().enumerate() {
        if !lines[at].prose {
            continue;
        }
        let text = seed.slice(&block.span);
        if at.checked_sub(1).is_some_and(|above| lines[above].can_be) {
            lines[at].head = letters(text.chars()).collect();
        }
        if lines.get(at + 1).is_some_and(|below| below.can_be) {
            let backwards: Vec<char> = letters(text.chars().rev()).collect();
            lines[at].tail = backwards.into_iter().rev().collect();
        }
    }
}

/// Counts how often each short line stands among other neighbours than before: the
/// headline of an article that is printed twice has the same one behind it, a line of
/// a wrapped paragraph the same one before it, wherever the copy was cut.
fn printings(lines: &[Line]) -> FastMap<&str, Printed> {
    let mut found: FastMap<&str, Printed> = FastMap::default();
    let (mut above, mut below) = (FastSet::default(), FastSet::default());
    for (at, line) in lines.iter().enumerate().filter(|(_, l)| l.can_be) {
        let next = lines.get(at + 1).map_or("", |l| if l.prose { &l.head } else { &l.key });
        let before = at.checked_sub(1).map(|b| &lines[b]);
        let printed = found.entry(&line.key).or_default();
        let new_below = below.insert((line.key.as_str(), next));
        let new_above = before.is_none_or(|b| {
            let above_it = if b.prose { &b.tail } else { &b.words };
            above.insert((above_it.as_str(), line.key.as_str()))
        });
        printed.count += usize::from(new_below && (new_above || printed.count == 0));
        printed.in_cut |= before.is_some_and(|b| b.goes_on);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, sample},
        *,
    };

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    const B: &str = "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";
    const C: &str = "让出去的地，换回来的是安心，住在河边的老人说，他在这里住了七十年，头";
    const D: &str = "一回睡得这样踏实，夜里下雨也不用起来看水，更不用把粮食往楼上搬。";

    fn furniture(lines: &[&str]) -> Vec<String> {
        let seed = sample::seed(&lines.join("\n\n"));
        let (kept, repairs) = take_out(&seed, split(&seed));
        assert_eq!(kept.len() + repairs.len(), lines.len());
        repairs.into_iter().map(|r| r.before).collect()
    }

    #[test]
    fn what_stands_on_each_page_is_told() {
        let found = furniture(&[
            "清河日报",
            "2023年3月21日 星期二",
            "第1版",
            "柳堤新绿",
            "记者 刘娟",
            A,
            C,
            "清河日报",
            "2023年3月21日 星期二",
            "第2版",
            D,
            "龙舟竞渡",
            B,
            "— 3 —",
            "A03 要闻",
            "责编：孙立 版式：王海",
        ]);
        let expected = [
            "清河日报",
            "2023年3月21日 星期二",
            "第1版",
            "清河日报",
            "2023年3月21日 星期二",
            "第2版",
            "— 3 —",
            "A03 要闻",
            "责编：孙立 版式：王海",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_running_title_is_told_by_where_it_stands() {
        let title = "水边的日子";
        assert_eq!(furniture(&[title, A, C, title, D, title, B, "柳堤", title, A]), [title; 4]);
    }

    #[test]
    fn columns_copies_and_dates_of_documents_are_text() {
        let lines = [
            "水边谈",
            "柳堤新绿",
            A,
            "水边谈",
            "龙舟竞渡",
            B,
            "水边谈",
            "集市记",
            A,
            "2023年3月21日",
        ];
        assert_eq!(furniture(&lines), [""; 0]);
        let copy = ["柳堤新绿", A, B].repeat(6);
        assert_eq!(furniture(&copy), [""; 0]);
        assert_eq!(furniture(&["第3版"]), [""; 0]);
        assert_eq!(furniture(&["3", "苹果", "12", "梨", A]), [""; 0]);
    }

    #[test]
    fn a_number_in_a_sentence_is_text() {
        let page = ["清河日报", "第1版", A, "集市从去年5月", "16", "日起搬进新棚，", B, "第2版"];
        assert_eq!(furniture(&page), ["清河日报", "第1版", "第2版"]);
    }

    #[test]
    fn a_day_beside_a_title_or_a_page_is_furniture() {
        for line in [
            "清河日报 2024年8月7日 第2版",
            "2024年8月7日 第2版",
            "清河周刊 2024年8月7日",
            "民生 02",
            "（下转第三版）",
            "03 综合新闻",
            "2024年8月7日 清河日报 2",
            "第3版 要闻 责任编辑：孙立",
            "02 地方新闻",
        ] {
            assert_eq!(furniture(&[A, line, B]), [line], "{line}");
        }
        assert_eq!(furniture(&[A, "2024年8月7日", B]), [""; 0]);
        assert_eq!(furniture(&[A, "清河两岸 2024年8月7日", B]), [""; 0]);
        assert_eq!(furniture(&[A, "（原载清河日报2024年8月7日）", B]), [""; 0]);
    }

    #[test]
    fn what_stands_in_a_cut_of_both_copies_is_no_furniture() {
        let (left, right) = (C, D);
        // A head or the credit of a photo, with its article, twice.
        for line in ["柳堤新绿", "记者 孙立 摄", "一、修堤"] {
            let page = [A, left, line, right, B, A, "龙舟竞渡", left, line, "堤上", right];
            assert_eq!(furniture(&page), [""; 0], "{line}");
        }
        // What was cut twice, in copies that were cut in other places as well.
        let (part, rest) = ("堤上种的", "柳树活了九成，剩下的补种在桥头，春天再看，还缺三百棵。");
        let page = [
            "一共用了三万立方米，一分钱也没有多花，",
            part,
            rest,
            "河边的人说，一共用了三万立方米，一分钱也没有多花，",
            part,
            "柳树活了九成，剩下的补种在桥头，",
            B,
            "他们都说，一分钱也没有多花，",
            part,
            "柳树活了九成，剩下的",
            "补种在桥头。",
        ];
        assert_eq!(furniture(&page), [""; 0]);
        // By what stands above alone, and by what stands below alone.
        let rests = ["柳树活了九成，剩下的", "柳树活了九成，", "柳树活了九成，剩下的补种"];
        let open = [C, "修堤的时候，沿河的住户让出了菜地，堤上", "他在这里住了七十年，说堤"];
        let below = open.iter().zip(rests).flat_map(|(open, rest)| [*open, part, rest]);
        assert_eq!(furniture(&below.collect::<Vec<_>>()), [""; 0]);
        let lefts = ["一分钱也没有多花，", "都说一分钱也没有多花，", "他一分钱也没有多花，"];
        let above = [A, B, D].iter().zip(lefts).flat_map(|(other, left)| [left, part, *other]);
        assert_eq!(furniture(&above.collect::<Vec<_>>()), [""; 0]);
        // A part of a sentence is none, wherever it stands.
        let part = "修堤的石料，运费";
        assert_eq!(furniture(&[A, C, part, D, part, B, "柳堤", part, A]), [""; 0]);
    }

    #[test]
    fn a_wrapped_paragraph_that_is_printed_twice_is_no_furniture() {
        let lines = [
            "让出去的地，换回来的是",
            "安心，住在河边的老人说，他",
            "在这里住了七十年，头",
            "一回睡得踏实。",
        ];
        let mut page = vec!["清河日报", "第1版", A];
        page.extend(lines);
        page.push(B);
        // The copy is cut elsewhere, so that its lines stand before other ones.
        page.extend([lines[0], lines[1], "在这里住了", "第2版", "七十年，头", "一回睡得踏实。"]);
        page.extend([lines[0], lines[1], "在这里", "住了七十年，头一回睡得踏实。"]);
        let found = furniture(&page);
        assert!(found.iter().all(|line| line.chars().count() < 5), "{found:?}");
    }
}
