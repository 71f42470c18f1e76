//! Repairs as a person reads them: a list, or one in full.

use super::{Console, Site, Tone};
use crate::{
    diag::{Diagnostic, Place},
    disk::Limit,
    import::{
        decode::{self, Seed},
        ledger::RepairRecord,
        repair::{Kind, Status},
    },
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
                    Diagnostic::error(format!("{} repairs start with {start}", several.len()))
                        .hint(format!("they are {}", joined(several.iter().map(|id| id.as_str())))),
                ),
            }
        }
        problems
    }
}

/// Names in a row, the first few of them.
fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<&str> = names.take(SHOWN + 1).collect();
    if names.len() > SHOWN {
        names[SHOWN] = "…";
    }
    names.join(", ")
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
        none if none.is_empty() => "these seeds need no repair".to_owned(),
        near => format!("is {near} meant? `kanyin import --dry-run` lists all with their ids"),
    };
    Diagnostic::error(format!("there is no repair {start}")).hint(hint)
}

fn meaning(repair: &RepairRecord) -> &'static str {
    Kind::ALL.iter().find(|k| k.name() == repair.kind).map_or("", |k| k.meaning())
}

/// Whether it is a decision about words that all stay.
fn is_weighed(repair: &RepairRecord) -> bool {
    repair.status == Status::Weighed.name()
}

/// Lines, and what they were read as.
fn read_as(repair: &RepairRecord) -> String {
    format!("{} → {}", repair.before, repair.after)
}

/// The sign before the words after: done, or only a thought.
fn sign(repair: &RepairRecord) -> &'static str {
    if repair.status == "applied" { "+" } else { "?" }
}

/// Where in an article, in words.
fn part(part: &str) -> String {
    match part.split_once(':') {
        Some(("p", number)) => format!("paragraph {number}"),
        Some((name, number)) => format!("{name} {number}"),
        None if part.is_empty() => "the whole".into(),
        None => part.into(),
    }
}

/// A repair in a few lines.
fn in_short(console: Console, issue: &str, repair: &RepairRecord) {
    let head = console.tint(Tone::Strong, &format!("{} {}", repair.kind, repair.id));
    let place = format!("content/{issue}/{}, {}", repair.file, part(&repair.part));
    console.print(&format!("{head}  {}\n  {}", console.tint(Tone::Faint, &place), meaning(repair)));
    if is_weighed(repair) {
        console.print(&format!("  {}", console.tint(Tone::Plain, &read_as(repair))));
    } else {
        let difference = Difference::of(&repair.before, &repair.after);
        difference.print(console, sign(repair), Some(AROUND));
    }
    let signals = repair.evidence.iter().take(SIGNALS).map(|s| {
        let seen = s.seen.as_deref().map(|seen| format!(" ({seen})")).unwrap_or_default();
        format!("{}{seen} {:+.2}", s.signal, s.weight)
    });
    let signals: Vec<String> = signals.collect();
    if !signals.is_empty() {
        let sure = repair.confidence.map(|c| format!("{:.0} % sure: ", c * 100.0));
        let line = format!("  {}{}", sure.unwrap_or_default(), signals.join(", "));
        console.print(&console.tint(Tone::Faint, &line));
    }
    for also in also(repair) {
        console.print(&console.tint(Tone::Faint, &format!("  also {also}")));
    }
}

/// All that there is to say about a repair.
fn in_full(
    console: Console,
    site: &Site,
    issue: &str,
    repair: &RepairRecord,
    problems: &mut Vec<Diagnostic>,
) {
    let head = console.tint(Tone::Strong, &format!("{} {}", repair.kind, repair.id));
    console.print(&format!("{head}  {}", console.tint(Tone::Plain, meaning(repair))));
    let line = |name: &str, words: &str| {
        let name = console.tint(Tone::Faint, &format!("  {name:<11}"));
        console.print(&format!("{name}{}", console.tint(Tone::Plain, words)));
    };
    let status = match &*repair.status {
        "applied" => "applied",
        "weighed" => "weighed: no word is changed by it",
        _ => "reported only, left as printed",
    };
    line("status", status);
    match seed_of(site, repair) {
        Ok(seed) => {
            for range in &repair.ranges {
                let (place, around) = place(console, &seed, *range);
                line("seed", &place);
                console.print(&format!("             {around}"));
            }
        }
        Err(problem) => problems.push(problem),
    }
    line("article", &format!("content/{issue}/{}, {}", repair.file, part(&repair.part)));
    if is_weighed(repair) {
        line("read as", &read_as(repair));
    } else {
        Difference::of(&repair.before, &repair.after).print(console, sign(repair), None);
    }
    for (at, signal) in repair.evidence.iter().enumerate() {
        let name = if at == 0 { "evidence" } else { "" };
        let seen = signal.seen.as_deref().map(|seen| format!(": {seen}")).unwrap_or_default();
        line(name, &format!("{:+6.2}  {}{seen}", signal.weight, signal.signal));
    }
    if let Some(confidence) = repair.confidence {
        let total: f32 = repair.evidence.iter().map(|s| s.weight).sum();
        line("sum", &format!("{total:+6.2}  {:.1} % sure", confidence * 100.0));
    } else if repair.also.is_empty() {
        line("evidence", "a rule without doubt: nothing was weighed");
    }
    for other in also(repair) {
        line("also", &other);
    }
    for other in &repair.considered {
        line("considered", other);
    }
    console.print("");
}

/// The other places of an article that ran twice.
fn also(repair: &RepairRecord) -> impl Iterator<Item = String> {
    repair.also.iter().map(|also| {
        let (file, seed, line) = (&also.file, &also.seed, also.line);
        format!("content/{file}, of seeds/{seed}:{line}: about {} % of it", also.share)
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
    Err(Diagnostic::error("was changed while it was imported").at(Place::file(path)))
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
        let hint = unknown("aa12", &ids).hint.unwrap_or_default();
        assert!(hint.starts_with("is aa11, ab12, a111 meant?"), "{hint}");
    }

    #[test]
    fn parts_are_told_in_words() {
        assert_eq!(part("p:3"), "paragraph 3");
        assert_eq!([part("title"), part("byline:2"), part("")], ["title", "byline 2", "the whole"]);
    }
}
