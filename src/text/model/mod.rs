//! A model of Chinese prose: which words follow which, how paragraphs and articles open, what is a head.
//!
//! Five small models, learned from prose that was written for it and from laws of the People's
//! Republic of China, which nobody has rights in, by `cargo bench --bench learn`
//! (`benches/damage/README.md`). The table holds hashes and figures, no text:
//!
//! - [`grams`] tells 进一步|推进 from 进一步|记者: how likely characters are behind others;
//! - [`signs`] tells the beginning of a paragraph from what stands inside of one, a head from a
//!   piece of running text, and the first and last paragraphs of an article from the others, by
//!   which characters and words are seen.

pub mod grams;
pub mod signs;

use std::sync::LazyLock;

/// The table: see [`Table::read`].
static BYTES: &[u8] = include_bytes!("model.bin");

/// Bits of a key by which entries are found.
const FOUND_BY: u32 = 18;
/// Bits of a key that an entry keeps.
const KEPT: u32 = 18;
/// Bits of the figure that an entry has.
const SHARP: u32 = 6;
/// Bytes of an entry.
const ENTRY: usize = ((KEPT + SHARP) / 8) as usize;
/// The highest figure.
pub const HIGHEST: u32 = (1 << SHARP) - 1;

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// How likely the last character is behind those before it.
    Likely = 1,
    /// How much of what is likely behind these characters the table leaves to what is likely
    /// behind fewer of them.
    Left,
    /// How much a sign speaks for the beginning of a paragraph.
    Opens,
    /// How much a sign speaks for a head, and against running text.
    Heads,
    /// How much a sign speaks for the first paragraph of an article, and against a later one.
    Leads,
    /// How much a sign speaks for the last paragraph of an article, and against an earlier one.
    Closes,
}

/// A hash of an entry's kind and of what it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// The key of nothing.
    pub fn of(entry: Entry) -> Self {
        Self((entry as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f))
    }

    /// With one more character.
    #[must_use]
    pub fn and(self, c: char) -> Self {
        let mixed = (self.0 ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(mixed ^ mixed >> 29)
    }

    /// With some more.
    #[must_use]
    pub fn with(self, text: &str) -> Self {
        text.chars().fold(self, Self::and)
    }

    /// As the table has it.
    pub fn short(self) -> u64 {
        self.0.wrapping_mul(0xff51_afd7_ed55_8ccd) >> (64 - FOUND_BY - KEPT)
    }
}

/// Figures by key.
struct Table {
    /// Where the entries of each first half of a key begin, and the end.
    starts: Vec<u32>,
    entries: &'static [u8],
}

impl Table {
    /// Reads the table: how many entries each first half of a key has, a byte for each half, and
    /// the entries in their order, of three bytes, the lowest first: what else is kept of the key,
    /// and the figure below that.
    fn read(bytes: &'static [u8]) -> Self {
        let (counts, entries) = bytes.split_at(bytes.len().min(1 << FOUND_BY));
        let mut sum = 0;
        let ends = counts.iter().map(|&count| {
            sum += u32::from(count);
            sum
        });
        let starts: Vec<u32> = std::iter::once(0).chain(ends).collect();
        Self { starts, entries }
    }

    fn look(&self, key: Key) -> Option<u32> {
        let key = key.short();
        let at = (key >> KEPT) as usize;
        let (from, to) = (*self.starts.get(at)? as usize, *self.starts.get(at + 1)? as usize);
        let kept = (key & ((1 << KEPT) - 1)) as u32;
        let (entries, _) = self.entries.get(ENTRY * from..ENTRY * to)?.as_chunks::<ENTRY>();
        entries.iter().find_map(|&[low, middle, high]| {
            let entry = u32::from_le_bytes([low, middle, high, 0]);
            (entry >> SHARP == kept).then_some(entry & HIGHEST)
        })
    }
}

/// What the table says of a key.
fn look(key: Key) -> Option<u32> {
    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(BYTES));
    TABLE.look(key)
}

/// Writes a table of keys and figures. Of two with one key the first stands.
pub fn table(mut entries: Vec<(Key, u32)>) -> Vec<u8> {
    entries.sort_by_key(|(key, _)| key.short());
    entries.dedup_by_key(|(key, _)| key.short());
    let mut counts = vec![0_u8; 1 << FOUND_BY];
    let mut bytes: Vec<u8> = Vec::with_capacity(entries.len() * ENTRY);
    for (key, figure) in entries {
        let count = &mut counts[(key.short() >> KEPT) as usize];
        // What a byte cannot count finds no place; there are a handful of entries to each.
        let Some(more) = count.checked_add(1) else { continue };
        *count = more;
        let kept = (key.short() & ((1 << KEPT) - 1)) as u32;
        let entry = kept << SHARP | figure.min(HIGHEST);
        bytes.extend(&entry.to_le_bytes()[..ENTRY]);
    }
    counts.extend(bytes);
    counts
}

/// Characters as the models have them: all numbers are one, all words in letters, and white space
/// is left out. Given from the end of a text it gives them from the end.
pub fn symbols(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut before = None;
    text.filter_map(move |c| {
        let c = match c {
            '.' if before == Some('0') => '0',
            '0'..='9' | '０'..='９' => '0',
            _ if c.is_alphabetic() && !super::is_han(c) => 'a',
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '(' => '（',
            ')' => '）',
            '?' => '？',
            '!' => '！',
            '「' => '“',
            '」' => '”',
            _ if c.is_whitespace() => return None,
            _ => c,
        };
        let again = matches!(c, '0' | 'a') && before == Some(c);
        before = Some(c);
        (!again).then_some(c)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            figures in proptest::collection::btree_map("[一-龥]{1,4}", 0..=HIGHEST, 0..200),
        ) {
            let key = |words: &str| Key::of(Entry::Opens).with(words);
            let entries = figures.iter().map(|(words, figure)| (key(words), *figure)).collect();
            let table = Table::read(Box::leak(table(entries).into_boxed_slice()));
            for (words, figure) in &figures {
                prop_assert_eq!(table.look(key(words)), Some(*figure));
            }
            prop_assert_eq!(table.look(Key::of(Entry::Heads)), None);
        }

        #[test]
        fn no_table_makes_it_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let table = Table::read(Box::leak(bytes.into_boxed_slice()));
            prop_assert_eq!(table.look(Key::of(Entry::Left)), None);
        }
    }

    #[test]
    fn a_number_is_a_number_whatever_its_digits() {
        for (text, seen) in [
            ("增长6.1%，", "增长0%，"),
            ("１２个 省,A4纸", "0个省，a0纸"),
            ("（记者 刘娟）", "（记者刘娟）"),
        ] {
            assert_eq!(symbols(text.chars()).collect::<String>(), seen, "{text}");
        }
        let back: String = symbols("完成3400".chars().rev()).collect();
        assert_eq!(back, "0成完");
    }
}
