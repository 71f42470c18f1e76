//! Holding the articles that a program wrote against the truth of a page.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kanyin::{article::Block, text::GAP};

use super::{
    Document, FURNITURE, Id, Kind, NONE, Unit,
    align::{self, Aligned, Reference},
    output::Output,
    score::Score,
    truth::Truth,
};

/// How many characters a mark may stand away from the loss.
const NEAR: u32 = 3;
/// How many characters on either side of a break are told.
const SHOWN: u32 = 16;
/// A part of a paragraph shorter than this is no paragraph that was joined wrongly.
const STRAY_PART: usize = 3;

/// A paragraph or subhead of an output with its numbers and its marks.
struct BlockRead {
    subhead: Option<Vec<char>>,
    /// Before which character each mark stands.
    marks: Vec<usize>,
    aligned: Aligned,
}

/// An output with its numbers.
struct Read<'a> {
    output: &'a Output,
    /// Its headline, deck, column and byline, as far as they may be printed ones.
    heads: Vec<Aligned>,
    /// Whether the first of them is a headline that the text has the words of.
    derived: bool,
    blocks: Vec<BlockRead>,
    ids: BTreeSet<Id>,
}

/// Whether a title is made of words of the text, in at most two pieces.
fn is_derived(title: &[char], body: &[Vec<char>]) -> bool {
    let stands = |part: &[char]| {
        part.is_empty() || body.iter().any(|b| b.windows(part.len()).any(|w| w == part))
    };
    (0..=title.len()).any(|at| stands(&title[..at]) && stands(&title[at..]))
}

fn read<'a>(reference: &Reference<'_>, output: &'a Output, used: &mut [u32]) -> Read<'a> {
    let plain = |text: &str| text.replace(GAP, "");
    let texts: Vec<String> = output
        .blocks
        .iter()
        .map(|(Block::Text(text) | Block::Subhead(text))| text.clone())
        .collect();
    let body: Vec<Vec<char>> = texts.iter().map(|t| align::folded(&plain(t))).collect();
    let mut all: Vec<String> = texts.iter().map(|t| plain(t)).collect();
    let title = plain(&output.title);
    let folded = align::folded(&title);
    let printed = reference.is_line(&folded) && !body.contains(&folded);
    let derived = is_derived(&folded, &body);
    if printed || !derived {
        all.push(title);
    }
    all.extend([plain(&output.subtitle), plain(&output.column)]);
    all.extend(output.byline.iter().map(|line| plain(line)));
    let mut aligned = reference.align(&all, used);
    let heads = aligned.split_off(texts.len());
    let blocks: Vec<BlockRead> = output
        .blocks
        .iter()
        .zip(aligned)
        .map(|(block, aligned)| {
            let (Block::Text(text) | Block::Subhead(text)) = block;
            let mut marks = Vec::new();
            let mut before = 0;
            for part in text.split(GAP) {
                before += part.chars().filter(|c| !c.is_whitespace()).count();
                marks.push(before);
            }
            marks.pop();
            let subhead = matches!(block, Block::Subhead(_)).then(|| align::folded(text));
            BlockRead { subhead, marks, aligned }
        })
        .collect();
    let found = blocks.iter().map(|b| &b.aligned).chain(&heads).flat_map(|a| &a.ids);
    let ids = found.copied().filter(|id| *id != NONE).collect();
    Read { output, heads, derived: printed && derived, blocks, ids }
}

/// Scores what a program made of a page.
pub(crate) fn score(document: &Document, truth: &Truth, outputs: &[Output]) -> Score {
    let reference = Reference::new(document);
    let mut used = vec![0; truth.stands.len()];
    let reads: Vec<Read<'_>> = outputs.iter().map(|o| read(&reference, o, &mut used)).collect();
    let matched = assign(document, &reads);
    let scorer = Scorer { document, truth, reads: &reads, matched: &matched, used: &used };
    let mut score = Score::default();
    scorer.segmentation(&mut score);
    scorer.front_matter(&mut score);
    scorer.joins(&mut score);
    scorer.subheads(&mut score);
    scorer.copies(&mut score);
    scorer.gaps(&mut score);
    scorer.small_repairs(&mut score);
    scorer.invention(&mut score);
    score
}

/// The parts of the page that stand in no output, for those who look for the reason.
pub(crate) fn missing(document: &Document, truth: &Truth, outputs: &[Output]) -> Vec<String> {
    let reference = Reference::new(document);
    let mut used = vec![0; truth.stands.len()];
    for output in outputs {
        read(&reference, output, &mut used);
    }
    let gone = |id: Id| truth.stands[id as usize] > 0 && used[id as usize] == 0;
    let units = document.units.iter().filter(|unit| unit.kind != Kind::Furniture);
    let parts = units.map(|unit| {
        let chars = unit.ids().zip(&unit.text).filter(|(id, _)| gone(*id));
        (unit.kind, chars.map(|(_, c)| *c).collect::<String>())
    });
    parts.filter(|(_, text)| !text.is_empty()).map(|(k, text)| format!("{k:?}: {text}")).collect()
}

/// The words around a mark.
fn marked(aligned: &Aligned, mark: usize) -> String {
    let shown = SHOWN as usize;
    let left: String = aligned.chars[mark.saturating_sub(shown)..mark].iter().collect();
    let right: String = aligned.chars[mark..].iter().take(shown).collect();
    format!("{left}|{right}")
}

/// The output of each article: pairs with the most characters in common first.
fn assign(document: &Document, reads: &[Read<'_>]) -> Vec<Option<usize>> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (output, read) in reads.iter().enumerate() {
        for id in &read.ids {
            let unit = &document.units[document.unit_of(*id)];
            if unit.article != FURNITURE {
                // Words of the text weigh more than a masthead that went astray.
                let weight = if unit.kind.is_body() { 100 } else { 1 };
                *shared.entry((unit.article, output)).or_default() += weight;
            }
        }
    }
    let mut pairs: Vec<((usize, usize), usize)> = shared.into_iter().collect();
    pairs.sort_by_key(|&(pair, count)| (usize::MAX - count, pair));
    let mut matched = vec![None; document.articles.len()];
    let mut taken = BTreeSet::new();
    for ((article, output), _) in pairs {
        if matched[article].is_none() && taken.insert(output) {
            matched[article] = Some(output);
        }
    }
    matched
}

/// What all metrics look at.
struct Scorer<'a> {
    document: &'a Document,
    truth: &'a Truth,
    reads: &'a [Read<'a>],
    matched: &'a [Option<usize>],
    used: &'a [u32],
}

impl Scorer<'_> {
    /// The headline of an article, or the first words of a photo's caption.
    fn title(&self, article: usize) -> &str {
        self.document.articles[article].headline.as_deref().unwrap_or("photo")
    }

    /// The clean words around a break, with a stroke in it.
    fn around(&self, before: Option<Id>, after: Option<Id>) -> String {
        let words = |from: Id, to: Id, unit: &Unit| -> String {
            unit.ids()
                .zip(&unit.text)
                .filter(|(id, _)| (from..to).contains(id))
                .map(|(_, c)| *c)
                .collect()
        };
        let left = before.map(|id| words(id.saturating_sub(SHOWN - 1), id + 1, self.unit(id)));
        let right = after.map(|id| words(id, id + SHOWN, self.unit(id)));
        format!("{}|{}", left.unwrap_or_default(), right.unwrap_or_default())
    }

    fn unit(&self, id: Id) -> &Unit {
        &self.document.units[self.document.unit_of(id)]
    }

    fn stands(&self, id: Id) -> bool {
        self.truth.stands[id as usize] > 0
    }

    /// The output that an article was matched with.
    fn of(&self, article: usize) -> Option<&Read<'_>> {
        self.matched.get(article).copied().flatten().map(|output| &self.reads[output])
    }

    /// The numbers of all units for which `fits` holds, as far as they stand on the page.
    fn standing(&self, fits: impl Fn(&Unit) -> bool) -> impl Iterator<Item = Id> {
        let units = self.document.units.iter().filter(move |u| fits(u));
        units.flat_map(Unit::ids).filter(|id| self.stands(*id))
    }

    /// B-cubed over the characters of texts, and the articles that are whole.
    fn segmentation(&self, score: &mut Score) {
        let mut cells: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let mut of_article = vec![0.0; self.document.articles.len()];
        let mut of_output = vec![0.0; self.reads.len()];
        let home: HashMap<Id, usize> = self
            .reads
            .iter()
            .enumerate()
            .rev()
            .flat_map(|(o, read)| read.ids.iter().map(move |id| (*id, o)))
            .collect();
        for id in self.standing(|u| u.kind.is_body()) {
            let article = self.unit(id).article;
            of_article[article] += 1.0;
            let own = self.matched[article].filter(|output| self.reads[*output].ids.contains(&id));
            let Some(output) = own.or_else(|| home.get(&id).copied()) else { continue };
            of_output[output] += 1.0;
            *cells.entry((article, output)).or_default() += 1.0;
        }
        for (&(article, output), shared) in &cells {
            score.together.right += shared * shared / of_output[output];
            score.kept_together.right += shared * shared / of_article[article];
        }
        score.together.all += of_output.iter().sum::<f64>();
        score.kept_together.all += of_article.iter().sum::<f64>();
        for (article, length) in of_article.iter().enumerate().filter(|(_, length)| **length > 0.0)
        {
            let found = self.matched[article].map(|output| {
                let shared = cells.get(&(article, output)).copied().unwrap_or_default();
                let written: usize =
                    self.reads[output].blocks.iter().map(|b| b.aligned.ids.len()).sum();
                2.0 * shared / (length + written as f64)
            });
            score.articles.count(found.is_some_and(|f1| f1 >= 0.9));
        }
    }

    /// Headlines, decks, columns, authors, places.
    fn front_matter(&self, score: &mut Score) {
        let same = |a: &str, b: &str| {
            let bare = |text: &str| -> Vec<char> {
                align::folded(text).into_iter().skip_while(|c| *c == '-').collect()
            };
            bare(a) == bare(b)
        };
        for (index, article) in self.document.articles.iter().enumerate() {
            let output = self.of(index).map(|read| read.output);
            let line = |of: fn(&Output) -> &str| output.map_or("", of);
            if let Some(headline) = &article.headline {
                let came = line(|o| &o.title);
                score.headline.count(same(headline, came));
                if !same(headline, came) {
                    score.miss("headline", headline, self.went(index, headline, came));
                }
            }
            let decks = (article.deck.as_deref().unwrap_or_default(), line(|o| &o.subtitle));
            if !(decks.0.is_empty() && decks.1.is_empty()) {
                score.deck.count(same(decks.0, decks.1));
            }
            let columns = (article.column.as_deref().unwrap_or_default(), line(|o| &o.column));
            if !(columns.0.is_empty() && columns.1.is_empty()) {
                score.column.count(same(columns.0, columns.1));
            }
            let names = |names: &[String]| -> BTreeSet<Vec<char>> {
                names.iter().map(|n| align::folded(n)).collect()
            };
            let signed = output.is_some_and(|o| names(&o.authors) == names(&article.authors));
            score.byline.count(signed);
            if !signed {
                let came = output.map(|o| o.authors.join(" ")).unwrap_or_default();
                let lines = self.document.units.iter().filter(|u| u.article == index);
                let line = lines.filter(|u| u.kind == Kind::Byline).map(Unit::string).next();
                score.miss(
                    "byline",
                    format!("{} [{}]", article.authors.join(" "), self.title(index)),
                    self.went(index, &line.unwrap_or_default(), &came),
                );
            }
            let city = output.and_then(|o| o.city.as_deref());
            let placed = output.is_some()
                && match (&article.city, city) {
                    (None, None) => true,
                    // `南京市鼓楼区` where the name alone means several.
                    (Some(truth), Some(city)) => city.ends_with(truth.as_str()),
                    _ => false,
                };
            score.city.count(placed);
            if !placed {
                let wanted = article.city.as_deref().unwrap_or("none");
                score.miss(
                    "city",
                    format!("{wanted} [{}]", self.title(index)),
                    self.went(index, "", city.unwrap_or("none")),
                );
            }
        }
    }

    /// What came of an article's line, for those who look for the reason: what stands in
    /// its place, and as what of which output the line itself stands.
    fn went(&self, article: usize, line: &str, came: &str) -> String {
        let own = self.matched[article];
        let line = align::folded(line);
        let is = |text: &str| !line.is_empty() && align::folded(text) == line;
        let mut found = Vec::new();
        for (index, read) in self.reads.iter().enumerate() {
            let o = read.output;
            let of = if Some(index) == own { "its own" } else { o.title.as_str() };
            let as_head = [("headline", &o.title), ("deck", &o.subtitle), ("column", &o.column)];
            let as_head = as_head.into_iter().filter(|(_, text)| is(text)).map(|(part, _)| part);
            let bylines = o.byline.iter().filter(|text| is(text)).map(|_| "byline");
            let blocks = o.blocks.iter().filter_map(|block| match block {
                Block::Subhead(text) => is(text).then_some("subhead"),
                Block::Text(text) => is(text).then_some("text"),
            });
            let parts = as_head.chain(bylines).chain(blocks);
            found.extend(parts.map(|part| format!("{part} of {of}")));
        }
        let state = if own.is_none() { " [no article]" } else { "" };
        let place =
            if found.is_empty() { String::new() } else { format!(" [{}]", found.join("; ")) };
        format!("{came}{state}{place}")
    }

    /// Cuts that were closed, and paragraphs that were run into one.
    fn joins(&self, score: &mut Score) {
        let mut adjacent: BTreeSet<(Id, Id)> = BTreeSet::new();
        for block in self.reads.iter().flat_map(|r| &r.blocks) {
            let ids = &block.aligned.ids;
            let known: Vec<(usize, Id)> =
                ids.iter().copied().enumerate().filter(|(_, id)| *id != NONE).collect();
            for pair in known.windows(2) {
                let marked =
                    block.marks.iter().any(|mark| (pair[0].0 + 1..=pair[1].0).contains(mark));
                if !marked {
                    adjacent.insert((pair[0].1, pair[1].1));
                }
            }
            let wrong = self.run_together(&known);
            score.join.wrong += wrong as f64;
            if wrong > 0 {
                let text: String = block.aligned.chars.iter().collect();
                score.miss("join", "", format!("{wrong} wrong in {text}"));
            }
        }
        for cut in &self.truth.cuts {
            if adjacent.contains(cut) {
                score.join.right += 1.0;
            } else {
                score.join.missed += 1.0;
                score.miss("join", self.around(Some(cut.0), Some(cut.1)), "apart");
            }
        }
        for wrap in &self.truth.wraps {
            score.unwrap.count(adjacent.contains(wrap));
        }
    }

    /// How many paragraphs of one output paragraph are joined to another wrongly.
    fn run_together(&self, known: &[(usize, Id)]) -> usize {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for (_, id) in known {
            let unit = self.document.unit_of(*id);
            match parts.last_mut() {
                Some((last, length)) if *last == unit => *length += 1,
                _ => parts.push((unit, 1)),
            }
        }
        parts.retain(|(unit, length)| {
            let unit = &self.document.units[*unit];
            let whole = unit.text.len() <= *length;
            let counts = !matches!(unit.kind, Kind::Byline | Kind::Credit | Kind::Furniture);
            counts && (*length >= STRAY_PART || whole)
        });
        parts.dedup_by_key(|(unit, _)| *unit);
        parts.len().saturating_sub(1)
    }

    /// Subheads of the right article, and lines that are none.
    fn subheads(&self, score: &mut Score) {
        let mut written: Vec<Vec<&[char]>> = self
            .reads
            .iter()
            .map(|read| read.blocks.iter().filter_map(|b| b.subhead.as_deref()).collect())
            .collect();
        for unit in self.document.units.iter().filter(|u| u.kind == Kind::Subhead) {
            if !unit.ids().any(|id| self.stands(id)) {
                continue;
            }
            let text = align::folded(&unit.string());
            let lines = self.matched[unit.article].map(|output| &mut written[output]);
            let found = lines.and_then(|lines| {
                let at = lines.iter().position(|line| *line == text)?;
                Some(lines.swap_remove(at))
            });
            if found.is_some() {
                score.subhead.right += 1.0;
            } else {
                score.subhead.missed += 1.0;
                score.miss("subhead", unit.string(), "");
            }
        }
        for line in written.iter().flatten() {
            score.subhead.wrong += 1.0;
            score.miss("subhead", "", line.iter().collect::<String>());
        }
    }

    /// Tells which runs of characters are kept twice, stand in no article, or did not
    /// come back to the right one.
    fn copy_misses(&self, score: &mut Score) {
        let used = |id: Id| self.used[id as usize];
        let twice = |id: &Id| used(*id) > 1 && self.truth.stands[*id as usize] > 1;
        let all: Vec<Id> = self.standing(|u| u.kind != Kind::Furniture).collect();
        let of = |fits: &dyn Fn(&Id) -> bool| all.iter().copied().filter(fits).collect::<Vec<Id>>();
        let own =
            |id: &Id| self.of(self.unit(*id).article).is_some_and(|read| read.ids.contains(id));
        let not_back: Vec<Id> = self.truth.healed.iter().copied().filter(|id| !own(id)).collect();
        let kinds: [(&'static str, Vec<Id>); 3] = [
            ("twice", of(&twice)),
            ("nowhere", of(&|id| used(*id) == 0)),
            ("not restored", not_back),
        ];
        for (metric, ids) in kinds {
            for run in ids.chunk_by(|a, b| b - a <= 2 && self.unit(*a).first == self.unit(*b).first)
            {
                let text: String = run.iter().map(|id| self.document.clean(*id)).collect();
                let around = self.around(run[0].checked_sub(1), run.last().map(|last| last + 1));
                let elsewhere = if used(run[0]) > 0 { "elsewhere" } else { "gone" };
                let came = if metric == "not restored" { elsewhere } else { "" };
                score.miss(metric, text, format!("{} {came} {around}", run.len()));
            }
        }
    }

    /// Copies taken out, what came back from them, and what got lost on the way.
    fn copies(&self, score: &mut Score) {
        self.copy_misses(score);
        let (mut redundant, mut kept) = (0.0, 0.0);
        for id in self.standing(|u| u.kind != Kind::Furniture) {
            let (stands, used) =
                (f64::from(self.truth.stands[id as usize]), f64::from(self.used[id as usize]));
            redundant += stands - 1.0;
            kept += (used - 1.0).clamp(0.0, stands - 1.0);
            score.conservation.count(used > 0.0);
            if used == 0.0 {
                score.duplicate.wrong += 1.0;
            }
        }
        score.duplicate.right += redundant - kept;
        score.duplicate.missed += kept;
        for id in &self.truth.healed {
            let article = self.unit(*id).article;
            score.restored.count(self.of(article).is_some_and(|read| read.ids.contains(id)));
        }
        let wanted: BTreeSet<Id> = self.truth.variants.iter().copied().collect();
        let mut shown: BTreeMap<Id, char> = BTreeMap::new();
        for aligned in self.reads.iter().flat_map(|r| r.blocks.iter().map(|b| &b.aligned)) {
            for (id, c) in
                aligned.ids.iter().zip(&aligned.chars).filter(|(id, _)| wanted.contains(id))
            {
                shown.entry(*id).or_insert(*c);
            }
        }
        for (id, c) in shown {
            score.look_alike.count(c == self.document.clean(id));
        }
    }

    /// Marks where words are lost, and marks where none are.
    fn gaps(&self, score: &mut Score) {
        let gaps = &self.truth.gaps;
        let mut found = vec![false; gaps.len()];
        for block in self.reads.iter().flat_map(|r| &r.blocks) {
            let ids = &block.aligned.ids;
            let known = |at: &usize| ids[*at] != NONE;
            for &mark in &block.marks {
                let before =
                    (mark.saturating_sub(NEAR as usize)..mark).rev().find(known).map(|at| ids[at]);
                let after =
                    (mark..ids.len().min(mark + NEAR as usize)).find(known).map(|at| ids[at]);
                let near = |a: Option<Id>, b: Option<Id>| {
                    a.zip(b).is_some_and(|(a, b)| a.abs_diff(b) <= NEAR)
                };
                let fits =
                    |&at: &usize| near(before, gaps[at].before) || near(after, gaps[at].after);
                let best =
                    (0..gaps.len()).filter(fits).min_by_key(|&at| (found[at], gaps[at].optional));
                match best {
                    Some(at) if !found[at] => found[at] = true,
                    Some(at) if gaps[at].optional => {}
                    _ => {
                        score.gap.wrong += 1.0;
                        score.miss("gap", "", marked(&block.aligned, mark));
                    }
                }
            }
        }
        for (gap, found) in gaps.iter().zip(found).filter(|(gap, _)| !gap.optional) {
            debug_assert!(gap.before.is_some() || gap.after.is_some());
            if found {
                score.gap.right += 1.0;
            } else {
                score.gap.missed += 1.0;
                score.miss("gap", self.around(gap.before, gap.after), "");
            }
        }
    }

    /// Leads above their subheads, stray quotation marks gone.
    fn small_repairs(&self, score: &mut Score) {
        for &(lead, subhead) in &self.document.leads {
            let article = self.document.units[lead].article;
            let place = |unit: usize| {
                let blocks = &self.of(article)?.blocks;
                let ids = self.document.units[unit].ids();
                let holds = |b: &BlockRead| b.aligned.ids.iter().any(|id| ids.contains(id));
                blocks.iter().position(holds)
            };
            score.lead.count(place(lead).zip(place(subhead)).is_some_and(|(a, b)| a < b));
        }
        for &unit in &self.document.stray {
            let ids = self.document.units[unit].ids();
            let strays = |b: &BlockRead| {
                let edge = |at: Option<usize>| {
                    at.is_some_and(|at| {
                        b.aligned.ids[at] == NONE && align::fold(b.aligned.chars[at]) == '"'
                    })
                };
                let holds = b.aligned.ids.iter().any(|id| ids.contains(id));
                holds && (edge(Some(0)) || edge(b.aligned.ids.len().checked_sub(1)))
            };
            score.stray.count(!self.reads.iter().flat_map(|r| &r.blocks).any(strays));
        }
    }

    /// Characters that are not on the page, and those of no article.
    fn invention(&self, score: &mut Score) {
        let mut left: HashMap<char, i64> = HashMap::new();
        for glyph in self.document.lines.iter().flat_map(|l| &l.glyphs) {
            *left.entry(align::fold(glyph.c)).or_default() += 1;
        }
        // A headline made of the text's own words may be a printed line as well.
        let printed = |r: &Read<'_>| usize::from(r.derived);
        let written = self.reads.iter().flat_map(|r| {
            r.blocks.iter().map(|b| &b.aligned).chain(r.heads.iter().skip(printed(r)))
        });
        for c in written.flat_map(|a| &a.chars) {
            *left.entry(align::fold(*c)).or_default() -= 1;
        }
        score.invention +=
            left.values().filter(|count| **count < 0).map(|count| -count as f64).sum::<f64>();
        for id in self.standing(|u| u.kind == Kind::Furniture) {
            score.pollution.count(self.used[id as usize] > 0);
        }
    }
}
