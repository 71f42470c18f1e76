//! `kanyin check`: articles, links, and the proof that no character was lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;

use super::{Console, Outcome, Site, build, repairs::part};
use crate::{
    article::Article,
    diag::{Diagnostic, Place, Source, has_errors},
    disk::Limit,
    import::ledger::{self, Proof, Standing},
    tongue::{plural, said},
};

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path, day: Option<Date>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems).for_day(day),
        Err(problems) => return Ok(problems),
    };
    problems.extend(seeds(console, &site)?);
    problems.extend(build::check(console, &site));
    if !has_errors(&problems) {
        console.say(&said!("all is well", "一切正常"));
    }
    Ok(problems)
}

/// Sets every seed again from the articles and ledgers.
pub(super) fn seeds(console: Console, site: &Site) -> Outcome {
    let mut problems = Vec::new();
    let limit = Limit::new(u64::MAX, "limits.article");
    let ledgers = site.root.walk("content", &["jsonl"]).into_value(&mut problems);
    let there = list_seeds(site, &mut problems);
    let mut proved = 0;
    for entry in ledgers.iter().filter(|e| e.name() == ledger::FILE_NAME) {
        let text = site.root.read_text(&entry.path, limit).map_err(Diagnostic::from)?;
        let source = Source::new(&*entry.path, text);
        let folder = entry.path.trim_end_matches(ledger::FILE_NAME);
        let articles = standing(site, folder, &mut problems);
        let seeds = read_seeds(site, &there, source.text());
        let proofs = ledger::prove(&source, &articles, &seeds).into_value(&mut problems);
        proved += proofs.len();
        for proof in &proofs {
            tell(console, proof);
            problems.extend(edits(folder, proof));
        }
    }
    if proved > 0 {
        let seeds = plural(proved, "seed");
        console
            .say(&said!("{seeds} set again byte for byte", "{proved} 份底本逐字节拼回，完全相同"));
    }
    Ok(problems)
}

/// The names of the seeds that are there.
fn list_seeds(site: &Site, problems: &mut Vec<Diagnostic>) -> BTreeSet<String> {
    let found = site.root.walk("seeds", &["txt"]).into_value(problems);
    found.iter().map(|e| e.path.trim_start_matches("seeds/").to_owned()).collect()
}

/// Those of them that a ledger speaks of. One that cannot be read is told by
/// import; here it is only not there to compare with.
fn read_seeds(site: &Site, there: &BTreeSet<String>, ledger: &str) -> BTreeMap<String, Vec<u8>> {
    let limit = Limit::new(site.config.limits.seed_bytes, "limits.seed");
    let read = |name: &str| site.root.read(&format!("seeds/{name}"), limit).ok();
    ledger::seeds(ledger)
        .into_iter()
        .filter(|name| there.contains(name))
        .filter_map(|name| read(&name).map(|bytes| (name, bytes)))
        .collect()
}

/// The articles of an issue as they stand.
fn standing(
    site: &Site,
    folder: &str,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Standing> {
    let limits = &site.config.limits;
    let limit = Limit::new(limits.article_bytes, "limits.article");
    let found = site.root.walk(folder.trim_end_matches('/'), &["md"]).into_value(problems);
    let mut articles = BTreeMap::new();
    for entry in found {
        // What is wrong with an article is told once, by the build's check.
        let Ok(text) = site.root.read_text(&entry.path, limit) else { continue };
        let source = Source::new(&*entry.path, text.as_str());
        let parsed = Article::from_markdown(&source, limits).value;
        articles.insert(entry.name().to_owned(), Standing::new(&text, parsed.map(|p| p.article)));
    }
    articles
}

fn tell(console: Console, proof: &Proof) {
    let how = if proof.whole {
        said!("from articles and ledger alone", "只凭文章和账本")
    } else {
        said!("with what people changed set aside", "人改过的地方不算")
    };
    console.say(&said!(
        "seeds/{seed}: {bytes} bytes set again, {how}",
        "seeds/{seed}：{bytes} 字节拼回，{how}",
        seed = proof.seed,
        bytes = proof.bytes,
        how
    ));
}

/// What people have changed since the import: worth knowing, never wrong.
fn edits(folder: &str, proof: &Proof) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let at = |file: &str| Place::file(format!("{folder}{file}"));
    for edit in &proof.edited {
        if edit.unread {
            let note = said!(
                "edited by hand since import: the text holds what import never writes, so it cannot be compared paragraph by paragraph",
                "导入以后有人改过：正文里有导入从不写的内容，没法逐段比较"
            );
            notes.push(Diagnostic::note(note).at(at(&edit.file)));
        } else if edit.parts.is_empty() {
            notes.push(
                Diagnostic::note(said!("edited by hand since import", "导入以后有人改过"))
                    .at(at(&edit.file)),
            );
        }
        for (part, was, now) in &edit.parts {
            let (was, now) = difference(was, now);
            let named = self::part(part);
            let named = named.zh();
            notes.push(
                Diagnostic::note(said!(
                    "edited by hand since import: {part}: {was} → {now}",
                    "导入以后有人改过：{named}：{was} → {now}"
                ))
                .at(at(&edit.file)),
            );
        }
    }
    for file in &proof.gone {
        notes.push(
            Diagnostic::note(said!(
                "deleted or renamed by hand since import",
                "导入以后有人删了或改了名"
            ))
            .at(at(file)),
        );
    }
    notes
}

/// The words of two texts that differ, with a little around them.
fn difference(was: &str, now: &str) -> (String, String) {
    const AROUND: usize = 6;
    let (a, b): (Vec<char>, Vec<char>) = (was.chars().collect(), now.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - same_start;
    let same_end =
        a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(x, y)| x == y).count();
    let cut = |text: &[char]| -> String {
        let from = same_start.saturating_sub(AROUND);
        let to = (text.len() - same_end + AROUND).min(text.len());
        let shown: String = text[from..to].iter().take(60).collect();
        let more = if to - from > 60 { "…" } else { "" };
        format!("「{shown}{more}」")
    };
    (cut(&a), cut(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_with_its_surroundings() {
        assert_eq!(
            difference("河水涨了又落了", "河水退了又落了"),
            ("「河水涨了又落了」".into(), "「河水退了又落了」".into())
        );
        assert_eq!(difference("", "新"), ("「」".into(), "「新」".into()));
        let long = "前".repeat(40) + "错" + &"后".repeat(40);
        let (was, _) = difference(&long, &long.replace('错', "对"));
        assert_eq!(was.chars().count(), 6 + 1 + 6 + 2);
    }
}
