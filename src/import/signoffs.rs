//! Sign-offs (落款) and what stands beside them: who issued a notice and on which day, where to
//! call and write.
//!
//! All of it is text of the article above. Most of these lines are short and have no end, so that
//! they would be read as heads of what follows.

use super::{
    decode::Seed,
    line::{is_document, is_numbered},
    passage::{Passage, Role, ends_properly},
};
use crate::text::{ends_with, fold::fold, is_han};

/// How the names of offices end that sign a notice.
const OFFICES: &[&str] = &[
    "局",
    "委",
    "委员会",
    "法院",
    "检察院",
    "队",
    "厅",
    "办",
    "办公室",
    "所",
    "政府",
    "部",
    "处",
    "司",
    "站",
    "中心",
    "公司",
    "集团",
    "学校",
    "大学",
    "医院",
    "协会",
    "联合会",
    "商会",
    "总工会",
    "银行",
    "管理处",
    "指挥部",
    "领导小组",
];
/// Longest name of such an office, in characters.
const LONGEST_OFFICE: usize = 30;
/// Shortest name of one that signs without a day, in characters: 县政府 may open a head.
const LEAST_OFFICE: usize = 5;

/// Gives the lines that sign a text, and those that say where to call, their roles.
pub(super) fn find(seed: &Seed, passages: &mut [Passage]) {
    for line in passages.iter_mut().filter(|line| line.role == Role::Head) {
        let words = line.words(seed);
        if is_contact(&words) || is_regards(&words) {
            line.role = Role::Body;
        }
    }
    with_a_day(seed, passages);
    without_a_day(seed, passages);
}

/// A day that stands alone below running text, and the offices above it, sign that text.
fn with_a_day(seed: &Seed, passages: &mut [Passage]) {
    for day in 1..passages.len() {
        if !matches!(passages[day].role, Role::Head | Role::Body)
            || !is_day(&passages[day].words(seed))
        {
            continue;
        }
        let office = |p: &Passage| p.role == Role::Head && is_office(&p.words(seed));
        let from = passages[..day].iter().rposition(|p| !office(p)).map_or(0, |above| above + 1);
        if from > 0 && passages[from - 1].role == Role::Body {
            passages[from..=day].iter_mut().for_each(|line| line.role = Role::SignOff);
        }
    }
}

/// Names of offices below a whole paragraph sign it without a day: several together, or one below
/// a notice. One alone above a headline may be a part of it.
fn without_a_day(seed: &Seed, passages: &mut [Passage]) {
    let names = |p: &Passage| {
        let words = p.words(seed);
        p.role == Role::Head
            && words.chars().nth(LEAST_OFFICE - 1).is_some()
            && words.chars().all(is_han)
            && is_office(&words)
    };
    let mut at = 1;
    while at < passages.len() {
        let count = passages[at..].iter().take_while(|p| names(p)).count();
        let above = &passages[at - 1];
        let below_text = above.role == Role::Body && ends_properly(&above.words(seed));
        if below_text && (count > 1 || (count == 1 && is_notice(seed, &passages[..at]))) {
            passages[at..at + count].iter_mut().for_each(|line| line.role = Role::SignOff);
        }
        at += count.max(1);
    }
}

/// How the titles of what is signed so end, beside those of documents.
const LETTERS: &[&str] = &[
    "信",
    "倡议书",
    "公示",
    "启事",
    "声明",
    "通告",
    "公告",
    "通知",
    "函",
    "报告",
    "通报",
    "意见",
    "方案",
    "办法",
    "决定",
];

/// Whether the text that these passages end with is a notice: the last line above it that is no
/// subhead with a number is titled so.
fn is_notice(seed: &Seed, passages: &[Passage]) -> bool {
    /// So many passages a notice has at most.
    const MOST: usize = 60;
    let above = passages.iter().rev().take(MOST).filter(|p| p.role != Role::Body);
    let title = above.map(|p| (p.role, p.words(seed))).find(|(_, words)| !is_numbered(words));
    title.is_some_and(|(role, words)| {
        role == Role::Head && (is_document(&words) || ends_with(words.trim_end(), LETTERS))
    })
}

/// Whether a line is the name of an office.
fn is_office(line: &str) -> bool {
    line.chars().nth(LONGEST_OFFICE).is_none() && ends_with(line.trim_end(), OFFICES)
}

/// Whether a line is how a letter ends: 此致, 敬礼.
fn is_regards(line: &str) -> bool {
    let words: String = line.chars().filter(|c| is_han(*c)).collect();
    matches!(words.as_str(), "此致" | "敬礼" | "此致敬礼" | "特此公告" | "特此通告" | "特此通知")
}

/// What stands before the colon where a notice says where to call, to write, what is added.
const CONTACTS: &[&str] = &[
    "电话",
    "热线",
    "传真",
    "地址",
    "邮编",
    "邮箱",
    "网址",
    "网站",
    "联系人",
    "微信",
    "公众号",
    "附件",
];

/// Whether a line says where to call or to write: 咨询电话：0851-86000000, 附件：…
pub(super) fn is_contact(line: &str) -> bool {
    const LONGEST_LABEL: usize = 10;
    let label = line.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|label| {
        label.chars().nth(LONGEST_LABEL).is_none() && ends_with(label.trim_end(), CONTACTS)
    })
}

/// Whether a line is a day and nothing else: 2023年5月31日, 二〇二三年五月三十一日.
fn is_day(line: &str) -> bool {
    const LONGEST: usize = 24;
    if line.chars().nth(LONGEST).is_some() {
        return false;
    }
    let line: String = line.chars().filter(|c| !c.is_whitespace()).map(fold).collect();
    let number = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count())
            && text.chars().all(|c| c.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(c))
    };
    line.split_once('年').is_some_and(|(year, rest)| {
        let rest = rest.strip_suffix('日').and_then(|rest| rest.split_once('月'));
        number(year, 4) && rest.is_some_and(|(month, day)| number(month, 2) && number(day, 3))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn roles(lines: &[&str]) -> Vec<Role> {
        sample::page(lines).1.iter().map(|p| p.role).collect()
    }

    const PROSE: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走。";

    #[test]
    fn a_day_and_the_offices_above_it_sign_the_text_above() {
        use Role::{Body, Byline, Head, SignOff};
        let (prose, office) = (PROSE, "清河县水利局");
        let found = roles(&[prose, office, "二〇二三年五月三十一日", "柳堤新绿", prose]);
        assert_eq!(found, [Body, SignOff, SignOff, Head, Body]);
        assert_eq!(roles(&[prose, "2023年5月31日"]), [Body, SignOff]);
        assert_eq!(roles(&["柳堤新绿", "记者 刘娟", "2023年5月31日", prose])[1..3], [Byline, Head]);
        assert_eq!(roles(&[prose, office, "柳堤新绿", prose])[1], Head);
    }

    #[test]
    fn offices_sign_a_notice_without_a_day() {
        use Role::{Body, Head, SignOff};
        let (prose, office, notice) = (PROSE, "清河县水利局", "关于清河封河的通告");
        assert_eq!(
            roles(&[prose, office, "清河县公安局", "柳堤新绿"])[1..],
            [SignOff, SignOff, Head]
        );
        assert_eq!(
            roles(&[notice, prose, "一、封河的时间", prose, office, "柳堤新绿"])[4],
            SignOff
        );
        assert_eq!(roles(&["柳堤新绿", prose, office, "柳堤新绿"])[2], Head);
        assert_eq!(roles(&[prose, "此致", "敬礼", "柳堤新绿", prose])[1..4], [Body, Body, Head]);
        assert_eq!(roles(&[notice, "清河两岸种满了柳树", office, "柳堤新绿"])[2], Head);
        assert_eq!(
            roles(&[prose, "举报电话：0851-86000000", office, "2023年5月31日"])[1..],
            [Body, SignOff, SignOff]
        );
    }
}
