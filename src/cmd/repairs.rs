//! Repairs as a person reads them: a list, or one in full.

use super::{Console, Site, Tone};
use crate::{
    diag::{Diagnostic, Place},
    disk::Limit,
    import::{
        chinese,
        decode::{self, Seed},
        ledger::{RepairRecord, SignalRecord},
        repair::{Kind, Status, words_in_chinese},
    },
    tongue::{Said, said},
};

/// Characters around a difference in the list, and around a place in the seed.
const AROUND: usize = 24;
/// Characters of a difference in the list.
const MOST: usize = 60;
/// Signals of a repair in the list.
const SIGNALS: usize = 12;
/// Ids that are offered for one that there is not.
const OFFERED: usize = 3;

/// What is told of the repairs as they come by.
pub(super) struct Told<'a> {
    console: Console,
    list: bool,
    /// The starts of ids that are wanted in full.
    wanted: &'a [String],
    /// The repairs that fit, each with its issue.
    found: Vec<(String, RepairRecord)>,
    /// All ids, to offer the nearest.
    ids: Vec<String>,
}

impl<'a> Told<'a> {
    /// Nothing is told.
    pub(super) fn nothing(console: Console) -> Self {
        Self { console, list: false, wanted: &[], found: Vec::new(), ids: Vec::new() }
    }

    /// Each is told in short.
    pub(super) fn list(console: Console) -> Self {
        Self { list: true, ..Self::nothing(console) }
    }

    /// Those whose ids start like one of `wanted` are told in full.
    pub(super) fn explain(console: Console, wanted: &'a [String]) -> Self {
        Self { wanted, ..Self::nothing(console) }
    }

    /// Sees the repairs of an issue.
    pub(super) fn see(&mut self, issue: &str, repairs: &[RepairRecord]) {
        for repair in repairs {
            if self.list {
                in_short(self.console, issue, repair);
            }
            if self.wanted.is_empty() {
                continue;
            }
            self.ids.push(repair.id.clone());
            if self.wanted.iter().any(|start| repair.id.starts_with(start.as_str())) {
                self.found.push((issue.to_owned(), repair.clone()));
            }
        }
    }

    /// Tells what was wanted in full. An id that is none, or the start of several,
    /// is a problem.
    pub(super) fn finish(mut self, site: &Site) -> Vec<Diagnostic> {
        self.ids.sort_unstable();
        self.ids.dedup();
        let mut problems = Vec::new();
        for start in self.wanted {
            let of = || self.found.iter().filter(|(_, r)| r.id.starts_with(start.as_str()));
            let fits: Vec<&String> =
                self.ids.iter().filter(|id| id.starts_with(start.as_str())).collect();
            match &fits[..] {
                [] => problems.push(unknown(start, &self.ids)),
                // A seed that lies there twice has each repair twice.
                [_] => of().for_each(|(issue, repair)| {
                    in_full(self.console, site, issue, repair, &mut problems);
                }),
                several => problems.push(
                    Diagnostic::error(said!(
                        "{count} repairs start with {start}",
                        "有 {count} 处修补的编号以“{start}”开头",
                        count = several.len()
                    ))
                    .hint(said!(
                        "they are {ids}",
                        "它们是 {ids}",
                        ids = joined(several.iter().map(|id| id.as_str()))
                    )),
                ),
            }
        }
        problems
    }
}

/// Names in a row, the first few of them.
fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Said {
    const SHOWN: usize = 8;
    let mut names: Vec<&str> = names.take(SHOWN + 1).collect();
    if names.len() > SHOWN {
        names[SHOWN] = "…";
    }
    Said::both(names.join(", "), names.join("、"))
}

fn unknown(start: &str, ids: &[String]) -> Diagnostic {
    let length = start.chars().count();
    let distance = |id: &String| {
        let begin: String = id.chars().take(length).collect();
        strsim::damerau_levenshtein(start, &begin)
    };
    let mut near: Vec<(usize, &String)> = ids.iter().map(|id| (distance(id), id)).collect();
    near.sort_unstable();
    let near = near.into_iter().take(OFFERED).map(|(_, id)| id.as_str());
    let hint = match joined(near) {
        none if none.is_empty() => said!("these seeds need no repair", "这些底本没有要修补的地方"),
        near => said!(
            "is {near} meant? `kanyin import --dry-run` lists all with their ids",
            "是不是 {near}？`kanyin import --dry-run` 列出全部编号",
            near
        ),
    };
    Diagnostic::error(said!("there is no repair {start}", "没有编号为“{start}”的修补")).hint(hint)
}

fn meaning(repair: &RepairRecord) -> Said {
    let kind = Kind::from_name(&repair.kind);
    kind.map_or_else(Said::nothing, |kind| {
        Said::both(kind.meaning().into(), kind.in_chinese().1.into())
    })
}

/// A kind as it is called: in English by its name in the ledger.
pub(super) fn named(kind: &str) -> Said {
    let zh = Kind::from_name(kind).map_or(kind, |kind| kind.in_chinese().0);
    Said::both(kind.to_owned(), zh.to_owned())
}

/// A signal as it is called: in English by its name in the ledger.
fn signal(record: &SignalRecord) -> Said {
    let zh = chinese::signal(&record.signal).unwrap_or(&record.signal);
    Said::both(record.signal.to_string(), zh.to_owned())
}

/// What a step says in words of its own.
fn words(words: &str) -> Said {
    let zh = chinese::reading(words).or_else(|| words_in_chinese(words).map(str::to_owned));
    Said::both(words.to_owned(), zh.unwrap_or_else(|| words.to_owned()))
}

/// Whether it is a decision about words that all stay.
fn is_weighed(repair: &RepairRecord) -> bool {
    repair.status == Status::Weighed.name()
}

/// Lines, and what they were read as.
fn read_as(repair: &RepairRecord) -> Said {
    let after = words(&repair.after);
    let zh = format!("{} → {}", repair.before, after.zh());
    Said::both(format!("{} → {}", repair.before, repair.after), zh)
}

/// The sign before the words after: done, or only a thought.
fn sign(repair: &RepairRecord) -> &'static str {
    if repair.status == "applied" { "+" } else { "?" }
}

/// Where in an article, in words.
pub(super) fn part(part: &str) -> Said {
    match part.split_once(':') {
        Some(("p", number)) => said!("paragraph {number}", "第 {number} 段"),
        Some(("byline", number)) => said!("byline {number}", "第 {number} 行署名"),
        Some((name, number)) => Said::verbatim(format!("{name} {number}")),
        None => match part {
            "" => said!("the whole", "全篇"),
            "title" => said!("title", "标题"),
            "subtitle" => said!("subtitle", "副题"),
            "column" => said!("column", "栏目"),
            other => Said::verbatim(other),
        },
    }
}

/// A repair in a few lines.
fn in_short(console: Console, issue: &str, repair: &RepairRecord) {
    let text = |said: &Said| said.text(console.tongue()).to_owned();
    let head = format!("{} {}", text(&named(&repair.kind)), repair.id);
    let head = console.tint(Tone::Strong, &head);
    let place = console.tint(Tone::Faint, &text(&place_of(issue, repair)));
    let meaning = meaning(repair);
    console.print(&format!("{head}  {place}\n  {}", text(&meaning)));
    if is_weighed(repair) {
        console.print(&format!("  {}", console.tint(Tone::Plain, &text(&read_as(repair)))));
    } else {
        let difference = Difference::of(&repair.before, &repair.after);
        difference.print(console, sign(repair), Some(AROUND));
    }
    let signals = repair.evidence.iter().take(SIGNALS).map(|s| {
        let (name, weight) = (signal(s), s.weight);
        match s.seen.as_deref().map(words) {
            Some(seen) => {
                said!("{name} ({seen}) {weight:+.2}", "{name}（{seen}）{weight:+.2}", name, seen)
            }
            None => Said::both(
                format!("{} {weight:+.2}", name.en()),
                format!("{} {weight:+.2}", name.zh()),
            ),
        }
    });
    let signals: Vec<Said> = signals.collect();
    if !signals.is_empty() {
        let sure = repair.confidence.map_or_else(Said::nothing, |c| {
            let percent = c * 100.0;
            said!("{percent:.0} % sure: ", "把握 {percent:.0}%：")
        });
        let line = format!("  {}{}", text(&sure), text(&Said::row(&signals)));
        console.print(&console.tint(Tone::Faint, &line));
    }
    for also in also(repair) {
        let also = said!("  also {also}", "  另见 {also}", also);
        console.print(&console.tint(Tone::Faint, &text(&also)));
    }
}

/// The article of a repair, and where in it.
fn place_of(issue: &str, repair: &RepairRecord) -> Said {
    let (file, part) = (&repair.file, part(&repair.part));
    said!("content/{issue}/{file}, {part}", "content/{issue}/{file}，{part}", part)
}

/// Prints a line with its name before it, so that the lines stand in columns.
fn line(console: Console, name: &Said, words: &str) {
    const COLUMNS: usize = 11;
    let name = name.text(console.tongue());
    // A Chinese character is two columns wide.
    let wide: usize = name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let name = format!("  {name}{}", " ".repeat(COLUMNS.saturating_sub(wide)));
    let name = console.tint(Tone::Faint, &name);
    console.print(&format!("{name}{}", console.tint(Tone::Plain, words)));
}

/// All that there is to say about a repair.
fn in_full(
    console: Console,
    site: &Site,
    issue: &str,
    repair: &RepairRecord,
    problems: &mut Vec<Diagnostic>,
) {
    let text = |said: &Said| said.text(console.tongue()).to_owned();
    let head = format!("{} {}", text(&named(&repair.kind)), repair.id);
    let meaning = console.tint(Tone::Plain, &text(&meaning(repair)));
    console.print(&format!("{}  {meaning}", console.tint(Tone::Strong, &head)));
    let status = match &*repair.status {
        "applied" => said!("applied", "已改"),
        "weighed" => said!("weighed: no word is changed by it", "只作判断，一个字也没改"),
        _ => said!("reported only, left as printed", "只报告，照原样保留"),
    };
    line(console, &said!("status", "状态"), &text(&status));
    match seed_of(site, repair) {
        Ok(seed) => {
            for range in &repair.ranges {
                let (place, around) = place(console, &seed, *range);
                line(console, &said!("seed", "底本"), &place);
                console.print(&format!("             {around}"));
            }
        }
        Err(problem) => problems.push(problem),
    }
    line(console, &said!("article", "文章"), &text(&place_of(issue, repair)));
    if is_weighed(repair) {
        line(console, &said!("read as", "判作"), &text(&read_as(repair)));
    } else {
        Difference::of(&repair.before, &repair.after).print(console, sign(repair), None);
    }
    evidence(console, repair);
    for other in also(repair) {
        line(console, &said!("also", "另见"), &text(&other));
    }
    for other in &repair.considered {
        line(console, &said!("considered", "也考虑过"), &text(&words(other)));
    }
    console.print("");
}

/// What spoke for a repair and against it, and what came of it.
fn evidence(console: Console, repair: &RepairRecord) {
    let text = |said: &Said| said.text(console.tongue()).to_owned();
    let heading = said!("evidence", "依据");
    for (at, record) in repair.evidence.iter().enumerate() {
        let name = if at == 0 { heading.clone() } else { Said::nothing() };
        let (signal, weight) = (text(&signal(record)), record.weight);
        let seen = match record.seen.as_deref().map(words) {
            Some(seen) => text(&said!(": {seen}", "：{seen}", seen)),
            None => String::new(),
        };
        line(console, &name, &format!("{weight:+6.2}  {signal}{seen}"));
    }
    if let Some(confidence) = repair.confidence {
        let total: f32 = repair.evidence.iter().map(|s| s.weight).sum();
        let percent = confidence * 100.0;
        let sum = said!("{total:+6.2}  {percent:.1} % sure", "{total:+6.2}  把握 {percent:.1}%");
        line(console, &said!("sum", "合计"), &text(&sum));
    } else if repair.also.is_empty() {
        let rule = said!("a rule without doubt: nothing was weighed", "规则明确，不必权衡");
        line(console, &heading, &text(&rule));
    }
}

/// The other places of an article that ran twice.
fn also(repair: &RepairRecord) -> impl Iterator<Item = Said> {
    repair.also.iter().map(|also| {
        let (file, seed, line, share) = (&also.file, &also.seed, also.line, also.share);
        said!(
            "content/{file}, of seeds/{seed}:{line}: about {share} % of it",
            "content/{file}，出自 seeds/{seed}:{line}，约占 {share}%"
        )
    })
}

/// The seed as it was imported.
fn seed_of(site: &Site, repair: &RepairRecord) -> Result<Seed, Diagnostic> {
    let limit = Limit::new(site.config.limits.seed_bytes, "limits.seed");
    let path = format!("seeds/{}", repair.seed);
    let bytes = site.root.read(&path, limit).map_err(Diagnostic::from)?;
    let seed = decode::decode(&repair.seed, &bytes)?;
    if *seed.sha256 == *repair.sha256 {
        return Ok(seed);
    }
    Err(Diagnostic::error(said!("was changed while it was imported", "导入的时候有人改了它"))
        .at(Place::file(path)))
}

/// Lines and columns of bytes of a seed, and their words with what stands around.
fn place(console: Console, seed: &Seed, (start, end): (usize, usize)) -> (String, String) {
    let offset = |byte: usize| seed.offset(byte).unwrap_or(seed.text.len());
    let (start, end) = (offset(start), offset(end));
    let at = |offset: usize| (seed.line(offset), seed.column(offset));
    let ((line, column), (last, end_column)) = (at(start), at(end));
    let to = match end_column {
        _ if start == end => String::new(),
        _ if line == last => format!("–{end_column}"),
        _ => format!("–{last}:{end_column}"),
    };
    let before: Vec<char> = seed.text[..start].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let inside = &seed.text[start..end];
    let after: String = seed.text[end..].chars().take(AROUND).collect();
    let flat = |text: &str| text.replace("\r\n", "⏎").replace(['\n', '\r'], "⏎");
    let shown = shortened(&flat(inside), AROUND);
    let marked = if start == end { "▸".to_owned() } else { format!("【{shown}】") };
    let around = [
        console.tint(Tone::Faint, &flat(&before)),
        console.tint(Tone::Strong, &marked),
        console.tint(Tone::Faint, &flat(&after)),
    ];
    (format!("seeds/{}:{line}:{column}{to}", seed.name), around.concat())
}

/// A text without its middle, if it is long.
fn shortened(text: &str, ends: usize) -> String {
    let count = text.chars().count();
    if count <= 2 * ends + MOST {
        return text.to_owned();
    }
    let first: String = text.chars().take(ends + MOST / 2).collect();
    let last: String = text.chars().skip(count - ends).collect();
    format!("{first}…{last}")
}

/// Two texts as what they have in common at both ends and what differs.
struct Difference {
    start: String,
    old: String,
    new: String,
    end: String,
}

impl Difference {
    fn of(before: &str, after: &str) -> Self {
        let (a, b): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
        let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        let most = a.len().min(b.len()) - start;
        let end = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
        let text = |chars: &[char]| chars.iter().collect::<String>();
        Self {
            start: text(&a[..start]),
            old: text(&a[start..a.len() - end]),
            new: text(&b[start..b.len() - end]),
            end: text(&a[a.len() - end..]),
        }
    }

    /// Two lines; with so many characters `around`, or whole.
    fn print(&self, console: Console, sign: &str, around: Option<usize>) {
        let whole = usize::MAX;
        let around = around.unwrap_or(whole);
        let skip = self.start.chars().count().saturating_sub(around);
        let more = |cut: bool| if cut { "…" } else { "" };
        let start: String = self.start.chars().skip(skip).collect();
        let start = format!("{}{start}", more(skip > 0));
        let end: String = self.end.chars().take(around).collect();
        let end = format!("{end}{}", more(end.len() < self.end.len()));
        let line = |sign: &str, tone: Tone, words: &str| {
            let words = if around == whole { words.to_owned() } else { shortened(words, 0) };
            let words = [
                console.tint(tone, &format!("  {sign} ")),
                console.tint(Tone::Plain, &start),
                console.tint(tone, &words),
                console.tint(Tone::Plain, &end),
            ];
            console.print(&words.concat());
        };
        let nothing = |side: &str| side.is_empty() && start.is_empty() && end.is_empty();
        if !nothing(&self.old) {
            line("-", Tone::Old, &self.old);
        }
        if !nothing(&self.new) && (self.old != self.new) {
            line(sign, Tone::New, &self.new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_what_is_not_the_same_at_both_ends() {
        let parts = |a: &str, b: &str| {
            let d = Difference::of(a, b);
            [d.start, d.old, d.new, d.end].join("|")
        };
        assert_eq!(parts("相关企业企业牵手", "相关企业牵手"), "相关企业|企业||牵手");
        assert_eq!(parts("", "新"), "||新|");
        assert_eq!(parts("旧", ""), "|旧||");
        assert_eq!(parts("一样", "一样"), "一样|||");
    }

    #[test]
    fn nearest_ids_are_offered() {
        let ids = ["aa11", "ab12", "ff00", "a111"].map(str::to_owned);
        let hint = unknown("aa12", &ids).hint.unwrap_or_else(Said::nothing);
        let hint = hint.en();
        assert!(hint.starts_with("is aa11, ab12, a111 meant?"), "{hint}");
    }

    #[test]
    fn parts_are_told_in_words() {
        assert_eq!([part("p:3").en(), part("p:3").zh()], ["paragraph 3", "第 3 段"]);
        let told = ["title", "byline:2", ""].map(|name| part(name).en().to_owned());
        assert_eq!(told, ["title", "byline 2", "the whole"]);
    }
}
