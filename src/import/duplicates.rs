//! Step 5: what stands there twice.
//!
//! The blocks are the passages of a page: two are *twins* if most of the shorter stands in the longer, whatever
//! the quotes, widths and look-alike characters. Twins that follow each other
//! in both places make a *run*: one passage, printed twice.
//!
//! Linear: fingerprints of ten characters are sampled (winnowing, Schleimer and
//! others 2003), posting lists are capped, and a match is extended only inside
//! its two blocks.

use std::ops::Range;

use super::{
    common::{Common, Match, SHARE},
    decode::Seed,
    home,
    passage::Passage,
    prints::{POSTINGS, Print, Same, Seen, fingerprints},
};
use crate::text::{
    ends_sentence,
    fold::add_letters,
    hash::{FastMap, FastSet},
};

/// A single block shorter than this is no passage printed twice: set phrases
/// are longer than one thinks.
const SHORTEST: usize = 24;
/// A line shorter than this says too little to be held against more than the
/// first place where it stands: 一、, a stray mark.
const LEAST: usize = 3;
/// Characters in common that no set phrase has. Laws say the same in the same words
/// more than other prose does: of all paragraphs of `benches/damage/articles/official.txt`
/// one pair has 30 characters in a row in common, and none 34.
const SURE: usize = 40;
/// Shortest block that is a copy if another says exactly the same beside others.
const LEAST_WHOLE: usize = 12;
/// Shortest block that is a copy of the one beside it if it breaks off.
const LEAST_BESIDE: usize = 8;
/// Share of the shorter block that must stand in the longer if it has no twin beside it.
const SHARE_ALONE: f32 = 0.9;
/// Characters that are compared for each of a block. What repeats itself matches
/// everywhere, and has shown more than enough by then.
const EFFORT: usize = 16;
/// Fingerprints whose earlier places are looked at together.
const AT_ONCE: usize = 256;
/// Most short lines before and behind a run that belong to it: a masthead has
/// fewer. A page of one line over and over would join every run to every other.
const MOST_HEADS: usize = 8;
/// How many blocks may lie between two twins of a run.
const STEP: usize = 2;

/// Fewest characters of a cut copy with which what stands beside the other begins.
const LEAST_REST: usize = 4;
/// Runs that a run may go on: those that began last.
const OPEN: usize = 8;

/// A passage that stands in two places: blocks of the one and of the other, in
/// pairs. A block that was cut has two partners.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Pairs of blocks, the earlier first.
    pub pairs: Vec<(usize, usize)>,
    /// How well the place of the earlier copy suits the text, and that of the later.
    pub suits: (f32, f32),
}

impl Run {
    /// The blocks of the earlier copy.
    pub fn earlier(&self) -> Range<usize> {
        span_of(self.pairs.iter().map(|p| p.0))
    }

    /// The blocks of the later copy.
    pub fn later(&self) -> Range<usize> {
        span_of(self.pairs.iter().map(|p| p.1))
    }
}

/// The blocks from the first to the last of these.
pub(super) fn span_of(indices: impl Iterator<Item = usize> + Clone) -> Range<usize> {
    let first = indices.clone().min().unwrap_or_default();
    let last = indices.max().map_or(first, |l| l + 1);
    first..last
}

/// Finds all passages that stand there twice, in the order of the later copy.
pub fn find(seed: &Seed, passages: &[Passage]) -> Vec<Run> {
    let stream = Stream::new(seed, passages);
    let twins = stream.twins();
    let runs = stream.chain(&twins);
    let sure = runs.into_iter().filter_map(|pairs| {
        let pairs = stream.sure_part(pairs, &twins)?;
        let pairs = stream.absorb_rests(&stream.absorb_heads(pairs));
        let apart =
            span_of(pairs.iter().map(|p| p.0)).end <= span_of(pairs.iter().map(|p| p.1)).start;
        apart.then_some(pairs)
    });
    let sure = connect(sure);
    let suits = home::suits(seed, passages, &sure);
    sure.into_iter().zip(suits).map(|(pairs, suits)| Run { pairs, suits }).collect()
}

/// Runs with those that go on with them one in one: where a copy lost a whole paragraph,
/// it stands between two runs of the other, and comes back with both.
fn connect(runs: impl Iterator<Item = Pairs>) -> Vec<Pairs> {
    let mut all: Vec<Pairs> = Vec::new();
    for run in runs {
        let (first, end) = (run[0], span_of(run.iter().map(|p| p.0)).end);
        let next = |a: usize, b: usize| b > a && b - a <= STEP;
        let open = all.len().saturating_sub(OPEN);
        let goes_on = |before: &Pairs| {
            let last = before[before.len() - 1];
            let follows = last == first || (next(last.0, first.0) && next(last.1, first.1));
            (follows && end <= before[0].1) || run.iter().all(|p| before.binary_search(p).is_ok())
        };
        if let Some(before) = all[open..].iter_mut().rev().find(|before| goes_on(before)) {
            before.extend(run);
            before.sort_unstable();
            before.dedup();
        } else {
            all.push(run);
        }
    }
    all
}

/// The pairs of a run.
type Pairs = Vec<(usize, usize)>;

/// How far matches reach, by how far the two copies are apart.
type Reached = FastMap<usize, usize>;

/// Pairs of blocks that are twins, by the later and then the earlier.
struct Twins(Vec<((usize, usize), Common)>);

impl Twins {
    /// What the two of a pair have in common, in characters; 0 if they are no twins.
    fn common(&self, (i, j): (usize, usize)) -> usize {
        let found = self.0.binary_search_by_key(&(j, i), |&((i, j), _)| (j, i));
        found.map_or(0, |at| self.0[at].1.length)
    }
}

/// All words of a seed as folded characters, with the block each lies in.
struct Stream {
    chars: Vec<char>,
    /// Where each block starts in `chars`, and the end.
    starts: Vec<usize>,
}

impl Stream {
    fn new(seed: &Seed, passages: &[Passage]) -> Self {
        let mut chars = Vec::with_capacity(seed.text.len() / 3);
        let mut starts = Vec::with_capacity(passages.len() + 1);
        for passage in passages {
            starts.push(chars.len());
            for span in passage.spans() {
                add_letters(seed.slice(span), &mut chars);
            }
        }
        starts.push(chars.len());
        Self { chars, starts }
    }

    fn block(&self, index: usize) -> &[char] {
        &self.chars[self.starts[index]..self.starts[index + 1]]
    }

    fn block_at(&self, position: usize) -> usize {
        self.starts.partition_point(|&start| start <= position) - 1
    }

    /// Pairs of different blocks with what they have in common, if that is
    /// most of the shorter.
    fn twins(&self) -> Twins {
        let mut twins = Vec::new();
        let mut reached = Reached::default();
        let mut matches = Vec::new();
        let prints = fingerprints(&self.chars);
        let mut seen = Seen::new();
        let mut rest = prints.as_slice();
        while let Some(first) = rest.first() {
            let block = self.block_at(first.at as usize);
            let end = rest.iter().position(|print| print.at as usize >= self.starts[block + 1]);
            let (own, behind) = rest.split_at(end.unwrap_or(rest.len()));
            rest = behind;
            reached.clear();
            self.partners(block, own, &mut seen, &mut reached, &mut matches);
            for same in matches.chunk_by(|a, b| a.partner == b.partner) {
                let partner = same[0].partner;
                let later_is_shorter = self.block(block).len() <= self.block(partner).len();
                let common = Common::of(same, later_is_shorter);
                if common.makes_twins(self.shorter(partner, block)) {
                    twins.push(((partner, block), common));
                }
            }
        }
        self.add_broken_off(&mut twins);
        Twins(twins)
    }

    /// Adds what broke off directly above or below its whole copy: it may be shorter
    /// than a fingerprint.
    fn add_broken_off(&self, twins: &mut Vec<((usize, usize), Common)>) {
        let found = twins.len();
        for j in 1..self.starts.len() - 1 {
            let pair = (j - 1, j);
            let known = |twins: &[((usize, usize), Common)]| {
                twins.binary_search_by_key(&(j, j - 1), |&((i, j), _)| (j, i)).is_ok()
            };
            if self.broke_off(pair) && !known(&twins[..found]) {
                let length = self.shorter(pair.0, pair.1);
                twins.push((pair, Common { length, dovetails: true, own_inside: false }));
            }
        }
        if twins.len() > found {
            twins.sort_unstable_by_key(|&((i, j), _)| (j, i));
        }
    }

    /// Whether one block is the start of the other and breaks off inside a sentence, or
    /// the end of it that starts inside one: a copy that lost the rest. A set phrase or a
    /// headline has no marks inside.
    fn broke_off(&self, (i, j): (usize, usize)) -> bool {
        let (a, b) = (self.block(i), self.block(j));
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let least = if j == i + 1 { LEAST_BESIDE } else { SHORTEST };
        if short.len() < least || short.len() == long.len() {
            return false;
        }
        let rest = long.len() - short.len();
        // Nearly always the first characters and the last tell.
        if short[0] != long[0] && short.last() != long.last() {
            return false;
        }
        // A sentence or a clause that is drawn out of the text is none.
        let amid = is_mark(short[0]) || !(is_mark(long[rest - 1]) || ends(&long[..rest]));
        let breaks = (long.starts_with(short) && !ends(short)) || (long.ends_with(short) && amid);
        breaks && short.iter().any(|c| is_mark(*c))
    }

    /// The matches of `block`, whose fingerprints these are, with blocks before it, in order.
    fn partners(
        &self,
        block: usize,
        prints: &[Print],
        seen: &mut Seen,
        reached: &mut Reached,
        matches: &mut Vec<Match>,
    ) {
        matches.clear();
        let mut effort = 0;
        let most = if self.block(block).len() < LEAST { 1 } else { POSTINGS };
        for prints in prints.chunks(AT_ONCE) {
            // All places are gathered before any is looked at: they lie all over the text,
            // and a processor fetches many at once as fast as one.
            let mut places = seen.places(prints, block as u32, most);
            places.retain(|at| self.chars[at.other as usize] == self.chars[at.own as usize]);
            for Same { other, partner, own } in places {
                let (other, partner, at) = (other as usize, partner as usize, own as usize);
                if effort > EFFORT * self.block(block).len() {
                    break;
                }
                let reached = reached.entry(at - other).or_default();
                if *reached > at {
                    continue;
                }
                let Some(found) = self.extend(other, at, partner, block) else { continue };
                effort += found.len();
                *reached = found.end;
                let earlier_start = found.start - (at - other);
                let starts =
                    found.start == self.starts[block] || earlier_start == self.starts[partner];
                let ends = found.end == self.starts[block + 1]
                    || earlier_start + found.len() == self.starts[partner + 1];
                let (apart, dovetails) = (at - other, starts && ends);
                matches.push(Match { partner, own: found, apart, dovetails });
            }
        }
        matches.sort_unstable_by_key(|found| (found.partner, found.own.start));
    }

    /// The match around two equal fingerprints, inside their blocks, as a range
    /// of the later. `None` if only the hashes are equal.
    fn extend(&self, a: usize, b: usize, block_a: usize, block_b: usize) -> Option<Range<usize>> {
        let before = (a - self.starts[block_a]).min(b - self.starts[block_b]);
        let after = (self.starts[block_a + 1] - a).min(self.starts[block_b + 1] - b);
        let common = |(one, other): &(&char, &char)| one == other;
        let behind = |at: usize| self.chars[at..at + after].iter();
        let forward = behind(a).zip(behind(b)).take_while(common).count();
        let ahead = |at: usize| self.chars[at - before..at].iter().rev();
        let backward = ahead(a).zip(ahead(b)).take_while(common).count();
        (forward > 0).then(|| b - backward..b + forward)
    }

    /// Whether a pair may be a set phrase that a longer block uses: a part of a
    /// copy stands beside another part of it.
    fn is_phrase(&self, (i, j): (usize, usize)) -> bool {
        let (shorter, longer) = (self.shorter(i, j), self.block(i).len().max(self.block(j).len()));
        shorter < SHORTEST && (shorter as f32) < SHARE * longer as f32
    }

    /// A run without the set phrases at its ends; nothing if nothing in it is sure.
    fn sure_part(
        &self,
        mut pairs: Vec<(usize, usize)>,
        twins: &Twins,
    ) -> Option<Vec<(usize, usize)>> {
        let near = |a: (usize, usize), b: (usize, usize)| b.0 <= a.0 + 1 && b.1 <= a.1 + 1;
        while let [.., before, last] = pairs.as_slice() {
            if !self.is_phrase(*last) || near(*before, *last) {
                break;
            }
            pairs.pop();
        }
        while let [first, next, ..] = pairs.as_slice() {
            if !self.is_phrase(*first) || near(*first, *next) {
                break;
            }
            pairs.remove(0);
        }
        let good = match pairs.as_slice() {
            [(i, j)] => self.is_twin_alone(*i, *j, twins),
            _ => pairs.iter().any(|&pair| self.is_sure(pair, twins)),
        };
        good.then_some(pairs)
    }

    /// Whether a pair shows by itself that a passage stands there twice.
    fn is_sure(&self, pair: (usize, usize), twins: &Twins) -> bool {
        let (a, b) = (self.block(pair.0), self.block(pair.1));
        twins.common(pair) >= SURE || (a.len() >= LEAST_WHOLE && a == b) || self.broke_off(pair)
    }

    fn shorter(&self, i: usize, j: usize) -> usize {
        self.block(i).len().min(self.block(j).len())
    }

    /// A pair that has no neighbour must be long, nearly whole, and may not
    /// differ in a number: reports of two towns are built alike.
    fn is_twin_alone(&self, i: usize, j: usize, twins: &Twins) -> bool {
        let length = self.shorter(i, j);
        let common = twins.common((i, j));
        let whole = common >= length;
        let equal = length >= LEAST_WHOLE && ends(self.block(i)) && self.block(i) == self.block(j);
        if equal || self.broke_off((i, j)) {
            return true;
        }
        let alike = length * 5 >= self.block(i).len().max(self.block(j).len()) * 4;
        length >= SHORTEST
            && (alike || common >= SURE)
            && common as f32 >= SHARE_ALONE * length as f32
            && (whole || digits(self.block(i)) == digits(self.block(j)))
    }

    /// Links twins that follow each other in both places.
    fn chain(&self, twins: &Twins) -> Vec<Vec<(usize, usize)>> {
        let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
        // Runs by the last later block, so that each pair looks at few.
        let mut open: FastMap<usize, Vec<usize>> = FastMap::default();
        for &((i, j), _) in &twins.0 {
            let follows = |&&index: &&usize| {
                // A copy does not reach into the passage that it is a copy of, and a
                // third copy is another run: it stands further off, or says once more
                // what the second says.
                i < runs[index][0].1
                    && runs[index].last().is_some_and(|&(a, b)| {
                        i >= a
                            && i - a <= STEP
                            && (j - i).abs_diff(b - a) <= 1
                            && !(i == a && self.block(j) == self.block(b))
                            && !(j == b && self.block(i) == self.block(a))
                    })
            };
            let near = (0..=STEP).filter_map(|back| open.get(&j.checked_sub(back)?));
            let found = near.flat_map(|indices| indices.iter().rev()).find(follows).copied();
            let index = found.unwrap_or_else(|| {
                runs.push(Vec::new());
                runs.len() - 1
            });
            runs[index].push((i, j));
            let ends = open.entry(j).or_default();
            if !ends.contains(&index) && ends.len() <= POSTINGS {
                ends.push(index);
            }
        }
        runs
    }

    /// Takes in the short rests of paragraphs that a break cut in one of the
    /// copies: too short to be found by themselves, they stand whole at the end
    /// or the start of the other copy; or as far as that goes, if it was cut itself.
    fn absorb_rests(&self, pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let count = self.starts.len() - 1;
        let paired: FastSet<usize> = pairs.iter().flat_map(|&(i, j)| [i, j]).collect();
        // `cut` is the part that was found, `rest` the block beside it, `whole`
        // the other copy.
        let fits = |whole: usize, cut: usize, rest: usize, after: bool| {
            let (whole, cut, rest_chars) = (self.block(whole), self.block(cut), self.block(rest));
            let room = cut.len() + rest_chars.len() <= whole.len() + 1;
            let (stands, left) = if after {
                (whole.ends_with(rest_chars), whole.strip_prefix(cut))
            } else {
                (whole.starts_with(rest_chars), whole.strip_suffix(cut))
            };
            let reaches = left.filter(|left| left.len() >= LEAST_REST).is_some_and(|left| {
                if after { rest_chars.starts_with(left) } else { rest_chars.ends_with(left) }
            });
            (room && stands || reaches) && !paired.contains(&rest)
        };
        let mut all = pairs.to_vec();
        for &(i, j) in pairs {
            let (after_j, after_i) = (j + 1, i + 1);
            if after_j < count && fits(i, j, after_j, true) {
                all.push((i, after_j));
            } else if after_i < count && fits(j, i, after_i, true) {
                all.push((after_i, j));
            }
            if j > i + 1 && fits(i, j, j - 1, false) {
                all.push((i, j - 1));
            } else if i > 0 && fits(j, i, i - 1, false) {
                all.push((i - 1, j));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Takes in the short blocks between and around the twins of a run that
    /// are the same: subheads, mastheads.
    fn absorb_heads(&self, mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        let same = |i: usize, j: usize| i < j && self.block(i) == self.block(j);
        let count = self.starts.len() - 1;
        let mut between = Vec::new();
        for pair in pairs.windows(2) {
            let ((a, b), (c, d)) = (pair[0], pair[1]);
            if c == a + 2 && d == b + 2 && same(a + 1, b + 1) {
                between.push((a + 1, b + 1));
            }
        }
        pairs.extend(between);
        pairs.sort_unstable();
        let taken: FastSet<usize> = pairs.iter().map(|p| p.0).collect();
        let first = pairs.first().copied().unwrap_or_default();
        let (mut i, mut j) = first;
        // The copy does not reach back into what it is a copy of.
        for _ in 0..MOST_HEADS {
            if i == 0 || !same(i - 1, j - 1) || j <= first.0 + 1 || taken.contains(&(j - 1)) {
                break;
            }
            (i, j) = (i - 1, j - 1);
            pairs.push((i, j));
        }
        pairs.sort_unstable();
        for _ in 0..MOST_HEADS {
            let Some(&(i, j)) = pairs.last() else { break };
            // A whole paragraph may be lost before it.
            let next = [(i + 1, j + 1), (i + 2, j + 1), (i + 1, j + 2)];
            let fits = |&(i, j): &(usize, usize)| j < count && i < pairs[0].1 && same(i, j);
            let Some(next) = next.into_iter().find(fits) else { break };
            pairs.push(next);
        }
        pairs
    }
}

/// Whether folded characters end as a sentence does.
fn ends(chars: &[char]) -> bool {
    let closes = |c: &&char| **c == '"' || **c == ')';
    chars.iter().rev().find(|c| !closes(c)).is_some_and(|&c| ends_sentence(c) || c == '.')
}

/// Whether a folded character stands between the parts of running text.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '、') || ends_sentence(c)
}

fn digits(chars: &[char]) -> String {
    chars.iter().filter(|c| c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{blocks::split, sample},
        *,
    };

    fn runs(lines: &[&str]) -> Vec<Run> {
        let seed = sample::seed(&lines.join("\n\n"));
        let lines = split(&seed).into_iter().map(|b| Passage::new(b.span, b.after_blank));
        find(&seed, &lines.collect::<Vec<_>>())
    }

    const A: &str = "清河两岸种满了柳树，春天一到，满城的人都到堤上去走一走，看水，也看人。";
    const B: &str = "堤是前年修的，花了三百万元，修堤的时候，沿河的住户让出了六十亩菜地。";
    const C: &str = "“让出去的地，换回来的是安心。”住在河边的老人说，他在这里住了七十年。";

    #[test]
    fn a_passage_printed_twice_is_one_run() {
        let found = runs(&[
            A,
            "水边的日子",
            B,
            C,
            "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置。",
            A,
            "水边的日子",
            B,
            C,
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pairs, [(0, 5), (1, 6), (2, 7), (3, 8)]);
    }

    #[test]
    fn a_copy_in_other_dress_or_cut_in_two_is_a_twin() {
        let dressed = C.replace('“', "「").replace('”', "」").replace("己", "已");
        let (left, right) = B.split_at(B.find("修堤的").unwrap_or_default());
        let found = runs(&[A, B, C, A, left, right, &dressed]);
        assert_eq!(found[0].pairs, [(0, 3), (1, 4), (1, 5), (2, 6)]);
    }

    #[test]
    fn the_copy_with_its_masthead_is_kept() {
        let other = "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置。";
        let found = runs(&[A, B, other, "柳堤记", "记者 刘娟", A, B]);
        assert!(home::is_later(found[0].suits.0, found[0].suits.1));
        let found = runs(&["柳堤记", "记者 刘娟", A, B, other, A, B]);
        assert!(!home::is_later(found[0].suits.0, found[0].suits.1));
    }

    #[test]
    fn what_is_only_alike_is_no_twin() {
        let town = |name: &str, n: u32| {
            format!("{name}镇今年修好了{n}公里村道，还清了旧账，镇上的老人都说路好走了。")
        };
        assert_eq!(runs(&[&town("东河", 12), A, &town("西河", 31)]), []);
        assert_eq!(runs(&["水边的日子", A, "水边的日子", B]), []);
        // Each has words of its own among those that both have: 本地范围内, 重大.
        let [nation, end] = [
            "将体现清河风土人情和各地手艺传承，有重大历史、文学、艺术、科学价值的老行当和老手艺列入名录",
            "予以保护。",
        ];
        let town = "省和市设立地方名录，将本地范围内体现清河风土人情和各地手艺传承，\
                    有历史、文学、艺术、科学价值的老行当和老手艺列入名录予以保护。";
        assert_eq!(runs(&[A, "国务院设立国家名录，", nation, end, town, B]), []);
        // A copy with a word printed twice in it is one all the same.
        let doubled = town.replace("清河风土", "清河清河风土").replace("艺术", "艺术艺术");
        assert_eq!(runs(&[A, town, B, &doubled, C]).len(), 1);
    }

    #[test]
    fn what_broke_off_beside_its_whole_copy_is_a_twin() {
        let cut = &B[..B.find("六十亩").unwrap_or_default()];
        let head = &B[B.find("住户让出").unwrap_or_default()..];
        for lines in [[cut, B], [B, cut], [head, B], [B, head]] {
            assert_eq!(runs(&lines).len(), 1, "{lines:?}");
        }
        let cut = &B[..B.find("三百").unwrap_or_default()];
        assert_eq!(runs(&[cut, B])[0].pairs, [(0, 1)]);
        // A headline, a whole sentence drawn out of the text, the first words of another.
        for lines in [
            ["让出去的地", C],
            ["清河两岸种满了柳树", A],
            ["“让出去的地，换回来的是安心。”", C],
            ["他在这里住了七十年。", C],
            ["堤是今年修的，花了", B],
        ] {
            assert_eq!(runs(&lines), [], "{lines:?}");
        }
    }

    #[test]
    fn a_paragraph_that_one_copy_lost_is_part_of_the_run() {
        const D: &str = "河口镇的集市逢五逢十开张，卖菜的天不亮就来占位置。";
        let head = "水边的日子";
        let found = runs(&[A, head, C, D, A, head, B, C]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].earlier(), found[0].later()), (0..3, 4..8));
        let found = runs(&[A, C, B, "（记者 刘娟）", D, A, C, "（记者 刘娟）"]);
        assert_eq!(found[0].pairs, [(0, 5), (1, 6), (3, 7)]);
    }

    #[test]
    fn one_masthead_over_and_over_stays_linear() {
        let lines = ["河堤记事", "记者 刘娟"].repeat(300);
        let pairs: usize = runs(&lines).iter().map(|run| run.pairs.len()).sum();
        assert!(pairs <= 4 * POSTINGS * lines.len(), "{pairs} pairs of {} lines", lines.len());
    }
}
