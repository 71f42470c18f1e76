//! Bylines (署名): who wrote, in which role, for whom.
//!
//! A byline names people, each with what they did: `记者 刘娟`, `本报记者 甲 乙`,
//! `记者 甲 通讯员 乙 文/图`, `（记者 甲）`, `通讯员 甲 摄`, or with a post:
//! `某市委常委、市委政法委书记 甲`. The line is read token by token; a line with
//! anything that is neither a role, a post nor a name is no byline.

mod caption;
#[cfg(test)]
mod tests;
mod words;

pub use caption::{PictureCredit, credits_pictures, of_caption};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::words::{
    AFTER, BEFORE, BODIES, COLLECTIVE, LEARNED, OUTLETS, PHOTO, POSTS, RANKS, READERS, SOURCES,
    TRADES, names_post,
};
use crate::text::{
    ends_sentence, ends_with, is_closer, is_han,
    names::{
        can_be_name, is_foreign_name, is_rare_name, is_titled_name, is_usual_name,
        opens_with_a_word,
    },
};

/// What somebody did for an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 记者, 本报记者, 见习记者 …
    Reporter,
    /// 通讯员
    Correspondent,
    /// 摄, 摄影, 图
    Photographer,
    /// A name with a post (某市委书记 …), 作者, 文, or no role at all.
    Author,
}

/// One name of a byline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The name, without spaces inside.
    pub name: String,
    /// Where the name stands in the line, in bytes.
    pub span: Range<usize>,
    /// In which role.
    pub role: Role,
    /// The words that say so as printed: `记者`, `通讯员`,
    /// `某市委常委、市委政法委书记`; empty if there are none.
    pub title: String,
}

/// Longest byline, in characters. Longer lines are prose.
const LONGEST: usize = 60;

/// Marks that are set before a byline.
const MARKS: [char; 6] = ['□', '■', '◎', '●', '○', '◆'];

/// Longest name of where a picture is from, in characters.
const LONGEST_SOURCE: usize = 8;

/// Longest name of an office that a picture is from, in characters.
const LONGEST_OFFICE: usize = 20;

/// Shortest post with a name at its end without a space, in characters. Shorter
/// ones are addresses (王书记) and headlines.
const LEAST_POST: usize = 5;

/// Reads a byline that names no person: 本报评论员.
fn collective(line: &str) -> Option<Credit> {
    let span = tokens(line).into_iter().reduce(|a, b| a.start..b.end)?;
    let text = &line[span.clone()];
    let outlet = COLLECTIVE.iter().find_map(|c| text.strip_suffix(c))?;
    let paper = outlet.ends_with(['报', '刊', '网', '社']) && is_outlet(outlet);
    paper.then(|| Credit { name: text.to_owned(), span, role: Role::Author, title: String::new() })
}

/// Reads a line as a byline. Empty if it is none.
pub fn parse(line: &str) -> Vec<Credit> {
    // A paragraph is told after its first characters.
    if line.chars().nth(LONGEST).is_some() || line.contains(['。', '！', '？', '，', '；']) {
        return Vec::new();
    }
    if let Some(paper) = collective(line) {
        return vec![paper];
    }
    let tokens = tokens(line);
    Reader { line, tokens: &tokens, at: 0, role: None, credits: Vec::new() }
        .read()
        .unwrap_or_default()
}

/// Longest name of a place in a dateline, in characters.
const LONGEST_PLACE: usize = 6;

/// Longest opening of a lead that names its reporters, in characters.
const LONGEST_OPENING: usize = 60;

/// Whether a text opens as only the first paragraph of a news item does: 本报讯,
/// 本报某市3月5日电, （记者 …）.
pub fn opens_news(text: &str) -> bool {
    end_of_dateline(text).is_some()
}

/// The dateline of a lead: 本报赤峰讯, 本报赤峰5月3日电. The place in it is that of the news.
pub fn dateline(text: &str) -> Option<&str> {
    end_of_dateline(text).map(|end| &text[..end]).filter(|words| !words.is_empty())
}

/// Where the first words of a text begin, behind its dateline and who is named there in
/// brackets.
pub fn end_of_opening(text: &str) -> usize {
    let end = end_of_dateline(text).unwrap_or(0);
    let rest = text[end..].trim_start();
    let start = text.len() - rest.len();
    let named = rest
        .starts_with(['（', '('])
        .then(|| rest.char_indices().take(LONGEST_OPENING).find(|(_, c)| "）)".contains(*c)));
    match named.flatten() {
        Some((at, c)) if end > 0 || opens_news(text) => start + at + c.len_utf8(),
        _ => end,
    }
}

/// Where the dateline (电头, 讯头) of a lead ends: behind 讯 or 电, or before a
/// bracket that names reporters.
fn end_of_dateline(text: &str) -> Option<usize> {
    let end = text.char_indices().nth(30).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if let Some(inside) = head.strip_prefix(['（', '(']) {
        let of_paper =
            |words: &&str| inside.strip_prefix(*words).is_some_and(|r| r.contains("记者"));
        return (inside.starts_with("记者")
            || OUTLETS.iter().chain(RANKS).any(of_paper)
            || inside.starts_with("通讯员"))
        .then_some(0);
    }
    // 讯 stands at once behind the paper, 电 behind place and day: most texts have neither.
    if !head.contains(['讯', '电']) {
        return None;
    }
    for (paper, _) in head.match_indices(['报', '刊', '网', '社']) {
        let outlet = &head[..paper + 3];
        if outlet.chars().count() > 8 || !outlet.chars().all(is_han) {
            break;
        }
        let rest = &head[paper + 3..];
        if rest.starts_with('讯') {
            return Some(paper + 6);
        }
        // 本报赤峰讯, 本报那曲电: the place stands between; 通讯员 is nobody's place.
        if let Some((place, behind)) = rest.split_once(['讯', '电'])
            && (2..=LONGEST_PLACE).contains(&place.chars().count())
            && place.chars().all(is_han)
            && !place.ends_with('通')
            && behind.starts_with(|c: char| c.is_whitespace() || "（(：:".contains(c))
        {
            return Some(paper + 3 + place.len() + "讯".len());
        }
        let day = ["日电", "日讯"].iter().filter_map(|word| rest.find(word)).min();
        let day = day.filter(|&at| !rest[..at].contains(['，', '。', '；']));
        if let Some(at) = day
            && rest[..at].contains('月')
        {
            return Some(paper + 3 + at + "日电".len());
        }
    }
    None
}

/// The names in the opening of a lead: `本报讯（记者 甲 通讯员 乙）`, `本报讯 记者甲
/// 报道`, `本报某市3月5日电（记者 甲）`.
pub fn of_lead(text: &str) -> Vec<Credit> {
    let Some(end) = end_of_dateline(text) else { return Vec::new() };
    let opening: String = text[end..].chars().take(LONGEST_OPENING).collect();
    let start = opening.trim_start();
    let bracketed = start
        .strip_prefix(['（', '('])
        .and_then(|inside| inside.find(['）', ')']).map(|to| signed(&inside[..to])));
    if let Some(found) = bracketed.filter(|found| !found.is_empty()) {
        return found;
    }
    // Without brackets the names end where the line is no byline any more.
    let ends = start.char_indices().filter(|(_, c)| c.is_whitespace() || "：:，。".contains(*c));
    let named = ends.map(|(at, _)| &start[..at]).take_while(|words| !words.contains(['，', '。']));
    named
        .map(|words| parse(words.strip_suffix("报道").unwrap_or(words)))
        .filter(|found| !found.is_empty())
        .last()
        .unwrap_or_default()
}

/// The names in brackets at the end of a text: `…的路。（记者 甲）`, `（甲 乙）`.
pub fn of_end(text: &str) -> Vec<Credit> {
    // Most texts end in no bracket, and are not read back to one.
    if !text.ends_with(['）', ')', '】']) {
        return Vec::new();
    }
    let Some(open) = text.rfind(['（', '(', '【']) else { return Vec::new() };
    let before = text[..open].trim_end();
    if !(before.is_empty() || before.ends_with(|c| ends_sentence(c) || is_closer(c))) {
        return Vec::new();
    }
    signed(&text[open..])
}

/// Who signs in brackets: with a role, or by the name alone.
fn signed(words: &str) -> Vec<Credit> {
    let signed = parse(words);
    if signed.is_empty() { bare_names(words) } else { signed }
}

/// Reads a line that holds nothing but names. Only where a byline is expected is
/// it one.
pub fn bare_names(line: &str) -> Vec<Credit> {
    if line.chars().nth(LONGEST).is_some() {
        return Vec::new();
    }
    let tokens = tokens(line);
    if tokens.len() > 6 {
        return Vec::new();
    }
    let mut reader = Reader { line, tokens: &tokens, at: 0, role: None, credits: Vec::new() };
    // 柳堤记, 柳堤夜话: so texts are titled.
    if line.ends_with(['记', '谈', '录', '说', '话', '篇']) {
        return Vec::new();
    }
    let several = tokens.len() > 1;
    let all = tokens.iter().all(|token| reader.names(token))
        && reader.credits.iter().any(|credit| is_usual_name(&credit.name))
        && reader.credits.iter().all(|credit| {
            is_usual_name(&credit.name) || (several && !opens_with_a_word(&credit.name))
        });
    if all { reader.credits } else { Vec::new() }
}

/// Whether a line is a post without the name that belongs to it: the name
/// stands on the next line.
pub fn is_post(line: &str) -> bool {
    let length = line.chars().count();
    (LEAST_POST..=30).contains(&length)
        && names_post(line)
        && !line.contains(['，', '。', '：', '？', '！', '“'])
}

/// The paper that the words before a name speak of: 贵州日报 of 贵州日报首席记者.
/// `None` where they name none, and of 本报, which is whatever paper printed it.
pub fn outlet(title: &str) -> Option<&str> {
    let mut outlet =
        ["记者", "通讯员", "实习生"].iter().find_map(|role| title.strip_suffix(role))?;
    while let Some(before) = RANKS.iter().find_map(|rank| outlet.strip_suffix(rank)) {
        outlet = before;
    }
    let paper = outlet.chars().count() > 2 && outlet.ends_with(['报', '刊', '网', '社', '台']);
    (paper && !outlet.starts_with('本')).then_some(outlet)
}

/// Whether a post is an office: of the state, the party, a court. Of several it is the
/// last that counts, and a professor or a lawyer has none.
pub fn is_office(title: &str) -> bool {
    names_post(title) && !ends_with(title, LEARNED)
}

/// Whether `line` is the credit of a photo (图片署名): names and what says that
/// they took the picture.
pub fn is_photo_credit(line: &str) -> bool {
    are_of_photo(&parse(line))
}

/// Whether a line says which office a picture is from and names nobody: 某某博物馆供图.
pub fn is_picture_of_office(line: &str) -> bool {
    let office = line.trim_end().strip_suffix("供图").map(str::trim_end);
    office.is_some_and(|office| {
        office.chars().nth(LONGEST_OFFICE).is_none()
            && office.chars().all(is_han)
            && ends_with(office, BODIES)
    })
}

/// Whether these are the credit of a photo: there are some, and all of photographers.
pub fn are_of_photo(credits: &[Credit]) -> bool {
    !credits.is_empty() && credits.iter().all(|c| c.role == Role::Photographer)
}

/// The parts of a line between spaces and marks, as byte ranges.
fn tokens(line: &str) -> Vec<Range<usize>> {
    let separates = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '：' | ':'
                    | '（'
                    | '）'
                    | '('
                    | ')'
                    | '□'
                    | '■'
                    | '◎'
                    | '●'
                    | '○'
                    | '◆'
                    | '|'
                    | '｜'
                    | '【'
                    | '】'
                    | '['
                    | ']'
            )
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices() {
        match (separates(c), start) {
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    found.extend(start.map(|from| from..line.len()));
    join_spaced_names(line, found)
}

/// Two single characters with a space between are one name set wide: 刘　娟.
fn join_spaced_names(line: &str, tokens: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let single = |r: &Range<usize>| {
        // 图/杨　军: the role stands before the first.
        let text = line[r.clone()].trim_start_matches("文/").trim_start_matches("图/");
        text.chars().count() == 1
            && text.chars().all(is_han)
            && text != "摄"
            && text != "文"
            && text != "图"
    };
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match rest.peek() {
            Some(next) if single(&token) && single(next) => {
                joined.push(token.start..next.end);
                rest.next();
            }
            _ => joined.push(token),
        }
    }
    joined
}

struct Reader<'a> {
    line: &'a str,
    tokens: &'a [Range<usize>],
    at: usize,
    role: Option<(Role, String)>,
    credits: Vec<Credit>,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Option<Vec<Credit>> {
        while self.at < self.tokens.len() {
            let token = self.tokens[self.at].clone();
            self.at += 1;
            let known = self.role_word(&token)
                || self.closing_word(&token)
                || self.names(&token)
                || self.source(&token);
            if !known {
                self.post(&token)?;
            }
        }
        let said = self.credits.iter().any(|c| !c.title.is_empty() || c.role != Role::Author)
            || (self.line.trim_start().starts_with(MARKS)
                && self.credits.iter().all(|credit| !opens_with_a_word(&credit.name)));
        (said && !self.credits.is_empty()).then_some(self.credits)
    }

    fn text(&self, token: &Range<usize>) -> &'a str {
        let line: &'a str = self.line;
        &line[token.clone()]
    }

    /// `记者`, `本报记者`, `记者刘娟`, `文/刘娟`.
    fn role_word(&mut self, token: &Range<usize>) -> bool {
        let text = self.text(token);
        for (word, role) in BEFORE {
            let Some(at) = find(text, word) else { continue };
            let outlet = &text[..at];
            let after = &text[at + word.len()..];
            let plain = outlet.is_empty() || (*role != Role::Author && is_outlet(outlet));
            if !plain {
                continue;
            }
            let title = text[..at + word.len()].to_owned();
            let start = token.end - after.len();
            let name = after.trim_start_matches('/');
            if name.is_empty() {
                let last = self.at == self.tokens.len();
                if last && AFTER.contains(&text) {
                    return false;
                }
                self.role = Some((*role, title));
                return true;
            }
            if word.chars().count() == 1 && !after.starts_with('/') {
                continue;
            }
            let skipped = after.len() - name.len();
            let span = start + skipped..token.end;
            let before = self.role.replace((*role, title));
            if self.names(&span) {
                return true;
            }
            self.role = before;
        }
        false
    }

    /// `摄`, `文/图` after the names, or `刘娟/摄`.
    fn closing_word(&mut self, token: &Range<usize>) -> bool {
        let text = self.text(token);
        if AFTER.contains(&text) && !self.credits.is_empty() {
            if PHOTO.contains(&text) {
                // What the line ends in holds for the names since the last role
                // that is not of a photo: 记者 甲 文 乙 摄 names one photographer.
                let photo = self.role.as_ref().map(|(_, title)| title.clone());
                for credit in self.credits.iter_mut().rev() {
                    let same = photo.as_ref().is_none_or(|t| *t == credit.title);
                    if !same {
                        break;
                    }
                    credit.role = Role::Photographer;
                }
            }
            return true;
        }
        // 孙立摄: the word and the name as one.
        for word in ["摄影报道", "摄影", "摄"] {
            let name = text.strip_suffix(word).filter(|name| !name.ends_with('/'));
            if let Some(name) = name.filter(|n| can_be_name(n) || is_rare_name(n)) {
                self.role = Some((Role::Photographer, word.to_owned()));
                let name = Credit {
                    name: name.to_owned(),
                    span: token.start..token.start + name.len(),
                    role: Role::Photographer,
                    title: word.to_owned(),
                };
                self.credits.push(name);
                return true;
            }
        }
        let Some((names, word)) = text.rsplit_once('/') else { return false };
        if !AFTER.contains(&word) {
            return false;
        }
        let role = if PHOTO.contains(&word) { Role::Photographer } else { Role::Author };
        let span = token.start..token.start + names.len();
        self.role = Some((role, word.to_owned()));
        self.names(&span)
    }

    /// `资料图片`, `某某图片`: where a picture is from, before who took it.
    fn source(&self, token: &Range<usize>) -> bool {
        let text = self.text(token);
        self.is_of_picture() && ends_with(text, SOURCES) && text.chars().count() <= LONGEST_SOURCE
    }

    /// Whether the line ends in 摄: what stands before is who, and from where.
    fn is_of_picture(&self) -> bool {
        self.tokens.last().is_some_and(|last| self.text(last) == "摄")
    }

    /// `刘娟`, `刘娟、谭铮`.
    fn names(&mut self, token: &Range<usize>) -> bool {
        let mut found = Vec::new();
        let mut start = token.start;
        for part in self.line[token.clone()].split(['、', '/', ',']) {
            let span = start..start + part.len();
            start = span.end + part_gap(self.line, span.end);
            let name: String = part.chars().filter(|c| !c.is_whitespace()).collect();
            let (role, title) = self.role.clone().unwrap_or((Role::Author, String::new()));
            // Behind 记者 and 文/ stands a name, rare as its surname may be.
            let sure = self.is_of_picture()
                || matches!(role, Role::Reporter | Role::Correspondent)
                || matches!(title.as_str(), "文" | "图" | "摄影" | "撰文");
            let named = can_be_name(&name)
                || (sure && (is_rare_name(&name) || is_foreign_name(&name)))
                || (!title.is_empty() && is_titled_name(&name));
            if !named {
                return false;
            }
            found.push(Credit { name, span, role, title });
        }
        self.credits.append(&mut found);
        true
    }

    /// `某市委常委、市委政法委书记`, with a name after it or at its end.
    fn post(&mut self, token: &Range<usize>) -> Option<()> {
        let text = self.text(token);
        let is_post = |text: &str| names_post(text) && text.chars().count() >= 2;
        if is_post(text) {
            let mut next = self.tokens.get(self.at)?;
            let mut title = text.to_owned();
            // 某市委常委 市委政法委书记 甲: a post in several parts.
            while is_post(self.text(next)) && !can_be_name(&compact(self.text(next))) {
                self.at += 1;
                title = format!("{title} {}", self.text(next));
                next = self.tokens.get(self.at)?;
            }
            // A post of several parts or with its place is one; 局长 may open a headline.
            let long = title.chars().nth(LEAST_POST).is_some();
            let name = compact(self.text(next));
            let named = if long { is_titled_name(&name) } else { can_be_name(&name) };
            return named.then(|| self.role = Some((Role::Author, title)));
        }
        // 文/科普作者 谭铮: what they are by trade.
        let trade = ["文/", "图/"].iter().find_map(|word| text.strip_prefix(word));
        if trade.is_some_and(|trade| ends_with(trade, TRADES)) {
            self.role = Some((Role::Author, text.to_owned()));
            return Some(());
        }
        // 市民 谭铮; 读者来信 names a column.
        let next = self.tokens.get(self.at).map(|next| compact(self.text(next)));
        // 市委党校课题组 谭铮
        let signs = ends_with(text, READERS) || ends_with(text, COLLECTIVE);
        if signs && next.as_deref().is_some_and(is_titled_name) {
            self.role = Some((Role::Author, text.to_owned()));
            return Some(());
        }
        // 某县林业局 谭铮, 某县读者 谭铮: whose, or from where, and the name.
        if ends_with(text, BODIES)
            && text.chars().count() >= LEAST_POST
            && next.is_some_and(|name| {
                is_foreign_name(&name) || (is_usual_name(&name) && !opens_with_a_word(&name))
            })
        {
            self.role = Some((Role::Author, text.to_owned()));
            return Some(());
        }
        // 某市委政法委书记谭铮: the name is what is left behind the post. 长 alone ends the names
        // of places, too (在长|沙召开).
        let glued = text.char_indices().map(|(at, _)| at).skip(LEAST_POST);
        let is_name = |name: &str| can_be_name(name) && !opens_with_a_word(name);
        let at =
            glued.filter(|&at| ends_with(&text[..at], POSTS) && is_name(&text[at..])).last()?;
        if self.tokens.len() > 1 || text[at..].chars().count() > 3 {
            return None;
        }
        self.role = Some((Role::Author, text[..at].to_owned()));
        self.names(&(token.start + at..token.end)).then_some(())
    }
}

/// Where a word begins in a line: of so few bytes each is looked at.
fn find(line: &str, word: &str) -> Option<usize> {
    line.as_bytes().windows(word.len()).position(|here| here == word.as_bytes())
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Length of the separator at `at`, in bytes; 0 at the end of the line.
fn part_gap(line: &str, at: usize) -> usize {
    line[at..].chars().next().map_or(0, char::len_utf8)
}

/// Longest name of a paper before 记者, in characters.
const LONGEST_OUTLET: usize = 14;

/// Whether `text` can stand before 记者: 本报, 本报见习, 贵州日报, 新甘肃·甘肃日报全媒体.
fn is_outlet(text: &str) -> bool {
    (ends_with(text, OUTLETS) || ends_with(text, RANKS))
        && text.chars().nth(LONGEST_OUTLET).is_none()
        && text.chars().all(|c| is_han(c) || "·•・".contains(c))
}
