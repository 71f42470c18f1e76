//! Credits of pictures (图片署名): whose picture it is, at the end of its caption.

use std::ops::Range;

use super::{Credit, Role, parse};
use crate::text::{ends_sentence, is_closer};

/// Longest credit, in characters.
const LONGEST: usize = 40;

/// Words that end a credit which names no person: an office, an agency, an archive.
const ENDS: &[&str] = &[
    "摄",
    "摄影",
    "供图",
    "提供",
    "制图",
    "绘图",
    "绘制",
    "绘",
    "图片社",
    "翻拍",
    "截图",
    "资料图",
    "资料图片",
    "资料照片",
    "社发",
    "视觉中国",
    "生成",
];
/// Words that begin one.
const STARTS: &[&str] = &[
    "图源",
    "图片来源",
    "来源：",
    "供图：",
    "图：",
    "图/",
    "摄影：",
    "制图：",
    "绘图：",
    "图片由",
];
/// Words after names that speak of a picture.
const PICTURED: &[&str] = &["摄", "图", "影", "绘"];

/// The credit of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureCredit {
    /// Where it stands in the caption, in bytes, with its brackets; it goes to the end.
    pub span: Range<usize>,
    /// Who is named in it, with their places in the caption. Nobody, where it names an
    /// office or an agency.
    pub credits: Vec<Credit>,
}

/// The credit that a caption ends with: `…现场。（张三 摄）`, `… 本报记者王五 摄/文`,
/// `…（县委宣传部供图）`.
pub fn of_caption(caption: &str) -> Option<PictureCredit> {
    let end = caption.trim_end().trim_end_matches('。').len();
    let text = &caption[..end];
    let found = |start: usize, credits| PictureCredit { span: start..caption.len(), credits };
    if text.ends_with(['）', ')', '】', ']']) {
        let open = text.rfind(['（', '(', '【', '['])?;
        let people = people(&text[open..], open);
        let inside = text[open..].trim_matches(|c| "（）()【】[]".contains(c)).trim();
        let credited = !people.is_empty() || is_source(inside);
        return credited.then(|| found(open, people));
    }
    let starts = starts(text);
    for &start in &starts {
        let people = people(&text[start..], start);
        if !people.is_empty() {
            return Some(found(start, people));
        }
    }
    // Without a person the last words say it; a word alone (供图) with those before.
    let long = |start: &&usize| text[**start..].trim().chars().count() > 3;
    let &start = starts.iter().rev().find(long)?;
    let said = is_source(text[start..].trim());
    (said && (start > 0 || begins(text))).then(|| found(start, Vec::new()))
}

/// Whether a byline says that who wrote the text made its pictures too: `记者 甲 文/图`,
/// `通讯员 乙 摄`.
pub fn credits_pictures(line: &str) -> bool {
    !people(line, 0).is_empty()
}

/// Who is named in `words`, if they are a credit of pictures. `at` is where they stand.
fn people(words: &str, at: usize) -> Vec<Credit> {
    let mut credits = parse(words);
    let plain = words.trim_end_matches(|c: char| c.is_whitespace() || is_closer(c));
    let pictured = credits.iter().any(|credit| credit.role == Role::Photographer)
        || plain
            .rsplit([' ', '　', '/'])
            .take(2)
            .any(|word| PICTURED.iter().any(|p| word.ends_with(p)));
    if !pictured {
        return Vec::new();
    }
    for credit in &mut credits {
        credit.span = credit.span.start + at..credit.span.end + at;
    }
    credits
}

fn begins(words: &str) -> bool {
    STARTS.iter().any(|start| words.starts_with(start))
}

/// Whether `words` say where a picture comes from.
fn is_source(words: &str) -> bool {
    let short = words.chars().count() <= LONGEST && !words.contains(['，', '。', '；', '！', '？']);
    short && (begins(words) || ENDS.iter().any(|end| words.ends_with(end)))
}

/// Where a credit may start near the end of `text`, the first place first: behind a
/// sentence, behind a space, at the start.
fn starts(text: &str) -> Vec<usize> {
    let from = text.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let mut starts: Vec<usize> = if from == 0 { vec![0] } else { Vec::new() };
    let mut before = false;
    for (at, c) in text[from..].char_indices() {
        if before && !c.is_whitespace() && !is_closer(c) {
            starts.push(from + at);
        }
        before = c.is_whitespace() || ends_sentence(c) || (before && is_closer(c));
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_ends_with_its_credit() {
        for (caption, credit, names) in [
            ("图为大桥合龙现场。（张三 摄）", "（张三 摄）", "张三"),
            ("图为大桥合龙现场（张立摄）。", "（张立摄）。", "张立"),
            ("大桥合龙。记者 李四 摄", "记者 李四 摄", "李四"),
            ("大桥合龙。本报记者王五 摄/文", "本报记者王五 摄/文", "王五"),
            (
                "大桥合龙。 本报记者 王五 通讯员 李四 摄影报道",
                "本报记者 王五 通讯员 李四 摄影报道",
                "王五 李四",
            ),
            ("村民在收割水稻 记者 李四 摄", "记者 李四 摄", "李四"),
            ("村民在收割水稻　李四/摄", "李四/摄", "李四"),
            ("“水退了！”摄影：孙立", "摄影：孙立", "孙立"),
            ("大桥合龙。（清河县委宣传部供图）", "（清河县委宣传部供图）", ""),
            ("大桥合龙。清河县委宣传部 供图", "清河县委宣传部 供图", ""),
            ("大桥合龙（资料图片）", "（资料图片）", ""),
            ("大桥合龙。新华社发", "新华社发", ""),
            ("大桥合龙。图片来源：清河发布", "图片来源：清河发布", ""),
            ("孙立 摄", "孙立 摄", "孙立"),
        ] {
            let found = of_caption(caption);
            let shown = found.as_ref().map(|f| &caption[f.span.clone()]);
            assert_eq!(shown, Some(credit), "{caption}");
            let credits = found.map(|f| f.credits).unwrap_or_default();
            let at: Vec<&str> = credits.iter().map(|c| &caption[c.span.clone()]).collect();
            assert_eq!(at.join(" "), names, "{caption}");
        }
    }

    #[test]
    fn other_captions_have_none() {
        for caption in [
            "",
            "图为大桥合龙现场。",
            "大桥合龙（左图）",
            "张三（左）与李四（右）握手（资料",
            "救灾物资由爱心企业提供",
            "村民领到救灾物资（由爱心企业送到村口，再由干部提供）",
            "记者在现场采访",
            "大桥合龙。（记者 李四）",
            "）",
        ] {
            assert_eq!(of_caption(caption), None, "{caption}");
        }
    }

    #[test]
    fn a_byline_may_credit_the_pictures() {
        for line in ["通讯员 周亚运 摄", "记者 周海 通讯员 吴桐 文/图", "本报记者 周海 摄影报道"]
        {
            assert!(credits_pictures(line), "{line}");
        }
        for line in ["记者 周海", "记者 周海 报道", "文/孙立", ""] {
            assert!(!credits_pictures(line), "{line}");
        }
    }
}
